import { recordsOf } from '../../../kernel/fidelity.ts'
import type { Entry, FidelityRecord, Standing, TestReference } from '../../../kernel/fidelity.ts'
import { ACTIONS } from './actions.ts'
import type { Action } from './actions.ts'
import { OPERATORS } from './operators.ts'
import type { Operator } from './operators.ts'
import { CUSTOM_FIELDS, VARIABLES } from './variables.ts'
import type { VariableType } from './variables.ts'

const FILE = 'mock-server/test/rule-language.test.ts'

/** Where the names of the language come from, by how they are known. */
const SOURCES: Readonly<Record<Standing, string>> = {
  documented: 'reference and help centre, 2026',
  recorded: 'recorded rules, filters and refusals, 2024 to 2026',
  inferred: 'none: chosen; the documentation tells at most what it is called on the screen',
}

const OPERANDS: Readonly<Record<Operator['operand'], string>> = {
  none: 'a variable alone',
  one: 'a variable and a constant',
  many: 'a variable and a constant, or a list of them',
  age: 'a datetime and an age such as 2h',
}

const OPERATOR_TEST = 'each operator of a rule holds where it should and fails where it should'

const operators = [...OPERATORS].map(([name, { operand, standing }]): Entry => ({
  subject: `operator ${name}`,
  aspect:
    name === 'duringBusinessHours'
      ? 'Takes a datetime, and holds within the business hours of the account.'
      : `Takes ${OPERANDS[operand]}.`,
  standing,
  source: SOURCES[standing],
  test: OPERATOR_TEST,
}))

/** Variables to which nothing that is simulated gives a value. */
export const ALWAYS_EMPTY: ReadonlySet<string> = new Set([
  'ticket.store_id',
  'message.intents.name',
  'message.sentiments.name',
])

const HOLDS: Readonly<Record<VariableType, string>> = {
  text: 'Holds a text',
  number: 'Holds a number',
  boolean: 'Holds true or false',
  datetime: 'Holds a datetime',
  texts: 'Holds a list of texts',
  numbers: 'Holds a list of numbers',
  value: 'Holds a text, a number, true or false',
}

const VARIABLE_TEST =
  'each variable of a rule is read from the ticket, its message or its customer, or is known to be empty'

const variables = [...VARIABLES].map(([name, { type, standing, inFilters }]): Entry => ({
  subject: `variable ${name}`,
  aspect: [
    HOLDS[type],
    ...(inFilters ? ['may stand in view filters, too'] : []),
    ...(ALWAYS_EMPTY.has(name) ? ['is always empty here'] : []),
  ]
    .join('; ')
    .concat('.'),
  standing,
  source: SOURCES[standing],
  test: VARIABLE_TEST,
}))

/** What a custom field holds is read by the id of its definition. */
const customFields: Entry = {
  subject: 'variable custom_fields',
  aspect: `Holds what its definition says; written ${CUSTOM_FIELDS.join(' or ')}; may stand in view filters, too.`,
  standing: 'inferred',
  source: 'none: chosen; the help centre names custom fields among the conditions',
  test: 'conditions of a rule read the fields of the ticket and of its customer',
}

const ASSIGNS = 'the actions of a rule that assign give the ticket to the user and the team'
const EXCLUDES = 'the actions of a rule that exclude a ticket leave their event'
const inActions = (name: string): TestReference => ({ file: 'mock-server/test/rules-actions.test.ts', name })
const FACEBOOK = inActions('a rule about Facebook comments marks the comment as hidden and liked')

/** What shows an action at work, where it is not the test of those that change a ticket. */
const ACTION_TESTS: Readonly<Record<string, string | TestReference>> = {
  setAssignee: ASSIGNS,
  setTeamAssignee: ASSIGNS,
  setCustomFieldValue:
    'the action of a rule that sets a ticket field holds the value against the definition of the field',
  applyMacro: inActions(
    'a rule that applies a macro does what the macro does, sends its text as the reply, and counts its use',
  ),
  excludeTicketFromAutoMerge: EXCLUDES,
  excludeTicketFromCSAT: EXCLUDES,
  facebookHideComment: FACEBOOK,
  facebookLikeComment: FACEBOOK,
}

function actionEntry(name: string, { standing, args }: Action): Entry {
  const takes = args.size === 0 ? 'Takes no arguments' : `Takes ${[...args.keys()].join(', ')}`
  return {
    subject: `action ${name}`,
    aspect: `${takes}.`,
    standing,
    source: SOURCES[standing],
    test: ACTION_TESTS[name] ?? 'each action of a rule that changes a ticket changes it as its name says',
  }
}

/** What is known about the words of the rule language: one record for each row of its tables. */
export const LANGUAGE_FIDELITY: readonly FidelityRecord[] = recordsOf('Rule language', FILE, [
  ...operators,
  ...variables,
  customFields,
  ...[...ACTIONS].map(([name, action]) => actionEntry(name, action)),
])
