import type { Static } from 'typebox'
import { Moved, Refusal, within } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import { refuseUnknownAssignees } from '../../helpdesk/tickets/assignees.ts'
import { NO_VALUES, withValues } from '../../helpdesk/custom-fields/values.ts'
import { matchCustomer } from '../../helpdesk/customers/matching.ts'
import { findUser } from '../../helpdesk/messages/messages.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Ticket, User, View } from '../../helpdesk/model/entities.ts'
import { existingTags, tagsByName } from '../../helpdesk/tags/tags.ts'
import { changeTicket } from '../../helpdesk/tickets/changes.ts'
import { createTicket as openTicket } from '../../helpdesk/tickets/tickets.ts'
import { viewFor } from '../../helpdesk/views/views.ts'
import type { Page } from '../../wire/cursors.ts'
import { withInstants } from '../instants.ts'
import { listPage } from '../list.ts'
import type { Order } from '../list.ts'
import { toMessageDraft } from '../messages/draft.ts'
import { ticketPage } from '../views/items.ts'
import type { TicketCreate, TicketQuery, TicketTagsBody, TicketUpdate } from './schema.ts'

/** The ticket of that id; 404 without one, 301 where it was merged into another (documented). */
export function findTicket(world: Helpdesk, id: number): Ticket {
  const ticket = world.rows.tickets.get(id)
  if (ticket !== undefined) return ticket
  const merged = world.rows.mergedTickets.get(id)
  if (merged !== undefined) throw new Moved(`/tickets/${id}`, `/tickets/${merged.target_id}`)
  throw new Refusal('missing')
}

const orders: Readonly<Record<string, Order<Ticket, 'byCreated' | 'byUpdated'>>> = {
  created_datetime: { index: 'byCreated', type: 'datetime', value: (ticket) => ticket.created_datetime },
  updated_datetime: { index: 'byUpdated', type: 'datetime', value: (ticket) => ticket.updated_datetime },
}

type Query = Static<typeof TicketQuery>

/** The tickets that each filter leaves for which there is an index; a filter that is not given leaves all. */
function selections(world: Helpdesk, query: Query): Ticket[][] {
  const { tickets, events } = world.rows
  const byIds = (ids: Iterable<number>) => [...new Set(ids)].flatMap((id) => tickets.get(id) ?? [])
  const found: Ticket[][] = []
  if (query.ticket_ids !== undefined) found.push(byIds(query.ticket_ids))
  if (query.external_id !== undefined)
    found.push([...tickets.walk('byExternalId', { prefix: [query.external_id] })])
  if (query.customer_id !== undefined)
    found.push([...tickets.walk('byCustomer', { prefix: [query.customer_id] })])
  if (query.rule_id !== undefined) {
    const executions = events.walk('byExecutedRule', { prefix: [query.rule_id] })
    found.push(byIds([...executions].map((event) => event.object_id)))
  }
  return found
}

/** The view that is asked for, whose sort is used (documented). */
function viewOf(world: Helpdesk, user: User, { view_id }: Query): View | undefined {
  if (view_id === undefined) return undefined
  const view = viewFor(world, user, view_id)
  if (view?.type === 'ticket-list') return view
  const problem = view === undefined ? 'View does not exist.' : 'Not a view of tickets.'
  throw new Refusal('invalid', '', { view_id: [problem] })
}

export function listTickets(world: Helpdesk, user: User, query: Query): Page<Ticket> {
  const view = viewOf(world, user, query)
  const [among, ...others] = selections(world, query)
  const sets = others.map((rows) => new Set(rows))
  const filter = (ticket: Ticket) =>
    (query.trashed !== false || ticket.trashed_datetime === null) && sets.every((set) => set.has(ticket))
  return view === undefined
    ? listPage(world.rows.tickets, query, { orders, defaultOrder: 'created_datetime:desc', among, filter })
    : ticketPage(world, user, view, query, { among, filter })
}

type Writable = Static<typeof TicketUpdate>

/** Assignees as ids. `null` and `{"id": null}` unassign (observed). Refuses who does not exist. */
export function assignees(
  world: Helpdesk,
  assignee_user: Writable['assignee_user'],
  assignee_team: Writable['assignee_team'],
) {
  const changes: { assignee_user_id?: number | null; assignee_team_id?: number | null } = {}
  if (assignee_user !== undefined) {
    const { id, email } = assignee_user ?? {}
    const reference = { ...(typeof id === 'number' && { id }), ...(email && { email }) }
    const user = typeof id === 'number' || email ? findUser(world, reference) : null
    if (user === undefined) throw new Refusal('invalid', '', { assignee_user: ['User does not exist.'] })
    changes.assignee_user_id = user?.id ?? null
  }
  if (assignee_team !== undefined) changes.assignee_team_id = assignee_team?.id ?? null
  refuseUnknownAssignees(world, changes)
  return changes
}

/** A call's tags as the helpdesk takes them. */
export const tagReferences = (tags: Writable['tags']) =>
  tags?.map(({ name, decoration }) => ({
    name,
    ...(decoration?.color && { decoration: { color: decoration.color } }),
  }))

export function createTicket(world: Helpdesk, actor: Actor, body: Static<typeof TicketCreate>): Ticket {
  const { messages, tags, assignee_user, assignee_team, custom_fields, split_from, ...rest } =
    withInstants(body)
  if (split_from != null && world.rows.tickets.get(split_from) === undefined)
    throw new Refusal('invalid', '', { split_from: ['Ticket does not exist.'] })
  return openTicket(world, actor, {
    ...rest,
    ...assignees(world, assignee_user, assignee_team),
    ...(tags !== undefined && { tags: tagReferences(tags) ?? [] }),
    ...(custom_fields && { custom_fields }),
    messages: messages.map(toMessageDraft),
  })
}

export function updateTicket(world: Helpdesk, actor: Actor, id: number, body: Writable): Ticket {
  findTicket(world, id)
  const { customer, tags, assignee_user, assignee_team, custom_fields, ...rest } = withInstants(body)
  return changeTicket(world, actor, id, {
    ...rest,
    ...assignees(world, assignee_user, assignee_team),
    ...(customer && {
      customer_id: matchCustomer(world, actor, customer).id,
    }),
    ...(tags !== undefined && { tag_ids: tagsByName(world, actor, tagReferences(tags) ?? []) }),
    // All values at once, unlike the values' own calls (documented).
    ...(custom_fields !== undefined && {
      custom_fields: within(['custom_fields'], () =>
        withValues(world, 'Ticket', NO_VALUES, custom_fields ?? []),
      ),
    }),
  })
}

/** The tags that a body names, by id or name. */
function namedTags(
  world: Helpdesk,
  actor: Actor,
  { ids = [], names = [] }: Static<typeof TicketTagsBody>,
): number[] {
  return [
    ...existingTags(world, ids),
    ...tagsByName(
      world,
      actor,
      names.map((name) => ({ name })),
    ),
  ]
}

function requireTags({ ids, names }: Static<typeof TicketTagsBody>): void {
  if (ids?.length || names?.length) return
  throw new Refusal('invalid', '', { names: ['Missing data for required field.'] })
}

export function addTicketTags(
  world: Helpdesk,
  actor: Actor,
  id: number,
  body: Static<typeof TicketTagsBody>,
): void {
  const ticket = findTicket(world, id)
  requireTags(body)
  changeTicket(world, actor, id, {
    tag_ids: [...new Set([...ticket.tag_ids, ...namedTags(world, actor, body)])],
  })
}

export function setTicketTags(
  world: Helpdesk,
  actor: Actor,
  id: number,
  body: Static<typeof TicketTagsBody>,
): void {
  findTicket(world, id)
  changeTicket(world, actor, id, { tag_ids: [...new Set(namedTags(world, actor, body))] })
}

export function removeTicketTags(
  world: Helpdesk,
  actor: Actor,
  id: number,
  body: Static<typeof TicketTagsBody>,
): void {
  const ticket = findTicket(world, id)
  requireTags(body)
  const { ids = [], names = [] } = body
  const unwanted = (tag_id: number) =>
    ids.includes(tag_id) || names.includes(world.rows.tags.get(tag_id)?.name ?? '')
  changeTicket(world, actor, id, { tag_ids: ticket.tag_ids.filter((tag_id) => !unwanted(tag_id)) })
}
