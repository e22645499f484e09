/**
 * Plays a month of a busy shop on the virtual clock, inside this process, and prints what it took as JSON.
 * Each ticket comes as a handoff makes it; a rule answers it and others tag it; an agent replies to most, some
 * customers write back, and in the end it is closed. The bill comes last.
 *
 * `node bench/play-month.ts 50000` takes the number of tickets; `--cpu-prof` shows where the time goes.
 */
import { accountOf } from '../mock-server/src/control/account.ts'
import { Accounts } from '../mock-server/src/control/accounts/accounts.ts'
import { addMessage } from '../mock-server/src/helpdesk/messages/messages.ts'
import { changeTicket } from '../mock-server/src/helpdesk/tickets/changes.ts'
import { createTicket } from '../mock-server/src/helpdesk/tickets/tickets.ts'
import { demoSeed } from '../mock-server/src/index.ts'
import type { Seed } from '../mock-server/src/index.ts'
import { realHost } from '../mock-server/src/kernel/host.ts'
import { ticketOf } from './ticket.ts'

const TICKETS = Number(process.argv[2] ?? 50_000)
/** Fewer than tickets: some customers come back. */
const CUSTOMERS = Math.ceil(TICKETS * 0.8)
const START = Date.UTC(2026, 2, 1)
const MINUTES = 31 * 24 * 60

const tagging = (tag: string, event_types: string, condition: string) => ({
  name: `Tag ${tag}`,
  event_types,
  code: `if (${condition}) { Action("addTags", { tags: "${tag}" }) }`,
})

const seed: Seed = {
  ...demoSeed,
  plan: 'advanced',
  rules: [
    ...(demoSeed.rules ?? []),
    tagging('damaged', 'ticket-created', 'containsAny(message.text, ["cracked", "broken"])'),
    tagging('refund', 'ticket-message-created', 'containsAny(message.text, ["refund", "money back"])'),
    tagging('answered', 'ticket-updated', 'eq(ticket.status, "closed")'),
  ],
}

const accounts = new Accounts({
  host: realHost,
  clock: 'virtual',
  now: START * 1000,
  effects: 'instant',
  rateLimit: { enabled: false, capacity: 40, window: 20_000_000 },
  randomSeed: 1,
  seed,
  onFailure: (error) => {
    throw error
  },
})
const { name, world } = accounts.create()
const account = accountOf(accounts, name)
const agent = world.rows.users.first('byEmail', ['robin@acme.test'])?.id ?? 0

/** Does something as a request would: in one transaction, and then all that follows. */
function act<T>(run: (actor: { user_id: number; context: string }) => T): T {
  const result = world.transact({ kind: 'agent', id: agent }, () =>
    run({ user_id: agent, context: world.uuid() }),
  )
  world.clock.runDue()
  return result
}

function reply(ticket_id: number, to: string): void {
  act((actor) =>
    addMessage(world, actor, ticket_id, {
      channel: 'email',
      from_agent: true,
      via: 'helpdesk',
      sender: { id: agent },
      source: {
        type: 'email',
        from: { name: 'Support', address: 'support@acme.test' },
        to: [{ name: '', address: to }],
      },
      body_text: 'A new lamp is on its way, and the old one need not come back.',
      body_html: '<p>A new lamp is on its way, and the old one need not come back.</p>',
    }),
  )
}

/** What is to be done in which minute of the month. What would come after its end is left out. */
const agenda = new Map<number, (() => void)[]>()
function at(minute: number, run: () => void): void {
  const due = agenda.get(minute)
  if (due === undefined) agenda.set(minute, [run])
  else due.push(run)
}

/** The life of one ticket; `chance` spreads from 0 to 99. */
function play(number: number, minute: number): void {
  const chance = (Math.imul(number, 2_654_435_761) >>> 0) % 100
  const { messages, ...body } = ticketOf(number % CUSTOMERS)
  const from = body.customer.email
  const { id } = act((actor) => createTicket(world, actor, { ...body, messages: messages.slice(0, 2) }))
  const answer = minute + 30 + chance * 3
  if (chance < 90) at(answer, () => reply(id, from))
  const back = answer + 240 + chance
  if (chance < 30) {
    at(back, () => void account.inbound({ from, ticket_id: id, text: 'Or may I have a refund instead?' }))
    at(back + 120, () => reply(id, from))
  }
  at(back + 600, () => void act((actor) => changeTicket(world, actor, id, { status: 'closed' })))
}

const begin = performance.now()
for (let minute = 0, made = 0; minute < MINUTES; minute++) {
  for (; made < Math.round(((minute + 1) / MINUTES) * TICKETS); made++) play(made, minute)
  for (const run of agenda.get(minute) ?? []) run()
  agenda.delete(minute)
  await account.clock.advance(60_000)
}
const played = performance.now()
const cpu = process.cpuUsage()
const { billable_tickets, amount, currency } = account.billing('2026-03')
const billed = performance.now()

const resident = process.memoryUsage.rss()
// With --expose-gc: what is left is the account, and not what its making left behind.
globalThis.gc?.()

const { tickets, messages, events, outbox } = world.rows
console.log(
  JSON.stringify({
    'seconds to play it': (played - begin) / 1000,
    'milliseconds of its bill': billed - played,
    'seconds of CPU, all threads': (cpu.user + cpu.system) / 1e6,
    'resident memory in MB': resident / 2 ** 20,
    'heap of the account in MB': process.memoryUsage().heapUsed / 2 ** 20,
    tickets: tickets.size,
    'billable tickets': billable_tickets,
    [`bill in ${currency}`]: Number(amount),
    messages: messages.size,
    'e-mails sent': outbox.size,
    events: events.size,
  }),
)
accounts.close()
