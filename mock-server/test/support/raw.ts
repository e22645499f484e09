import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'

export interface RawCall {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** A connection as it is: what came over it, byte by byte, and how it ended. */
export interface RawConnection {
  readonly socket: Socket
  /** All that came so far. */
  text(): string
  /** What came after the head, so far. */
  body(): string
  status(): number
  header(name: string): string | undefined
  /** How it ended: `end` politely, or the code of the error. */
  readonly ended: Promise<string>
}

/** Sends one call over a connection of its own. */
export function rawCall(
  origin: string,
  authorization: string,
  { method = 'GET', path = '/api/tickets', headers = {}, body }: RawCall = {},
): RawConnection {
  const { hostname, port, host } = new URL(origin)
  const sent = body === undefined ? '' : JSON.stringify(body)
  const head = {
    host,
    authorization,
    ...(body !== undefined && { 'content-type': 'application/json' }),
    'content-length': String(Buffer.byteLength(sent)),
    ...headers,
  }
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => (text += chunk))
  const ended = new Promise<string>((resolve) => {
    socket.on('end', () => resolve('end'))
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${sent}`)
  const split = () => text.indexOf('\r\n\r\n')
  return {
    socket,
    ended,
    text: () => text,
    body: () => (split() < 0 ? '' : text.slice(split() + 4)),
    status: () => Number(text.split(' ', 2)[1]),
    header: (name) => new RegExp(`^${name}: (.*)\r$`, 'im').exec(text)?.[1],
  }
}

/** Lets the machine go on until something is so: it takes real turns, and no virtual time. */
export async function until(so: () => boolean): Promise<void> {
  while (!so()) await nextTurn()
}
