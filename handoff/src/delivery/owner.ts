import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

/** Tells this process from an earlier one with the same number, as the first one of a container has. */
const THIS_PROCESS = randomUUID()

let owners = 0

/** A name for a worker that no other has: machine, process, and which worker of it. */
export const newOwner = (): string => `${hostname()}:${process.pid}:${THIS_PROCESS}:${(owners += 1)}`

/** Whether a worker was a process of this machine that is gone: nobody has to wait for its lease. */
export function isGone(owner: string): boolean {
  const [host, pid, part] = owner.split(':')
  if (host !== hostname() || !/^\d+$/.test(pid ?? '')) return false
  if (Number(pid) === process.pid) return part !== THIS_PROCESS
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
