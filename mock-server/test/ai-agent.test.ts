import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Account, AiAgentChange } from '../src/index.ts'
import { apiOf, call, expectStatus } from './support/api.ts'
import { CUSTOMER, fromAgent, fromCustomer, handoff, mailboxOf, note, ticket } from './support/bodies.ts'
import { integration, receivers } from './support/receiver.ts'
import { testServer } from './support/server.ts'

const { callOut, receiver } = receivers()
const { server, url, fresh } = await testServer({ callOut, rateLimit: 'off' })

const SCRIPT: AiAgentChange = {
  enabled: true,
  answers: [
    { when: { contains: ['where is', 'tracking'] }, outcome: 'resolve', text: 'It is on its way.' },
    { when: { contains: ['size'] }, outcome: 'answer', text: 'Which one, {{ticket.customer.email}}?' },
    { when: { contains: ['lawyer'] }, outcome: 'hand-over', text: 'A colleague will answer.' },
    { when: { tags: ['press'] }, outcome: 'ignore' },
  ],
}

/** An account whose AI Agent is on, and what its customers do. */
function setUp(settings: AiAgentChange = SCRIPT, seed = {}) {
  const desk = fresh({ seed })
  desk.account.setAiAgent(settings)
  const write = (text: string, more: object = {}) =>
    desk.account.inbound({ from: CUSTOMER, text, subject: 'A question', ...more }).ticket_id
  return { ...desk, write, ...reading(desk) }
}

function reading({ account, api }: { account: Account; api: ReturnType<typeof apiOf> }) {
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

describe('AI Agent', () => {
  it('is off in a fresh account, and answers nothing then', async () => {
    const { account, api } = fresh()
    expect(account.aiAgent()).toEqual({ enabled: false, channels: ['email', 'chat'], answers: [] })
    const { ticket_id } = account.inbound({ from: CUSTOMER, text: 'Where is my order?' })
    expect(await api.ticket(ticket_id)).toMatchObject({ status: 'open', tags: [], messages: [{}] })
  })

  it('answers an e-mail by its script, closes the ticket and tags it', async () => {
    const { account, api, write, bots, tags } = setUp()
    const id = write('Hello, WHERE IS my parcel?')
    const bot = (await bots()).find(({ name }) => name === 'AI Agent')
    expect(await api.ticket(id)).toMatchObject({
      status: 'closed',
      messages: [
        { from_agent: false },
        {
          from_agent: true,
          public: true,
          channel: 'email',
          via: 'ai-agent',
          rule_id: null,
          body_text: 'It is on its way.',
          sender: { id: bot?.id, name: 'AI Agent' },
        },
      ],
    })
    expect(await tags(id)).toEqual(['ai_close'])
    expect(account.outbox()).toMatchObject([
      { to: CUSTOMER, from: mailboxOf(account.name), ticket_id: id, text: 'It is on its way.' },
    ])
  })

  it('fills in variables, waits for the customer, and goes on with what they answer', async () => {
    const { api, write, answers, tags } = setUp()
    const id = write('What size do I need?')
    expect(await answers(id)).toEqual([`Which one, ${CUSTOMER}?`])
    expect(await api.ticket(id)).toMatchObject({ status: 'open' })
    expect(await tags(id)).toEqual(['ai_answered'])
    write('Never mind: where is it?', { ticket_id: id })
    expect(await answers(id)).toHaveLength(2)
    expect(await api.ticket(id)).toMatchObject({ status: 'closed' })
  })

  it('hands over what its script does not know: a tag and an event, and no word to the customer', async () => {
    const { account, api, write, tags, eventsOf, interactions } = setUp()
    const id = write('My dog ate it.')
    expect(await tags(id)).toEqual(['ai_handover'])
    expect(await eventsOf(id)).toContain('ticket-handed-over')
    expect(await api.ticket(id)).toMatchObject({ status: 'open' })
    expect(account.outbox()).toEqual([])
    expect(interactions()).toEqual([])
    write('Where is my order?', { ticket_id: id })
    expect(account.outbox()).toEqual([])
  })

  it('hands over with a word to the customer, and is silent on that ticket from then on', async () => {
    const { write, answers, tags, interactions } = setUp()
    const id = write('I call my lawyer.')
    expect(await answers(id)).toEqual(['A colleague will answer.'])
    expect(await tags(id)).toEqual(['ai_handover'])
    expect(interactions()).toMatchObject([{ ticket_id: id, resolved_datetime: null }])
    expect(interactions()[0]?.handed_over_datetime).not.toBeNull()
    write('Where is my order?', { ticket_id: id })
    expect(await answers(id)).toHaveLength(1)
  })

  it('tells HTTP integrations of the tickets that it hands over, and of no others', async () => {
    const { account, api, write } = setUp()
    const { url: hook, bodies } = receiver()
    const form = { ticket: '{{ticket.id}}' }
    expectStatus(
      await api.post('/api/integrations', integration(hook, ['ticket-handed-over'], { form })),
      201,
    )
    write('Where is my order?')
    const id = write('My dog ate it.')
    await account.clock.advance('PT1M')
    expect(bodies()).toEqual([{ ticket: String(id) }])
  })

  it('takes no more notice of a ticket that its script ignores', async () => {
    const rule = {
      name: 'Press',
      event_types: 'ticket-created',
      code: 'if (containsAny(ticket.subject, ["interview"])) { Action("addTags", { tags: "press" }) }',
    }
    const { account, write, tags } = setUp(SCRIPT, { rules: [rule] })
    const id = write('About your founder.', { subject: 'Interview' })
    expect(await tags(id)).toEqual(['press', 'ai_ignore'])
    expect(account.outbox()).toEqual([])
  })

  it('is kept away by the tag ai_ignore, which a rule of tickets created can put on', async () => {
    const rule = {
      name: 'Prevent AI Agent from answering',
      event_types: 'ticket-created',
      code: 'if (containsAny(ticket.subject, ["refund"])) { Action("addTags", { tags: "ai_ignore" }) }',
    }
    const { account, write, tags } = setUp(SCRIPT, { rules: [rule] })
    const id = write('Where is my money?', { subject: 'Refund' })
    expect(await tags(id)).toEqual(['ai_ignore'])
    expect(account.outbox()).toEqual([])
  })

  it('answers in the channels that are switched on, and in no other', async () => {
    const { account, api } = setUp({ ...SCRIPT, channels: ['chat'] })
    account.inbound({ from: CUSTOMER, text: 'Where is it?' })
    expect(account.outbox()).toEqual([])
    expect((await api.tickets()).data).toMatchObject([{ status: 'open', tags: [] }])
  })

  it('answers in the chat what came by chat', async () => {
    const { account, api } = setUp()
    const { ticket_id } = account.inbound({ channel: 'chat', external_id: 'visitor-1', text: 'Where is it?' })
    expect((await api.ticket(ticket_id)).messages[1]).toMatchObject({ channel: 'chat', via: 'ai-agent' })
    expect(account.outbox()).toEqual([])
    expect(account.billing().billable_tickets).toBe(1)
  })

  it('does not answer spam', async () => {
    const { account, api, write } = setUp({ enabled: true, answers: [{ outcome: 'answer', text: 'Hello.' }] })
    const id = write('Hello')
    await api.updateTicket(id, { spam: true })
    write('Casino!', { ticket_id: id })
    expect(account.outbox()).toHaveLength(1)
  })

  it('never answers mail that a machine wrote', () => {
    const { account, write } = setUp()
    const machines = [{ 'Auto-Submitted': 'auto-replied' }, { Precedence: 'bulk' }, { 'X-Autoreply': 'yes' }]
    for (const headers of machines) write('Where is it?', { headers })
    expect(account.outbox()).toEqual([])
    write('Where is it?', { headers: { 'auto-submitted': 'no' } })
    expect(account.outbox()).toHaveLength(1)
  })

  it('takes its time, and leaves alone what a person answered or the customer outdid meanwhile', async () => {
    await using slow = await startSlow()
    const { account, api } = slow
    const id = account.inbound({ from: CUSTOMER, text: 'What size?', subject: 'A' }).ticket_id
    account.inbound({ from: CUSTOMER, text: 'Where is it, rather?', ticket_id: id })
    const other = account.inbound({ from: CUSTOMER, text: 'Where is it?', subject: 'B' }).ticket_id
    account.act(account.credentials.email, 'reply', { ticket_id: other, text: 'I am on it.' })
    expect(await reading(slow).answers(id)).toEqual([])
    await account.clock.advance('PT5M')
    expect(await reading(slow).answers(id)).toEqual([])
    expect(await reading(slow).answers(other)).toEqual([])
    expect(await api.ticket(other)).toMatchObject({ tags: [] })
    const last = account.inbound({ from: CUSTOMER, text: 'Where is it?', subject: 'C' }).ticket_id
    await account.clock.advance('PT5M')
    expect(await reading(slow).answers(last)).toHaveLength(1)
  })

  it('writes to one customer a bounded number of times an hour, and hands over beyond it', async () => {
    const { account, write, tags } = setUp({ enabled: true, answers: [{ outcome: 'answer', text: 'Yes?' }] })
    const first = write('Yes?')
    for (let i = 0; i < 40; i++) write('Yes?', { ticket_id: first })
    for (let i = 0; i < 40; i++) write('Yes?', { subject: `Again ${i}` })
    expect(account.outbox().length).toBeLessThanOrEqual(12)
    expect(await tags(first)).toContain('ai_handover')
    await account.clock.advance('PT61M')
    const before = account.outbox().length
    write('Yes?', { subject: 'An hour later' })
    expect(account.outbox()).toHaveLength(before + 1)
  })
})

async function startSlow() {
  const { startMockServer } = await import('../src/index.ts')
  const slow = await startMockServer({ clock: 'virtual', effects: 'realistic', rateLimit: 'off' })
  slow.account.setAiAgent(SCRIPT)
  return {
    account: slow.account,
    api: apiOf(slow.url, slow.account),
    [Symbol.asyncDispose]: () => slow.close(),
  }
}

describe('a ticket that was made through the API', () => {
  it('gets no message, no tag and no fee of AI Agent; a normal e-mail beside it does (REQ-098, REQ-099)', async () => {
    const { account, api, write, answers, tags, interactions } = setUp()
    const { id } = await api.createTicket(handoff())
    const claimed = await api.createTicket(
      ticket({ via: 'email', messages: [fromCustomer({ via: 'email' })] }),
    )
    const chat = { channel: 'chat', via: 'chat', from_agent: false, body_text: 'Where is it?' }
    const chatted = await api.createTicket({ customer: { email: CUSTOMER }, messages: [chat] })
    const normal = write('Where is my order?')
    for (const made of [id, claimed.id, chatted.id]) {
      expect(await answers(made)).toEqual([])
      expect((await tags(made)).filter((name) => name.startsWith('ai_'))).toEqual([])
    }
    expect(await answers(normal)).toHaveLength(1)
    expect(interactions().map(({ ticket_id }) => ticket_id)).toEqual([normal])
    expect(account.billing().tickets.map(({ ticket_id }) => ticket_id)).toEqual([normal])
  })

  it('is left alone when its customer answers by e-mail, too (REQ-098)', async () => {
    const code =
      'if (containsAny(ticket.tags.name, ["gladly-ai"])) { Action("replyToTicket", { body_text: "Soon." }) }'
    const rule = { name: 'Auto-reply', event_types: 'ticket-created', code }
    const { account, api, write, answers } = setUp(SCRIPT, { rules: [rule] })
    // It has other tickets in hand, so that it does look at what comes in.
    account.inbound({ from: 'bo@example.com', text: 'Where is it?' })
    const { id } = await api.createTicket(handoff())
    const sent = account.outbox().find(({ ticket_id }) => ticket_id === id)
    const landed = write('Where is it?', { in_reply_to: sent?.header_message_id })
    expect(landed).toBe(id)
    expect(await answers(id)).toEqual([])
  })

  it('gets no answer where auto-merge brings it an e-mail that AI Agent would have answered', async () => {
    const { account, api, write, answers, interactions } = setUp()
    const { data } = expectStatus(await api.get('/api/account/settings?type=auto-merge'), 200).json as {
      data: { id: number }[]
    }
    const tickets = { enabled: true, merging_window_days: 5 }
    const body = { type: 'auto-merge', data: { tickets } }
    expectStatus(await api.put(`/api/account/settings/${data[0]?.id ?? 0}`, body), 200)
    const { id } = await api.createTicket(handoff())
    write('Where is my order?')
    expect((await api.ticket(id)).messages).toHaveLength(3)
    expect(await answers(id)).toEqual([])
    expect(interactions()).toEqual([])
    expect(account.outbox()).toEqual([])
  })

  it('gets no answer where a ticket that AI Agent has in hand is merged into it (REQ-098)', async () => {
    const { account, api, write, answers, tags, fees } = setUp()
    const { id } = await api.createTicket(handoff())
    const inHand = write('What size do I need?')
    expect(await answers(inHand)).toHaveLength(1)
    account.mergeTickets(inHand, id)
    const before = await tags(id)
    write('Where is my order?', { ticket_id: id })
    expect(await answers(id)).toHaveLength(1)
    expect(await api.ticket(id)).toMatchObject({ status: 'open' })
    expect(await tags(id)).toEqual(before)
    await account.clock.advance('P4D')
    expect(fees()).toEqual([])
  })

  it('never has a trace of AI Agent, whatever else goes on', async () => {
    const step = fc.oneof(
      fc.record({
        by: fc.constant('api' as const),
        via: fc.constantFrom('api', 'email', 'chat', 'helpdesk'),
      }),
      fc.record({
        by: fc.constant('mail' as const),
        text: fc.constantFrom('Where is it?', 'size', 'lawyer', '?'),
      }),
      fc.record({
        by: fc.constantFrom('follow-up' as const, 'agent' as const, 'api-message' as const, 'close' as const),
        nth: fc.nat(20),
      }),
      fc.record({ by: fc.constant('wait' as const), hours: fc.nat(200) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const { account, api, write, answers, tags, interactions } = setUp()
        // It has something in hand, so that it looks at follow-ups, and there is a ticket that it must not touch.
        account.inbound({ from: 'bo@example.com', text: 'Where is it?' })
        const made = [(await api.createTicket(handoff())).id]
        const all = [...made]
        for (const one of steps) {
          const id = 'nth' in one ? all[one.nth % all.length] : undefined
          if (one.by === 'api') {
            const { id: next } = await api.createTicket(
              ticket({ via: one.via, messages: [fromCustomer({ body_text: 'Where is it?', via: one.via })] }),
            )
            made.push(next)
            all.push(next)
          } else if (one.by === 'mail') all.push(write(one.text))
          else if (one.by === 'wait') await account.clock.advance(one.hours * 3_600_000)
          else if (id === undefined) continue
          else if (one.by === 'follow-up') write('Where is it?', { ticket_id: id })
          else if (one.by === 'api-message') await api.reply(id, fromCustomer({ body_text: 'size?' }))
          else if (one.by === 'agent')
            account.act(account.credentials.email, 'reply', { ticket_id: id, text: 'Hello.' })
          else await api.updateTicket(id, { status: 'closed' })
        }
        for (const id of made) {
          expect(await answers(id)).toEqual([])
          expect((await tags(id)).filter((name) => name.startsWith('ai_'))).toEqual([])
        }
        expect(interactions().filter(({ ticket_id }) => made.includes(ticket_id))).toEqual([])
        const billed = account.billing().tickets.filter(({ by }) => by.kind === 'ai-agent')
        expect(billed.filter(({ ticket_id }) => made.includes(ticket_id))).toEqual([])
        account.delete()
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})

describe('a resolution of AI Agent', () => {
  const PAST_72_HOURS = 'PT72H1S'

  it('costs a fee and the ticket once 72 hours are over without a person (REQ-087)', async () => {
    const { account, write, fees, interactions } = setUp()
    const id = write('Where is my order?')
    const [interaction] = interactions()
    expect(interaction).toMatchObject({
      ticket_id: id,
      handed_over_datetime: null,
      taken_over_datetime: null,
    })
    expect(interaction?.resolved_datetime).not.toBeNull()
    expect(account.billing().tickets).toMatchObject([
      { ticket_id: id, by: { kind: 'ai-agent', name: 'AI Agent' } },
    ])
    expect(fees()).toEqual([])
    await account.clock.advance(PAST_72_HOURS)
    expect(fees()).toMatchObject([{ ticket_id: id }])
    expect(account.billing().tickets).toHaveLength(1)
  })

  test.for([
    ['by a person at the desk', (account: Account, id: number) => deskReply(account, id)],
    ['over the API', (account: Account, id: number) => apiReply(account, id)],
  ] as const)('costs no fee if it is taken over %s within 72 hours', async ([, reply]) => {
    const { account, write, fees, interactions } = setUp()
    const id = write('Where is my order?')
    await account.clock.advance('PT71H')
    await reply(account, id)
    expect(interactions()[0]?.taken_over_datetime).toBe(account.readClock().now)
    await account.clock.advance(PAST_72_HOURS)
    expect(fees()).toEqual([])
    expect(account.billing().tickets).toHaveLength(1)
  })

  it('costs its fee if a person comes later, or writes but a note', async () => {
    const { account, api, write, fees } = setUp()
    const id = write('Where is my order?')
    await api.reply(id, note())
    await account.clock.advance(PAST_72_HOURS)
    await deskReply(account, id)
    expect(fees()).toHaveLength(1)
  })

  it('is one, however often it answers within 72 hours, and another one after them', async () => {
    const { account, write, fees, interactions } = setUp()
    const id = write('Where is my order?')
    write('And where is the other?', { ticket_id: id })
    expect(interactions()).toHaveLength(1)
    await account.clock.advance(PAST_72_HOURS)
    write('Where is the third?', { ticket_id: id })
    await account.clock.advance(PAST_72_HOURS)
    expect(interactions()).toHaveLength(2)
    expect(fees()).toHaveLength(2)
    expect(account.billing().tickets).toHaveLength(1)
  })

  it('is none any more where the customer comes back and is passed on within 72 hours', async () => {
    const { account, write, fees } = setUp()
    const id = write('Where is my order?')
    write('My dog ate it.', { ticket_id: id })
    await account.clock.advance(PAST_72_HOURS)
    expect(fees()).toEqual([])
  })
})

const deskReply = (account: Account, ticket_id: number) =>
  Promise.resolve(account.act(account.credentials.email, 'reply', { ticket_id, text: 'I take over.' }))
const apiReply = (account: Account, id: number) =>
  apiOf(url, account).reply(id, fromAgent(mailboxOf(account.name)))

describe('the control plane', () => {
  const put = (account: Account, body: unknown) =>
    call(url, 'PUT', `/_control/v1/accounts/${account.name}/ai-agent`, { body })

  it('sets AI Agent up and shows it; what is not named stays', async () => {
    const { account } = fresh()
    const answers = [{ outcome: 'resolve', text: 'Done.' }]
    expect(expectStatus(await put(account, { enabled: true, answers }), 200).json).toEqual({
      enabled: true,
      channels: ['email', 'chat'],
      answers,
    })
    expectStatus(await put(account, { enabled: false }), 200)
    const read = await call(url, 'GET', `/_control/v1/accounts/${account.name}/ai-agent`)
    expect(read.json).toEqual({ enabled: false, channels: ['email', 'chat'], answers })
    const listed = await call(url, 'GET', `/_control/v1/accounts/${account.name}/ai-agent/interactions`)
    expect(listed.json).toEqual({ data: [] })
  })

  test.for<[unknown, string]>([
    [{}, 'enabled'],
    [{ enabled: 'yes' }, 'enabled'],
    [{ enabled: true, channels: ['fax'] }, 'channels.0'],
    [{ enabled: true, colour: 'red' }, 'colour'],
    [{ enabled: true, answers: [{ outcome: 'dance' }] }, 'answers.0.outcome'],
    [
      { enabled: true, answers: [{ outcome: 'answer', text: 'Hi', when: { contains: [] } }] },
      'answers.0.when.contains',
    ],
    [{ enabled: true, answers: [{ outcome: 'hand-over' }, { outcome: 'resolve' }] }, 'answers.1.text'],
    [{ enabled: true, answers: [{ outcome: 'ignore', text: 'Hi' }] }, 'answers.0.text'],
  ])('refuses %j, names the field and changes nothing', async ([body, field]) => {
    const { account, api } = fresh()
    const answer = expectStatus(await put(account, body), 400)
    expect(answer.json).toMatchObject({ error: { field } })
    expect(account.aiAgent().enabled).toBe(false)
    expect((await api.get('/api/users?roles=bot')).json).toMatchObject({ data: [{ name: 'Gorgias Bot' }] })
  })

  it('takes the set-up with a seed, and refuses a seed whose answers have no text', () => {
    const ai_agent = { enabled: true, answers: [{ outcome: 'resolve' as const, text: 'Done.' }] }
    const account = server.accounts.create({ seed: { ai_agent } })
    expect(account.aiAgent()).toMatchObject(ai_agent)
    const wrong = { ai_agent: { enabled: true, answers: [{ outcome: 'resolve' as const }] } }
    expect(() => server.accounts.create({ seed: wrong })).toThrow('ai_agent')
  })
})
