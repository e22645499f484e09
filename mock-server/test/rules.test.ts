import { describe, expect, it } from 'vitest'
import type { Seed } from '../src/index.ts'
import { fromAgent, fromCustomer, handoff, mailboxOf, note, ticket, ticketFrom } from './support/bodies.ts'
import { expectStatus } from './support/api.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer()

type Rule = NonNullable<Seed['rules']>[number]

const AUTO_REPLY: Rule = {
  name: 'Auto-reply to Gladly AI handoffs',
  event_types: 'ticket-created',
  code: `if (containsAny(ticket.tags.name, ["gladly-ai"])) {
    Action("replyToTicket", { body_text: "Hi {{ticket.customer.name}}!", body_html: "<p>Hi {{ticket.customer.name}}!</p>" })
  }`,
}

const tagging = (name: string, event_types: string, condition = 'eq(ticket.spam, false)'): Rule => ({
  name,
  event_types,
  code: `if (${condition}) { Action("addTags", { tags: "${name}" }) }`,
})

const withRules = (...rules: Rule[]) => fresh({ seed: { rules } })
const tagsOf = (made: { tags: readonly { name: string }[] }) => made.tags.map(({ name }) => name)

describe('the auto-reply rule', () => {
  it('answers a tagged ticket with the text of the rule, and leaves the others alone [REQ-019, REQ-077, REQ-078]', async () => {
    const { account, api } = withRules(AUTO_REPLY)
    const tagged = await api.createTicket(handoff({ customer: { email: 'ana@example.com', name: 'Ana' } }))
    await api.createTicket(ticketFrom('ben@example.com'))
    expect(account.outbox()).toMatchObject([
      {
        to: 'ana@example.com',
        from: mailboxOf(account.name),
        ticket_id: tagged.id,
        text: 'Hi Ana!',
        html: '<p>Hi Ana!</p>',
      },
    ])
    const reply = (await api.ticket(tagged.id)).messages[2]
    expect(reply).toMatchObject({ via: 'rule', from_agent: true, channel: 'email' })
    expect(reply?.rule_id).toEqual(expect.any(Number))
  })

  it('writes a name as text into its HTML', async () => {
    const { account, api } = withRules(AUTO_REPLY)
    await api.createTicket(handoff({ customer: { email: 'ana@example.com', name: '<b>A & B</b>' } }))
    expect(account.outbox()[0]).toMatchObject({
      text: 'Hi <b>A & B</b>!',
      html: '<p>Hi &lt;b&gt;A &amp; B&lt;/b&gt;!</p>',
    })
  })

  it('does not fire for a tag that comes by a later call [REQ-080]', async () => {
    const { account, api } = withRules(AUTO_REPLY)
    const { id } = await api.createTicket(ticket())
    await api.post(`/api/tickets/${id}/tags`, { names: ['gladly-ai'] })
    await api.updateTicket(id, { tags: [{ name: 'gladly-ai' }] })
    expect(account.outbox()).toEqual([])
  })

  it('fires once in five minutes for one customer, however many tickets [REQ-081]', async () => {
    const { account, api } = withRules(AUTO_REPLY)
    await api.createTicket(handoff())
    await api.createTicket(handoff())
    await account.clock.advance('PT4M59.999S')
    await api.createTicket(handoff())
    expect(account.outbox()).toHaveLength(1)
    await api.createTicket(handoff({ customer: { email: 'ben@example.com' } }))
    expect(account.outbox()).toHaveLength(2)
    await account.clock.advance('PT0.001S')
    await api.createTicket(handoff())
    expect(account.outbox()).toHaveLength(3)
  })

  it('does not answer messages of the channel api, nor a ticket of notes alone [REQ-081]', async () => {
    const { account, api } = withRules(AUTO_REPLY)
    const viaApi = { channel: 'api', from_agent: false, body_text: 'Hi' }
    await api.createTicket(handoff({ messages: [viaApi, note()] }))
    await api.createTicket(handoff({ messages: [note()] }))
    expect(account.outbox()).toEqual([])
  })

  it('does not answer a message of the channel api on a ticket by e-mail [REQ-081]', async () => {
    const { account, api } = withRules({
      ...AUTO_REPLY,
      event_types: 'ticket-message-created',
      code: AUTO_REPLY.code.replace('ticket.tags.name, ["gladly-ai"]', 'message.text, ["anybody there"]'),
    })
    const { id } = await api.createTicket(ticket())
    const body_text = 'Anybody there?'
    await api.reply(id, { channel: 'api', from_agent: false, body_text })
    expect(account.outbox()).toEqual([])
    await api.reply(id, fromCustomer({ body_text }))
    expect(account.outbox()).toHaveLength(1)
  })

  it('does not answer mail with cc recipients, and does all else that the rule asks for', async () => {
    const { account, api } = withRules({
      ...AUTO_REPLY,
      code: AUTO_REPLY.code.replace('Action(', 'Action("addTags", { tags: "seen" }); Action('),
    })
    const source = { from: { address: 'ana@example.com' }, to: [{ address: mailboxOf(account.name) }] }
    const cc = [{ address: 'list@example.com' }]
    const listed = handoff({ messages: [fromCustomer({ source: { ...source, cc } })] })
    const { id } = await api.createTicket(listed)
    expect(tagsOf(await api.ticket(id))).toEqual(['gladly-ai', 'seen'])
    expect(account.outbox()).toEqual([])
    await api.createTicket(handoff({ messages: [fromCustomer({ source: { ...source, cc: [] } })] }))
    expect(account.outbox()).toHaveLength(1)
  })

  it('does answer spam, unless it excludes it [REQ-081]', async () => {
    const { account, api } = withRules(AUTO_REPLY)
    await api.createTicket(handoff({ spam: true }))
    expect(account.outbox()).toHaveLength(1)
    const careful = withRules({
      ...AUTO_REPLY,
      code: AUTO_REPLY.code.replace('if (', 'if (eq(ticket.spam, false) && '),
    })
    await careful.api.createTicket(handoff({ spam: true }))
    expect(careful.account.outbox()).toEqual([])
  })

  it('that is not active answers nobody [REQ-100]', async () => {
    const { account, api } = withRules({ ...AUTO_REPLY, active: false })
    await api.createTicket(handoff())
    expect(account.outbox()).toEqual([])
  })

  it('does not answer imported tickets', async () => {
    const { account, api } = withRules(AUTO_REPLY)
    await api.createTicket(handoff({ imported: true }))
    expect(account.outbox()).toEqual([])
  })

  it('does not answer a customer who has no address [REQ-031]', async () => {
    const { account, api } = withRules(AUTO_REPLY)
    const customer = { external_id: 'gladly-7', name: 'No Mail' }
    const from = { address: 'unknown' }
    await api.createTicket(
      handoff({ customer, messages: [fromCustomer({ sender: null, source: { from } }), note()] }),
    )
    expect(account.outbox()).toEqual([])
  })
})

describe('rules', () => {
  it('run by trigger: ticket created, then new message, then ticket updated [REQ-081]', async () => {
    const { api } = withRules(
      tagging('updated', 'ticket-updated'),
      tagging('message', 'ticket-message-created'),
      tagging('created', 'ticket-created'),
    )
    const { id } = await api.createTicket(ticket())
    // The first rule that acts is an update itself, so its order is seen by what came before it.
    expect(tagsOf(await api.ticket(id))[0]).toBe('created')
    expect(tagsOf(await api.ticket(id)).sort()).toEqual(['created', 'message', 'updated'])
  })

  it('of one trigger run in their listed order, and see what those before did [REQ-081]', async () => {
    const first = tagging('first', 'ticket-created')
    const second = tagging('second', 'ticket-created', 'containsAny(ticket.tags.name, ["first"])')
    const inOrder = withRules(first, second)
    const { id } = await inOrder.api.createTicket(ticket())
    expect(tagsOf(await inOrder.api.ticket(id))).toEqual(['first', 'second'])
    const reversed = withRules(second, first)
    const other = await reversed.api.createTicket(ticket())
    expect(tagsOf(await reversed.api.ticket(other.id))).toEqual(['first'])
  })

  it('on messages look at the message that came, on tickets updated at the change', async () => {
    const { api } = withRules(
      tagging('refund', 'ticket-message-created', 'containsAny(message.text, ["refund"])'),
      tagging('closing', 'ticket-updated', 'eq(ticket.status, "closed")'),
    )
    const { id } = await api.createTicket(ticket())
    expect(tagsOf(await api.ticket(id))).toEqual([])
    await api.reply(id, fromCustomer({ body_text: 'I want a Refund' }))
    expect(tagsOf(await api.ticket(id))).toEqual(['refund'])
    await api.updateTicket(id, { status: 'closed' })
    expect(tagsOf(await api.ticket(id))).toEqual(['refund', 'closing'])
  })

  it('can close a handoff so that it leaves the queue [REQ-102]', async () => {
    const { api } = withRules({
      name: 'Close thanks',
      event_types: 'ticket-created',
      code: 'if (containsAny(message.text, ["thank you"])) { Action("setStatus", { status: "closed" }) }',
    })
    const thanks = await api.createTicket(
      handoff({ messages: [fromCustomer({ body_text: 'Thank you, but it is broken' }), note()] }),
    )
    expect(thanks.status).toBe('open')
    expect(await api.ticket(thanks.id)).toMatchObject({ status: 'closed' })
    const other = await api.createTicket(handoff())
    expect(await api.ticket(other.id)).toMatchObject({ status: 'open' })
  })

  it('can take the tag off a handoff, so that its view misses it [REQ-102]', async () => {
    const { api } = withRules({
      name: 'Re-tag',
      event_types: 'ticket-created',
      code: 'if (eq(ticket.status, "open")) { Action("removeTags", { tags: "gladly-ai" }); Action("addTags", { tags: "other, more" }) }',
    })
    const { id } = await api.createTicket(handoff())
    expect(tagsOf(await api.ticket(id))).toEqual(['other', 'more'])
  })

  it('that ask for the impossible do everything else, and are on record', async () => {
    const { api } = withRules({
      name: 'All but one',
      event_types: 'ticket-created',
      code: `Action("addTags", { tags: "before" })
        Action("setTeamAssignee", { assignee_team: "1" })
        Action("addTags", { tags: "${Array.from({ length: 501 }, (_, i) => `t${i}`).join()}" })
        Action("addTags", { tags: "after" })`,
    })
    const { id } = await api.createTicket(ticket())
    expect(tagsOf(await api.ticket(id))).toEqual(['before', 'after'])
    const events = (await api.get(`/api/events?object_type=Ticket&object_id=${id}`)).text
    expect(events).toContain('rule-executed')
    // Nothing is left of what was refused, not even new tags.
    expect((await api.get('/api/tags?search=t500')).json).toMatchObject({ data: [] })
  })

  it('that do nothing but the impossible are not on record', async () => {
    const { api } = withRules({
      name: 'Nothing',
      event_types: 'ticket-created',
      code: 'Action("setAssignee", { assignee_user: "1" })',
    })
    const { id } = await api.createTicket(ticket())
    const events = (await api.get(`/api/events?object_type=Ticket&object_id=${id}`)).text
    expect(events).not.toContain('rule-executed')
  })

  it('write no subject that the API would refuse', async () => {
    const { api } = withRules({
      name: 'Long',
      event_types: 'ticket-created',
      code: `Action("setSubject", { subject: "${'x'.repeat(999)}" })`,
    })
    const { id } = await api.createTicket(ticket({ subject: 'short' }))
    expect((await api.ticket(id)).subject).toBe('short')
  })

  it('that set each other off come to an end', async () => {
    const { account, api } = withRules(
      {
        name: 'Note on note',
        event_types: 'ticket-created,ticket-message-created',
        code: 'if (eq(ticket.status, "open")) { Action("addInternalNote", { body_text: "one" }) }',
      },
      {
        name: 'Answer the note',
        event_types: 'ticket-message-created',
        code: 'if (eq(ticket.status, "open")) { Action("addInternalNote", { body_text: "two" }) }',
      },
    )
    const { id } = await api.createTicket(ticket())
    const { messages } = await api.ticket(id)
    expect(messages.length).toBeLessThan(12)
    expect(account.outbox()).toEqual([])
  })

  it('may send nothing without a rule that replies, whatever else they do [REQ-020, REQ-076]', async () => {
    const { account, api } = withRules(
      tagging('seen', 'ticket-created'),
      tagging('moved', 'ticket-updated'),
      {
        name: 'Keep apart',
        event_types: 'ticket-created',
        code: 'if (eq(ticket.spam, false)) { Action("excludeTicketFromAutoMerge", {}) }',
      },
    )
    await api.createTicket(handoff())
    expect(account.outbox()).toEqual([])
    expect(account.billing().billable_tickets).toBe(0)
  })
})

describe('business hours', () => {
  const OFFICE = { days: '1,2,3,4,5', from_time: '09:00', to_time: '17:00' }
  const NIGHT = { days: '5,7', from_time: '22:00', to_time: '06:00' }
  const rule = tagging('open', 'ticket-created', 'duringBusinessHours(ticket.created_datetime)')

  /** Whether the rule found the account open when a ticket was made. */
  async function isOpen(data: object, created_datetime: string): Promise<boolean> {
    const { api } = withRules(rule)
    const list = (await api.get('/api/account/settings?type=business-hours')).json
    const id = (list as { data: { id: number }[] }).data[0]?.id ?? 0
    const body = { type: 'business-hours', data }
    expectStatus(await api.put(`/api/account/settings/${id}`, body), 200)
    const made = await api.createTicket(ticket({ created_datetime }))
    return tagsOf(await api.ticket(made.id)).includes('open')
  }

  it.each([
    // 2 March 2026 is a Monday.
    ['UTC', [OFFICE], '2026-03-02T08:59:59', false],
    ['UTC', [OFFICE], '2026-03-02T09:00:00', true],
    ['UTC', [OFFICE], '2026-03-06T16:59:59', true],
    ['UTC', [OFFICE], '2026-03-06T17:00:00', false],
    ['UTC', [OFFICE], '2026-03-07T12:00:00', false],
    ['UTC', [NIGHT, OFFICE], '2026-03-02T12:00:00', true],
    ['UTC', [], '2026-03-02T12:00:00', false],
    ['America/New_York', [OFFICE], '2026-03-02T13:59:00', false],
    ['America/New_York', [OFFICE], '2026-03-02T14:00:00', true],
    // Summer time begins there on 8 March.
    ['America/New_York', [OFFICE], '2026-03-09T13:00:00', true],
    ['Asia/Tokyo', [OFFICE], '2026-03-02T00:00:00', true],
  ])('in %s of %j: at %s a rule finds the account open: %s', async (timezone, hours, at, open) => {
    expect(await isOpen({ timezone, business_hours: hours }, at)).toBe(open)
  })

  it.each([
    ['2026-03-06T21:59:00', false],
    ['2026-03-06T22:00:00', true],
    ['2026-03-07T05:59:00', true],
    ['2026-03-07T06:00:00', false],
    ['2026-03-07T22:00:00', false],
    ['2026-03-08T22:00:00', true],
    ['2026-03-09T05:00:00', true],
  ])('that end before they begin go on into the next day: at %s open is %s', async (at, open) => {
    expect(await isOpen({ timezone: 'UTC', business_hours: [NIGHT] }, at)).toBe(open)
  })

  it('without any data never hold', async () => {
    expect(await isOpen({}, '2026-03-02T12:00:00')).toBe(false)
  })
})

it('an auto-reply and three replies of an agent bill a ticket once, by the rule [REQ-079]', async () => {
  const { account, api } = withRules(AUTO_REPLY)
  const { id } = await api.createTicket(handoff())
  for (let i = 0; i < 3; i++) await api.reply(id, fromAgent(mailboxOf(account.name)))
  expect(account.outbox()).toHaveLength(4)
  expect(account.billing()).toMatchObject({
    billable_tickets: 1,
    tickets: [{ ticket_id: id, by: { kind: 'rule', name: AUTO_REPLY.name } }],
  })
})
