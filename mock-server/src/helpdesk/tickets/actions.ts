import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { withValues } from '../custom-fields/values.ts'
import { addMessage, findUser } from '../messages/messages.ts'
import type { MessageDraft } from '../messages/messages.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import { INTERNAL_NOTE, TICKET_PRIORITIES, TICKET_STATUSES } from '../model/entities.ts'
import type { FieldValue, Json, Message, Ticket } from '../model/entities.ts'
import { parseAge } from '../rules/language/index.ts'
import { textReaderFor } from '../rules/scope.ts'
import { snoozeTicket } from './snooze.ts'
import { surveyUrlOf } from '../surveys/surveys.ts'
import { tagsByName } from '../tags/tags.ts'
import { renderTemplate } from '../templates/templates.ts'
import { changeTicket, MAX_TAGS } from './changes.ts'

/** What an action knows: the ticket as it is now, what it is looked at for, and who acts. */
export interface TicketActionContext {
  readonly world: Helpdesk
  readonly actor: Actor
  readonly ticket: Ticket
  readonly message?: Message | undefined
  /** How what the action writes is signed. */
  readonly author: Pick<MessageDraft, 'via' | 'rule_id' | 'sender'>
  /** Is told of each text before it is used; throws where that is more than whoever acts may write. */
  readonly charge?: (characters: number) => void
}

/** Arguments as rules and macros have them: JSON. */
export type TicketActionArguments = Readonly<Record<string, Json>>

export type TicketAction = (context: TicketActionContext, args: TicketActionArguments) => void

/** An argument as a text. */
export const textOf = (args: TicketActionArguments, name: string): string => {
  const value = args[name] ?? ''
  return typeof value === 'object' ? '' : String(value)
}

export const invalid = (name: string, sentence: string): never => {
  throw new Refusal('invalid', '', { [name]: [sentence] })
}

/** Tags are one string with commas between them (recorded). More than a ticket can have are not even made. */
function tagNames(args: TicketActionArguments) {
  const names = textOf(args, 'tags')
    .split(',')
    .map((name) => ({ name: name.trim() }))
    .filter(({ name }) => name !== '')
  return names.length > MAX_TAGS ? invalid('tags', `Longer than maximum length ${MAX_TAGS}.`) : names
}

function wordOf<const T extends readonly string[]>(
  args: TicketActionArguments,
  name: string,
  words: T,
): T[number] {
  return words.find((word) => word === args[name]) ?? invalid(name, `Must be one of: ${words.join(', ')}.`)
}

/** Whom an action names: an id, or an object that has one (inferred); null for nobody. */
function idOf(args: TicketActionArguments, name: string): number | null {
  const value = args[name] ?? null
  if (value === null) return null
  if (typeof value !== 'object') return Number(value)
  const { id } = value as { readonly id?: Json }
  return id === undefined || id === null ? null : Number(id)
}

/**
 * A text of an action with its variables filled in. What they stand for is data, so it is escaped in HTML.
 * `{{current_user}}` is who acts; where that is Gorgias, it is nobody (inferred). Notes cannot be read: the text
 * may reach the customer.
 */
export function renderText(
  { world, actor, ticket, message, charge }: TicketActionContext,
  template: string,
  escape: 'html' | 'none' = 'none',
): string {
  const current_user = actor.user_id === null ? undefined : world.rows.users.get(actor.user_id)
  const readTicket = textReaderFor(world, { ticket, message, current_user, forCustomers: true })
  const read = (path: readonly string[]) =>
    path.join('.') === 'satisfaction_survey_url' ? surveyUrlOf(world, actor, ticket) : readTicket(path)
  const rendered = renderTemplate(template, read, { escape })
  charge?.(rendered.length)
  return rendered
}

/** The two bodies of a message, with their variables filled in. */
export function renderBodies(context: TicketActionContext, args: TicketActionArguments) {
  const render = (name: string, escape: 'html' | 'none') =>
    args[name] === undefined || args[name] === null ? null : renderText(context, textOf(args, name), escape)
  return { body_text: render('body_text', 'none'), body_html: render('body_html', 'html') }
}

const isFieldValue = (value: Json | undefined): value is FieldValue | null =>
  value !== undefined && (value === null || typeof value !== 'object')

/** An action that changes fields of the ticket. */
export const change =
  (
    changes: (
      args: TicketActionArguments,
      context: TicketActionContext,
    ) => Parameters<typeof changeTicket>[3],
  ): TicketAction =>
  (context, args) =>
    void changeTicket(context.world, context.actor, context.ticket.id, changes(args, context))

/** What actions do to a ticket, whoever carries them out: a rule, or a macro. */
export const ticketActions = {
  addInternalNote(context, args) {
    const { world, actor, ticket, author } = context
    const note = { channel: INTERNAL_NOTE, from_agent: true, ...author }
    addMessage(world, actor, ticket.id, { ...note, ...renderBodies(context, args) })
  },
  addTags: change((args, { world, actor, ticket }) => ({
    tag_ids: [...new Set([...ticket.tag_ids, ...tagsByName(world, actor, tagNames(args))])],
  })),
  removeTags: change((args, { world, ticket }) => {
    const names = tagNames(args).map(({ name }) => name)
    return { tag_ids: ticket.tag_ids.filter((id) => !names.includes(world.rows.tags.get(id)?.name ?? '')) }
  }),
  setTags: change((args, { world, actor }) => ({ tag_ids: tagsByName(world, actor, tagNames(args)) })),
  setStatus: change((args) => ({ status: wordOf(args, 'status', TICKET_STATUSES) })),
  setPriority: change((args) => ({ priority: wordOf(args, 'priority', TICKET_PRIORITIES) })),
  setSubject: change((args, context) => ({ subject: renderText(context, textOf(args, 'subject')) })),
  setAssignee: change((args, { world }) => {
    const id = idOf(args, 'assignee_user')
    if (id !== null && findUser(world, { id }) === undefined)
      invalid('assignee_user', `User ${id} does not exist.`)
    return { assignee_user_id: id }
  }),
  setTeamAssignee: change((args, { world }) => {
    const id = idOf(args, 'assignee_team')
    if (id !== null && world.rows.teams.get(id) === undefined)
      invalid('assignee_team', `Team ${id} does not exist.`)
    return { assignee_team_id: id }
  }),
  /** A value that does not fit the field's definition is refused (recorded: choices and limits hold). */
  setCustomFieldValue: change(({ custom_field_id, value }, { world, ticket }) => {
    if (!isFieldValue(value)) return invalid('value', 'Not a valid value.')
    const changes = [{ id: Number(custom_field_id), value }]
    return { custom_fields: withValues(world, 'Ticket', ticket.custom_fields, changes) }
  }),
  snoozeTicket({ world, actor, ticket }, { snooze_timedelta: delta }) {
    const age = typeof delta === 'string' ? parseAge(delta) : undefined
    if (age === undefined) return invalid('snooze_timedelta', 'Write a number and one of s, m, h, d, w.')
    snoozeTicket(world, actor, ticket.id, world.now + age)
  },
  excludeTicketFromAutoMerge: change(() => ({ excluded_from_auto_merge: true })),
  excludeTicketFromCSAT: change(() => ({ excluded_from_csat: true })),
  trashTicket: change((_args, { world }) => ({ trashed_datetime: world.now })),
} satisfies Readonly<Record<string, TicketAction>>
