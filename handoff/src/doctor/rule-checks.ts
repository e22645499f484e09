import { parseRule } from '../gorgias/rows.ts'
import type { RuleRow } from '../gorgias/rows.ts'
import type { Look } from './look.ts'
import { conditionOf, hidingActions, keepsApart, repliesToCustomers, tagCondition } from './rule-code.ts'

/** The name that the set-up guide gives to the auto-reply rule. */
export const AUTO_REPLY_RULE = 'Auto-reply to Gladly AI handoffs'

const TRIGGER = 'ticket-created'

/** What the rules of the account come to for handoffs. */
export interface RuleSight {
  rules: readonly RuleRow[]
  /** The active rule that answers every handoff. */
  autoReply: RuleRow | undefined
}

/** Reads the rules: does one answer handoffs, can one hide them, does one keep them apart? */
export async function checkRules(look: Look, autoMerge: boolean): Promise<RuleSight> {
  const read = look.valueOf('the rules', await look.reader.list('/api/rules', parseRule))
  if (!read) return { rules: [], autoReply: undefined }
  const { rows: rules } = read
  const active = rules.filter((rule) => rule.active && rule.triggers.includes(TRIGGER))

  const autoReply = active.find((rule) => repliesToCustomers(rule.code) && meetsHandoffs(rule))
  if (!autoReply) nameWhyNothingReplies(look, rules)

  for (const rule of rules.filter((one) => one.active && one.triggers.some((trigger) => trigger !== ''))) {
    const actions = hidingActions(rule.code)
    if (actions.length > 0 && tagCondition(conditionOf(rule.code)) !== 'no_handoffs')
      look.add('rule_may_hide', { rule: rule.name, actions: actions.join(', ') }, { rule_id: rule.id })
  }

  if (autoMerge && !active.some((rule) => keepsApart(rule.code) && meetsHandoffs(rule)))
    look.add('auto_merge_unguarded')
  return { rules, autoReply }
}

const meetsHandoffs = (rule: RuleRow): boolean => tagCondition(conditionOf(rule.code)) === 'all_handoffs'

/** The likeliest rule to be meant is told about: by its name, then by the tag, then by anything like it. */
function nameWhyNothingReplies(look: Look, rules: readonly RuleRow[]): void {
  const replying = rules.filter((rule) => repliesToCustomers(rule.code))
  const meant =
    replying.find((rule) => rule.name === AUTO_REPLY_RULE) ??
    replying.find((rule) => meetsHandoffs(rule)) ??
    replying.find((rule) => /gladly/i.test(`${rule.name} ${rule.code}`))
  if (!meant) {
    look.add('auto_reply_rule_missing')
    return
  }
  const code = !meant.active
    ? 'auto_reply_rule_inactive'
    : meant.triggers.includes(TRIGGER)
      ? 'auto_reply_rule_condition'
      : 'auto_reply_rule_trigger'
  const { name: rule, id: rule_id, triggers } = meant
  look.add(
    code,
    { rule, trigger: triggers.join(', ') || 'nothing', condition: conditionOf(meant.code) },
    { rule_id },
  )
}
