import fc from 'fast-check'
import { fromAgent, fromCustomer, mailboxOf, note } from '../support/bodies.ts'
import { pick, takeDown } from './model.ts'
import type { Model, TicketFacts } from './model.ts'
import { expectEvents, MINUTE } from './desk.ts'
import type { Desk, Happened } from './desk.ts'
import { ADDRESSES, nth, ORIGIN } from './step.ts'
import type { Step } from './step.ts'
import { meet, onTicket } from './ticket-facts.ts'

const KINDS = ['customer', 'agent', 'note', 'api'] as const

export interface MessageDraft {
  readonly kind: (typeof KINDS)[number]
  readonly address: string
}

export const message: fc.Arbitrary<MessageDraft> = fc.record({
  kind: fc.constantFrom(...KINDS),
  address: fc.constantFrom(...ADDRESSES),
})

export function bodyOf({ kind, address }: MessageDraft): Readonly<Record<string, unknown>> {
  switch (kind) {
    case 'customer':
      return fromCustomer({}, address)
    case 'agent':
      return fromAgent(mailboxOf(ORIGIN), {}, address)
    case 'note':
      return note()
    case 'api':
      return { channel: 'api', from_agent: false, sender: { email: address }, body_text: 'Hello' }
  }
}

/** What a message that was taken makes true. */
export async function received(
  model: Model,
  desk: Desk,
  answer: Happened,
  ticket: readonly [id: number, facts: TicketFacts],
  id: number,
  { kind, address }: MessageDraft,
): Promise<void> {
  takeDown(model, 'messages', id)
  ticket[1].messages.set(id, kind === 'note' ? null : meet(model, answer, address))
  expectEvents(answer.events, [['ticket-message-created', id]])
  if (kind !== 'agent') return
  // It leaves before anything else can happen to it.
  if (model.realistic) await desk.pass(MINUTE)
  model.outbox.push(address)
  model.billable.add(ticket[0])
}

const addMessage = fc.tuple(nth, message).map(([n, draft]) =>
  onTicket(`message ${JSON.stringify(draft)}`, n, async (model, desk, id, facts) => {
    const answer = await desk.call(201, 'POST', `/api/tickets/${id}/messages`, bodyOf(draft))
    const reopens = facts.status === 'closed' && (draft.kind === 'customer' || draft.kind === 'api')
    if (reopens) {
      expectEvents(answer.events, [['ticket-reopened', id]])
      facts.status = 'open'
    }
    await received(model, desk, answer, [id, facts], answer.json.id, draft)
  }),
)

const deleteMessage = fc.tuple(nth, nth).map(([n, m]) =>
  onTicket(`deleteMessage ${m}`, n, async (model, desk, id, facts) => {
    const message_id = pick(facts.messages.keys(), m)
    if (message_id === undefined) return
    const url = `/api/tickets/${id}/messages/${message_id}`
    const { events } = await desk.call(204, 'DELETE', url)
    expectEvents(events, [['ticket-message-deleted', message_id]])
    facts.messages.delete(message_id)
    model.gone.add(url)
  }),
)

export const messageSteps: readonly fc.Arbitrary<Step>[] = [addMessage, addMessage, deleteMessage]
