import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

/** A name for a worker that no other has: machine, process, and a random part. */
export const newOwner = (): string => `${hostname()}:${process.pid}:${randomUUID()}`

/** Whether a worker was a process of this machine that is gone: nobody has to wait for its lease. */
export function isGone(owner: string): boolean {
  const [host, pid] = owner.split(':')
  if (host !== hostname() || !/^\d+$/.test(pid ?? '')) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
