import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { businessHoursOf } from '../business-hours.ts'
import type { EffectPayloads } from '../effects.ts'
import { recordEvent } from '../events.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Message, Rule } from '../model/entities.ts'
import { ruleAction } from './actions.ts'
import { readRule, RuleBudgetExceeded, runRule } from './language/index.ts'
import type { CheckedRule } from './language/index.ts'
import { readerFor } from './scope.ts'

// Rows are immutable, so what was read from a row's code stays true for as long as the row is there.
const checkedRules = new WeakMap<Rule, CheckedRule>()

function checked(rule: Rule): CheckedRule | undefined {
  const known = checkedRules.get(rule)
  if (known !== undefined) return known
  const reading = readRule(rule.code)
  if (!reading.ok) return undefined
  checkedRules.set(rule, reading.rule)
  return reading.rule
}

/** The active rules of a trigger in the order in which they run: by priority, then by age. */
function rulesOf(world: Helpdesk, trigger: string): Rule[] {
  const listens = (rule: Rule) => (rule.event_types ?? '').split(',').some((type) => type.trim() === trigger)
  return [...world.rows.rules.walk('byPriority')].filter(
    (rule) => rule.deactivated_datetime === null && listens(rule),
  )
}

function execute(
  world: Helpdesk,
  actor: Actor,
  rule: Rule,
  ticket_id: number,
  message: Message | undefined,
): void {
  const program = checked(rule)
  const ticket = world.rows.tickets.get(ticket_id)
  if (program === undefined || ticket === undefined) return
  const acting: Actor = { ...actor, user_id: null, rules: [...(actor.rules ?? []), rule.id] }
  // Conditions read the ticket as it is when they come up, so that they see what the rule has done so far.
  const current = () => world.rows.tickets.get(ticket_id) ?? ticket
  const done: string[] = []
  try {
    runRule(program, {
      now: world.now,
      businessHours: businessHoursOf(world),
      read: (path) => readerFor(world, { ticket: current(), message })(path),
      act: (name, args) => {
        try {
          world.attempt(() =>
            ruleAction(name)?.({ world, actor: acting, rule, ticket: current(), message }, args),
          )
          done.push(name)
        } catch (error) {
          // What is impossible by now is left out; it must not keep the rule's other actions from running.
          if (!(error instanceof Refusal)) throw error
        }
      },
    })
  } finally {
    if (done.length > 0)
      recordEvent(world, acting, 'rule-executed', { type: 'Ticket', id: ticket_id }, { rule_id: rule.id })
  }
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
  for (const { trigger, message_id } of runs) {
    const message =
      message_id === null ? lastPublicMessage(world, ticket_id) : world.rows.messages.get(message_id)
    for (const rule of rulesOf(world, trigger)) {
      if (actor.rules?.includes(rule.id)) continue
      try {
        execute(world, actor, rule, ticket_id, message)
      } catch (error) {
        // A rule that takes too many steps stops there; it must not keep the others from running.
        if (!(error instanceof RuleBudgetExceeded)) throw error
      }
    }
  }
}

function lastPublicMessage(world: Helpdesk, ticket_id: number): Message | undefined {
  return [...world.rows.messages.walk('byTicket', { prefix: [ticket_id] })].findLast(
    (message) => message.public,
  )
}
