import type { RuleGiven } from '../format/schema/given.ts'

const EVENTS = {
  'ticket created': 'ticket-created',
  'message created': 'ticket-message-created',
  'ticket updated': 'ticket-updated',
} as const

/**
 * A rule in the words of the settings page, as the code that Gorgias stores. `Action` names beyond addTags
 * are inferred; the simulator's fidelity ledger says so.
 */
export function toRule(rule: RuleGiven): { name: string; event_types: string; code: string } {
  const { condition = {}, action } = rule
  const conditions = [
    containsAny('ticket.tags.name', condition.tags_contain),
    containsAny('message.text', condition.text_contains),
    containsAny('ticket.subject', condition.subject_contains),
  ].flat()
  const actions = [
    call('replyToTicket', action.reply === undefined ? undefined : { body_text: action.reply }),
    call('setStatus', action.set_status === undefined ? undefined : { status: action.set_status }),
    call('addTags', action.add_tags ? { tags: action.add_tags.join(',') } : undefined),
    call('removeTags', action.remove_tags ? { tags: action.remove_tags.join(',') } : undefined),
    call('excludeTicketFromAutoMerge', action.exclude_from_auto_merge ? {} : undefined),
  ].flat()
  const body = actions.map((line) => `${line};`).join(' ')
  return {
    name: rule.name,
    event_types: EVENTS[rule.trigger],
    code: conditions.length === 0 ? body : `if (${conditions.join(' && ')}) { ${body} }`,
  }
}

const containsAny = (variable: string, fragments: string | readonly string[] | undefined): string[] =>
  fragments === undefined ? [] : [`containsAny(${variable}, ${JSON.stringify([fragments].flat())})`]

const call = (action: string, args: Readonly<Record<string, string>> | undefined): string[] =>
  args === undefined ? [] : [`Action(${JSON.stringify(action)}, ${JSON.stringify(args)})`]
