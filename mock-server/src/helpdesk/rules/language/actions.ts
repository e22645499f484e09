import type { Standing } from './values.ts'

/** One argument of an action. Of the arguments marked `either`, at least one has to be given. */
export interface ActionArgument {
  readonly need: 'required' | 'optional' | 'either'
  /** The only values it takes, where Gorgias has a closed list. */
  readonly values?: readonly string[]
}

/** One action that a rule can take. */
export interface Action {
  readonly standing: Standing
  readonly args: ReadonlyMap<string, ActionArgument>
}

const required: ActionArgument = { need: 'required' }
const optional: ActionArgument = { need: 'optional' }
const either: ActionArgument = { need: 'either' }
const oneOf = (...values: string[]): ActionArgument => ({ need: 'required', values })

type Row = readonly [standing: Standing, args?: Readonly<Record<string, ActionArgument>>]

// A new action is one line here, and what it does in ../actions.ts. Apart from addTags the
// code names are inferred: the documentation tells only what the actions are called on the screen.
const TABLE: Readonly<Record<string, Row>> = {
  addTags: ['recorded', { tags: required }],
  removeTags: ['inferred', { tags: required }],
  setTags: ['inferred', { tags: required }],
  setStatus: ['inferred', { status: oneOf('open', 'closed') }],
  setPriority: ['inferred', { priority: oneOf('low', 'normal', 'high', 'critical') }],
  setSubject: ['inferred', { subject: required }],
  setAssignee: ['inferred', { assignee_user: required }],
  setTeamAssignee: ['inferred', { assignee_team: required }],
  setCustomFieldValue: ['inferred', { custom_field_id: required, value: required }],
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
  applyMacro: ['inferred', { macro_id: required }],
  snoozeTicket: ['inferred', { snooze_timedelta: required }],
  trashTicket: ['inferred'],
  excludeTicketFromAutoMerge: ['inferred'],
  excludeTicketFromCSAT: ['inferred'],
  facebookHideComment: ['inferred'],
  facebookLikeComment: ['inferred'],
}

/** Every action of the rule language by its name. */
export const ACTIONS: ReadonlyMap<string, Action> = new Map(
  Object.entries(TABLE).map(([name, [standing, args = {}]]) => [
    name,
    { standing, args: new Map(Object.entries(args)) },
  ]),
)
