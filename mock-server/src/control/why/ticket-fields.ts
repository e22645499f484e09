import type { FieldValues, Json, Ticket } from '../../helpdesk/model/entities.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { namesIn } from './names.ts'
import { differing, shown, spoken } from './told.ts'
import type { Difference, WhyChange } from './told.ts'
import { named, quoted } from './words.ts'

/** How a field of a ticket is shown, and what is said of its change; a field without words is only shown. */
interface FieldWords<Name extends keyof Ticket> {
  /** Its name in the API, where the row has another one. */
  readonly field?: string
  readonly show?: (world: Helpdesk, value: Ticket[Name]) => Json
  /** Predicates, such as "closed it", of what is shown. */
  readonly say: (before: Json, after: Json) => readonly string[]
}

const names = (value: Json): string[] => (Array.isArray(value) ? value.map(String) : [])
const without = (all: string[], some: string[]) => all.filter((one) => !some.includes(one))
const unsaid = { say: () => [] }

/** `assigned it to X`, `took it from X`. */
const assignment =
  (whom: string) =>
  (before: Json, after: Json): string[] =>
    after === null ? [`took it from ${whom}${spoken(before)}`] : [`assigned it to ${whom}${spoken(after)}`]

const either =
  (yes: string, no: string) =>
  (_before: Json, after: Json): string[] => [after === null || after === false ? no : yes]

function tagPredicates(before: Json, after: Json): string[] {
  const added = without(names(after), names(before))
  const removed = without(names(before), names(after))
  return [
    ...(added.length > 0 ? [`added ${named('tag', added)}`] : []),
    ...(removed.length > 0 ? [`removed ${named('tag', removed)}`] : []),
  ]
}

const fieldsOf = (value: Json) => (value ?? {}) as Readonly<Record<string, Json>>

function fieldPredicates(before: Json, after: Json): string[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)]
  return Object.keys({ ...old, ...now })
    .filter((label) => old[label] !== now[label])
    .map((label) => {
      const value = now[label]
      return value === undefined
        ? `cleared the ticket field ${quoted(label)}`
        : `set the ticket field ${quoted(label)} to ${quoted(spoken(value))}`
    })
}

const WORDS: { readonly [Name in keyof Ticket]?: FieldWords<Name> } = {
  status: { say: (_, after) => [after === 'closed' ? 'closed it' : 'reopened it'] },
  spam: { say: either('marked it as spam', 'took it out of spam') },
  trashed_datetime: { say: either('moved it to the trash', 'took it out of the trash') },
  snooze_datetime: {
    say: (_, after) => [after === null ? 'ended its snooze' : `snoozed it until ${spoken(after)}`],
  },
  tag_ids: {
    field: 'tags',
    show: (world, ids) => ids.map((id) => namesIn(world).tag(id)),
    say: tagPredicates,
  },
  assignee_user_id: {
    field: 'assignee_user',
    show: (world, id) => (id === null ? null : namesIn(world).user(id)),
    say: assignment(''),
  },
  assignee_team_id: {
    field: 'assignee_team',
    show: (world, id) => (id === null ? null : namesIn(world).team(id)),
    say: assignment('the team '),
  },
  customer_id: {
    field: 'customer',
    show: (world, id) => namesIn(world).customer(id),
    say: (before, after) => [`changed its customer from ${spoken(before)} to ${spoken(after)}`],
  },
  custom_fields: {
    show: (world, values: FieldValues) =>
      Object.fromEntries(
        Object.entries(values).map(([id, value]) => [namesIn(world).ticketField(id), shown('', value)]),
      ),
    say: fieldPredicates,
  },
  subject: { say: (_, after) => [`set the subject to ${quoted(spoken(after))}`] },
  meta: { say: () => ['changed its meta'] },
  excluded_from_auto_merge: {
    say: either('excluded it from auto-merge', 'let auto-merge have it again'),
  },
  excluded_from_csat: {
    say: either('excluded it from satisfaction surveys', 'let it have a satisfaction survey again'),
  },
  // They go with what is said of messages, of the status and of the creation.
  came_over_api: unsaid,
  is_unread: unsaid,
  opened_datetime: unsaid,
  closed_datetime: unsaid,
}

/** What follows from a ticket's messages, and when it was last touched: no change that asks for a reason. */
const BOOKKEEPING: ReadonlySet<keyof Ticket> = new Set([
  'id',
  'messages_count',
  'excerpt',
  'integration_ids',
  'last_sent_message_not_delivered',
  'last_message_datetime',
  'last_received_message_datetime',
  'updated_datetime',
  'processed_datetime',
])

/** What is said of a new ticket, beside that it was made: the rest is usual, or stands in the changes. */
const SAID_AT_CREATION: ReadonlySet<keyof Ticket> = new Set([
  'assignee_user_id',
  'assignee_team_id',
  'spam',
  'trashed_datetime',
  'snooze_datetime',
  'custom_fields',
])

const isNothing = (value: Json): boolean =>
  value === null || value === false || (typeof value === 'object' && Object.keys(value).length === 0)

/** One field that changed, as it is shown, and what is said of it. */
interface FieldChange extends WhyChange {
  readonly predicates: readonly string[]
}

function changeOf(world: Helpdesk, { before, after }: Difference<Ticket>, name: keyof Ticket): FieldChange {
  const words = WORDS[name] as FieldWords<keyof Ticket> | undefined
  const show = (row: Ticket | undefined): Json => {
    if (row === undefined) return null
    return words?.show === undefined ? shown(name, row[name]) : words.show(world, row[name])
  }
  const change = { field: words?.field ?? name, before: show(before), after: show(after) }
  const say = words?.say ?? generally(change.field)
  return { ...change, predicates: say(change.before, change.after) }
}

const generally =
  (field: string) =>
  (_before: Json, after: Json): string[] => [
    after === null ? `cleared its ${field}` : `set its ${field} to ${spoken(after)}`,
  ]

/** What is told of a ticket that changed. */
export function ticketChanges(world: Helpdesk, difference: Difference<Ticket>): FieldChange[] {
  return differing(difference)
    .filter((name) => !BOOKKEEPING.has(name))
    .map((name) => changeOf(world, difference, name))
}

/** What is told of a new ticket: all that it has, and in words what is not usual. */
export function newTicket(world: Helpdesk, ticket: Ticket): FieldChange[] {
  const fields = (Object.keys(ticket) as (keyof Ticket)[]).filter((name) => !BOOKKEEPING.has(name))
  const created = fields
    .map((name) => ({ name, ...changeOf(world, { before: undefined, after: ticket }, name) }))
    .filter(({ after }) => !isNothing(after))
    .map(({ name, predicates, ...change }) => ({
      ...change,
      predicates: SAID_AT_CREATION.has(name) ? predicates : [],
    }))
  const { subject, status, tag_ids, customer_id } = ticket
  const tags = tag_ids.map((id) => namesIn(world).tag(id))
  const [first, ...rest] = created
  if (first === undefined) return []
  const what = [
    'created the ticket',
    subject ? ` ${quoted(subject)}` : '',
    ` of ${namesIn(world).customer(customer_id)}`,
    status === 'closed' ? ', closed,' : '',
    tags.length > 0 ? ` with ${named('tag', tags)}` : '',
  ]
  return [{ ...first, predicates: [what.join(''), ...first.predicates] }, ...rest]
}
