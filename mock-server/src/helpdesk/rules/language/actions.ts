import { parseAge } from './moments.ts'
import type { RuleLiteral, Standing } from './values.ts'

/** One argument of an action. Of the arguments marked `either`, at least one has to be given. */
export interface ActionArgument {
  readonly need: 'required' | 'optional' | 'either'
  /** Which values it takes, where not every one will do. */
  readonly form?: ArgumentForm
}

/** What a value has to look like: said in words, and held against the value. */
export interface ArgumentForm {
  readonly words: string
  readonly fits: (value: RuleLiteral) => boolean
}

/** One action that a rule can take. */
export interface Action {
  readonly standing: Standing
  readonly args: ReadonlyMap<string, ActionArgument>
}

const required: ActionArgument = { need: 'required' }
const optional: ActionArgument = { need: 'optional' }
const either: ActionArgument = { need: 'either' }

const oneOf = (...values: string[]): ActionArgument => ({
  need: 'required',
  form: { words: `one of ${values.join(', ')}`, fits: (value) => values.some((known) => known === value) },
})
const id: ActionArgument = {
  need: 'required',
  form: { words: 'an id', fits: (value) => value !== '' && Number.isSafeInteger(Number(value ?? NaN)) },
}
const age: ActionArgument = {
  need: 'required',
  form: {
    words: 'a time such as "30m", "2h", "1d"',
    fits: (value) => typeof value === 'string' && parseAge(value) !== undefined,
  },
}

type Row = readonly [standing: Standing, args?: Readonly<Record<string, ActionArgument>>]

// A new action is one line here, and what it does in ../actions.ts. Apart from addTags the
// code names are inferred: the documentation tells only what the actions are called on the screen.
const TABLE = {
  addTags: ['recorded', { tags: required }],
  removeTags: ['inferred', { tags: required }],
  setTags: ['inferred', { tags: required }],
  setStatus: ['inferred', { status: oneOf('open', 'closed') }],
  setPriority: ['inferred', { priority: oneOf('low', 'normal', 'high', 'critical') }],
  setSubject: ['inferred', { subject: required }],
  setAssignee: ['inferred', { assignee_user: required }],
  setTeamAssignee: ['inferred', { assignee_team: required }],
  setCustomFieldValue: ['inferred', { custom_field_id: id, value: required }],
  replyToTicket: ['inferred', { body_text: either, body_html: either }],
  sendEmail: [
    'inferred',
    {
      to: required,
      cc: optional,
      bcc: optional,
      from: optional,
      subject: required,
      body_text: either,
      body_html: either,
    },
  ],
  addInternalNote: ['inferred', { body_text: either, body_html: either }],
  applyMacro: ['inferred', { macro_id: id }],
  snoozeTicket: ['inferred', { snooze_timedelta: age }],
  trashTicket: ['inferred'],
  excludeTicketFromAutoMerge: ['inferred'],
  excludeTicketFromCSAT: ['inferred'],
  facebookHideComment: ['inferred'],
  facebookLikeComment: ['inferred'],
} satisfies Readonly<Record<string, Row>>

/** What the actions are called in code. */
export type ActionName = keyof typeof TABLE

/** Every action of the rule language by its name. */
export const ACTIONS: ReadonlyMap<string, Action> = new Map(
  Object.entries<Row>(TABLE).map(([name, [standing, args = {}]]) => [
    name,
    { standing, args: new Map(Object.entries(args)) },
  ]),
)

/** Whether a rule knows an action of that name. */
export const isActionName = (name: string): name is ActionName => ACTIONS.has(name)
