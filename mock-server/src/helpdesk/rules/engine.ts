import type { Actor } from '../actor.ts'
import { businessHoursOf } from '../account/business-hours.ts'
import type { EffectPayloads } from '../effects.ts'
import { recordEvent } from '../events.ts'
import { lastPublicMessage } from '../messages/messages.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Message, Rule, Ticket } from '../model/entities.ts'
import { takeAction } from './actions.ts'
import { AllowanceSpent, openAllowance } from './allowance.ts'
import type { Allowance } from './allowance.ts'
import { readRule, RuleBudgetExceeded, runRule } from './language/index.ts'
import type { ActionArguments, ActionName, CheckedRule, ReadVariable } from './language/index.ts'
import { readerFor } from './scope.ts'

// Rows are immutable, so what was read from a row's code stays true for as long as the row is there.
const checkedRules = new WeakMap<Rule, CheckedRule>()
const UNREADABLE: CheckedRule = { steps: [] }

function checked(rule: Rule): CheckedRule {
  const known = checkedRules.get(rule)
  if (known !== undefined) return known
  const reading = readRule(rule.code)
  const program = reading.ok ? reading.rule : UNREADABLE
  checkedRules.set(rule, program)
  return program
}

/** One trigger at work: what its rules look at, and what they may do. */
interface Occasion {
  readonly world: Helpdesk
  readonly actor: Actor
  readonly trigger: string
  readonly ticket_id: number
  readonly message: Message | undefined
  readonly allowance: Allowance
  readonly read: ReadVariable
  readonly businessHours: (at: number) => boolean
  readonly lowerCase: (text: string) => string
}

/**
 * Reads the ticket as it is when a condition comes up, so that conditions see what rules have done so far.
 * What was looked up for one rule serves the others, until one of them acts: whatever it changes that can be
 * read, it puts another row in the ticket's place.
 */
function readerOf(world: Helpdesk, ticket_id: number, message: Message | undefined): ReadVariable {
  let ticket: Ticket | undefined
  let read: ReadVariable | undefined
  return (path) => {
    const current = world.rows.tickets.get(ticket_id)
    if (current === undefined) return undefined
    if (read === undefined || current !== ticket) {
      ticket = current
      read = readerFor(world, { ticket, message })
    }
    return read(path)
  }
}

/** Folds the case of each text once, however many rules search it. */
function lowerCaseOnce(): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const folded = text.toLowerCase()
    known.set(text, folded)
    return folded
  }
}

/** Does something in the name of a rule: as its actor, and with the rule as the cause of what changes. */
function inTheNameOf<T>({ world, actor, trigger }: Occasion, rule: Rule, run: (actor: Actor) => T): T {
  const cause = { kind: 'rule', id: rule.id, name: rule.name, occasion: trigger } as const
  const rules = [...(actor.rules ?? []), rule.id]
  return world.because(cause, () => run({ ...actor, user_id: null, rules }))
}

/** Whether the action was carried out. */
function act(occasion: Occasion, rule: Rule, name: ActionName, args: ActionArguments): boolean {
  const { world, message, ticket_id, allowance } = occasion
  const ticket = world.rows.tickets.get(ticket_id)
  if (ticket === undefined) return false
  return inTheNameOf(occasion, rule, (actor) => {
    const done = takeAction({ world, actor, rule, ticket, message, allowance }, name, args)
    const object = { type: 'Ticket', id: ticket_id }
    if (done) recordEvent(world, actor, 'action-executed', object, { action: name, rule_id: rule.id })
    return done
  })
}

function execute(occasion: Occasion, rule: Rule): void {
  const { world, ticket_id, read, businessHours, lowerCase, allowance } = occasion
  const done: ActionName[] = []
  try {
    runRule(checked(rule), {
      now: world.now,
      businessHours,
      lowerCase,
      step: (steps) => allowance.step(steps),
      read,
      act: (name, args) => {
        if (act(occasion, rule, name, args)) done.push(name)
      },
    })
  } catch (error) {
    // A rule that takes too many steps, or does too much, stops there; it must not keep the others from running.
    if (!(error instanceof RuleBudgetExceeded || error instanceof AllowanceSpent)) throw error
  }
  if (done.length === 0) return
  const object = { type: 'Ticket', id: ticket_id }
  inTheNameOf(occasion, rule, (actor) =>
    recordEvent(world, actor, 'rule-executed', object, { rule_id: rule.id }),
  )
}

/**
 * Runs the rules of a change, trigger by trigger (documented order), every one that matches. A rule never
 * answers to a change that it caused itself, however indirectly (inferred).
 */
export function runRules(
  world: Helpdesk,
  actor: Actor,
  { ticket_id, runs }: EffectPayloads['run-rules'],
): void {
  const allowance = openAllowance(world, actor, ticket_id)
  const businessHours = businessHoursOf(world)
  const lowerCase = lowerCaseOnce()
  for (const { trigger, message_id } of runs) {
    const rules = [...world.rows.rules.walk('byTrigger', { prefix: [trigger] })]
    if (rules.length === 0) continue
    const message =
      message_id === null ? lastPublicMessage(world, ticket_id) : world.rows.messages.get(message_id)
    const read = readerOf(world, ticket_id, message)
    const occasion = {
      world,
      actor,
      trigger,
      ticket_id,
      message,
      allowance,
      read,
      businessHours,
      lowerCase,
    }
    for (const rule of rules) if (!actor.rules?.includes(rule.id)) execute(occasion, rule)
  }
  allowance.settle()
}
