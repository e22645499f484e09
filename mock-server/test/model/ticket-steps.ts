import fc from 'fast-check'
import { forgetTicket, pick, tagNamed, takeDown, without } from './model.ts'
import type { TicketFacts } from './model.ts'
import { expectEvents } from './desk.ts'
import type { Row } from './desk.ts'
import { bodyOf, message, received } from './message-steps.ts'
import { ADDRESSES, nth, step, TAGS } from './step.ts'
import type { Step } from './step.ts'
import { expectTicket, meet, onTicket, tagsNamed } from './ticket-facts.ts'

const createTicket = fc
  .record({
    messages: fc.array(message, { minLength: 1, maxLength: 3 }),
    customer: fc.option(fc.constantFrom(...ADDRESSES), { nil: undefined }),
    tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 2 }),
    status: fc.constantFrom('open' as const, 'closed' as const),
    spam: fc.boolean(),
  })
  .map(({ messages, customer, tags, status, spam }) =>
    step(
      `createTicket ${JSON.stringify({ messages, customer, tags, status, spam })}`,
      async (model, desk) => {
        const person = customer ?? messages.find(({ kind }) => kind !== 'note')?.address
        const answer = await desk.call(person === undefined ? 400 : 201, 'POST', '/api/tickets', {
          messages: messages.map(bodyOf),
          tags: tags.map((name) => ({ name })),
          status,
          spam,
          ...(customer !== undefined && { customer: { email: customer } }),
        })
        if (person === undefined) return
        const { id } = answer.json
        takeDown(model, 'tickets', id)
        const facts: TicketFacts = {
          status,
          spam,
          trashed: false,
          customer: meet(model, answer, person),
          tags: new Set(tagsNamed(model, answer, tags)),
          messages: new Map(),
        }
        const ids = (answer.json.messages as readonly Row[]).map((row) => row.id)
        for (const [i, one] of messages.entries())
          await received(model, desk, answer, [id, facts], ids[i] ?? 0, one)
        model.tickets.set(id, facts)
        expectTicket(model, answer.json, facts)
        expectEvents(answer.events, [['ticket-created', id]])
      },
    ),
  )

const updateTicket = fc
  .tuple(
    nth,
    fc.record(
      {
        status: fc.constantFrom('open' as const, 'closed' as const),
        spam: fc.boolean(),
        trashed: fc.boolean(),
        customer: fc.constantFrom(...ADDRESSES),
        tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([n, { customer, tags, trashed, ...rest }]) =>
    onTicket(
      `update ${JSON.stringify({ ...rest, customer, tags, trashed })}`,
      n,
      async (model, desk, id, facts) => {
        const answer = await desk.call(202, 'PUT', `/api/tickets/${id}`, {
          ...rest,
          ...(trashed !== undefined && { trashed_datetime: trashed ? '2026-03-02T09:30:00Z' : null }),
          ...(customer !== undefined && { customer: { email: customer } }),
          ...(tags !== undefined && { tags: tags.map((name) => ({ name })) }),
        })
        const after = {
          ...facts,
          ...rest,
          ...(trashed !== undefined && { trashed }),
          ...(customer !== undefined && { customer: meet(model, answer, customer) }),
          ...(tags !== undefined && { tags: new Set(tagsNamed(model, answer, tags)) }),
        }
        expectEvents(answer.events, [
          ['ticket-updated', id],
          ...changes(facts, after).map((type) => [type, id] as const),
        ])
        Object.assign(facts, after)
        expectTicket(model, answer.json, facts)
      },
    ),
  )

/** The events that tell what changed about a ticket. */
function changes(before: TicketFacts, after: TicketFacts): string[] {
  const found: string[] = []
  if (before.status !== after.status)
    found.push(after.status === 'closed' ? 'ticket-closed' : 'ticket-reopened')
  if (before.spam !== after.spam) found.push(after.spam ? 'ticket-marked-spam' : 'ticket-unmarked-spam')
  if (before.trashed !== after.trashed) found.push(after.trashed ? 'ticket-trashed' : 'ticket-untrashed')
  if (before.customer !== after.customer) found.push('ticket-customer-updated')
  if (without(after.tags, before.tags).size > 0) found.push('ticket-tags-added')
  if (without(before.tags, after.tags).size > 0) found.push('ticket-tags-removed')
  return found
}

const METHODS = { POST: 201, PUT: 202, DELETE: 204 } as const

const tagTicket = fc
  .tuple(
    nth,
    fc.constantFrom('POST' as const, 'PUT' as const, 'DELETE' as const),
    fc.uniqueArray(fc.constantFrom(...TAGS), { minLength: 1, maxLength: 2 }),
  )
  .map(([n, method, names]) =>
    onTicket(`${method} tags ${names.join()}`, n, async (model, desk, id, facts) => {
      const url = `/api/tickets/${id}/tags`
      const answer = await desk.call(METHODS[method], method, url, { names })
      const before = { ...facts }
      const known = method === 'DELETE' ? names.flatMap((name) => tagNamed(model, name) ?? []) : []
      if (method === 'DELETE') facts.tags = without(facts.tags, known)
      else if (method === 'PUT') facts.tags = new Set(tagsNamed(model, answer, names))
      else facts.tags = new Set([...facts.tags, ...tagsNamed(model, answer, names)])
      expectEvents(
        answer.events,
        changes(before, facts).map((type) => [type, id]),
      )
    }),
  )

const removeTicket = nth.map((n) =>
  onTicket('delete', n, async (model, desk, id) => {
    const { events } = await desk.call(204, 'DELETE', `/api/tickets/${id}`)
    expectEvents(events, [['ticket-deleted', id]])
    forgetTicket(model, id)
    model.gone.add(`/api/tickets/${id}`)
  }),
)

/** No call merges tickets: Gorgias does, by itself or for an agent. */
const mergeTickets = fc.tuple(nth, nth).map(([n, m]) =>
  onTicket(`merge into ticket ${m}`, n, async (model, desk, id) => {
    const [target, facts] = pick(model.tickets, m) ?? []
    if (target === undefined || facts === undefined || target === id) return
    const events = await desk.act(`ticket ${id} is merged into ${target}`, (account) =>
      account.mergeTickets(id, target),
    )
    expectEvents(events, [['ticket-merged', target]])
    const source = model.tickets.get(id)
    for (const message of source?.messages ?? []) facts.messages.set(...message)
    for (const tag of source?.tags ?? []) facts.tags.add(tag)
    // The ticket that is left counts once; where both were answered, both stay on the bill.
    if (model.billable.has(id) && !model.billable.has(target)) {
      model.billable.delete(id)
      model.billable.add(target)
    }
    model.tickets.delete(id)
    model.merged.set(`/api/tickets/${id}`, `/api/tickets/${target}`)
  }),
)

export const ticketSteps: readonly fc.Arbitrary<Step>[] = [
  createTicket,
  createTicket,
  updateTicket,
  updateTicket,
  tagTicket,
  removeTicket,
  mergeTickets,
]
