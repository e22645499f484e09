import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { withValues } from '../custom-fields/values.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { FieldValue, Json, Ticket } from '../model/entities.ts'
import type { Macro } from '../model/macros.ts'
import { parseAge } from '../rules/language/index.ts'
import { change, ticketActions } from '../ticket-actions.ts'
import type { TicketAction } from '../ticket-actions.ts'
import { countMacroUse } from './macros.ts'

const isFieldValue = (value: Json | undefined): value is FieldValue | null =>
  value !== undefined && (value === null || typeof value !== 'object')

/**
 * What a macro can do to a ticket. Beyond what rules can: their tests name what they refuse. `setResponseText`
 * is not among it: the text is for a person to look over and send (inferred).
 */
const actions: Readonly<Record<string, TicketAction>> = {
  ...ticketActions,
  snoozeTicket: change(({ snooze_timedelta: delta }, { world }) => {
    const age = typeof delta === 'string' ? parseAge(delta) : undefined
    if (age === undefined)
      throw new Refusal('invalid', '', { snooze_timedelta: ['Write a number and one of s, m, h, d, w.'] })
    return { snooze_datetime: world.now + age }
  }),
  setCustomFieldValue: change(({ custom_field_id, value }, { world, ticket }) => {
    if (!isFieldValue(value)) throw new Refusal('invalid', '', { value: ['Not a valid value.'] })
    const changes = [{ id: Number(custom_field_id), value }]
    return { custom_fields: withValues(world, 'Ticket', ticket.custom_fields, changes) }
  }),
}

/**
 * Carries out the actions of a macro on a ticket, one after the other, on behalf of a user. Actions that the
 * simulator does not carry out (response texts, calls to shops, webhooks) are left out.
 *
 * @returns the names of the actions that were left out
 * @throws Refusal where an action cannot be carried out: a user who does not exist, a status that is none
 * @example
 * applyMacro(world, actor, ticket, macro) // ['shopifyCancelLastOrder']
 */
export function applyMacro(world: Helpdesk, actor: Actor, ticket: Ticket, macro: Macro): string[] {
  const leftOut: string[] = []
  const author = { via: 'helpdesk', ...(actor.user_id !== null && { sender: { id: actor.user_id } }) }
  for (const { name, arguments: args } of macro.actions) {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (action === undefined) leftOut.push(name)
    else action({ world, actor, ticket: world.rows.tickets.get(ticket.id) ?? ticket, author }, args)
  }
  countMacroUse(world, [macro.id])
  return leftOut
}
