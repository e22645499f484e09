import type { Fault } from './schema/fault.ts'
import type { Given } from './schema/given.ts'
import type { Expectation } from './schema/expectation.ts'
import type { Scenario } from './schema/scenario.ts'
import type { Path } from './positions.ts'
import type { ShapeProblem } from './shape-check.ts'
import { suggest } from './suggestion.ts'
import { happeningOf } from './verb.ts'
import type { Happening } from './verb.ts'

/** What a name can stand for, and where it is given. */
const KINDS = {
  customer: 'in given.customers',
  team: 'in given.teams',
  user: 'in given.users',
  ticket: 'yet: "as" of a handoff, or of an earlier ticket, gives the name',
  handoff: 'yet: "as" gives the name',
} as const

type Kind = keyof typeof KINDS
type Names = Record<Kind, string[]>

/** What is known of a story up to a step. */
interface SoFar {
  readonly names: Names
  /** Customers who wrote. */
  readonly wrote: Set<string>
  lastCustomer: string | undefined
  ticketExpected: boolean
}

type Report = (path: Path, message: string, atKey?: boolean) => void
type Refer = (path: Path, kind: Kind, name: string | null | undefined) => void

/** Names that are used but were never given, and stories that cannot happen: a handoff before anybody wrote. */
export function checkReferences(scenario: Scenario): ShapeProblem[] {
  const problems: ShapeProblem[] = []
  const given = scenario.given ?? {}
  const names = collectNames(given)
  const report: Report = (path, message, atKey = false) => problems.push({ path, atKey, message })
  const refer: Refer = (path, kind, name) => {
    if (typeof name !== 'string' || names[kind].includes(name)) return
    report(path, `there is no ${kind} "${name}" ${KINDS[kind]}. ${suggest(name, names[kind])}`)
  }
  checkGiven(given, refer)
  given.faults?.forEach((fault, index) => checkFault(fault, ['given', 'faults', index], report))
  const soFar: SoFar = {
    names,
    wrote: new Set(),
    lastCustomer: names.customer.length === 1 ? names.customer[0] : undefined,
    ticketExpected: names.ticket.length > 0,
  }
  scenario.steps.forEach((step, index) => {
    const happening = happeningOf(step)
    checkStep(happening, ['steps', index, happening.verb], soFar, refer, report)
    if (step.then) checkExpectation(step.then, ['steps', index, 'then'], refer)
  })
  return problems
}

function collectNames(given: Given): Names {
  const customers = Object.values(given.customers ?? {})
  return {
    customer: Object.keys(given.customers ?? {}),
    team: (given.teams ?? []).map((team) => team.name),
    user: (given.users ?? []).map((user) => user.email),
    ticket: customers.flatMap((customer) =>
      (customer.gorgias?.tickets ?? []).flatMap((ticket) => (ticket.as === undefined ? [] : [ticket.as])),
    ),
    handoff: [],
  }
}

function checkGiven({ handoff, teams = [] }: Given, refer: Refer): void {
  refer(['given', 'handoff', 'team'], 'team', handoff?.team)
  refer(['given', 'handoff', 'api_user'], 'user', handoff?.api_user)
  refer(['given', 'handoff', 'integration_user'], 'user', handoff?.integration_user)
  teams.forEach(({ members = [] }, index) =>
    members.forEach((member, at) => refer(['given', 'teams', index, 'members', at], 'user', member)),
  )
}

function checkStep(
  { verb, detail }: Happening,
  path: Path,
  soFar: SoFar,
  refer: Refer,
  report: Report,
): void {
  const { names, wrote } = soFar
  const long: Readonly<Record<string, unknown>> = typeof detail === 'object' ? { ...detail } : {}
  const field = (key: string): string | undefined => {
    const value = long[key]
    return typeof value === 'string' ? value : undefined
  }
  refer([...path, 'customer'], 'customer', field('customer'))
  refer([...path, 'ticket'], 'ticket', field('ticket'))
  refer([...path, 'agent'], 'user', field('agent'))

  switch (verb) {
    case 'customer writes': {
      soFar.lastCustomer = field('customer') ?? soFar.lastCustomer
      if (soFar.lastCustomer !== undefined) wrote.add(soFar.lastCustomer)
      else if (names.customer.length > 0)
        report(path, 'say which customer writes: the story has several', true)
      else report(path, 'nobody can write: name a customer in given.customers first', true)
      break
    }
    case 'ai answers':
    case 'ai resolves':
    case 'handoff': {
      soFar.lastCustomer = field('customer') ?? soFar.lastCustomer
      if (wrote.size === 0) report(path, 'nobody wrote yet: "customer writes" has to come before', true)
      else if (!wrote.has(soFar.lastCustomer ?? ''))
        report(
          path,
          `${soFar.lastCustomer ?? ''} did not write yet: "customer writes" has to come before`,
          true,
        )
      if (verb !== 'handoff') break
      soFar.ticketExpected = true
      const name = field('as')
      if (name === undefined) break
      if (names.ticket.includes(name)) report([...path, 'as'], `"${name}" is the name of another one already`)
      names.handoff.push(name)
      names.ticket.push(name)
      break
    }
    case 'many handoffs':
      soFar.ticketExpected = true
      break
    case 'handoff again':
      refer([...path, 'of'], 'handoff', field('of'))
      if (!soFar.ticketExpected) report(path, 'there was no handoff yet', true)
      break
    case 'agent replies':
    case 'customer answers by e-mail':
      if (!soFar.ticketExpected) report(path, 'there is no ticket yet: a handoff has to come before', true)
      break
    case 'new key':
    case 'user deactivated':
      refer(path, 'user', detail)
      break
    case 'fault':
      checkFault(detail, path, report)
      break
    case 'time passes':
    case 'key revoked':
    case 'rate limit used up':
      break
  }
}

function checkFault({ kind, status, first, every }: Fault, path: Path, report: Report): void {
  if (kind === 'status' && status === undefined)
    report(path, 'a fault of kind status needs "status", such as 500')
  if (kind !== 'status' && status !== undefined)
    report([...path, 'status'], `a fault of kind ${kind} has no status: the caller gets no answer`)
  if (first !== undefined && every !== undefined) report([...path, 'every'], 'say either "first" or "every"')
}

function checkExpectation(expectation: Expectation, path: Path, refer: Refer): void {
  const { ticket, handoff, handoff_messages: messages } = expectation
  const tickets = Array.isArray(ticket)
    ? ticket.map((one, index) => ({ one, at: [...path, 'ticket', index] }))
    : ticket
      ? [{ one: ticket, at: [...path, 'ticket'] }]
      : []
  for (const { one, at } of tickets) {
    refer([...at, 'named'], 'ticket', one.named)
    refer([...at, 'team'], 'team', one.team)
  }
  refer([...path, 'handoff', 'named'], 'handoff', handoff?.named)
  refer([...path, 'handoff', 'same_ticket_as'], 'handoff', handoff?.same_ticket_as)
  if (Array.isArray(messages))
    messages.forEach(({ customer }, index) =>
      refer([...path, 'handoff_messages', index, 'customer'], 'customer', customer),
    )
}
