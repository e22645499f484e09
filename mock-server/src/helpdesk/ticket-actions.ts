import { Refusal } from '../kernel/refusal.ts'
import type { Actor } from './actor.ts'
import { recordEvent } from './events.ts'
import { addMessage, findUser } from './messages.ts'
import type { MessageDraft } from './messages.ts'
import type { Helpdesk } from './model/helpdesk.ts'
import { INTERNAL_NOTE, TICKET_PRIORITIES, TICKET_STATUSES } from './model/entities.ts'
import type { Json, Message, Ticket } from './model/entities.ts'
import { textReaderFor } from './rules/scope.ts'
import { tagsByName } from './tags.ts'
import { renderTemplate } from './templates.ts'
import { changeTicket } from './ticket-changes.ts'

/** What an action knows: the ticket as it is now, what it is looked at for, and who acts. */
export interface TicketActionContext {
  readonly world: Helpdesk
  readonly actor: Actor
  readonly ticket: Ticket
  readonly message?: Message | undefined
  /** How what the action writes is signed. */
  readonly author: Pick<MessageDraft, 'via' | 'rule_id' | 'sender'>
}

/** Arguments as rules and macros have them: JSON. */
export type TicketActionArguments = Readonly<Record<string, Json>>

export type TicketAction = (context: TicketActionContext, args: TicketActionArguments) => void

const text = (args: TicketActionArguments, name: string): string => {
  const value = args[name] ?? ''
  return typeof value === 'object' ? '' : String(value)
}

/** Tags are one string with commas between them (recorded). */
const tagNames = (args: TicketActionArguments) =>
  text(args, 'tags')
    .split(',')
    .map((name) => ({ name: name.trim() }))
    .filter(({ name }) => name !== '')

const invalid = (name: string, sentence: string): never => {
  throw new Refusal('invalid', '', { [name]: [sentence] })
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

/** Texts may hold variables; what they stand for is data, so it is escaped in HTML. */
export function renderBodies({ world, ticket, message }: TicketActionContext, args: TicketActionArguments) {
  const read = textReaderFor(world, { ticket, message })
  const render = (name: string, escape: 'html' | 'none') =>
    args[name] === undefined ? null : renderTemplate(text(args, name), read, { escape })
  return { body_text: render('body_text', 'none'), body_html: render('body_html', 'html') }
}

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
  setSubject: change((args, { world, ticket, message }) => ({
    subject: renderTemplate(text(args, 'subject'), textReaderFor(world, { ticket, message }), {
      escape: 'none',
    }),
  })),
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
  excludeTicketFromAutoMerge({ world, actor, ticket }) {
    recordEvent(world, actor, 'ticket-excluded-from-auto-merge', { type: 'Ticket', id: ticket.id })
  },
  excludeTicketFromCSAT({ world, actor, ticket }) {
    recordEvent(world, actor, 'ticket-excluded-from-csat', { type: 'Ticket', id: ticket.id })
  },
  trashTicket: change((_args, { world }) => ({ trashed_datetime: world.now })),
} satisfies Readonly<Record<string, TicketAction>>
