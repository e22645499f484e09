import type { Account, AiAgentChange } from '../../src/index.ts'
import { expectStatus } from '../support/api.ts'
import type { apiOf } from '../support/api.ts'
import { CUSTOMER } from '../support/bodies.ts'
import { receivers } from '../support/receiver.ts'
import { testServer } from '../support/server.ts'

export const { callOut, receiver } = receivers()
export const { server, url, fresh } = await testServer({ callOut, rateLimit: 'off' })

export const SCRIPT: AiAgentChange = {
  enabled: true,
  answers: [
    { when: { contains: ['where is', 'tracking'] }, outcome: 'resolve', text: 'It is on its way.' },
    { when: { contains: ['size'] }, outcome: 'answer', text: 'Which one, {{ticket.customer.email}}?' },
    { when: { contains: ['lawyer'] }, outcome: 'hand-over', text: 'A colleague will answer.' },
    { when: { tags: ['press'] }, outcome: 'ignore' },
  ],
}

/** An account whose AI Agent is on, and what its customers do. */
export function setUp(settings: AiAgentChange = SCRIPT, seed = {}) {
  const desk = fresh({ seed })
  desk.account.setAiAgent(settings)
  const write = (text: string, more: object = {}) =>
    desk.account.inbound({ from: CUSTOMER, text, subject: 'A question', ...more }).ticket_id
  return { ...desk, write, ...reading(desk) }
}

/** What is seen of AI Agent's work in an account. */
export function reading({ account, api }: { account: Account; api: ReturnType<typeof apiOf> }) {
  return {
    tags: async (id: number) => (await api.ticket(id)).tags.map(({ name }) => name),
    answers: async (id: number) =>
      (await api.ticket(id)).messages.filter(({ via }) => via === 'ai-agent').map((m) => m.body_text),
    interactions: () => account.aiInteractions(),
    fees: () => account.billing().ai_agent.charged,
    eventsOf: async (id: number) => {
      const path = `/api/events?object_type=Ticket&object_id=${id}&limit=100`
      const { data } = expectStatus(await api.get(path), 200).json as { data: { type: string }[] }
      return data.map(({ type }) => type)
    },
    bots: async () => {
      const { data } = (await api.get('/api/users?roles=bot')).json as {
        data: { id: number; name: string }[]
      }
      return data
    },
  }
}
