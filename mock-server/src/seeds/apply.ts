import { addUser } from '../helpdesk/account/account.ts'
import type { Actor } from '../helpdesk/actor.ts'
import { aiAgentSettings, setAiAgent } from '../helpdesk/ai-agent/settings.ts'
import { createCustomer, findCustomerByEmail } from '../helpdesk/customers/matching.ts'
import { nextId } from '../helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../helpdesk/model/helpdesk.ts'
import type { Customer, JsonObject, User } from '../helpdesk/model/entities.ts'
import { defaultMailbox } from '../helpdesk/messages/replies.ts'
import { parseFilter, readRule, toCodeAst } from '../helpdesk/rules/language/index.ts'
import { tagsByName } from '../helpdesk/tags/tags.ts'
import { createTicket } from '../helpdesk/tickets/tickets.ts'
import { addView } from '../helpdesk/views/views.ts'
import { addVoiceCall } from '../helpdesk/voice.ts'
import { Refusal } from '../kernel/refusal.ts'
import { SeedError } from './document.ts'
import type { Seed, SeedCustomerData, SeedTicketData } from './document.ts'

function userId(world: Helpdesk, email: string, namedBy: string): number {
  const user = world.rows.users.first('byEmail', [email.toLowerCase()])
  if (user === undefined) throw new SeedError(`${namedBy} names ${email}, who is no user.`)
  return user.id
}

function addTeams(world: Helpdesk, teams: NonNullable<Seed['teams']>): void {
  for (const { name, members = [] } of teams) {
    const member_ids = members.map((email) => userId(world, email, `team "${name}"`))
    const id = nextId(world, 'teams')
    world.rows.teams.put({
      id,
      name,
      description: null,
      decoration: {},
      member_ids,
      created_datetime: world.now,
    })
  }
}

function addRules(world: Helpdesk, rules: NonNullable<Seed['rules']>): void {
  for (const [i, { name, code, event_types, description, priority, active }] of rules.entries()) {
    const reading = readRule(code)
    if (!reading.ok) {
      const [problem] = reading.problems
      const place =
        problem === undefined ? '' : ` line ${problem.line}, column ${problem.column}: ${problem.message}`
      throw new SeedError(`rules[${i}] "${name}" is not well formatted:${place}`)
    }
    world.rows.rules.put({
      id: nextId(world, 'rules'),
      name,
      description: description ?? null,
      code,
      code_ast: toCodeAst(reading.program),
      event_types,
      // The first in the list runs first.
      priority: priority ?? rules.length - i,
      settings: null,
      type: 'user',
      created_datetime: world.now,
      updated_datetime: world.now,
      deactivated_datetime: active === false ? world.now : null,
    })
  }
}

/** A ticket of the past: its messages were sent elsewhere, so nothing is sent, ruled or billed. */
function addTicket(world: Helpdesk, actor: Actor, customer: Customer, ticket: SeedTicketData): void {
  const mailbox = defaultMailbox(world)?.address ?? ''
  const customerAddress = { name: customer.name ?? '', address: customer.email ?? 'unknown' }
  const ours = { name: '', address: mailbox }
  const { id: ticket_id } = createTicket(world, actor, {
    subject: ticket.subject,
    status: ticket.status ?? 'open',
    imported: true,
    customer: { id: customer.id },
    tags: (ticket.tags ?? []).map((name) => ({ name })),
    messages: ticket.messages.map(({ from, text }) => ({
      channel: 'email',
      via: from === 'agent' ? 'helpdesk' : 'email',
      from_agent: from === 'agent',
      source:
        from === 'agent' ? { from: ours, to: [customerAddress] } : { from: customerAddress, to: [ours] },
      sent_datetime: world.now,
      body_text: text,
    })),
  })
  for (const { agent, ...call } of ticket.calls ?? []) {
    const by = agent === undefined ? {} : { agent_id: userId(world, agent, `a call of "${ticket.subject}"`) }
    addVoiceCall(world, { ticket_id, ...call, ...by })
  }
}

function addCustomer(world: Helpdesk, actor: Actor, seed: SeedCustomerData): void {
  const { phone, integrations, tickets = [], ...reference } = seed
  if (seed.email !== undefined && findCustomerByEmail(world, seed.email) !== undefined) {
    throw new SeedError(`customers: ${seed.email} stands there twice.`)
  }
  const made = createCustomer(world, actor, {
    ...(reference as { email?: string }),
    channels: phone === undefined ? [] : [{ type: 'phone', address: phone }],
  })
  const customer = world.rows.customers.patch(made.id, { integrations: (integrations ?? {}) as JsonObject })
  for (const ticket of tickets) addTicket(world, actor, customer, ticket)
}

function addViews(world: Helpdesk, views: NonNullable<Seed['views']>): void {
  for (const [i, view] of views.entries()) {
    const reading = parseFilter(view.filters)
    if (!reading.ok) {
      const [problem] = reading.problems
      throw new SeedError(
        `views[${i}] "${view.name}" has filters that cannot be read: ${problem?.message ?? ''}`,
      )
    }
    addView(world, { ...view, fields: ['details', 'tags', 'customer', 'last_message'] })
  }
}

function addAiAgent(world: Helpdesk, settings: NonNullable<Seed['ai_agent']>): void {
  try {
    setAiAgent(world, { ...aiAgentSettings(world), ...settings })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new SeedError('ai_agent: an answer that is to be given needs a text, and one that is not has none.')
  }
}

/** Fills a fresh account. Runs inside the transaction that makes it: a seed that is wrong leaves nothing. */
export function applySeed(world: Helpdesk, admin: User, seed: Seed): void {
  const actor: Actor = { user_id: admin.id, context: world.uuid() }
  for (const user of seed.users ?? []) addUser(world, { ...user, email: user.email.toLowerCase() })
  addTeams(world, seed.teams ?? [])
  tagsByName(
    world,
    actor,
    (seed.tags ?? []).map((name) => ({ name })),
  )
  addRules(world, seed.rules ?? [])
  for (const customer of seed.customers ?? []) addCustomer(world, actor, customer)
  addViews(world, seed.views ?? [])
  if (seed.ai_agent !== undefined) addAiAgent(world, seed.ai_agent)
}
