import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { startMockServer } from '../src/index.ts'
import type { MockServer } from '../src/index.ts'
import { apiOf, expectStatus } from './support/api.ts'
import { fromAgent, fromCustomer, mailboxOf, ticketFrom } from './support/bodies.ts'
import { fuzzed, PATIENCE } from './support/fuzz.ts'
import { START } from './support/server.ts'
import { changeSetting } from './support/settings.ts'

const MINUTE = 60_000
const AGENTS = ['robin@acme.test', 'sasha@acme.test']

/** A ticket is mostly answered and closed. */
const WORK = ['answer', 'reply', 'settle', 'settle', 'close', 'trash'] as const

type Step =
  | { readonly do: 'write'; readonly customer: number; readonly chat: boolean; readonly sleeps: boolean }
  | { readonly do: (typeof WORK)[number]; readonly ticket: number }
  | { readonly do: 'snooze'; readonly ticket: number; readonly minutes: number }
  | { readonly do: 'leave' | 'come'; readonly agent: number }
  | { readonly do: 'wait'; readonly minutes: number; readonly pieces: number }

const ticketNumber = fc.nat(5)
const minutes = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 4000 }))
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('write' as const),
    customer: fc.nat(2),
    chat: fc.boolean(),
    sleeps: fc.boolean(),
  }),
  fc.record({
    do: fc.constantFrom(...WORK),
    ticket: ticketNumber,
  }),
  fc.record({
    do: fc.constant('snooze' as const),
    ticket: ticketNumber,
    minutes: fc.integer({ min: -9, max: 500 }),
  }),
  fc.record({ do: fc.constantFrom('leave' as const, 'come' as const), agent: fc.nat(1) }),
  fc.record({ do: fc.constant('wait' as const), minutes, pieces: fc.integer({ min: 2, max: 9 }) }),
)

const RULE = {
  name: 'Apart',
  event_types: 'ticket-created,ticket-self-unsnoozed',
  code: 'if (eq(ticket.channel, "chat")) { Action("excludeTicketFromAutoMerge", {}); Action("addTags", { tags: "apart" }) }',
}

/** A server with a team of two. */
const startDesk = () =>
  startMockServer({
    rateLimit: 'off',
    clock: 'virtual',
    now: START,
    effects: 'realistic',
    seed: {
      plan: 'basic',
      users: AGENTS.map((email) => ({ name: email, email, role: 'agent' })),
      teams: [{ name: 'All', members: AGENTS }],
      rules: [RULE],
    },
    onFailure: (error) => {
      throw error
    },
  })

/** Back to the beginning, where the desk does by itself all that settings can ask for. */
async function begin(server: MockServer) {
  server.account.reset()
  await server.account.setClock({ mode: 'virtual', now: START })
  const api = apiOf(server.url, server.account)
  await changeSetting(api, 'auto-merge', { tickets: { enabled: true, merging_window_days: 1 } })
  await changeSetting(api, 'ticket-assignment', {
    auto_assign_to_teams: true,
    assignment_channels: ['email', 'chat'],
    max_user_chat_ticket: 2,
    max_user_non_chat_ticket: 2,
    can_exceed_max_agent_capacity: false,
    unassign_on_user_unavailability: ['email', 'chat'],
  })
  const list = async (path: string) =>
    (expectStatus(await api.get(path), 200).json as { data: { id: number; email?: string }[] }).data
  const users = await list('/api/users?limit=100')
  const agents = AGENTS.map((one) => users.find(({ email }) => email === one)?.id ?? 0)
  return { server, api, agents, team: (await list('/api/teams'))[0]?.id ?? 0 }
}

type Desk = Awaited<ReturnType<typeof begin>>

async function perform({ server, api, agents, team }: Desk, steps: readonly Step[], inPieces: boolean) {
  const { account } = server
  const ids = async () =>
    (await api.tickets('?limit=100&order_by=created_datetime:asc')).data.map(({ id }) => id)
  for (const one of steps) {
    const known = 'ticket' in one ? await ids() : []
    const id = 'ticket' in one ? (known[one.ticket % known.length] ?? 0) : 0
    if ('ticket' in one && id === 0) continue
    const later = (ms: number) => new Date(account.clock.now() + ms).toISOString()
    switch (one.do) {
      case 'write': {
        const email = `c${one.customer}@example.com`
        const chat = { channel: 'chat', from_agent: false, sender: { email }, body_text: 'Hello?' }
        const messages = [one.chat ? chat : fromCustomer({}, email)]
        const snooze_datetime = one.sleeps ? later(50 * MINUTE) : null
        await api.createTicket(ticketFrom(email, { messages, assignee_team: { id: team }, snooze_datetime }))
        break
      }
      case 'answer':
        await api.reply(id, fromCustomer())
        break
      case 'reply':
        await api.reply(id, fromAgent(mailboxOf(account.name)))
        break
      case 'settle':
        await api.reply(id, fromAgent(mailboxOf(account.name)))
        await account.clock.advance(1000)
        await api.updateTicket(id, { status: 'closed' })
        break
      case 'close':
        await api.updateTicket(id, { status: 'closed' })
        break
      case 'trash':
        await api.updateTicket(id, { trashed_datetime: later(0) })
        break
      case 'snooze':
        await api.updateTicket(id, { snooze_datetime: later(one.minutes * MINUTE) })
        break
      case 'leave':
      case 'come':
        account.setAvailability(agents[one.agent] ?? 0, one.do === 'come')
        break
      case 'wait': {
        const total = one.minutes * MINUTE
        const piece = inPieces ? Math.floor(total / one.pieces) : total
        for (let left = total; left > 0; left -= piece) await account.clock.advance(Math.min(left, piece))
      }
    }
    // What was done a moment ago has its effects before the next thing happens.
    for (let i = 0; i < (inPieces ? 4 : 1); i++) await account.clock.advance(inPieces ? 1000 : 4000)
  }
}

/** All that can be seen of a desk. The port is the server's own. */
async function state({ server, api }: Desk): Promise<string> {
  const read = async (path: string) => expectStatus(await api.get(path), 200).text
  const { data } = await api.tickets('?limit=100')
  const parts = [
    await read('/api/tickets?limit=100'),
    ...(await Promise.all(data.map(({ id }) => read(`/api/tickets/${id}`)))),
    await read('/api/satisfaction-surveys?limit=100'),
    await read('/api/events?limit=100'),
    JSON.stringify(server.account.outbox()),
    JSON.stringify(server.account.billing()),
    server.account.readClock().now,
  ]
  return parts.join('\n').replaceAll(server.url, 'http://desk')
}

/** What holds at any time, whatever happened. */
async function checkInvariants({ server, api }: Desk): Promise<void> {
  const { data } = await api.tickets('?limit=100')
  const now = server.account.clock.now()
  for (const { snooze_datetime } of data)
    if (snooze_datetime !== null) expect(Date.parse(snooze_datetime)).toBeGreaterThan(now)
  const asked = server.account.outbox().filter(({ message_id }) => message_id === null)
  expect(new Set(asked.map(({ ticket_id }) => ticket_id)).size).toBe(asked.length)
}

const servers = await Promise.all([startDesk(), startDesk()])
afterAll(() => Promise.all(servers.map((server) => server.close())))

it(
  'time that goes by in one step or in many brings a desk to the same place, whatever happened there',
  PATIENCE,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), async (steps) => {
        const [leaping, creeping] = [await begin(servers[0]), await begin(servers[1])]
        await perform(leaping, steps, false)
        await perform(creeping, steps, true)
        expect(await state(creeping)).toBe(await state(leaping))
        await checkInvariants(leaping)
      }),
      fuzzed(15),
    )
  },
)
