import type { Actor } from '../../helpdesk/actor.ts'
import { applyMacro } from '../../helpdesk/macros/apply.ts'
import { addMessage, findUser } from '../../helpdesk/messages/messages.ts'
import type { MessageDraft } from '../../helpdesk/messages/messages.ts'
import { INTERNAL_NOTE } from '../../helpdesk/model/entities.ts'
import type { Message, Ticket, TicketStatus } from '../../helpdesk/model/entities.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { defaultMailbox, draftReply } from '../../helpdesk/messages/replies.ts'
import { renderBodies } from '../../helpdesk/tickets/actions.ts'
import { changeTicket } from '../../helpdesk/tickets/changes.ts'
import { createTicket } from '../../helpdesk/tickets/tickets.ts'
import { Refusal } from '../../kernel/refusal.ts'

/** Where an agent works, and on whose behalf. */
export interface Desk {
  readonly world: Helpdesk
  readonly actor: Actor
}

/** What an agent writes: text, HTML, or both. */
export interface Written {
  readonly text?: string
  readonly html?: string
}

export const invalid = (field: string, sentence: string): never => {
  throw new Refusal('invalid', '', { [field]: [sentence] })
}

/** The bodies of a helpdesk message; its stripped ones are filled (recorded), and hold the same. */
function bodiesOf({ text, html }: Written) {
  if (!text && !html) invalid('text', 'Say something: text, html or both.')
  return {
    body_text: text ?? null,
    body_html: html ?? null,
    stripped_text: text ?? null,
    stripped_html: html ?? null,
  }
}

/** Whoever works on a ticket has opened it (documented: the time is that of the first time). */
function look({ world }: Desk, ticket: Ticket): void {
  const opened_datetime = ticket.opened_datetime ?? world.now
  world.rows.tickets.patch(ticket.id, { is_unread: false, opened_datetime })
}

/** What becomes of the ticket once the message is written: "send and close". */
function leave({ world, actor }: Desk, ticket: Ticket, status: TicketStatus | undefined): void {
  const now = world.rows.tickets.get(ticket.id)
  if (status !== undefined && now?.status !== status) changeTicket(world, actor, ticket.id, { status })
}

export interface Reply extends Written {
  /** Whether the thread so far is quoted beneath; default false, as recorded of helpdesk replies. */
  readonly include_thread?: boolean
  readonly status?: TicketStatus
}

/** Writes to the ticket's customer, in its channel. */
export function reply(
  desk: Desk,
  ticket: Ticket,
  { include_thread = false, status, ...written }: Reply,
): Message {
  const { world, actor } = desk
  const draft = draftReply(world, ticket, 'helpdesk', bodiesOf(written))
  if (draft.channel === 'email' && (draft.source?.to ?? []).length === 0)
    throw new Refusal(
      'conflict',
      `Ticket ${ticket.id} has a customer without an email address: no reply can go out.`,
    )
  look(desk, ticket)
  const message = addMessage(world, actor, ticket.id, {
    ...draft,
    ...(draft.source && { source: { ...draft.source, extra: { ...draft.source.extra, include_thread } } }),
  })
  leave(desk, ticket, status)
  return message
}

/** Whom an agent names: by id or e-mail address. */
export function userNamed(world: Helpdesk, named: number | string, field: string): number {
  const user = findUser(world, typeof named === 'number' ? { id: named } : { email: named })
  return user?.id ?? invalid(field, `There is no user ${named}.`)
}

export interface Note extends Written {
  /** Users by id or e-mail address. */
  readonly mentions?: readonly (number | string)[]
}

/** Writes for colleagues alone. */
export function note(desk: Desk, ticket: Ticket, { mentions = [], ...written }: Note): Message {
  const { world, actor } = desk
  const draft: MessageDraft = {
    channel: INTERNAL_NOTE,
    from_agent: true,
    via: 'helpdesk',
    ...bodiesOf(written),
    mention_ids: mentions.map((named) => userNamed(world, named, 'mentions')),
  }
  look(desk, ticket)
  return addMessage(world, actor, ticket.id, draft)
}

/** An e-mail of the helpdesk to somebody, through a mailbox of the account. */
function emailTo(world: Helpdesk, to: { email: string; name?: string }, written: Written): MessageDraft {
  const mailbox = defaultMailbox(world)
  if (mailbox === undefined)
    throw new Refusal('conflict', 'The account has no email integration to send from.')
  return {
    channel: 'email',
    from_agent: true,
    via: 'helpdesk',
    receiver: to,
    source: {
      type: 'email',
      from: { name: mailbox.name, address: mailbox.address ?? '' },
      to: [{ name: to.name ?? '', address: to.email }],
      extra: { include_thread: false },
    },
    ...bodiesOf(written),
  }
}

/**
 * Sends a ticket on by e-mail with its thread, as "forward" does. The recipient becomes a customer if they are
 * none, as anybody does whom the helpdesk writes to (inferred); the ticket stays its customer's.
 */
export function forward(desk: Desk, ticket: Ticket, to: string, written: Written): Message {
  const { world, actor } = desk
  const draft = emailTo(world, { email: to }, written)
  look(desk, ticket)
  return addMessage(world, actor, ticket.id, {
    ...draft,
    subject: `Fwd: ${ticket.subject ?? ''}`.trim().slice(0, 998),
    source: { ...draft.source, extra: { include_thread: true, forward: true } },
  })
}

export interface Outgoing extends Written {
  readonly to: string
  readonly name?: string
  readonly subject: string
  readonly tags?: readonly string[]
  readonly status?: TicketStatus
}

/** Opens a ticket by writing to a customer. */
export function write(
  { world, actor }: Desk,
  { to, name, subject, tags = [], status, ...written }: Outgoing,
): Ticket {
  const customer = { email: to, ...(name !== undefined && { name }) }
  return createTicket(world, actor, {
    via: 'helpdesk',
    subject,
    customer,
    tags: tags.map((tag) => ({ name: tag })),
    messages: [{ ...emailTo(world, customer, written), subject }],
    ...(status !== undefined && { status }),
  })
}

export interface MacroUse {
  /** By id or name. */
  readonly macro: number | string
  /** Whether its response text is sent, if it has one; default true. */
  readonly send?: boolean
  readonly status?: TicketStatus
}

/**
 * Applies a macro: sends its response text, with its variables filled in, and carries out its actions.
 *
 * @returns the message, and the names of the actions that the simulator does not carry out
 */
export function useMacro(desk: Desk, ticket: Ticket, { macro: named, send = true, status }: MacroUse) {
  const { world, actor } = desk
  const macro =
    typeof named === 'number' ? world.rows.macros.get(named) : world.rows.macros.first('byName', [named])
  if (macro === undefined) return invalid('macro', `There is no macro ${named}.`)
  if (macro.archived_datetime !== null) return invalid('macro', `Macro "${macro.name}" is archived.`)
  const response = macro.actions.find(({ name }) => name === 'setResponseText')
  let message: Message | undefined
  if (send && response !== undefined) {
    const context = { world, actor, ticket, author: {} }
    const { body_text: text, body_html: html } = renderBodies(context, response.arguments)
    const written = { ...(text !== null && { text }), ...(html !== null && { html }) }
    const { id } = reply(desk, ticket, written)
    // Named afterwards: to apply the macro counts its use, and once is enough.
    message = world.rows.messages.patch(id, { macros: [{ id: macro.id }] })
  }
  const leftOut = applyMacro(world, actor, ticket, macro)
  leave(desk, ticket, status)
  return { message, leftOut: leftOut.filter((name) => name !== 'setResponseText' || message === undefined) }
}
