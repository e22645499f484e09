import { createRequire } from 'node:module'
import type * as fakerModule from '@faker-js/faker'
import type { Faker } from '@faker-js/faker'
import { addUser } from '../helpdesk/account/account.ts'
import type { Actor } from '../helpdesk/actor.ts'
import { createCustomer } from '../helpdesk/customers/matching.ts'
import { createMacro } from '../helpdesk/macros/macros.ts'
import { addMessage } from '../helpdesk/messages/messages.ts'
import { accountOf } from '../helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../helpdesk/model/helpdesk.ts'
import type { Customer, Team, User } from '../helpdesk/model/entities.ts'
import { defaultMailbox } from '../helpdesk/messages/replies.ts'
import { createSurvey } from '../helpdesk/surveys/surveys.ts'
import { createTeam } from '../helpdesk/users/teams.ts'
import { changeTicket } from '../helpdesk/tickets/changes.ts'
import { createTicket } from '../helpdesk/tickets/tickets.ts'
import type { LargeSeed } from './large-seed.ts'
import { addressOf, FOLLOW_UPS, REVIEWS, TOPICS } from './large-texts.ts'

/** So far back the tickets go, in microseconds. */
export const LARGE_SPAN = 365 * 24 * 3_600 * 1_000_000
const HOUR = 3_600 * 1_000_000

const require = createRequire(import.meta.url)

/** Faker is large, and few accounts need it: it is loaded for the first of them. */
function newFaker(seed: number): Faker {
  const { Faker, base, en } = require('@faker-js/faker') as typeof fakerModule
  return new Faker({ locale: [en, base], seed })
}

/** Something that happened in the shop. */
interface Step {
  readonly at: number
  run(): void
}

interface Shop {
  readonly world: Helpdesk
  readonly faker: Faker
  readonly agents: readonly User[]
  readonly teams: readonly Team[]
  readonly customers: readonly Customer[]
  readonly mailbox: string
}

const actorOf = ({ world }: Pick<Shop, 'world'>, user_id: number): Actor => ({
  user_id,
  context: world.uuid(),
})

/** Who works there, whom they sell to, and what they have ready: all of that is older than the tickets. */
function furnish(world: Helpdesk, faker: Faker, tickets: number): Shop {
  const { subdomain } = accountOf(world)
  const agents = Array.from({ length: Math.min(40, 4 + Math.ceil(tickets / 1000)) }, (_, i) => {
    const name = faker.person.fullName()
    return addUser(world, {
      name,
      email: `agent-${i + 1}@${subdomain}.test`,
      role: i === 0 ? 'admin' : 'agent',
    })
  })
  const actor = actorOf({ world }, agents[0]?.id ?? 0)
  const teams = ['Returns', 'Shipping', 'Sales'].map((name, i) =>
    createTeam(world, actor, {
      name,
      member_ids: agents.filter((_agent, place) => place % 3 === i).map(({ id }) => id),
    }),
  )
  for (const { tag, answer } of TOPICS) {
    const text = { name: 'setResponseText', arguments: { body_text: answer }, title: 'Answer', type: 'user' }
    createMacro(world, actor, { name: `Answer: ${tag}`, language: 'en', actions: [text] })
  }
  const customers = Array.from({ length: Math.ceil(tickets / 3) }, (_, i) => {
    const [first, last] = [faker.person.firstName(), faker.person.lastName()]
    return createCustomer(world, actor, {
      name: `${first} ${last}`,
      email: addressOf(faker, first, last, i + 1),
      language: 'en',
      external_id: `shop-${i + 1}`,
    })
  })
  return { world, faker, agents, teams, customers, mailbox: defaultMailbox(world)?.address ?? '' }
}

/** One conversation, from its first message to its end: what happened, and when. */
function conversation(
  { world, faker, agents, teams, customers, mailbox }: Shop,
  begin: number,
  end: number,
): Step[] {
  const chance = (probability: number) => faker.datatype.boolean({ probability })
  const later = (hours: number) => faker.number.int({ min: 60_000_000, max: hours * HOUR })
  const topic = faker.helpers.arrayElement(TOPICS)
  const product = faker.commerce.productName()
  const order = `#${faker.number.int({ min: 10_000, max: 99_999 })}`
  const agent = faker.helpers.arrayElement(agents)
  // Some customers write far more often than others.
  const place = Math.floor(faker.number.float({ min: 0, max: 0.999_999 }) ** 2 * customers.length)
  const customer = customers[place] as Customer
  const channel = chance(0.75) ? 'email' : 'chat'
  const theirs = { name: customer.name ?? '', address: customer.email ?? '' }
  const ours = { name: '', address: mailbox }
  const message = (fromAgent: boolean, body_text: string) => ({
    channel,
    via: fromAgent ? 'helpdesk' : channel,
    from_agent: fromAgent,
    source: fromAgent ? { from: ours, to: [theirs] } : { from: theirs, to: [ours] },
    body_text,
    sent_datetime: world.now,
  })
  const tags = [topic.tag, ...(chance(0.1) ? ['vip'] : [])].map((name) => ({ name }))
  const priority = faker.helpers.weightedArrayElement([
    { weight: 80, value: 'normal' as const },
    { weight: 10, value: 'low' as const },
    { weight: 8, value: 'high' as const },
    { weight: 2, value: 'critical' as const },
  ])
  const team = chance(0.5) ? faker.helpers.arrayElement(teams) : undefined
  let id = 0
  let at = begin
  const steps: Step[] = []
  const then = (delay: number, run: (actor: Actor) => void) => {
    at += delay
    steps.push({ at, run: () => run(actorOf({ world }, agent.id)) })
  }
  then(0, (actor) => {
    id = createTicket(world, actor, {
      subject: topic.subject(product, order),
      imported: true,
      customer: { id: customer.id },
      priority,
      tags,
      messages: [message(false, topic.question(product, order))],
      ...(team !== undefined && { assignee_team_id: team.id }),
    }).id
  })
  if (chance(0.04)) {
    then(later(2), (actor) => void changeTicket(world, actor, id, { spam: true }))
    return steps
  }
  if (chance(0.06)) return steps
  then(later(20), (actor) => void changeTicket(world, actor, id, { assignee_user_id: agent.id }))
  then(later(4), (actor) => void addMessage(world, actor, id, message(true, topic.answer)))
  if (chance(0.35)) {
    const text = faker.helpers.arrayElement(FOLLOW_UPS)
    then(later(24), (actor) => void addMessage(world, actor, id, message(false, text)))
    then(later(8), (actor) => void addMessage(world, actor, id, message(true, 'Thank you for the patience.')))
  }
  if (chance(0.05)) {
    const wakes = Math.max(at, end) + faker.number.int({ min: 1, max: 14 * 24 }) * HOUR
    then(later(1), (actor) => void changeTicket(world, actor, id, { snooze_datetime: wakes }))
    return steps
  }
  if (chance(0.1)) return steps
  then(later(12), (actor) => void changeTicket(world, actor, id, { status: 'closed' }))
  if (chance(0.02))
    then(later(48), (actor) => void changeTicket(world, actor, id, { trashed_datetime: world.now }))
  else if (chance(0.25)) {
    const [score, body_text] = faker.helpers.arrayElement(REVIEWS)
    then(later(48), (actor) => {
      const moment = world.now
      const answered = chance(0.6) ? { score, body_text, scored_datetime: moment } : {}
      const survey = { ticket_id: id, customer_id: customer.id, sent_datetime: moment, ...answered }
      createSurvey(world, actor, survey)
    })
  }
  return steps
}

/**
 * Fills a fresh account with a year of work. The world's time has to stand {@link LARGE_SPAN} before the present,
 * on a virtual clock; it is taken to the present on the way. Nothing is sent, ruled or billed: the tickets count
 * as imported.
 */
export function applyLargeSeed(world: Helpdesk, { tickets, seed = 1 }: LargeSeed): void {
  const begin = world.now
  const end = begin + LARGE_SPAN
  const faker = newFaker(seed)
  const cause = { kind: 'seed', id: 'large' } as const
  const shop = world.transact(cause, () => furnish(world, faker, tickets))
  const steps: Step[] = []
  for (let i = 0; i < tickets; i++) {
    const start = faker.number.int({ min: begin + 60_000_000, max: end - 60_000_000 })
    steps.push(...conversation(shop, start, end))
  }
  // What would lie in the future has not happened yet.
  for (const step of steps.filter(({ at }) => at < end).sort((a, b) => a.at - b.at)) {
    world.clock.set('virtual', step.at)
    world.transact(cause, () => step.run())
    world.clock.runDue()
  }
  world.clock.set('virtual', end)
  world.clock.runDue()
}
