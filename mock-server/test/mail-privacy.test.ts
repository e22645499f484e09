import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Seed } from '../src/index.ts'
import { expectStatus } from './support/api.ts'
import { CUSTOMER, fromAgent, fromCustomer, handoff, mailboxOf, note, ticket } from './support/bodies.ts'
import { fuzzed, PATIENCE } from './support/fuzz.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer({ rateLimit: 'off' })
const slow = await testServer({ effects: 'realistic' })

/** What nobody but the team may read; each note has one of its own. */
const SECRET = 'zq-secret-'

/** Whatever of messages a text can name. */
const ALL =
  '{{message.text}} {{message.body_html}} {{ticket.messages.body_text}} {{ticket.messages.body_html}}'

/** Rules that write whatever they can get hold of. */
const talkative: Seed = {
  rules: [
    {
      name: 'Repeat',
      event_types: 'ticket-created,ticket-message-created,ticket-updated',
      code: `if (neq(ticket.status, "closed")) {
        Action("replyToTicket", { body_text: "You wrote {{message.body_text}} {{message.stripped_text}} about {{ticket.subject}} {{ticket.excerpt}}", body_html: "<p>{{message.body_html}}</p>" })
        Action("sendEmail", { to: "boss@example.com", subject: "{{message.subject}}", body_text: "{{message.text}} {{message.body_html}} {{ticket.messages.body_text}}" })
        Action("setSubject", { subject: "{{message.text}}" })
      }`,
    },
  ],
}

/** A macro that does so, too. */
const addMacro = (api: ReturnType<typeof fresh>['api']) =>
  api.post('/api/macros', {
    name: 'Tell all',
    actions: [{ name: 'setResponseText', type: 'user', arguments: { body_text: ALL, body_html: ALL } }],
  })

type Step = (context: ReturnType<typeof fresh> & { readonly id: number; readonly secret: string }) => unknown

const threaded = (mailbox: string, include_thread: boolean) =>
  fromAgent(mailbox, {
    via: 'helpdesk',
    source: { from: { address: mailbox }, to: [{ address: CUSTOMER }], extra: { include_thread } },
  })

/** What people and robots do with a ticket; some of it is not for customers. */
const steps: Record<string, Step> = {
  note: ({ api, id, secret }) => api.reply(id, note({ body_text: secret, stripped_text: secret })),
  'note in HTML': ({ api, id, secret }) =>
    api.reply(id, note({ body_text: null, body_html: `<b>${secret}</b>` })),
  'note that claims to be public': ({ api, id, secret }) =>
    api.reply(id, note({ body_text: secret, public: true })),
  'note that becomes public': async ({ api, id, secret }) => {
    const { id: message } = await api.reply(id, note({ body_text: secret }))
    await api.put(`/api/tickets/${id}/messages/${message}`, note({ public: true, body_text: secret }))
  },
  'note with addresses': ({ api, id, secret, account }) =>
    api.reply(
      id,
      note({ ...fromAgent(mailboxOf(account.name)), channel: 'internal-note', body_text: secret }),
    ),
  'reply that is not public': ({ api, id, secret, account }) =>
    api.reply(id, fromAgent(mailboxOf(account.name), { public: false, body_text: secret, subject: secret })),
  'note that becomes an e-mail': async ({ api, id, secret, account }) => {
    const { id: message } = await api.reply(id, note({ body_text: secret }))
    const email = fromAgent(mailboxOf(account.name), { public: true, body_text: secret })
    await api.put(`/api/tickets/${id}/messages/${message}`, email)
  },
  'reply that becomes a note': async ({ api, id, secret, account }) => {
    const { id: message } = await api.reply(id, fromAgent('nobody@acme.test'))
    const path = `/api/tickets/${id}/messages/${message}`
    const source = { from: { address: mailboxOf(account.name) } }
    await api.put(path, note({ body_text: secret, source }))
    await api.put(`${path}?action=retry`, note())
  },
  'reply that is not public, sent again': async ({ api, id, secret, account }) => {
    const failed_datetime = '2026-03-02T09:00:00+00:00'
    const hidden = { public: false, body_text: secret, failed_datetime }
    const { id: message } = await api.reply(id, fromAgent(mailboxOf(account.name), hidden))
    const path = `/api/tickets/${id}/messages/${message}?action=retry`
    await api.put(path, { channel: 'email', from_agent: true })
  },
  "colleague's note": ({ account, id, secret }) =>
    account.act(account.credentials.email, 'note', { ticket_id: id, text: secret }),
  'macro that tells all': ({ account, id }) => {
    account.act(account.credentials.email, 'macro', { ticket_id: id, macro: 'Tell all' })
  },
  'question to AI Agent': async ({ account, api, secret }) => {
    account.setAiAgent({ enabled: true, answers: [{ outcome: 'answer', text: ALL }] })
    const { ticket_id } = account.inbound({ from: CUSTOMER, text: 'One more question' })
    await api.reply(ticket_id, note({ body_text: secret }))
    account.inbound({ from: CUSTOMER, text: 'Well?', ticket_id })
  },
  chat: async ({ account, api, secret }) => {
    const { ticket_id } = account.inbound({ channel: 'chat', from: CUSTOMER, text: 'Anybody here?' })
    await api.reply(ticket_id, note({ body_text: secret }))
    await api.reply(ticket_id, { channel: 'chat', from_agent: true, public: false, body_text: secret })
    account.act(account.credentials.email, 'reply', { ticket_id, text: 'Yes' })
  },
  'reply with the thread': ({ api, id, account }) => api.reply(id, threaded(mailboxOf(account.name), true)),
  'reply without it': ({ api, id, account }) => api.reply(id, threaded(mailboxOf(account.name), false)),
  'forward of the whole thread': ({ account, id }) =>
    account.act(account.credentials.email, 'forward', {
      ticket_id: id,
      to: 'boss@example.com',
      text: 'See below',
    }),
  'answer of the customer': ({ account }) => {
    const last = account.outbox().findLast(({ to }) => to === CUSTOMER)
    account.inbound({
      from: CUSTOMER,
      text: 'And?',
      in_reply_to: last?.header_message_id ?? '<none@x.example>',
    })
  },
  'a while': ({ account }) => account.clock.advance('PT6M'),
  'a long while': ({ account }) => account.clock.advance('P11D'),
  close: ({ api, id }) => api.updateTicket(id, { status: 'closed' }),
  merge: async ({ account, api, id, secret }) => {
    const other = await api.createTicket(ticket({ messages: [fromCustomer(), note({ body_text: secret })] }))
    account.mergeTickets(other.id, id)
  },
  survey: async ({ api, id }) => {
    const { customer } = await api.ticket(id)
    await api.post('/api/satisfaction-surveys', {
      ticket_id: id,
      customer_id: customer.id,
      should_send_datetime: '2026-03-02T09:00:00+00:00',
    })
  },
}

it(
  'no note is ever in an e-mail, whatever people, rules and robots do (REQ-039)',
  async () => {
    let left = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...Object.keys(steps)), { minLength: 1, maxLength: 12 }),
        fc.constantFrom<Seed>({}, talkative),
        fc.boolean(),
        async (names, seed, echoes) => {
          const { account, api } = fresh({ seed })
          if (echoes) account.addRobot({ domain: 'example.com', kind: 'echo', naive: true })
          expectStatus(await addMacro(api), 201)
          const first = note({ body_text: `${SECRET}0` })
          const { id } = await api.createTicket(handoff({ messages: [fromCustomer(), first] }))
          for (const [i, name] of names.entries())
            await steps[name]?.({ account, api, id, secret: `${SECRET}${i + 1}` })
          await account.clock.advance('PT3H')
          left += account.outbox().length
          const seen: unknown[] = [account.outbox(), account.chat(CUSTOMER)]
          seen.push(account.mailbox(CUSTOMER), account.mailbox('boss@example.com'))
          expect(JSON.stringify(seen)).not.toContain(SECRET)
        },
      ),
      fuzzed(25),
    )
    expect(left).toBeGreaterThan(0)
  },
  PATIENCE.timeout,
)

describe('what is not for customers stays inside', () => {
  const email = { channel: 'email', from_agent: true }
  const path = (ticket_id: number, id: number) => `/api/tickets/${ticket_id}/messages/${id}`

  it('when it is sent again, and costs nothing (REQ-039)', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    const hidden = { public: false, body_text: SECRET, failed_datetime: '2026-03-02T09:00:00+00:00' }
    const reply = await api.reply(id, fromAgent(mailboxOf(account.name), hidden))
    expectStatus(await api.put(`${path(id, reply.id)}?action=retry`, email), 202)
    expect(account.outbox()).toEqual([])
    expect(account.billing().billable_tickets).toBe(0)
  })

  it('when it was public until a moment before it left (REQ-039)', async () => {
    const { account, api } = slow.fresh()
    const { id } = await api.createTicket(ticket())
    const reply = await api.reply(id, fromAgent(mailboxOf(account.name), { body_text: SECRET }))
    expectStatus(await api.put(path(id, reply.id), { ...email, public: false }), 202)
    await account.clock.advance('PT1M')
    expect(account.outbox()).toEqual([])
    expect(account.billing().billable_tickets).toBe(0)
  })

  it('when it is a note, which becomes nothing else: the change is refused by field (REQ-039)', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    const { id: message } = await api.reply(id, note({ body_text: SECRET }))
    const changed = fromAgent(mailboxOf(account.name), { public: true, body_text: SECRET })
    const answer = expectStatus(await api.put(path(id, message), changed), 400)
    expect(answer.json).toMatchObject({ error: { data: { channel: ['An internal note stays one.'] } } })
    expect((await api.ticket(id)).messages[1]).toMatchObject({ channel: 'internal-note', public: false })
    await api.reply(id, threaded(mailboxOf(account.name), true))
    expect(account.outbox()).toHaveLength(1)
    expect(JSON.stringify(account.outbox())).not.toContain(SECRET)
  })

  it('when an agent or a rule wrote it to others: no quote and no answer repeats it', async () => {
    const tell = {
      name: 'Tell the warehouse',
      event_types: 'ticket-created',
      code: `Action("sendEmail", { to: "warehouse@example.com", subject: "New", body_text: "${SECRET}" })`,
    }
    const { account, api } = fresh({ seed: { rules: [tell] } })
    expectStatus(await addMacro(api), 201)
    const { ticket_id } = account.inbound({ from: CUSTOMER, text: 'Where is it?' })
    const agent = account.credentials.email
    account.act(agent, 'forward', { ticket_id, to: 'boss@example.com', text: SECRET })
    await api.reply(ticket_id, threaded(mailboxOf(account.name), true))
    account.act(agent, 'macro', { ticket_id, macro: 'Tell all' })
    const mine = account.outbox().filter(({ to }) => to === CUSTOMER)
    expect(mine).toHaveLength(2)
    expect(mine[0]?.text).toContain('Where is it?')
    expect(JSON.stringify(mine)).not.toContain(SECRET)
  })
})
