import type { Standing } from './values.ts'

/**
 * What a variable holds. `texts` and `numbers` are lists; datetimes are read in microseconds; a `value` is a
 * text, a number or a boolean, as the definition of its custom field has it.
 */
export type VariableType = 'text' | 'number' | 'boolean' | 'datetime' | 'texts' | 'numbers' | 'value'

/** One variable that rules, or rules and view filters, may name. */
export interface Variable {
  readonly type: VariableType
  readonly standing: Standing
  /** Whether view filters may name it too: Gorgias refuses `ticket.subject` there, for instance. */
  readonly inFilters: boolean
  /** The path split at its dots, as it is handed to the reader. */
  readonly path: readonly string[]
}

type Row = readonly [type: VariableType, standing: Standing, inFilters?: 'filters']

// A new variable is one line here, and its value in the reader that the rule engine passes in.
const TABLE: Readonly<Record<string, Row>> = {
  'ticket.id': ['number', 'documented'],
  'ticket.external_id': ['text', 'inferred'],
  'ticket.status': ['text', 'recorded', 'filters'],
  'ticket.priority': ['text', 'documented', 'filters'],
  'ticket.channel': ['text', 'recorded', 'filters'],
  'ticket.via': ['text', 'documented'],
  'ticket.subject': ['text', 'recorded'],
  'ticket.language': ['text', 'documented', 'filters'],
  'ticket.spam': ['boolean', 'recorded', 'filters'],
  'ticket.from_agent': ['boolean', 'recorded'],
  'ticket.is_unread': ['boolean', 'inferred', 'filters'],
  'ticket.store_id': ['number', 'recorded', 'filters'],
  'ticket.tags.id': ['numbers', 'inferred', 'filters'],
  'ticket.tags.name': ['texts', 'recorded', 'filters'],
  'ticket.messages.integration_id': ['numbers', 'recorded', 'filters'],
  'ticket.messages_count': ['number', 'inferred'],
  'ticket.satisfaction_survey.score': ['number', 'inferred'],
  'ticket.assignee_user.id': ['number', 'recorded', 'filters'],
  'ticket.assignee_user.name': ['text', 'inferred'],
  'ticket.assignee_user.email': ['text', 'inferred'],
  'ticket.assignee_team.id': ['number', 'recorded', 'filters'],
  'ticket.assignee_team.name': ['text', 'inferred'],
  'ticket.customer.id': ['number', 'recorded', 'filters'],
  'ticket.customer.name': ['text', 'inferred'],
  'ticket.customer.firstname': ['text', 'inferred'],
  'ticket.customer.lastname': ['text', 'inferred'],
  'ticket.customer.email': ['text', 'inferred'],
  'ticket.customer.external_id': ['text', 'inferred'],
  'ticket.customer.language': ['text', 'inferred'],
  'ticket.customer.created_datetime': ['datetime', 'inferred'],
  'ticket.created_datetime': ['datetime', 'documented', 'filters'],
  'ticket.updated_datetime': ['datetime', 'recorded', 'filters'],
  'ticket.opened_datetime': ['datetime', 'inferred', 'filters'],
  'ticket.closed_datetime': ['datetime', 'documented', 'filters'],
  'ticket.snooze_datetime': ['datetime', 'recorded', 'filters'],
  'ticket.trashed_datetime': ['datetime', 'recorded', 'filters'],
  'ticket.last_message_datetime': ['datetime', 'inferred', 'filters'],
  'ticket.last_received_message_datetime': ['datetime', 'inferred', 'filters'],
  'message.text': ['text', 'recorded'],
  'message.body_text': ['text', 'inferred'],
  'message.body_html': ['text', 'inferred'],
  'message.stripped_text': ['text', 'inferred'],
  'message.subject': ['text', 'documented'],
  'message.from_agent': ['boolean', 'recorded'],
  'message.public': ['boolean', 'inferred'],
  'message.channel': ['text', 'inferred'],
  'message.via': ['text', 'inferred'],
  'message.integration_id': ['number', 'inferred'],
  'message.created_datetime': ['datetime', 'inferred'],
  'message.intents.name': ['texts', 'recorded'],
  'message.sentiments.name': ['texts', 'recorded'],
  'message.source.type': ['text', 'inferred'],
  'message.source.from.address': ['text', 'inferred'],
  'message.source.to.address': ['texts', 'inferred'],
  'message.source.cc.address': ['texts', 'inferred'],
  'message.sender.id': ['number', 'inferred'],
  'message.sender.name': ['text', 'inferred'],
  'message.sender.email': ['text', 'inferred'],
  'customer.id': ['number', 'inferred'],
  'customer.name': ['text', 'inferred'],
  'customer.email': ['text', 'documented'],
  'customer.external_id': ['text', 'inferred'],
  'customer.language': ['text', 'inferred'],
  'customer.created_datetime': ['datetime', 'documented'],
}

/** Every variable of the rule language by its dotted path. A map, so that `constructor` finds nothing. */
export const VARIABLES: ReadonlyMap<string, Variable> = new Map(
  Object.entries(TABLE).map(([name, [type, standing, inFilters]]) => [
    name,
    { type, standing, inFilters: inFilters === 'filters', path: Object.freeze(name.split('.')) },
  ]),
)

/** How the value of a custom field is written, by the id of its definition (inferred; documented: that it may). */
export const CUSTOM_FIELDS = ['ticket.custom_fields[ID].value', 'ticket.customer.custom_fields[ID].value']
const CUSTOM_FIELD = /^(ticket|ticket\.customer|customer)\.custom_fields\[(\d+)\](?:\.value)?$/

/**
 * The variable of that name, or undefined.
 *
 * @param name as it is written, such as `ticket.status` or `ticket.custom_fields[319613].value`
 */
export function variableOf(name: string): Variable | undefined {
  const [, owner, id] = CUSTOM_FIELD.exec(name) ?? []
  if (owner === undefined || id === undefined) return VARIABLES.get(name)
  return {
    type: 'value',
    standing: 'inferred',
    inFilters: true,
    path: Object.freeze([...owner.split('.'), 'custom_fields', id]),
  }
}
