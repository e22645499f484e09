import type { Socket } from 'node:net'

/** An encrypted connection keeps the one that carries it: the only way to that, though in no documentation. */
type Encrypted = Socket & { readonly encrypted?: boolean; readonly _parent?: Socket | null }

/** Ends a connection as a crash does: with a reset (RST), and nothing said before. */
export function resetConnection(socket: Socket): void {
  const { encrypted, _parent: carrier } = socket as Encrypted
  if (encrypted === true) {
    // Encryption itself can only end politely.
    carrier?.resetAndDestroy()
    socket.destroy()
  } else socket.resetAndDestroy()
}
