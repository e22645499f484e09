/** How much of its rate limit a backlog of handoffs takes that has an account to itself, on the virtual clock. */
import { secret } from '@gorgias-harness/handoff'
import { startMockServer } from '@gorgias-harness/mock-server'
import { settle, watchTraffic } from '@gorgias-harness/scenarios'
import { createGorgiasClient } from '../handoff/src/gorgias/client.ts'
import { pacedClient } from '../handoff/src/pacing/paced-client.ts'
import { createPacer } from '../handoff/src/pacing/pacer.ts'
import { memoryPacingStore } from '../handoff/src/pacing/store.ts'
import { ticketOf } from './ticket.ts'

const HANDOFFS = 500
/** What the bucket allows: 40 at once, then one each half second. */
const BURST = 40
const INTERVAL_MS = 500

/** @param travelMs how long a request and its answer are under way, each. */
async function drain(travelMs: number): Promise<{ share: number; refused: number }> {
  await using server = await startMockServer({ clock: 'virtual' })
  const { account } = server
  const { url, email, api_key } = account.credentials
  const traffic = watchTraffic(account.clock, fetch)
  const { clock } = traffic
  const travel = async (address: string, init: RequestInit): Promise<Response> => {
    await clock.sleep(travelMs)
    const response = await traffic.fetch(address, init)
    await clock.sleep(travelMs)
    return response
  }
  const gorgias = {
    baseUrl: new URL(url).origin,
    apiKeyUserEmail: email,
    apiKey: secret(api_key),
    supportEmail: 'support@acme.test',
  }
  const plain = createGorgiasClient(gorgias, { clock, fetch: travel }, 30_000)
  const pacer = createPacer({ account: 'acme', store: memoryPacingStore(), clock, random: () => 0.5 })
  const client = pacedClient(plain, pacer, { until: Infinity })
  const begun = clock.now()
  const work = Array.from({ length: HANDOFFS }, (_, n) => client.createTicket(ticketOf(n)))
  await settle(Promise.all(work), traffic, account.clock)
  const allowed = BURST + (clock.now() - begun) / INTERVAL_MS
  return { share: HANDOFFS / allowed, refused: pacer.counts.rateLimited }
}

export async function reportDrain(): Promise<void> {
  console.log(`\nA backlog of ${HANDOFFS} handoffs, alone on its account (virtual clock)`)
  for (const travelMs of [0, 100]) {
    const { share, refused } = await drain(travelMs)
    const name = `of what the bucket allows, ${2 * travelMs} ms a call`
    console.log(`  ${name.padEnd(50)}${(share * 100).toFixed(1).padStart(10)} %   ${refused} answers 429`)
  }
}

if (import.meta.main) await reportDrain()
