/**
 * `npm run bench`: the simulator beside a bare Fastify server with the same schemas, in turn, so that the
 * ratio holds where the machine's speed drifts. It reports; nothing here passes or fails.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { reportAccept } from './accept.ts'
import { reportDrain } from './drain.ts'
import { reportForks } from './forks.ts'
import { reportJournal } from './journal.ts'
import { loads, measure, residentMegabytes, serve } from './load.ts'
import { reportMonth } from './month.ts'
import { reportNeighbours } from './neighbours.ts'
import { reportPersistence } from './persistence.ts'
import { reportRender } from './render.ts'
import { reportRules } from './rules.ts'
import { reportVolume } from './volume.ts'

const ROUNDS = 7
const SECONDS = 2

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN

/** Milliseconds inside a fresh process: the import, the first start, and starts and forks when warm. */
function startTimes(): Record<string, number> {
  const script = fileURLToPath(new URL('start-times.ts', import.meta.url))
  const runs = Array.from(
    { length: 5 },
    () =>
      JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' })) as Record<string, number>,
  )
  return Object.fromEntries(
    Object.keys(runs[0] ?? {}).map((key) => [key, median(runs.map((run) => run[key] ?? NaN))]),
  )
}

/** Milliseconds from the start of a process to its first line: ready, with all operations. The first run warms up. */
async function readyTime(): Promise<number> {
  const cli = fileURLToPath(new URL('../mock-server/src/cli.ts', import.meta.url))
  const times: number[] = []
  for (let run = 0; run < 6; run++) {
    const begin = performance.now()
    const child = spawn(process.execPath, [cli, 'serve', '--port', '0', '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    times.push(performance.now() - begin)
    child.kill()
    await once(child, 'exit')
  }
  return median(times.slice(1))
}

console.log(
  `Node ${process.version}, ${ROUNDS} rounds of ${SECONDS} s, 20 connections with 10 calls each; medians\n`,
)
console.log('Start (milliseconds)')
for (const [name, value] of Object.entries(startTimes()))
  console.log(`  ${name.padEnd(34)}${value.toFixed(2).padStart(10)}`)

console.log(`  ${'process ready to serve'.padEnd(34)}${(await readyTime()).toFixed(2).padStart(10)}`)

const simulator = await serve('simulator')
const reference = await serve('reference')
console.log('\nThroughput (calls per second)')
for (const load of loads) {
  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await measure(load, reference, SECONDS))
    ours.push(await measure(load, simulator, SECONDS))
  }
  const ratio = median(ours.map((value, i) => value / (bare[i] ?? NaN)))
  const figures = `simulator ${median(ours).toFixed(0).padStart(7)}   bare Fastify ${median(bare).toFixed(0).padStart(7)}   ratio ${(ratio * 100).toFixed(0)} %`
  console.log(`  ${load.name.padEnd(34)}${figures}`)
}
console.log(
  `\nMemory of the simulator after that: ${String(residentMegabytes(simulator) ?? 'not told')} MB resident`,
)
simulator.process.kill()
reference.process.kill()
await reportJournal()
await reportVolume()
await reportForks()
await reportRules()
await reportNeighbours()
reportMonth()
await reportPersistence()
reportRender()
await reportDrain()
await reportAccept()
