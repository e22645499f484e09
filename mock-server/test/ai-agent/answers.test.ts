import { describe, expect, it } from 'vitest'
import { startMockServer } from '../../src/index.ts'
import { apiOf, expectStatus } from '../support/api.ts'
import { CUSTOMER, mailboxOf } from '../support/bodies.ts'
import { integration } from '../support/receiver.ts'
import { fresh, reading, receiver, SCRIPT, setUp } from './desk.ts'

async function startSlow() {
  const slow = await startMockServer({ clock: 'virtual', effects: 'realistic', rateLimit: 'off' })
  slow.account.setAiAgent(SCRIPT)
  return {
    account: slow.account,
    api: apiOf(slow.url, slow.account),
    [Symbol.asyncDispose]: () => slow.close(),
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
