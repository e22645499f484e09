import type { OutgoingRequest } from '../../src/index.ts'
import { expectStatus } from '../support/api.ts'
import { integration, receivers } from '../support/receiver.ts'
import type { Reply } from '../support/receiver.ts'
import { testServer } from '../support/server.ts'

export const { callOut, receiver } = receivers()
export const { fresh, server, use } = await testServer({ callOut, rateLimit: 'off' })

export type Desk = ReturnType<typeof fresh>
export type Script = (request: OutgoingRequest) => Reply | Promise<Reply>

/** One more HTTP integration in an account. */
export async function addTo({ api }: Desk, url: string, triggers: readonly string[], http: object = {}) {
  const answer = expectStatus(
    await api.post('/api/integrations', integration(url, triggers, { ...http })),
    201,
  )
  return answer.json as { id: number; http: object }
}

/** An account with one HTTP integration, and the receiver of its calls. */
export async function withIntegration(triggers: readonly string[], http: object = {}, script?: Script) {
  const desk = fresh()
  const { url, ...received } = receiver(script)
  const { id } = await addTo(desk, url, triggers, http)
  return {
    ...desk,
    ...received,
    id,
    quiet: () => desk.account.clock.advance('PT0S'),
    log: () => desk.account.deliveries(id),
    events: async () => {
      const path = `/api/events?object_type=Integration&object_id=${id}`
      return ((await desk.api.get(path)).json as { data: { type: string }[] }).data.map(({ type }) => type)
    },
  }
}
