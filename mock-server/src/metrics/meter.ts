import type { CallMeter } from '../wire/pipeline.ts'

/** Counts the calls to the API since the start: one look-up and one addition a call. */
export class Meter implements CallMeter {
  /** By operation and status; calls that reached no operation under ''. */
  readonly calls = new Map<string, Map<number, number>>()
  /** Calls for which a bucket was full. */
  limited = 0
  /** Calls that a fault struck. */
  faulted = 0

  count(operation: string | null, status: number, fault: boolean): void {
    const name = operation ?? ''
    let statuses = this.calls.get(name)
    if (statuses === undefined) this.calls.set(name, (statuses = new Map<number, number>()))
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    if (fault) this.faulted++
    else if (status === 429) this.limited++
  }
}
