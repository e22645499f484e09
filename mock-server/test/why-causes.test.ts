import { describe, expect, it } from 'vitest'
import type { Seed } from '../src/index.ts'
import { expectStatus } from './support/api.ts'
import {
  CUSTOMER,
  fromAgent,
  fromCustomer,
  handoff,
  mailboxOf,
  ticket,
  ticketFrom,
} from './support/bodies.ts'
import { START, testServer } from './support/server.ts'
import { AUTO_REPLY, CLOSE_THANKS, KEEP_OPEN, whyAt } from './support/why.ts'

const { fresh, url } = await testServer()
const { said, why } = whyAt(url)

const withRules = (...rules: NonNullable<Seed['rules']>[number][]) => fresh({ seed: { rules } })

describe('why a ticket is as it is: what made it', () => {
  it('was a call: who made it, what it brought, and the views that the ticket came into', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(handoff())
    const { complete, now, entries } = await why(account, id)
    const [message = { id: 0 }, summary = { id: 0 }] = (await api.ticket(id)).messages
    expect(complete).toBe(true)
    expect(now).toBe('It is open, unassigned, and stands in the views Unassigned and All.')
    expect(entries[0]).toMatchObject({
      at: START,
      sentence:
        `POST /api/tickets of admin@${account.name}.test (call 1) created the ticket "Handed off" ` +
        'of ana@example.com with the tag gladly-ai and wrote 2 messages. ' +
        `Message ${message.id} is an e-mail from ana@example.com: "Where is my order?" ` +
        `Message ${summary.id} is an internal note by admin@${account.name}.test: "Customer is upset." ` +
        'It came into the views Unassigned and All.',
      cause: { kind: 'request', id: 1, description: 'POST /api/tickets (call 1)', chain: [] },
    })
    expect(entries[0]?.changes).toContainEqual({ field: 'tags', before: null, after: ['gladly-ai'] })
    expect(entries[0]?.changes).toContainEqual({
      field: `messages.${summary.id}`,
      before: null,
      after: {
        channel: 'internal-note',
        via: 'api',
        public: false,
        from_agent: true,
        sender: `admin@${account.name}.test`,
        text: 'Customer is upset.',
      },
    })
  })

  it('was a rule, whose reply left and went onto the bill: a chain back to the call', async () => {
    const { account, api } = withRules(AUTO_REPLY)
    const { id } = await api.createTicket(handoff())
    const reply = (await api.ticket(id)).messages.find(({ via }) => via === 'rule')?.id ?? 0
    const { entries } = await why(account, id)
    const rule = entries.find(({ cause }) => cause.kind === 'rule')
    const ruleId = rule?.cause.id ?? 0
    expect(rule?.sentence).toBe(
      `Rule "Auto-reply" (${ruleId}) ran on ticket created (because of call 1) and replied to the customer. ` +
        `Message ${reply} is an e-mail through ${mailboxOf(account.name)}: "We have it."`,
    )
    expect(rule?.cause).toMatchObject({
      kind: 'rule',
      id: ruleId,
      description: `rule "Auto-reply" (${ruleId}) on ticket created`,
      chain: [
        { kind: 'timer', description: 'the rules' },
        { kind: 'request', id: 1 },
      ],
    })
    const delivery = entries.find(({ sentence }) => sentence.startsWith('The delivery'))
    expect(delivery?.sentence).toBe(
      `The delivery (because of rule "Auto-reply" (${ruleId}), and that because of call 1) sent message ${reply} ` +
        `to ana@example.com through ${mailboxOf(account.name)} and made the ticket billable ` +
        `(message ${reply} of rule "Auto-reply" (${ruleId})).`,
    )
    expect(delivery?.cause.chain.map(({ kind }) => kind)).toEqual(['rule', 'timer', 'request'])
    expect(delivery?.changes).toContainEqual({
      field: 'billable',
      before: null,
      after: {
        first_billable_message_id: reply,
        by: { kind: 'rule', id: ruleId, name: 'Auto-reply' },
        at: START,
      },
    })
  })

  it('was a rule that took the ticket out of the queue, and another that undid it (REQ-102)', async () => {
    const { account, api } = withRules(CLOSE_THANKS, KEEP_OPEN)
    const { id } = await api.createTicket(
      ticket({ messages: [fromCustomer({ body_text: 'Ok, thank you' })] }),
    )
    const [, closing, reopening, ...more] = await said(account, id)
    expect(closing).toMatch(
      /^Rule "Close thank-yous" \(\d+\) ran on ticket message created \(because of call 1\) and closed it\. It left the views Unassigned and All\. It came into the view Closed\.$/,
    )
    expect(reopening).toMatch(
      /^Rule "Keep open" \(\d+\) ran on ticket updated \(because of call 1\) and reopened it and added the tag kept\. It left the view Closed\. It came into the views Unassigned and All\.$/,
    )
    // Each change runs the rules once more, and no rule answers to its own doing.
    expect(more.filter((sentence) => sentence.includes('Keep open'))).toEqual([])
    expect((await why(account, id)).now).toContain('stands in the views Unassigned and All')
  })

  it('was one rule after the other on the same trigger: each is told apart', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    const { id } = await api.createTicket(handoff())
    const rules = (await why(account, id)).entries.filter(({ cause }) => cause.kind === 'rule')
    expect(rules.map(({ sentence }) => sentence.replace(/\. Message.*/, '.'))).toEqual([
      expect.stringMatching(/^Rule "Auto-reply to Gladly AI handoffs" .* and replied to the customer\.$/),
      expect.stringMatching(/^Rule "Keep Gladly AI handoffs apart" .* and excluded it from auto-merge\.$/),
    ])
  })

  it('was the merge of its customer into another', async () => {
    const { account, api } = fresh()
    const [one, other] = [
      await api.createTicket(ticket()),
      await api.createTicket(ticketFrom('zoe@example.com')),
    ]
    const path = `/api/customers/merge?source_id=${one.customer.id}&target_id=${other.customer.id}`
    expectStatus(await api.put(path, {}), 202)
    expect((await said(account, one.id))[1]).toContain(
      `PUT ${path} of admin@${account.name}.test (call 3) changed its customer ` +
        `from customer ${one.customer.id} to zoe@example.com`,
    )
  })

  it('was a rule that did something in vain', async () => {
    const { account, api } = withRules({
      name: 'Tag',
      event_types: 'ticket-created',
      code: 'if (eq(ticket.status, "open")) { Action("addTags", { tags: "gladly-ai" }) }',
    })
    const { id } = await api.createTicket(handoff())
    expect((await said(account, id)).at(-1)).toMatch(
      /^Rule "Tag" \(\d+\) ran on ticket created \(because of call 1\) and did addTags, which changed nothing of it/,
    )
  })

  it('was a timer: a snooze that ended when the clock was moved', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    await api.updateTicket(id, { snooze_datetime: '2026-03-03T09:00:00Z' })
    expect((await why(account, id)).now).toBe(
      'It is open, unassigned, snoozed until 2026-03-03T09:00:00+00:00, and stands in the views Unassigned, All and Snoozed.',
    )
    await account.clock.advance('P2D')
    const last = (await why(account, id)).entries.at(-1)
    expect(last).toMatchObject({
      at: '2026-03-03T09:00:00+00:00',
      sentence: 'The end of the snooze (because of call 2) ended its snooze. It left the view Snoozed.',
      cause: { kind: 'timer', chain: [{ kind: 'request', id: 2 }] },
    })
    expect(last?.changes).toContainEqual({
      field: 'snooze_datetime',
      before: '2026-03-03T09:00:00+00:00',
      after: null,
    })
  })

  it('was an agent in the helpdesk', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    const { id } = await api.createTicket(ticket())
    account.act('robin@acme.test', 'reply', { ticket_id: id, text: 'On its way.', status: 'closed' })
    const [, deed, delivery] = await said(account, id)
    expect(deed).toMatch(/^robin@acme\.test in the helpdesk closed it/)
    expect(deed).toContain('wrote to the customer. Message')
    expect(delivery).toMatch(/^The delivery \(because of robin@acme\.test in the helpdesk\) sent message/)
    expect(delivery).toMatch(/made the ticket billable \(message \d+ of robin@acme\.test\)/)
    const { cause } = (await why(account, id)).entries.find(({ sentence }) => sentence === deed) ?? {}
    expect(cause).toMatchObject({ kind: 'agent', description: 'robin@acme.test in the helpdesk', chain: [] })
  })

  it('was an e-mail to somebody else than its customer, and is told as such', async () => {
    const to = 'warehouse@example.com, a@b.example, c@d.example, e@f.example, g@h.example'
    const code = (to: string) => `Action("sendEmail", { to: "${to}", subject: "New", body_text: "Hi" })`
    const tell = (name: string, to: string) => ({ name, event_types: 'ticket-created', code: code(to) })
    const { account, api } = withRules(
      tell('Others', to),
      tell('Both', 'warehouse@example.com, {{ticket.customer.email}}'),
    )
    const { ticket_id: id } = account.inbound({ from: CUSTOMER, text: 'Where is it?' })
    const admin = account.credentials.email
    account.act(admin, 'forward', { ticket_id: id, to: 'boss@example.com', text: 'Look' })
    await api.reply(id, fromAgent(mailboxOf(account.name), { public: false }))
    const deeds = (await said(account, id)).map((sentence) => /\bwrote .*?(?=\. Message)/.exec(sentence)?.[0])
    expect(deeds.filter((deed) => deed !== undefined)).toEqual([
      'wrote to warehouse@example.com, a@b.example, c@d.example and 2 others',
      'wrote to boss@example.com',
      'wrote a message that stays inside',
    ])
    expect((await said(account, id)).join()).toMatch(/Rule "Both" [^.]* replied to the customer\./)
  })

  it('was the seed of the account', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    const id = (await api.tickets()).data[0]?.id ?? 0
    const { complete, entries } = await why(account, id)
    expect(complete).toBe(true)
    expect(entries[0]?.sentence).toContain(
      'The seed of the account created the ticket "Do you ship to Norway?"',
    )
    expect(entries[0]?.cause).toMatchObject({ kind: 'seed' })
  })

  it('was an e-mail of the customer', async () => {
    const { account } = fresh()
    const { ticket_id, message_id } = account.inbound({ from: CUSTOMER, text: 'Hello?', subject: 'Hi' })
    expect(await said(account, ticket_id)).toEqual([
      'An e-mail that came in created the ticket "Hi" of ana@example.com and brought in a message of the customer. ' +
        `Message ${message_id} is an e-mail from ana@example.com: "Hello?" It came into the views Unassigned and All.`,
    ])
  })

  it('was AI Agent', async () => {
    const { account } = fresh()
    account.setAiAgent({
      enabled: true,
      answers: [{ when: { contains: ['where is'] }, outcome: 'resolve', text: 'On its way.' }],
    })
    const { ticket_id } = account.inbound({ from: CUSTOMER, text: 'Where is it?' })
    await account.clock.advance('PT5M')
    const answer = (await why(account, ticket_id)).entries.find(({ cause }) => cause.kind === 'agent')
    expect(answer?.sentence).toMatch(
      /^AI Agent \(because of an e-mail that came in\) closed it, added the tag/,
    )
    expect(answer?.sentence).toContain('wrote to the customer and counted it as resolved by AI Agent.')
    expect((await said(account, ticket_id)).join('\n')).toMatch(
      /^The delivery \(because of AI Agent, and that because of an e-mail that came in\) sent message .* made the ticket billable \(message \d+ of AI Agent\)\.$/m,
    )
  })

  it('was the age of another ticket, whose conversation goes on here', async () => {
    const { account } = fresh()
    const { ticket_id: old } = account.inbound({ from: CUSTOMER, text: 'Hello?', subject: 'Hi' })
    account.act(`admin@${account.name}.test`, 'reply', { ticket_id: old, text: 'Hello!' })
    const in_reply_to = account.outbox().at(-1)?.header_message_id ?? ''
    await account.clock.advance('P30D')
    const { ticket_id: next } = account.inbound({ from: CUSTOMER, text: 'Still there?', in_reply_to })
    expect(next).not.toBe(old)
    expect((await said(account, old)).at(-1)).toBe(
      `An e-mail that came in let the conversation go on in ticket ${next}.`,
    )
    expect((await said(account, next))[0]).toContain(
      `An e-mail that came in split it off from ticket ${old}, which was too old, created the ticket "Hi"`,
    )
  })

  it('was the answer to a survey', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    const { id, customer } = await api.createTicket(ticket())
    const survey = { ticket_id: id, customer_id: customer.id, score: 4 }
    expectStatus(await api.post('/api/satisfaction-surveys', survey), 201)
    expect((await said(account, id)).at(-1)).toMatch(
      /\(call 2\) took the customer's answer to its satisfaction survey: 4 of 5\.$/,
    )
  })

  it('was a job', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    const params = { ticket_ids: [id], updates: { status: 'closed' } }
    expectStatus(await api.post('/api/jobs', { type: 'updateTicket', params }), 201)
    await account.clock.advance('PT1M')
    expect((await said(account, id))[1]).toMatch(
      /^Job \d+ \(updateTicket\) \(because of call 2\) closed it\. It left the views Unassigned and All\./,
    )
  })
})
