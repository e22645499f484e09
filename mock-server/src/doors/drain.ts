import type { Server } from 'node:http'
import type { Host } from '../kernel/host.ts'

/** Milliseconds between two looks at connections that have become idle. */
const SWEEP = 20

/**
 * Takes no new connections, and waits until the calls that are under way are answered.
 *
 * @param milliseconds after which it waits no longer; what is under way then goes on
 */
export function drain(server: Server, milliseconds: number, host: Pick<Host, 'wake'>): Promise<void> {
  return new Promise((resolve) => {
    let cancelSweep: () => void = () => undefined
    // A connection that was busy when the server closed stays open after its answer.
    const sweep = () => {
      server.closeIdleConnections()
      cancelSweep = host.wake(SWEEP, sweep)
    }
    const end = () => {
      cancelSweep()
      cancelDeadline()
      resolve()
    }
    const cancelDeadline = host.wake(milliseconds, end)
    server.close(end)
    sweep()
  })
}
