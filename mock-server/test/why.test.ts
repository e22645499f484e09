import { describe, expect, it } from 'vitest'
import { startMockServer } from '../src/index.ts'
import type { Account, Seed, WhyAnswer } from '../src/index.ts'
import { call, expectStatus } from './support/api.ts'
import {
  CUSTOMER,
  fromAgent,
  fromCustomer,
  handoff,
  mailboxOf,
  note,
  ticket,
  ticketFrom,
} from './support/bodies.ts'
import { START, testServer } from './support/server.ts'

const { fresh, server, url, use } = await testServer()

const ask = (name: string, id: number | string, origin = url) =>
  call(origin, 'GET', `/_control/v1/accounts/${name}/tickets/${id}/why`)

const why = async (account: Account, id: number) =>
  expectStatus(await ask(account.name, id), 200).json as WhyAnswer

/** What is said of a ticket, beside the second look that Gorgias takes at what is new. */
const said = async (account: Account, id: number) =>
  (await why(account, id)).entries
    .map(({ sentence }) => sentence)
    .filter((sentence) => !sentence.startsWith('The second look'))

const AUTO_REPLY = {
  name: 'Auto-reply',
  event_types: 'ticket-created',
  code: 'if (containsAny(ticket.tags.name, ["gladly-ai"])) { Action("replyToTicket", { body_text: "We have it." }) }',
}
const CLOSE_THANKS = {
  name: 'Close thank-yous',
  event_types: 'ticket-message-created',
  code: 'if (containsAny(message.text, ["thank you"])) { Action("setStatus", { status: "closed" }) }',
}
const KEEP_OPEN = {
  name: 'Keep open',
  event_types: 'ticket-updated',
  code: 'if (eq(ticket.status, "closed")) { Action("setStatus", { status: "open" }); Action("addTags", { tags: "kept" }) }',
}
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
    expect(deed).toMatch(/^Robin@acme\.test in the helpdesk closed it/)
    expect(deed).toContain('wrote to the customer. Message')
    expect(delivery).toMatch(/^The delivery \(because of robin@acme\.test in the helpdesk\) sent message/)
    expect(delivery).toMatch(/made the ticket billable \(message \d+ of robin@acme\.test\)/)
    const { cause } = (await why(account, id)).entries.find(({ sentence }) => sentence === deed) ?? {}
    expect(cause).toMatchObject({ kind: 'agent', description: 'robin@acme.test in the helpdesk', chain: [] })
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

describe('why a ticket is not in a queue', () => {
  it.for<[change: object, sentence: RegExp, now: string]>([
    [{ status: 'closed' }, /closed it\. It left the views Unassigned and All\./, 'closed, unassigned'],
    [{ spam: true }, /marked it as spam\. It left the views Unassigned and All\./, 'marked as spam'],
    [
      { trashed_datetime: START },
      /moved it to the trash\. It left the views Unassigned and All\./,
      'in the trash',
    ],
    [
      { assignee_user: { email: 'robin@acme.test' } },
      /assigned it to robin@acme\.test\. It left the view Unassigned\.$/,
      'assigned to robin@acme.test',
    ],
    [{ tags: [] }, /removed the tag gladly-ai\. It left the view Gladly AI\.$/, 'Unassigned and All.'],
  ])('is said where it left: %j', async ([change, sentence, now]) => {
    const { account, api } = fresh({ seed: 'demo' })
    const { id } = await api.createTicket(ticket({ tags: [{ name: 'gladly-ai' }] }))
    const views = (await why(account, id)).now
    expect(views).toContain('Gladly AI')
    await api.updateTicket(id, change)
    const answer = await why(account, id)
    const left = answer.entries.findLast(({ cause }) => cause.kind === 'request')?.sentence
    expect(left?.replaceAll(', All and Gladly AI', ' and All')).toMatch(sentence)
    expect(answer.now).toContain(now)
  })

  it('is said where it was merged into another, from either side', async () => {
    const { account, api } = fresh()
    const older = await api.createTicket(ticket())
    const newer = await api.createTicket(ticket({ tags: [{ name: 'second' }] }))
    account.mergeTickets(newer.id, older.id)
    const gone = await why(account, newer.id)
    expect(gone.now).toBe(`It was merged into ticket ${older.id}, which has gone on since.`)
    expect(gone.entries.at(-1)?.sentence).toBe(
      `The control plane (merge) merged the ticket into ticket ${older.id}. It left the views Unassigned and All.`,
    )
    expect(gone.entries[0]?.sentence).toContain('with the tag second')
    const kept = await said(account, older.id)
    expect(kept).toHaveLength(2)
    expect(kept[1]).toContain(
      `The control plane (merge) merged ticket ${newer.id} into this one, with its 1 message and added the tag second`,
    )
  })

  it('is said where it was deleted', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    expectStatus(await api.delete(`/api/tickets/${id}`), 204)
    const { complete, now, entries } = await why(account, id)
    expect({ complete, now }).toEqual({ complete: true, now: 'It was deleted.' })
    expect(entries.at(-1)?.sentence).toBe(
      `DELETE /api/tickets/${id} of admin@${account.name}.test (call 2) deleted the ticket. ` +
        'It left the views Unassigned and All.',
    )
  })
})

describe('what is told', () => {
  it('is nothing of a call that was refused', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    const before = (await ask(account.name, id)).text
    expectStatus(await api.put(`/api/tickets/${id}`, { status: 'closed', assignee_user: { id: 1 } }), 400)
    expect((await ask(account.name, id)).text).toBe(before)
  })

  it('is why a message failed', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket({ messages: [fromAgent('nobody@else.test')] }))
    expect((await said(account, id)).at(-1)).toMatch(
      /^The delivery \(because of call 1\) failed to send message \d+: No integration was found to send this email\.$/,
    )
  })

  it('is small: long texts are cut, no line is broken, and no control character is left', async () => {
    const { account, api } = fresh()
    const body_text = `One\ntwo \u001b[31mred\u202e ${'long '.repeat(500)}`
    const { id } = await api.createTicket(
      ticket({ subject: 'A "quoted"\r\nsubject', messages: [fromCustomer({ body_text })] }),
    )
    const answer = await ask(account.name, id)
    expect(answer.text.length).toBeLessThan(4_000)
    // eslint-disable-next-line no-control-regex
    expect(answer.text).not.toMatch(/[\u0000-\u001f\u202e]|\\u001b|\\n/)
    expect((await said(account, id))[0]).toContain('"One two [31mred long long')
  })

  it('is no secret: of what is free in form the keys alone, and no link to a survey', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket({ meta: { order: 's3cret' } }))
    await api.updateTicket(id, { status: 'closed' })
    expectStatus(
      await api.post('/api/satisfaction-surveys', {
        ticket_id: id,
        customer_id: (await api.ticket(id)).customer.id,
        should_send_datetime: '2026-03-02T10:00:00Z',
      }),
      201,
    )
    await account.clock.advance('PT2H')
    const answer = await ask(account.name, id)
    expect(answer.text).not.toContain('s3cret')
    expect(answer.text).toContain('"order"')
    expect(answer.text).toContain('sent its satisfaction survey to ana@example.com')
    const link = /satisfaction-survey\/[^\s"<]+/.exec(account.outbox().at(-1)?.text ?? '')?.[0] ?? 'none'
    expect(answer.text).not.toContain(link)
  })

  it('goes back to the creation, or says that it does not', async () => {
    await using small = await startMockServer({ clock: 'virtual', now: START, history: 5 })
    const { account } = small
    const headers = { authorization: account.authorization }
    const send = (method: string, path: string, body: unknown) =>
      call(small.url, method, path, { headers, body })
    const { id } = expectStatus(await send('POST', '/api/tickets', ticket()), 201).json as { id: number }
    expect(account.why(id).complete).toBe(true)
    for (const priority of ['high', 'low', 'normal', 'critical', 'high', 'low'])
      expectStatus(await send('PUT', `/api/tickets/${id}`, { priority }), 202)
    const { complete, entries } = account.why(id)
    expect(complete).toBe(false)
    expect(entries.map(({ sentence }) => sentence)).toEqual(
      [3, 4, 5, 6, 7].map(
        (number, i) =>
          `PUT /api/tickets/${id} of admin@acme.test (call ${number}) set its priority to ` +
          `${['low', 'normal', 'critical', 'high', 'low'][i] ?? ''}.`,
      ),
    )
  })
})

describe('a fork', () => {
  it('knows the past, calls included, and goes its own way', async () => {
    const { account, api } = withRules(AUTO_REPLY)
    const { id } = await api.createTicket(handoff())
    const past = await said(account, id)
    const fork = account.fork()
    expect(await said(fork, id)).toEqual(past)

    await use(fork).api.updateTicket(id, { subject: 'There' })
    await api.updateTicket(id, { subject: 'Here' })
    const changed = (where: string) =>
      expect.stringMatching(
        `^PUT /api/tickets/${id} of .*\\(call 2\\) set the subject to "${where}"\\.$`,
      ) as string
    expect(await said(account, id)).toEqual([...past, changed('Here')])
    expect(await said(fork, id)).toEqual([...past, changed('There')])
    // A number means one call, be it before the fork or behind it.
    expect(fork.journal().map((row) => row.id)).toEqual([2])
  })

  it('that is an account put back to its beginning remembers the beginning alone', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    const id = (await api.tickets()).data[0]?.id ?? 0
    const before = (await ask(account.name, id)).text
    await api.updateTicket(id, { status: 'open' })
    account.reset()
    expect((await ask(account.name, id)).text).toBe(before)
  })
})

it('the same calls are explained by the same bytes, in however many steps the clock is moved', async () => {
  const tell = async (steps: number) => {
    await using one = await startMockServer({
      clock: 'virtual',
      now: START,
      effects: 'realistic',
      seed: { rules: [AUTO_REPLY, CLOSE_THANKS, KEEP_OPEN] },
    })
    const { account } = one
    const headers = { authorization: account.authorization }
    const made = await call(one.url, 'POST', '/api/tickets', {
      headers,
      body: handoff({ messages: [fromCustomer({ body_text: 'thank you' }), note()] }),
    })
    const { id } = expectStatus(made, 201).json as { id: number }
    for (let step = 0; step < steps; step++) await account.clock.advance(60_000 / steps)
    return (await ask('acme', id, one.url)).text
  }
  const [once, again, inSteps] = [await tell(1), await tell(1), await tell(60)]
  expect(again).toBe(once)
  expect(inSteps).toBe(once)
})

describe('a question that has no answer', () => {
  it.for<[path: string, status: number, words: string]>([
    ['NAME/tickets/5/why', 404, 'There is no ticket 5.'],
    ['nobody/tickets/5/why', 404, 'There is no account "nobody".'],
    ['NAME/tickets/first/why', 400, "id: a ticket's id is a whole number"],
    ['NAME/tickets/1.5/why', 400, "id: a ticket's id is a whole number"],
    ['NAME/tickets/-1/why', 400, "id: a ticket's id is a whole number"],
    ['NAME/tickets/99999999999999999999/why', 400, "id: a ticket's id is a whole number"],
  ])('is refused in words: %s', async ([path, status, words]) => {
    const { account } = fresh()
    const answer = await call(url, 'GET', `/_control/v1/accounts/${path.replace('NAME', account.name)}`)
    expect((expectStatus(answer, status).json as { error: { message: string } }).error.message).toContain(
      words,
    )
    expect(server.accounts.get(account.name).journal()).toEqual([])
  })
})
