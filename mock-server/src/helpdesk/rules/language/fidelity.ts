import { recordsOf } from '../../../kernel/fidelity.ts'
import type { Entry, FidelityRecord, Standing } from '../../../kernel/fidelity.ts'
import { ACTIONS } from './actions.ts'
import type { Action } from './actions.ts'
import { OPERATORS } from './operators.ts'
import type { Operator } from './operators.ts'
import { VARIABLES } from './variables.ts'
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

/** What shows an action at work, where it is not the test of those that change a ticket. */
const ACTION_TESTS: Readonly<Record<string, string>> = {
  setAssignee: 'the actions of a rule that assign give the ticket to the user and the team',
  setTeamAssignee: 'the actions of a rule that assign give the ticket to the user and the team',
  excludeTicketFromAutoMerge:
    'the actions of a rule that exclude a ticket leave their event, and nothing else',
  excludeTicketFromCSAT: 'the actions of a rule that exclude a ticket leave their event, and nothing else',
}

function actionEntry(name: string, { standing, args }: Action, carriedOut: boolean): Entry {
  const takes = args.size === 0 ? 'Takes no arguments' : `Takes ${[...args.keys()].join(', ')}`
  return {
    subject: `action ${name}`,
    aspect: carriedOut ? `${takes}.` : `${takes}; a rule that uses it is refused.`,
    standing,
    source: SOURCES[standing],
    test: carriedOut
      ? (ACTION_TESTS[name] ?? 'each action of a rule that changes a ticket changes it as its name says')
      : 'each action of a rule that the simulator cannot carry out is refused when the rule is saved',
  }
}

/**
 * What is known about the words of the rule language: one record for each row of its tables.
 *
 * @param isCarriedOut whether the engine can carry out the action of that name
 */
export const languageFidelity = (isCarriedOut: (action: string) => boolean): FidelityRecord[] =>
  recordsOf('Rule language', FILE, [
    ...operators,
    ...variables,
    ...[...ACTIONS].map(([name, action]) => actionEntry(name, action, isCarriedOut(name))),
  ])
