import { monitorEventLoopDelay } from 'node:perf_hooks'

/** What the process takes of the machine. */
export interface MachineReading {
  readonly residentBytes: number
  readonly heapUsedBytes: number
  readonly heapTotalBytes: number
  /** How late the event loop came since the last reading, in seconds; undefined at the first one. */
  readonly lag: { readonly p50: number; readonly p99: number; readonly max: number } | undefined
}

export interface Machine {
  read(): MachineReading
  close(): void
}

const NANO = 1e-9

/** Reads this process. What the event loop's delay costs to measure is paid from the first reading on. */
export function thisMachine(): Machine {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  return {
    read() {
      const { rss, heapUsed, heapTotal } = process.memoryUsage()
      const lag =
        delay.count === 0
          ? undefined
          : {
              p50: delay.percentile(50) * NANO,
              p99: delay.percentile(99) * NANO,
              max: delay.max * NANO,
            }
      delay.reset()
      return { residentBytes: rss, heapUsedBytes: heapUsed, heapTotalBytes: heapTotal, lag }
    },
    close: () => void delay.disable(),
  }
}
