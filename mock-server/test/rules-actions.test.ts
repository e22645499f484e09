import { describe, expect, it } from 'vitest'
import type { Seed } from '../src/index.ts'
import { expectStatus } from './support/api.ts'
import { CUSTOMER, fromAgent, fromCustomer, mailboxOf, ticket } from './support/bodies.ts'
import { START, testServer } from './support/server.ts'

const { fresh } = await testServer()

const seedOf = (code: string, event_types = 'ticket-created'): Seed => ({
  rules: [{ name: 'R', event_types, code }],
})
const withRule = (code: string, event_types?: string) => fresh({ seed: seedOf(code, event_types) })
type Fresh = ReturnType<typeof fresh>

interface Made {
  readonly id: number
}

const addMacro = async ({ api }: Fresh, name: string, actions: readonly object[]) =>
  expectStatus(await api.post('/api/macros', { name, actions }), 201).json as Made

const addRule = async ({ api }: Fresh, code: string, event_types = 'ticket-created') =>
  expectStatus(await api.post('/api/rules', { name: 'R', event_types, code }), 201).json as Made

interface EventRow {
  readonly type: string
  readonly data: object | null
  readonly user_id: number | null
}

/** The events of a ticket of one type, oldest first. */
async function eventsOf({ api }: Fresh, id: number, type: string): Promise<EventRow[]> {
  const query = `object_type=Ticket&object_id=${id}&types=${type}&order_by=created_datetime:asc`
  const list = (await api.get(`/api/events?${query}`)).json as { data: EventRow[] }
  return list.data
}

describe('a rule that sends an e-mail', () => {
  const send = (args: string) => `Action("sendEmail", { ${args} })`

  it('writes to any address, as a message of the ticket that leaves and bills it', async () => {
    const made = withRule(
      send(
        'to: "boss@example.com, {{ticket.customer.email}}", subject: "New: {{ticket.subject}}", body_html: "<p>{{ticket.customer.name}}</p>"',
      ),
    )
    const customer = { email: CUSTOMER, name: 'A & B' }
    const { id } = await made.api.createTicket(ticket({ customer, subject: 'Two\nlines' }))
    const mail = { subject: 'New: Two lines', html: '<p>A &amp; B</p>', ticket_id: id }
    const from = mailboxOf(made.account.name)
    expect(made.account.outbox()).toMatchObject([
      { to: 'boss@example.com', from, ...mail },
      { to: CUSTOMER, from, ...mail },
    ])
    const sent = (await made.api.ticket(id)).messages[1]
    expect(sent).toMatchObject({
      public: true,
      from_agent: true,
      via: 'rule',
      rule_id: expect.any(Number) as number,
    })
    expect(made.account.billing()).toMatchObject({
      billable_tickets: 1,
      tickets: [{ ticket_id: id, by: { kind: 'rule', name: 'R' } }],
    })
  })

  it('answers nobody, so it may write about messages of the channel api', async () => {
    const { account, api } = withRule(send('to: "boss@example.com", subject: "x", body_text: "y"'))
    await api.createTicket(ticket({ messages: [{ channel: 'api', from_agent: false, body_text: 'Hi' }] }))
    expect(account.outbox()).toHaveLength(1)
  })

  it('lets what a customer wrote stand for one address at the most', async () => {
    const { account, api } = withRule(send('to: "{{ticket.subject}}", subject: "x", body_text: "y"'))
    for (const subject of [
      'eve@example.com, mallory@example.com',
      'eve@example.com\nbcc: m@example.com',
      'no address',
    ])
      await api.createTicket(ticket({ subject }))
    expect(account.outbox()).toEqual([])
    await api.createTicket(ticket({ subject: 'eve@example.com' }))
    expect(account.outbox()).toMatchObject([{ to: 'eve@example.com' }])
  })

  it.each([
    ['too many recipients', `to: "${Array.from({ length: 11 }, (_, i) => `a${i}@example.com`).join()}"`],
    ['nobody', 'to: " , "'],
    ['a sender who is no mailbox', 'to: "a@example.com", from: "ceo@example.com"'],
  ])('sends nothing to %s', async (_, args) => {
    const { account, api } = withRule(send(`${args}, subject: "x", body_text: "y"`))
    await api.createTicket(ticket())
    expect(account.outbox()).toEqual([])
  })

  it('does not write to a mailbox of the account itself', async () => {
    const made = fresh()
    const to = mailboxOf(made.account.name).toUpperCase()
    await addRule(made, send(`to: "${to}", subject: "x", body_text: "y"`))
    await made.api.createTicket(ticket())
    expect(made.account.outbox()).toEqual([])
  })
})

describe('a rule that applies a macro', () => {
  it('does what the macro does, sends its text as the reply, and counts its use', async () => {
    const made = fresh()
    const macro = await addMacro(made, 'Greet', [
      { name: 'setResponseText', arguments: { body_text: 'Hi {{ticket.customer.firstname}}' } },
      { name: 'addTags', arguments: { tags: 'greeted, new' } },
      { name: 'setPriority', arguments: { priority: 'high' } },
      { name: 'snoozeTicket', arguments: { snooze_timedelta: '1d' } },
    ])
    const rule = await addRule(made, `Action("applyMacro", { macro_id: "${macro.id}" })`)
    const { id } = await made.api.createTicket(ticket({ customer: { email: CUSTOMER, name: 'Ana Ruiz' } }))
    expect(await made.api.ticket(id)).toMatchObject({
      tags: [{ name: 'greeted' }, { name: 'new' }],
      priority: 'high',
      snooze_datetime: '2026-03-03T09:00:00+00:00',
      messages: [{}, { via: 'rule', rule_id: rule.id, body_text: 'Hi Ana' }],
    })
    expect(made.account.outbox()).toMatchObject([{ to: CUSTOMER, text: 'Hi Ana' }])
    expect((await made.api.get(`/api/macros/${macro.id}`)).json).toMatchObject({ usage: 1 })
    await made.api.createTicket(ticket())
    expect(made.account.outbox(), 'an auto-reply like any other').toHaveLength(1)
  })

  it('leaves the macro alone once it has got an action that rules cannot take', async () => {
    const made = fresh()
    const macro = await addMacro(made, 'Tag', [{ name: 'addTags', arguments: { tags: 'a' } }])
    const rule = await addRule(made, `Action("applyMacro", { macro_id: ${macro.id} })`)
    const actions = [
      { name: 'addTags', arguments: { tags: 'b' } },
      { name: 'http', arguments: { url: 'http://127.0.0.1' } },
    ]
    expectStatus(await made.api.put(`/api/macros/${macro.id}`, { name: 'Tag', actions }), 202)
    const { id } = await made.api.createTicket(ticket())
    expect((await made.api.ticket(id)).tags).toEqual([])
    // Nor can a rule that slept wake up to it.
    expectStatus(await made.api.put(`/api/rules/${rule.id}`, { deactivated_datetime: START }), 202)
    expectStatus(await made.api.put(`/api/rules/${rule.id}`, { deactivated_datetime: null }), 400)
  })

  it('can apply no macro that is archived', async () => {
    const made = fresh()
    const macro = await addMacro(made, 'Old', [{ name: 'addTags', arguments: { tags: 'a' } }])
    expectStatus(await made.api.put('/api/macros/archive', { ids: [macro.id] }), 202)
    const code = `Action("applyMacro", { macro_id: ${macro.id} })`
    const answer = await made.api.post('/api/rules', { name: 'R', code })
    expect(expectStatus(answer, 400).text).toContain('is archived')
  })
})

describe('a rule about Facebook comments', () => {
  const comment = (type: string) => ({
    channel: 'facebook',
    from_agent: false,
    sender: { email: CUSTOMER },
    source: { type, from: { address: '1' }, to: [{ address: '2' }] },
    body_text: 'Never again!',
  })
  const code = 'Action("facebookHideComment"); Action("facebookLikeComment")'

  it('marks the comment as hidden and liked', async () => {
    const made = withRule(code)
    const { id } = await made.api.createTicket(ticket({ messages: [comment('facebook-comment')] }))
    const at = '2026-03-02T09:00:00.000Z'
    expect((await made.api.ticket(id)).messages[0]?.meta).toEqual({ hidden_datetime: at, liked_datetime: at })
    expect(await eventsOf(made, id, 'action-executed')).toHaveLength(2)
  })

  it('has no effect on anything else', async () => {
    const made = withRule(code)
    for (const message of [comment('facebook-post'), fromCustomer()]) {
      const { id } = await made.api.createTicket(ticket({ messages: [message] }))
      expect((await made.api.ticket(id)).messages[0]?.meta).toBeNull()
      expect(await eventsOf(made, id, 'rule-executed')).toEqual([])
    }
  })
})

describe('the history of a ticket', () => {
  it('has an event of each action that a rule carried out, then one of the rule', async () => {
    const made = fresh()
    const rule = await addRule(
      made,
      `Action("addTags", { tags: "a" })
       Action("setAssignee", { assignee_user: 1 })
       Action("setStatus", { status: "closed" })`,
    )
    const { id } = await made.api.createTicket(ticket())
    expect(await eventsOf(made, id, 'action-executed')).toMatchObject([
      { data: { action: 'addTags', rule_id: rule.id }, user_id: null },
      { data: { action: 'setStatus', rule_id: rule.id }, user_id: null },
    ])
    expect(await eventsOf(made, id, 'rule-executed')).toMatchObject([{ data: { rule_id: rule.id } }])
  })

  it('has none of an auto-reply that was held back', async () => {
    const made = withRule('Action("replyToTicket", { body_text: "Hi" })')
    await made.api.createTicket(ticket())
    const { id } = await made.api.createTicket(ticket())
    for (const type of ['action-executed', 'rule-executed'])
      expect(await eventsOf(made, id, type)).toEqual([])
  })
})

describe('the texts of a rule', () => {
  const noteOf = async (template: string, more: Record<string, unknown> = {}) => {
    const body_text = JSON.stringify(template)
    const made = withRule(`Action("addInternalNote", { body_text: ${body_text} })`)
    const { id } = await made.api.createTicket(ticket(more))
    return (await made.api.ticket(id)).messages[1]?.body_text
  }

  it('have the documented variables', async () => {
    const customer = { email: CUSTOMER, name: 'Ana Ruiz' }
    const assignee_user = { email: 'admin@NAME.test' }
    const made = fresh()
    const template =
      '{{ticket.subject}}|{{ticket.channel}}|{{ticket.tags}}|{{ticket.customer.name}}|{{ticket.customer.firstname}}|' +
      '{{ticket.customer.email}}|{{ticket.assignee_user.name}}|{{ticket.assignee_user.email}}|{{message.body_text}}|' +
      '{{ticket.messages[0].body_text}}|{{current_user.name}}|{{nothing.at.all}}|'
    await addRule(
      made,
      `Action("addInternalNote", { body_text: "{{ticket.id}}|{{ticket.customer.id}}|${template}" })`,
    )
    const made_ticket = await made.api.createTicket(
      ticket({
        customer,
        assignee_user: { email: assignee_user.email.replace('NAME', made.account.name) },
        subject: 'Shoes',
        tags: [{ name: 'vip' }, { name: 'new' }],
      }),
    )
    const { id } = made_ticket
    const text = (await made.api.ticket(id)).messages[1]?.body_text
    expect(text).toBe(
      `${id}|${made_ticket.customer.id}|Shoes|email|vip, new|Ana Ruiz|Ana|${CUSTOMER}|Admin|admin@${made.account.name}.test|` +
        'Where is my order?|Where is my order?|||',
    )
  })

  it('have filters for what is missing, and for times', async () => {
    expect(await noteOf("Hi {{ticket.customer.firstname|fallback('there')}}!")).toBe('Hi there!')
    expect(await noteOf('{{ticket.subject|default("no subject")}}', { subject: 'Shoes' })).toBe('Shoes')
    expect(
      await noteOf(
        '{{ticket.created_datetime|datetime_timezone("America/New_York")|datetime_format("dddd, MMMM Do YYYY, h:mm A")}}',
      ),
    ).toBe('Monday, March 2nd 2026, 4:00 AM')
  })

  it('can hold the link to the survey of the ticket', async () => {
    const made = withRule('Action("replyToTicket", { body_text: "Tell us: {{satisfaction_survey_url}}" })')
    await made.api.createTicket(ticket())
    const text = made.account.outbox()[0]?.text ?? ''
    expect(text).toMatch(/^Tell us: http:\/\/\S+$/)
    expect((await fetch(text.slice('Tell us: '.length))).status).toBe(200)
  })

  it('of a macro that an agent applies know the agent', async () => {
    const made = fresh()
    const macro = await addMacro(made, 'Sign', [
      { name: 'addInternalNote', arguments: { body_text: 'by {{current_user.name}}' } },
    ])
    const { id } = await made.api.createTicket(ticket())
    const params = { macro_id: macro.id, ticket_ids: [id], apply_and_close: false }
    const job = await made.api.post('/api/jobs', { type: 'applyMacro', params })
    expectStatus(job, 201)
    expect((await made.api.ticket(id)).messages[1]?.body_text).toBe('by Admin')
  })
})

it('the auto-reply rule does not answer mail that says that no person wrote it', async () => {
  const { account, api } = withRule('Action("replyToTicket", { body_text: "Hi" })')
  for (const headers of [
    { 'Auto-Submitted': 'auto-replied' },
    { Precedence: 'bulk' },
    { 'List-Id': '<a.test>' },
  ])
    await api.createTicket(ticket({ messages: [fromCustomer({ headers })] }))
  expect(account.outbox()).toEqual([])
  await api.createTicket(ticket({ messages: [fromCustomer({ headers: { 'Auto-Submitted': 'no' } })] }))
  expect(account.outbox()).toHaveLength(1)
})

it('an agent who writes from a mailbox is no mailing list', async () => {
  const { account, api } = withRule(
    'if (eq(message.from_agent, true)) { Action("replyToTicket", { body_text: "Done" }) }',
    'ticket-message-created',
  )
  const { id } = await api.createTicket(ticket())
  await api.reply(id, fromAgent(mailboxOf(account.name)))
  expect(account.outbox()).toHaveLength(2)
})
