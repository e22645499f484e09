/** What the journal costs: the simulator with and without it, in turn, so that the machine's moods even out. */
import { loads, measure, serve } from './load.ts'
import type { Load, Served } from './load.ts'

const ROUNDS = 9
const SECONDS = 2

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN

async function compare(load: Load, on: Served, off: Served): Promise<number> {
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    // Who goes first changes: the second of two is often the faster.
    const order = round % 2 === 0 ? [on, off] : [off, on]
    const speeds = new Map<Served, number>()
    for (const served of order) speeds.set(served, await measure(load, served, SECONDS))
    ratios.push((speeds.get(on) ?? NaN) / (speeds.get(off) ?? NaN))
  }
  return median(ratios)
}

/** Prints how much of the throughput is left with the journal on. */
export async function reportJournal(): Promise<void> {
  const [on, off] = [await serve('simulator'), await serve('simulator', { BENCH_JOURNAL: 'off' })]
  console.log('\nThroughput with the journal on, of that without')
  for (const load of loads)
    console.log(`  ${load.name.padEnd(34)}${((await compare(load, on, off)) * 100).toFixed(0).padStart(8)} %`)
  for (const served of [on, off]) served.process.kill()
}

if (import.meta.main) await reportJournal()
