import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PER_CASCADE, PER_CHANGE } from '../src/helpdesk/rules/allowance.ts'
import { AUTO_REPLIES_PER_HOUR, RULE_EMAILS_PER_HOUR } from '../src/helpdesk/rules/auto-replies.ts'
import { PER_HOUR } from '../src/helpdesk/hourly.ts'
import { CHARACTERS_PER_STEP } from '../src/helpdesk/rules/language/index.ts'
import type { Seed } from '../src/index.ts'
import { CUSTOMER, fromAgent, fromCustomer, mailboxOf, note, ticket, ticketFrom } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer({ rateLimit: 'off' })

type Rule = NonNullable<Seed['rules']>[number]
const rule = (code: string, event_types = 'ticket-created'): Rule => ({ name: 'R', event_types, code })
const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i))
const withRules = (...rules: Rule[]) => fresh({ seed: { rules } })
type Fresh = ReturnType<typeof fresh>

const HOUR = 3_600_000

/** The most e-mails that an address got from rules within any hour. */
function mostPerHour(mails: readonly { readonly sent_datetime: string }[]): number {
  const sent = mails.map(({ sent_datetime }) => Date.parse(sent_datetime))
  return Math.max(0, ...sent.map((from) => sent.filter((at) => at >= from && at < from + HOUR).length))
}

describe('what rules write to a customer within an hour', () => {
  it('is bounded for all rules together, and ends with the hour [REQ-081]', async () => {
    const { account, api } = withRules(
      ...times(40, (i) => rule(`Action("replyToTicket", { body_text: "${i}" })`)),
    )
    const sentSoFar = () => account.outbox().map(({ text }) => text)
    await api.createTicket(ticket())
    const first = times(AUTO_REPLIES_PER_HOUR, String)
    expect(sentSoFar()).toEqual(first)
    await account.clock.advance('PT59M59S')
    await api.createTicket(ticket())
    expect(sentSoFar()).toEqual(first)
    await api.createTicket(ticketFrom('ben@example.com'))
    expect(account.outbox()).toHaveLength(2 * AUTO_REPLIES_PER_HOUR)
    await account.clock.advance('PT1S')
    await api.createTicket(ticket())
    expect(account.outbox()).toHaveLength(3 * AUTO_REPLIES_PER_HOUR)
  })

  it('counts e-mails to the customer, too', async () => {
    const send = rule(
      'Action("sendEmail", { to: "{{ticket.customer.email}}", subject: "x", body_text: "y" })',
    )
    const { account, api } = withRules(
      ...times(10, () => send),
      ...times(10, () => rule('Action("replyToTicket", { body_text: "z" })')),
    )
    await api.createTicket(ticket())
    expect(account.outbox()).toHaveLength(AUTO_REPLIES_PER_HOUR)
  })

  it('is more for other addresses, whichever tickets it is about, and bounded as well', async () => {
    const { account, api } = withRules(
      rule('Action("sendEmail", { to: "boss@example.com", subject: "x", body_text: "y" })'),
    )
    for (let i = 0; i < RULE_EMAILS_PER_HOUR + 5; i++) await api.createTicket(ticketFrom(`c${i}@example.com`))
    expect(account.outbox()).toHaveLength(RULE_EMAILS_PER_HOUR)
  })
})

describe('what rules of an account write within an hour', () => {
  // Each address gets one e-mail alone, so that no other bound holds.
  const recipients = (action: number) => times(10, (i) => `{{ticket.id}}-${action}-${i}@example.com`).join()
  const send = (action: number) =>
    `Action("sendEmail", { to: "${recipients(action)}", subject: "x", body_text: "y" })`
  const wordy = () => rule(times(110, send).join('\n'))

  it('is bounded whomever it goes to, and ends with the hour', async () => {
    const { account, api } = withRules(wordy())
    const perTicket = 1_100
    for (let sent = 0; sent < PER_HOUR['rule-emails']; sent += perTicket) await api.createTicket(ticket())
    expect(account.outbox()).toHaveLength(PER_HOUR['rule-emails'])
    await account.clock.advance('PT1H')
    await api.createTicket(ticket())
    expect(account.outbox()).toHaveLength(PER_HOUR['rule-emails'] + perTicket)
  })
})

describe('an auto-reply that a robot answers', () => {
  const reply = (event_types: string) => rule('Action("replyToTicket", { body_text: "Hi" })', event_types)

  it('is bounded even where the robot has no manners and several rules reply', async () => {
    const { account, api } = withRules(
      reply('ticket-created'),
      ...times(3, () => reply('ticket-message-created')),
    )
    account.addRobot({ address: CUSTOMER, kind: 'echo', naive: true, delay: 'PT5M' })
    await api.createTicket(ticket())
    for (let hour = 0; hour < 24; hour++) await account.clock.advance('PT1H')
    const mails = account.outbox().filter(({ to }) => to === CUSTOMER)
    // Then nothing is left that the robot could answer.
    expect(mails).toHaveLength(AUTO_REPLIES_PER_HOUR)
  })

  it('does not multiply where robots write from address to address', async () => {
    const { account } = withRules(
      rule(
        'Action("sendEmail", { to: "a{{ticket.id}}@hop.test, b{{ticket.id}}@hop.test", subject: "x", body_text: "y" })',
      ),
    )
    account.addRobot({ domain: 'hop.test', kind: 'echo', naive: true, delay: 'PT1S' })
    account.inbound({ from: 'first@hop.test', text: 'Go' })
    await account.clock.advance('PT50M')
    expect(account.robots()).toMatchObject([{ answers: PER_HOUR['robot-answers'] }])
    // The first came from outside, and each ticket was two e-mails.
    expect(account.outbox()).toHaveLength(2 * (1 + PER_HOUR['robot-answers']))
  })

  it('stays alone where the robot says what it is', async () => {
    const { account, api } = withRules(reply('ticket-created,ticket-message-created'))
    account.addRobot({ address: CUSTOMER, kind: 'out-of-office' })
    await api.createTicket(ticket())
    await account.clock.advance('PT24H')
    expect(account.outbox().filter(({ to }) => to === CUSTOMER)).toHaveLength(1)
  })
})

describe('rules that set each other off', () => {
  const gossip = (i: number) =>
    rule(`Action("addInternalNote", { body_text: "${i}" })`, 'ticket-message-created')

  it('come to an end, however many they are', async () => {
    const { api } = withRules(...times(10, gossip))
    const { id } = await api.createTicket(ticket())
    expect((await api.ticket(id)).messages).toHaveLength(1 + 10 + PER_CASCADE.actions)
  })

  it('may go on after an hour', async () => {
    const { account, api } = withRules(...times(10, gossip))
    const { id } = await api.createTicket(ticket())
    await api.reply(id, fromCustomer())
    const both = 2 * (1 + 10) + PER_CASCADE.actions
    expect((await api.ticket(id)).messages).toHaveLength(both)
    await account.clock.advance('PT1H')
    await api.reply(id, fromCustomer())
    expect((await api.ticket(id)).messages).toHaveLength(both + 1 + 10 + PER_CASCADE.actions)
  })

  it('do not write without end', async () => {
    const wordy = rule(
      `Action("addInternalNote", { body_text: "${'x'.repeat(10_000)}" })`,
      'ticket-message-created',
    )
    const { api } = withRules(...times(30, () => wordy))
    const { id } = await api.createTicket(ticket())
    expect((await api.ticket(id)).messages).toHaveLength(1 + 30 + PER_CASCADE.characters / 10_000)
  })

  it('do not wake and snooze a ticket without end', async () => {
    const again = (trigger: string) => rule('Action("snoozeTicket", { snooze_timedelta: "1s" })', trigger)
    const { account, api } = withRules(
      ...times(3, () => again('ticket-self-unsnoozed')),
      again('ticket-created'),
    )
    const { id } = await api.createTicket(ticket())
    await account.clock.advance('PT59M')
    const query = `object_type=Ticket&object_id=${id}&types=ticket-self-unsnoozed&limit=100`
    const list = (await api.get(`/api/events?${query}`)).json as { data: object[] }
    expect(list.data.length).toBeGreaterThan(0)
    expect((await api.ticket(id)).snooze_datetime).toBeNull()
  })
})

describe('what one change lets rules do', () => {
  it('is bounded in actions', async () => {
    const status = 'Action("setStatus", { status: "open" })\n'
    const { api } = withRules(...times(3, () => rule(status.repeat(1_000))))
    const { id } = await api.createTicket(ticket())
    const query = `object_type=Ticket&object_id=${id}&types=action-executed&limit=100`
    let cursor: string | null = ''
    let count = 0
    while (cursor !== null) {
      const page = (await api.get(`/api/events?${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`))
        .json as {
        data: object[]
        meta: { next_cursor: string | null }
      }
      count += page.data.length
      cursor = page.meta.next_cursor
    }
    expect(count).toBe(PER_CHANGE.actions)
  })

  /** Each rule searches a long text for what is not in it, within its own budget, and then marks the ticket. */
  const searching = (count: number, event_types: string) => {
    const keywords = times(80, (i) => `"aaaaa${i}"`).join()
    return times(count, (i) =>
      rule(
        `if (notContainsAny(message.text, [${keywords}])) { Action("addTags", { tags: "t${i}" }) }`,
        event_types,
      ),
    )
  }
  const long = () => ticket({ messages: [fromCustomer({ body_text: 'x'.repeat(100_000) })] })
  const price = 81 * Math.ceil(100_001 / CHARACTERS_PER_STEP)

  it('is bounded in steps, all rules together', async () => {
    const { api } = withRules(...searching(100, 'ticket-created'))
    const { id } = await api.createTicket(long())
    const { tags } = await api.ticket(id)
    expect(tags.length).toBe(Math.floor(PER_CHANGE.steps / (price + 3)))
  })

  it('is bounded in steps where rules answer rules', async () => {
    const { api } = withRules(...searching(100, 'ticket-updated'))
    const { id } = await api.createTicket(long())
    const query = `object_type=Ticket&object_id=${id}&types=rule-executed&limit=100`
    const list = (await api.get(`/api/events?${query}`)).json as { data: object[] }
    expect(list.data.length).toBeLessThanOrEqual((PER_CHANGE.steps + PER_CASCADE.steps) / price)
  })

  it('is bounded in characters', async () => {
    const wordy = rule(`Action("addInternalNote", { body_text: "{{message.body_text}}" })`)
    const { api } = withRules(...times(40, () => wordy))
    const { id } = await api.createTicket(
      ticket({ messages: [fromCustomer({ body_text: 'x'.repeat(100_000) })] }),
    )
    expect((await api.ticket(id)).messages).toHaveLength(1 + PER_CHANGE.characters / 100_000)
  })

  it('makes no tags beyond those that a ticket can have', async () => {
    const names = times(10_000, (i) => `t${i}`).join()
    const { api } = withRules(
      rule(`Action("addTags", { tags: "${names}" }); Action("addTags", { tags: "a" })`),
    )
    const { id } = await api.createTicket(ticket())
    expect((await api.ticket(id)).tags).toMatchObject([{ name: 'a' }])
    expect((await api.get('/api/tags?search=t9')).json).toMatchObject({ data: [] })
  })
})

const trigger = fc
  .subarray(
    [
      'ticket-created',
      'ticket-message-created',
      'ticket-updated',
      'ticket-assigned',
      'ticket-self-unsnoozed',
    ],
    { minLength: 1 },
  )
  .map(String)

const text = fc.constantFrom(
  'Hi',
  '{{message.body_text}}{{message.body_text}}',
  '{{ticket.tags}}',
  '{{nothing|x}}',
)
const written = (arbitrary: fc.Arbitrary<string>) => arbitrary.map((value) => JSON.stringify(value))
const action = fc.oneof(
  written(text).map((body) => `Action("replyToTicket", { body_text: ${body} })`),
  written(text).map((body) => `Action("addInternalNote", { body_html: ${body} })`),
  fc
    .constantFrom(
      '{{ticket.customer.email}}',
      'boss@example.com',
      'ana@example.com,ben@example.com',
      '{{message.body_text}}',
    )
    .map((to) => `Action("sendEmail", { to: "${to}", subject: "{{ticket.subject}}", body_text: "x" })`),
  fc.constantFrom('a', 'b', 'a,c').map((tags) => `Action("addTags", { tags: "${tags}" })`),
  fc.constantFrom('a', 'b').map((tags) => `Action("removeTags", { tags: "${tags}" })`),
  fc.constantFrom('open', 'closed').map((status) => `Action("setStatus", { status: "${status}" })`),
  written(text).map((subject) => `Action("setSubject", { subject: ${subject} })`),
  fc
    .constantFrom('0s', '1s', '10m', '1d')
    .map((age) => `Action("snoozeTicket", { snooze_timedelta: "${age}" })`),
  fc.constantFrom(
    'Action("trashTicket")',
    'Action("setAssignee", { assignee_user: "7" })',
    'Action("applyMacro", { macro_id: 7 })',
    'Action("setCustomFieldValue", { custom_field_id: 7, value: -1 })',
    'Action("facebookHideComment")',
  ),
)
const condition = fc.constantFrom(
  'eq(ticket.status, "open")',
  'containsAny(ticket.tags.name, ["a"])',
  'notContainsAny(ticket.tags.name, ["a"])',
  'eq(message.from_agent, true) || isEmpty(ticket.snooze_datetime)',
  'duringBusinessHours(ticket.created_datetime) && !gteTimedelta(ticket.created_datetime, "2h")',
)
const code = fc
  .array(
    fc.oneof(
      action,
      fc
        .tuple(condition, action, action)
        .map(([test, then, otherwise]) => `if (${test}) { ${then} } else { ${otherwise} }`),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((steps) => steps.join('\n'))
const rules = fc.array(
  fc.tuple(code, trigger).map((parts) => rule(...parts)),
  { minLength: 1, maxLength: 6 },
)

const PEOPLE = [CUSTOMER, 'ben@example.com', 'boss@example.com'] as const
const call: fc.Arbitrary<(made: Fresh, tickets: number[]) => Promise<void>> = fc.oneof(
  fc.constantFrom(...PEOPLE).map((email) => async ({ api }: Fresh, tickets: number[]) => {
    tickets.push((await api.createTicket(ticketFrom(email, { subject: 'Shoes' }))).id)
  }),
  fc.constantFrom(fromCustomer(), note()).map((body) => async ({ api }: Fresh, [id]: number[]) => {
    if (id !== undefined) await api.reply(id, body)
  }),
  fc.constant(async ({ api, account }: Fresh, [id]: number[]) => {
    if (id !== undefined) await api.reply(id, fromAgent(mailboxOf(account.name)))
  }),
  fc
    .constantFrom({ status: 'closed' }, { tags: [{ name: 'a' }] }, { spam: true })
    .map((body) => async ({ api }: Fresh, [id]: number[]) => {
      if (id !== undefined) await api.updateTicket(id, body)
    }),
  fc.constantFrom('PT1S', 'PT4M', 'PT31M', 'PT5H').map((time) => async ({ account }: Fresh) => {
    await account.clock.advance(time)
  }),
)

it('random rules over random calls fail nothing, write no more than they may, and show nobody a note', async () => {
  await fc.assert(
    fc.asyncProperty(rules, fc.array(call, { minLength: 3, maxLength: 12 }), async (made, calls) => {
      const account = withRules(...made)
      const ids: number[] = []
      for (const one of calls) await one(account, ids)
      const tickets = await Promise.all(ids.map((id) => account.api.ticket(id)))
      const messages = tickets.flatMap((one) => one.messages)
      const byRule = new Set(messages.filter(({ rule_id }) => rule_id !== null).map(({ id }) => id))
      const hidden = new Set(messages.filter((message) => !message.public).map(({ id }) => id))
      const outbox = account.account.outbox()
      expect(outbox.filter(({ message_id }) => message_id !== null && hidden.has(message_id))).toEqual([])

      const mails = outbox.filter(({ message_id }) => message_id !== null && byRule.has(message_id))
      for (const address of new Set(mails.map(({ to }) => to))) {
        const toAddress = mails.filter(({ to }) => to === address)
        const own = tickets.filter(({ customer }) => customer.email === address).map(({ id }) => id)
        const toCustomer = toAddress.filter(({ ticket_id }) => own.includes(ticket_id))
        expect(mostPerHour(toAddress)).toBeLessThanOrEqual(RULE_EMAILS_PER_HOUR)
        expect(mostPerHour(toCustomer)).toBeLessThanOrEqual(AUTO_REPLIES_PER_HOUR)
      }
      for (const { messages } of tickets) {
        const texts = messages.filter(({ id }) => byRule.has(id))
        const characters = texts.map(({ body_text, body_html }) => (body_text ?? body_html ?? '').length)
        const bound = calls.length * (PER_CHANGE.characters + PER_CASCADE.characters)
        expect(characters.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(bound)
      }
    }),
    { numRuns: 60 },
  )
}, 60_000)
