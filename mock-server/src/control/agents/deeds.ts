import type { Static, TObject } from 'typebox'
import { TICKET_PRIORITIES, TICKET_STATUSES } from '../../helpdesk/model/entities.ts'
import type { Message, Ticket } from '../../helpdesk/model/entities.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { snoozeTicket } from '../../helpdesk/tickets/snooze.ts'
import { tagsByName } from '../../helpdesk/tags/tags.ts'
import { changeTicket } from '../../helpdesk/tickets/changes.ts'
import type { TicketChanges } from '../../helpdesk/tickets/changes.ts'
import { mergeTickets } from '../../helpdesk/tickets/merge.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { Id, Nullable, OneOf } from '../../wire/schema.ts'
import { Type } from '../../wire/type.ts'
import { readDuration, readInstant } from '../clock/durations.ts'
import { forward, invalid, note, reply, useMacro, userNamed, write } from './writing.ts'
import type { Desk } from './writing.ts'

/** What came of a deed. */
export interface DeedDone {
  readonly ticket_id: number
  /** The message that was written, if one was. */
  readonly message_id: number | null
  /** Actions of a macro that the simulator does not carry out. */
  readonly left_out_actions?: readonly string[]
}

interface Deed<Body extends TObject> {
  readonly summary: string
  /** The operation of the API that asks for the same role. */
  readonly like: string
  readonly body: Body
  readonly run: (desk: Desk, body: Static<Body>) => DeedDone
}

const deed = <Body extends TObject>(spec: Deed<Body>): Deed<Body> => spec

const Named = Type.Unsafe<number | string>({ type: ['integer', 'string'], maxLength: 320 })
const NamedOrNobody = Type.Optional(
  Type.Unsafe<number | string | null>({ type: ['integer', 'string', 'null'], maxLength: 320 }),
)
const Tags = Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { minItems: 1, maxItems: 100 })
const Email = Type.String({ format: 'email', maxLength: 320 })
const Status = Type.Optional(OneOf(TICKET_STATUSES, { description: 'What the ticket is afterwards.' }))
const written = {
  text: Type.Optional(Type.String({ maxLength: 1_000_000 })),
  html: Type.Optional(Type.String({ maxLength: 1_000_000 })),
}

const body = <P extends Parameters<typeof Type.Object>[0]>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })
const onTicket = <P extends Parameters<typeof Type.Object>[0]>(properties: P) =>
  body({ ticket_id: Id, ...properties })

function ticketNamed(world: Helpdesk, id: number, field = 'ticket_id'): Ticket {
  const ticket = world.rows.tickets.get(id)
  if (ticket !== undefined) return ticket
  const merged = world.rows.mergedTickets.get(id)
  return invalid(
    field,
    merged === undefined
      ? `There is no ticket ${id}.`
      : `Ticket ${id} was merged into ticket ${merged.target_id}.`,
  )
}

const done = (ticket_id: number, message?: Message): DeedDone => ({
  ticket_id,
  message_id: message?.id ?? null,
})

function changed({ world, actor }: Desk, { id }: Ticket, changes: TicketChanges): DeedDone {
  changeTicket(world, actor, id, changes)
  return done(id)
}

type Changes<Body> = (body: Body, desk: Desk, ticket: Ticket) => TicketChanges

/** A deed that changes fields of a ticket. */
const change = <Body extends TObject<{ ticket_id: typeof Id }>>(
  summary: string,
  schema: Body,
  changes: Changes<Static<Body>>,
  like = 'updateTicket',
): Deed<Body> => ({
  summary,
  like,
  body: schema,
  run(desk, input) {
    const ticket = ticketNamed(desk.world, input.ticket_id)
    return changed(desk, ticket, changes(input, desk, ticket))
  },
})

/** A team by its id or name; null for none. */
function teamNamed(world: Helpdesk, named: number | string | null): number | null {
  if (named === null) return null
  const { teams } = world.rows
  const team = typeof named === 'number' ? teams.get(named) : teams.first('byName', [named])
  return team?.id ?? invalid('team', `There is no team ${named}.`)
}

interface Assignment {
  readonly user?: number | string | null
  readonly team?: number | string | null
}

function assignment({ world }: Desk, { user, team }: Assignment): TicketChanges {
  if (user === undefined && team === undefined)
    invalid('user', 'Name a user, a team or both; null for nobody.')
  return {
    ...(user !== undefined && { assignee_user_id: user === null ? null : userNamed(world, user, 'user') }),
    ...(team !== undefined && { assignee_team_id: teamNamed(world, team) }),
  }
}

/** When a snooze ends, as an instant in microseconds; null to wake the ticket. */
function wakingTime(
  now: number,
  until: string | null | undefined,
  duration: string | undefined,
): number | null {
  if ((until === undefined) === (duration === undefined))
    return invalid('until', 'Say either until when or for how long.')
  if (until === null) return null
  const at =
    until === undefined ? now + readDuration(duration ?? '', now, 'for') : readInstant(until, 'until')
  return at > now ? at : invalid(until === undefined ? 'for' : 'until', 'That is over already.')
}

/**
 * What a person can do at a desk of the helpdesk, each through what the API, rules and macros use as well.
 * The name of a deed is the last part of its path.
 */
export const DEEDS = {
  reply: deed({
    summary: 'Reply to the customer',
    like: 'createTicketMessage',
    body: onTicket({
      ...written,
      include_thread: Type.Optional(
        Type.Boolean({ description: 'Quote the thread beneath; default false.' }),
      ),
      status: Status,
    }),
    run: (desk, { ticket_id, ...rest }) =>
      done(ticket_id, reply(desk, ticketNamed(desk.world, ticket_id), rest)),
  }),
  note: deed({
    summary: 'Write an internal note',
    like: 'createTicketMessage',
    body: onTicket({
      ...written,
      mentions: Type.Optional(
        Type.Array(Named, { maxItems: 100, description: 'Users by id or e-mail address.' }),
      ),
    }),
    run: (desk, { ticket_id, ...rest }) =>
      done(ticket_id, note(desk, ticketNamed(desk.world, ticket_id), rest)),
  }),
  forward: deed({
    summary: 'Forward a ticket by e-mail, with its thread',
    like: 'createTicketMessage',
    body: onTicket({ to: Email, ...written }),
    run: (desk, { ticket_id, to, ...rest }) =>
      done(ticket_id, forward(desk, ticketNamed(desk.world, ticket_id), to, rest)),
  }),
  write: deed({
    summary: 'Open a ticket by writing to a customer',
    like: 'createTicket',
    body: body({
      to: Email,
      name: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
      subject: Type.String({ minLength: 1, maxLength: 998 }),
      ...written,
      tags: Type.Optional(Tags),
      status: Status,
    }),
    run(desk, input) {
      const { id } = write(desk, input)
      return done(id, desk.world.rows.messages.first('byTicket', [id]))
    },
  }),
  macro: deed({
    summary: 'Apply a macro, and send its response text',
    like: 'updateTicket',
    body: onTicket({ macro: Named, send: Type.Optional(Type.Boolean()), status: Status }),
    run(desk, { ticket_id, ...rest }) {
      const { message, leftOut } = useMacro(desk, ticketNamed(desk.world, ticket_id), rest)
      return { ...done(ticket_id, message), left_out_actions: leftOut }
    },
  }),
  tag: change(
    'Put tags on a ticket',
    onTicket({ tags: Tags }),
    ({ tags }, { world, actor }, ticket) => {
      const ids = tagsByName(
        world,
        actor,
        tags.map((name) => ({ name })),
      )
      return { tag_ids: [...new Set([...ticket.tag_ids, ...ids])] }
    },
    'createTicketTags',
  ),
  untag: change(
    'Take tags off a ticket',
    onTicket({ tags: Tags }),
    ({ tags }, { world }, { tag_ids }) => ({
      tag_ids: tag_ids.filter((id) => !tags.includes(world.rows.tags.get(id)?.name ?? '')),
    }),
    'deleteTicketTags',
  ),
  assign: change(
    'Assign a ticket to a user, a team, or nobody',
    onTicket({ user: NamedOrNobody, team: NamedOrNobody }),
    (input, desk) => assignment(desk, input),
  ),
  close: change('Close a ticket', onTicket({}), () => ({ status: 'closed' })),
  open: change('Open a ticket again', onTicket({}), () => ({ status: 'open' })),
  priority: change(
    'Set the priority of a ticket',
    onTicket({ priority: OneOf(TICKET_PRIORITIES) }),
    ({ priority }) => ({ priority }),
  ),
  spam: change(
    'Mark a ticket as spam, or not',
    onTicket({ spam: Type.Optional(Type.Boolean({ description: 'Default true.' })) }),
    ({ spam = true }) => ({ spam }),
  ),
  trash: change(
    'Put a ticket into the trash, or back',
    onTicket({ trashed: Type.Optional(Type.Boolean({ description: 'Default true.' })) }),
    ({ trashed = true }, { world }, ticket) => ({
      trashed_datetime: trashed ? (ticket.trashed_datetime ?? world.now) : null,
    }),
  ),
  snooze: deed({
    summary: 'Let a ticket sleep until a time or for a duration, or wake it',
    like: 'updateTicket',
    body: onTicket({
      until: Type.Optional(Nullable(Type.String({ description: 'ISO 8601; null wakes the ticket.' }))),
      for: Type.Optional(Type.String({ description: 'ISO 8601 duration, such as PT2H.' })),
    }),
    run(desk, { ticket_id, until, for: duration }) {
      const { world, actor } = desk
      const ticket = ticketNamed(world, ticket_id)
      const at = wakingTime(world.now, until, duration)
      if (at === null) return changed(desk, ticket, { snooze_datetime: null })
      snoozeTicket(world, actor, ticket_id, at)
      return done(ticket_id)
    },
  }),
  merge: deed({
    summary: 'Merge a ticket into another',
    like: 'mergeTickets',
    body: onTicket({ into: Id }),
    run({ world, actor }, { ticket_id, into }) {
      const source = ticketNamed(world, ticket_id)
      const target = ticketNamed(world, into, 'into')
      if (source.id === target.id)
        throw new Refusal('invalid', 'into: a ticket cannot be merged into itself.')
      mergeTickets(world, actor, source.id, target.id)
      return done(target.id)
    },
  }),
}

export type DeedName = keyof typeof DEEDS

/** What a deed takes. */
export type DeedBody<Name extends DeedName> = Static<(typeof DEEDS)[Name]['body']>
