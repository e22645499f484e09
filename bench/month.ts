/** How long a simulated month of a busy shop takes, with its rules, replies and bill, and how large it gets. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const TICKETS = 50_000

/** Plays the month in a process of its own, whose memory nothing else has a part in, and prints the figures. */
export function reportMonth(): void {
  const script = fileURLToPath(new URL('play-month.ts', import.meta.url))
  const output = execFileSync(process.execPath, ['--expose-gc', script, String(TICKETS)], {
    encoding: 'utf8',
  })
  console.log(`\nA month of ${TICKETS} tickets`)
  for (const [name, value] of Object.entries(JSON.parse(output) as Record<string, number>))
    console.log(`  ${name.padEnd(34)}${value.toFixed(Number.isInteger(value) ? 0 : 2).padStart(10)}`)
}
