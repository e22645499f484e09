/**
 * What a world takes from the machine it runs on: real time and a way to be woken. The only file of the
 * kernel that touches either; a virtual clock uses neither.
 */
export interface Host {
  /** Microseconds since the epoch. */
  now(): number
  /** Calls back after a number of milliseconds; answers how to cancel. Does not keep the process alive. */
  wake(milliseconds: number, callback: () => void): () => void
  /** Lets everything run that is ready to run. */
  breathe(): Promise<void>
}

const LONGEST_WAIT = 2 ** 31 - 1
const { timeOrigin } = performance

export const realHost: Host = {
  now: () => Math.floor((timeOrigin + performance.now()) * 1000),
  wake(milliseconds, callback) {
    const handle = setTimeout(callback, Math.min(Math.max(0, milliseconds), LONGEST_WAIT))
    handle.unref()
    return () => clearTimeout(handle)
  },
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
}
