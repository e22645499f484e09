import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Account, WhyAnswer } from '../src/index.ts'
import { expectStatus } from './support/api.ts'
import type { TicketJson } from './support/api.ts'
import { CUSTOMER, fromAgent, mailboxOf, ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer({ rateLimit: 'off' })

const RULES = [
  {
    name: 'Close thank-yous',
    event_types: 'ticket-message-created',
    code: 'if (containsAny(message.text, ["thanks"])) { Action("setStatus", { status: "closed" }) }',
  },
  {
    name: 'Tag what is urgent',
    event_types: 'ticket-updated',
    code: 'if (eq(ticket.priority, "high")) { Action("addTags", { tags: "urgent" }) } else { Action("removeTags", { tags: "urgent" }) }',
  },
  {
    name: 'Answer once',
    event_types: 'ticket-created',
    code: 'if (eq(ticket.status, "open")) { Action("replyToTicket", { body_text: "We have it." }) }',
  },
]

type Api = ReturnType<typeof fresh>['api']
type Step = (api: Api, account: Account, id: number) => unknown

const change = (fields: object): Step => {
  const step: Step = (api, _account, id) => api.updateTicket(id, fields)
  return Object.assign(step, { [fc.toStringMethod]: () => JSON.stringify(fields) })
}
const tags = fc
  .subarray(['a', 'b', 'urgent'])
  .map((names) => change({ tags: names.map((name) => ({ name })) }))
const datetime = fc.constantFrom(null, '2026-03-02T09:30:00+00:00', '2026-03-04T09:00:00+00:00')
const step: fc.Arbitrary<Step> = fc.oneof(
  tags,
  fc.constantFrom('open', 'closed').map((status) => change({ status })),
  fc.constantFrom('high', 'normal').map((priority) => change({ priority })),
  fc.constantFrom('One', 'Other').map((subject) => change({ subject })),
  fc.boolean().map((spam) => change({ spam })),
  fc.boolean().map((is_unread) => change({ is_unread })),
  datetime.map((trashed_datetime) => change({ trashed_datetime })),
  datetime.map((snooze_datetime) => change({ snooze_datetime })),
  fc.constantFrom('thanks', 'and now?').map(
    (text): Step =>
      (_api, account, id) =>
        void account.inbound({ from: CUSTOMER, text, ticket_id: id }),
  ),
  fc.constant<Step>((api, account, id) => api.reply(id, fromAgent(mailboxOf(account.name)))),
  fc.constantFrom('PT1H', 'P1D').map(
    (duration): Step =>
      (_api, account) =>
        account.clock.advance(duration),
  ),
)

/** What is nothing is not told of a new ticket. */
const something = (value: unknown): unknown =>
  value === undefined || value === false || (Array.isArray(value) && value.length === 0) ? null : value

const FIELDS: Readonly<Record<string, (row: TicketJson) => unknown>> = {
  status: (row) => row.status,
  priority: (row) => row.priority,
  subject: (row) => row.subject,
  language: (row) => row.language,
  spam: (row) => row.spam,
  is_unread: (row) => row.is_unread,
  closed_datetime: (row) => row.closed_datetime,
  trashed_datetime: (row) => row.trashed_datetime,
  snooze_datetime: (row) => row.snooze_datetime,
  tags: (row) => row.tags.map(({ name }) => name),
}

/** The values of a field, from nothing to the last; each change has to begin where the one before it ended. */
function historyOf({ entries }: WhyAnswer, field: string): unknown[] {
  const values: unknown[] = [null]
  for (const { changes } of entries)
    for (const one of changes.filter((row) => row.field === field)) {
      expect(something(one.before), field).toEqual(values.at(-1))
      values.push(something(one.after))
    }
  return values
}

it('the changes of a ticket lead without a gap from nothing to what it is, whatever happened to it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
      const { account, api } = fresh({ seed: { rules: RULES } })
      const { id } = await api.createTicket(ticket())
      for (const one of steps) await one(api, account, id)
      const answer = account.why(id)
      const row = await api.ticket(id)
      expect(answer.complete).toBe(true)
      for (const [field, read] of Object.entries(FIELDS))
        expect(historyOf(answer, field).at(-1), field).toEqual(something(read(row)))
      const told = answer.entries.flatMap(({ changes }) => changes.map(({ field }) => field))
      for (const message of row.messages) expect(told).toContain(`messages.${message.id}`)
      for (const { sentence } of answer.entries) expect(sentence).toMatch(/^[A-Z].*[.?!"…]$/)
      expectStatus(await api.delete(`/api/tickets/${id}`), 204)
      expect(account.why(id).entries.at(-1)?.sentence).toContain('deleted the ticket')
      account.delete()
    }),
    { numRuns: 40 },
  )
})
