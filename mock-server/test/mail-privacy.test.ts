import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Seed } from '../src/index.ts'
import { CUSTOMER, fromAgent, fromCustomer, handoff, mailboxOf, note, ticket } from './support/bodies.ts'
import { fuzzed, PATIENCE } from './support/fuzz.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer({ rateLimit: 'off' })

/** What nobody but the team may read; each note has one of its own. */
const SECRET = 'zq-secret-'

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
          const first = note({ body_text: `${SECRET}0` })
          const { id } = await api.createTicket(handoff({ messages: [fromCustomer(), first] }))
          for (const [i, name] of names.entries())
            await steps[name]?.({ account, api, id, secret: `${SECRET}${i + 1}` })
          await account.clock.advance('PT3H')
          left += account.outbox().length
          const seen = [account.outbox(), account.mailbox(CUSTOMER), account.mailbox('boss@example.com')]
          expect(JSON.stringify(seen)).not.toContain(SECRET)
        },
      ),
      fuzzed(25),
    )
    expect(left).toBeGreaterThan(0)
  },
  PATIENCE.timeout,
)
