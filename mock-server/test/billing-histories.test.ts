import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Account } from '../src/control/account.ts'
import { changeTicket } from '../src/helpdesk/tickets/changes.ts'
import { createTicket, deleteTicket } from '../src/helpdesk/tickets/tickets.ts'
import { addMessage } from '../src/helpdesk/messages/messages.ts'
import type { MessageDraft } from '../src/helpdesk/messages/messages.ts'
import type { Helpdesk } from '../src/helpdesk/model/helpdesk.ts'
import { demoSeed } from '../src/seeds/demo.ts'
import { fuzzed, PATIENCE } from './support/fuzz.ts'
import { testWorlds } from './support/worlds.ts'

const open = testWorlds()

/** An account on its way through a random history, and what was seen from outside. */
interface History {
  readonly world: Helpdesk
  readonly account: Account
  readonly tickets: number[]
  /** Tickets with a message that went to somebody, as the outbox shows; merged ones as the one that is left. */
  readonly answered: Set<number>
  /** How many tickets were billed for months that are over. */
  readonly closed: Map<string, number>
  seen: number
}

const ADDRESSES = ['ana@example.com', 'ben@example.com', 'cy@bounces.invalid', 'dee@example.com']
const NOBODY = { user_id: null, context: null }

function change<T>({ world }: History, run: () => T): T {
  const result = world.transact({ kind: 'control', id: 'test' }, run)
  world.clock.runDue()
  return result
}

const fromCustomer = (email: string, channel = 'email'): MessageDraft => ({
  channel,
  from_agent: false,
  sender: { email },
  source: { type: 'email', from: { name: '', address: email }, to: [] },
  body_text: 'Where is it?',
})

const fromAgent = ({ account, world }: History, to: string): MessageDraft => ({
  channel: 'email',
  from_agent: true,
  sender: { id: world.rows.users.first('byRole', ['agent'])?.id ?? 0 },
  source: {
    type: 'email',
    from: { name: '', address: `support@${account.name}.test` },
    to: [{ name: '', address: to }],
  },
  body_text: 'Tomorrow.',
})

type Act = (history: History, ticket_id: number, address: string) => unknown

/** What the outbox shows. */
function look(history: History): void {
  const outbox = history.account.outbox()
  for (const { ticket_id, message_id } of outbox.slice(history.seen))
    if (message_id !== null) history.answered.add(ticket_id)
  history.seen = outbox.length
}

const write =
  (draft: (history: History, address: string) => MessageDraft): Act =>
  (history, id, address) =>
    change(history, () => addMessage(history.world, NOBODY, id, draft(history, address)))

const opening =
  (more: (history: History, address: string) => Partial<Parameters<typeof createTicket>[2]>): Act =>
  (history, _id, address) => {
    const draft = { customer: { email: address }, messages: [fromCustomer(address)] }
    const { world } = history
    const { id } = change(history, () => createTicket(world, NOBODY, { ...draft, ...more(history, address) }))
    history.tickets.push(id)
  }

const acts: Readonly<Record<string, Act>> = {
  'a customer writes': opening(() => ({})),
  'a handoff comes, which a rule answers': opening(() => ({ tags: [{ name: 'gladly-ai' }] })),
  'an agent opens a ticket by writing': opening((history, to) => ({ messages: [fromAgent(history, to)] })),
  'a ticket of the past is imported': opening((history, to) => ({
    imported: true,
    messages: [fromCustomer(to), fromAgent(history, to)],
  })),
  'a customer writes again': write((_history, address) => fromCustomer(address)),
  'an agent answers': write(fromAgent),
  'an agent forwards': write((history) => fromAgent(history, 'carrier@example.com')),
  'an agent answers from no mailbox': write((history, to) => ({
    ...fromAgent(history, to),
    source: { type: 'email', from: { name: '', address: 'nobody@example.com' }, to: [] },
  })),
  'an answer was sent elsewhere': write((history, to) => ({
    ...fromAgent(history, to),
    sent_datetime: history.world.now,
  })),
  'an agent writes a note': write((history, to) => ({ ...fromAgent(history, to), channel: 'internal-note' })),
  'an agent answers on channel api': write((history, to) => ({ ...fromAgent(history, to), channel: 'api' })),
  'an agent writes in the chat'(history, id, address) {
    write((desk, to) => ({ ...fromAgent(desk, to), channel: 'chat' }))(history, id, address)
    history.answered.add(id)
  },
  'a ticket is closed': (history, id) =>
    change(history, () => changeTicket(history.world, NOBODY, id, { status: 'closed' })),
  'a ticket is marked as spam': (history, id) =>
    change(history, () => changeTicket(history.world, NOBODY, id, { spam: true })),
  'a ticket is deleted'(history, id) {
    change(history, () => deleteTicket(history.world, NOBODY, id))
    history.tickets.splice(history.tickets.indexOf(id), 1)
  },
  'a ticket is merged into the first'(history, id) {
    const [target = 0] = history.tickets
    if (target === id) return
    history.account.mergeTickets(id, target)
    history.tickets.splice(history.tickets.indexOf(id), 1)
    if (!history.answered.has(id) || history.answered.has(target)) return
    history.answered.delete(id)
    history.answered.add(target)
  },
}

const monthOf = ({ account }: History): string => account.readClock().now.slice(0, 7)

async function pass(history: History, hours: number): Promise<void> {
  const before = monthOf(history)
  await history.account.clock.advance(`PT${hours}H`)
  look(history)
  if (monthOf(history) !== before)
    history.closed.set(before, history.account.billing(before).billable_tickets)
}

interface Step {
  readonly act: string
  readonly ticket: number
  readonly address: string
  readonly hours: number
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...Object.keys(acts)),
  ticket: fc.nat(50),
  address: fc.constantFrom(...ADDRESSES),
  hours: fc.constantFrom(0, 1, 100, 500),
})

it(
  'a ticket is billable exactly if a message went out to the customer (REQ-085)',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const { world, account } = open({ seed: demoSeed })
        const history: History = {
          world,
          account,
          tickets: [],
          answered: new Set(),
          closed: new Map(),
          seen: account.outbox().length,
        }
        for (const { act, ticket, address, hours } of steps) {
          const id = history.tickets[ticket % Math.max(1, history.tickets.length)]
          const isOpening = history.tickets.length === 0 ? 'a customer writes' : act
          acts[isOpening]?.(history, id ?? 0, address)
          look(history)
          await pass(history, hours)
        }
        const billed = account
          .compareBilling()
          .months.flatMap(({ month }) => account.billing(month).tickets.map(({ ticket_id }) => ticket_id))
        expect(new Set(billed)).toEqual(history.answered)
        expect(billed).toHaveLength(history.answered.size)
        for (const [month, count] of history.closed)
          expect(account.billing(month).billable_tickets).toBe(count)
        account.delete()
      }),
      fuzzed(150),
    )
  },
  PATIENCE.timeout,
)
