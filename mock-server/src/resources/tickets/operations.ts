import type { Static } from 'typebox'
import { Moved, Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import { matchCustomer } from '../../helpdesk/customer-matching.ts'
import { findUser } from '../../helpdesk/messages.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { TICKET_PRIORITIES } from '../../helpdesk/model/entities.ts'
import type { Ticket, User } from '../../helpdesk/model/entities.ts'
import { existingTags, tagsByName } from '../../helpdesk/tags.ts'
import { changeTicket } from '../../helpdesk/ticket-changes.ts'
import { createTicket as openTicket } from '../../helpdesk/tickets.ts'
import { ticketsOfView } from '../../helpdesk/views.ts'
import type { Page } from '../../wire/cursors.ts'
import { withInstants } from '../instants.ts'
import { listPage } from '../list.ts'
import type { Order } from '../list.ts'
import { toMessageDraft } from '../messages/draft.ts'
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

/** What the tickets of a view can be sorted by besides; what has no time yet comes before all others. */
const viewOrders: typeof orders = {
  ...orders,
  last_message_datetime: { type: 'datetime', value: (ticket) => ticket.last_message_datetime ?? 0 },
  last_received_message_datetime: {
    type: 'datetime',
    value: (ticket) => ticket.last_received_message_datetime ?? 0,
  },
  closed_datetime: { type: 'datetime', value: (ticket) => ticket.closed_datetime ?? 0 },
  snooze_datetime: { type: 'datetime', value: (ticket) => ticket.snooze_datetime ?? 0 },
  // The most urgent one counts most (inferred).
  priority: { type: 'number', value: (ticket) => -TICKET_PRIORITIES.indexOf(ticket.priority) },
}

type Query = Static<typeof TicketQuery>

/** The tickets that each filter leaves for which there is an index; a filter that is not given leaves all. */
function selections(world: Helpdesk, user: User, query: Query): Ticket[][] {
  const { tickets, events, views } = world.rows
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
  if (query.view_id !== undefined) {
    const view = views.get(query.view_id)
    if (view === undefined) throw new Refusal('invalid', '', { view_id: ['View does not exist.'] })
    found.push(ticketsOfView(world, view, user))
  }
  return found
}

/** The sort of the view that is asked for (documented), else the newest first. */
function defaultOrder(world: Helpdesk, { view_id }: Query): string {
  const view = view_id === undefined ? undefined : world.rows.views.get(view_id)
  return view === undefined ? 'created_datetime:desc' : `${view.order_by}:${view.order_dir}`
}

export function listTickets(world: Helpdesk, user: User, query: Query): Page<Ticket> {
  const [among, ...others] = selections(world, user, query)
  const sets = others.map((rows) => new Set(rows))
  return listPage(world.rows.tickets, query, {
    orders: viewOrders,
    defaultOrder: defaultOrder(world, query),
    among,
    filter: (ticket) =>
      (query.trashed !== false || ticket.trashed_datetime === null) && sets.every((set) => set.has(ticket)),
  })
}

type Writable = Static<typeof TicketUpdate>

/** Assignees as ids. `null` and `{"id": null}` unassign (observed). Refuses who does not exist. */
function assignees(
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
  if (assignee_team !== undefined) {
    const id = assignee_team?.id ?? null
    if (id !== null && world.rows.teams.get(id) === undefined) {
      throw new Refusal('invalid', '', { assignee_team: ['Team does not exist.'] })
    }
    changes.assignee_team_id = id
  }
  return changes
}

/** There are no custom fields to set values of, so a value is refused rather than lost. */
function refuseCustomFields(values: Writable['custom_fields']): void {
  const first = values?.[0]
  if (first === undefined) return
  throw new Refusal('invalid', '', {
    custom_fields: { 0: { id: [`Custom field ${first.id} does not exist.`] } },
  })
}

/** A call's tags as the helpdesk takes them. */
const tagReferences = (tags: Writable['tags']) =>
  tags?.map(({ name, decoration }) => ({
    name,
    ...(decoration?.color && { decoration: { color: decoration.color } }),
  }))

export function createTicket(world: Helpdesk, actor: Actor, body: Static<typeof TicketCreate>): Ticket {
  const { messages, tags, assignee_user, assignee_team, custom_fields, split_from, ...rest } =
    withInstants(body)
  refuseCustomFields(custom_fields)
  if (split_from != null) findTicket(world, split_from)
  return openTicket(world, actor, {
    ...rest,
    ...assignees(world, assignee_user, assignee_team),
    ...(tags !== undefined && { tags: tagReferences(tags) ?? [] }),
    messages: messages.map(toMessageDraft),
  })
}

export function updateTicket(world: Helpdesk, actor: Actor, id: number, body: Writable): Ticket {
  findTicket(world, id)
  const { customer, tags, assignee_user, assignee_team, custom_fields, ...rest } = withInstants(body)
  refuseCustomFields(custom_fields)
  return changeTicket(world, actor, id, {
    ...rest,
    ...assignees(world, assignee_user, assignee_team),
    ...(customer && {
      customer_id: matchCustomer(world, actor, customer).id,
    }),
    ...(tags !== undefined && { tag_ids: tagsByName(world, actor, tagReferences(tags) ?? []) }),
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
