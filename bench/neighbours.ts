/** What neighbours of the rate limit cost: a time in which they called, and a call that looks whether they did. */
import { startMockServer } from '@gorgias-harness/mock-server'

const line = (name: string, value: number, unit: string): void =>
  console.log(`  ${name.padEnd(50)}${value.toFixed(3).padStart(10)} ${unit}`)

export async function reportNeighbours(): Promise<void> {
  console.log('\nNeighbours of the rate limit')
  for (const neighbours of [1, 20]) {
    await using server = await startMockServer({ clock: 'virtual' })
    const { account } = server
    for (let i = 0; i < neighbours; i++)
      account.addNeighbour({ name: `N${i}`, profile: { kind: 'steady', calls: 30, per: 'PT20S' } })
    for (const duration of ['PT1H', 'P1D', 'P30D']) {
      await account.clock.advance(duration)
      const begin = performance.now()
      account.readRateLimit()
      line(`${duration} of ${neighbours}, 1.5 calls per second each`, performance.now() - begin, 'ms')
    }
  }
}

if (import.meta.main) await reportNeighbours()
