import { Refusal } from '../../kernel/refusal.ts'
import { businessHoursOf } from '../account/business-hours.ts'
import { TICKET_PRIORITIES } from '../model/entities.ts'
import type { Instant, Ticket, User, View, ViewOrder } from '../model/entities.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import { fillTemplates, matchesFilter, RuleBudgetExceeded } from '../rules/language/index.ts'
import { callerReader, readerFor } from '../rules/scope.ts'
import { filtersOf, speaksOf } from './filters.ts'
import { planOf, walkStretch } from './plan.ts'
import type { Found, OrderIndexes, Place } from './plan.ts'

interface ItemOrder extends OrderIndexes {
  readonly value: (ticket: Ticket) => number
}

/** How the tickets of a view are sorted; what has no time yet comes before all others (inferred). */
const ORDERS: Readonly<Record<ViewOrder, ItemOrder>> = {
  created_datetime: { index: 'byCreated', value: (ticket) => ticket.created_datetime },
  updated_datetime: {
    index: 'byUpdated',
    inStatus: 'byStatusAndUpdate',
    value: (ticket) => ticket.updated_datetime,
  },
  last_message_datetime: {
    inStatus: 'byStatusAndMessage',
    value: (ticket) => ticket.last_message_datetime ?? 0,
  },
  last_received_message_datetime: { value: (ticket) => ticket.last_received_message_datetime ?? 0 },
  closed_datetime: { value: (ticket) => ticket.closed_datetime ?? 0 },
  snooze_datetime: { value: (ticket) => ticket.snooze_datetime ?? 0 },
  // The most urgent one counts most (inferred).
  priority: { value: (ticket) => TICKET_PRIORITIES.length - TICKET_PRIORITIES.indexOf(ticket.priority) },
}

/** By what a ticket is sorted: microseconds since the epoch, or the rank of its priority. */
export const orderValue = (order: ViewOrder, ticket: Ticket): number => ORDERS[order].value(ticket)

/** What decides which tickets a view holds: a view that is saved, or one that is made up for a call. */
export type Selecting = Pick<View, 'type' | 'filters' | 'search'>

/** How the tickets of a view are walked. */
export interface ItemWalk {
  readonly after?: Place | undefined
  readonly downwards: boolean
  /** Only these, which were found by other means. */
  readonly among?: readonly Ticket[] | undefined
}

/** The tickets of a view, as one user sees them. */
export interface ViewItems {
  holds(ticket: Ticket): boolean
  /** All of them, in no particular order. */
  all(): Ticket[]
  /** In an order, strictly behind a place. Lazily read: take what you need. */
  inOrder(order: ViewOrder, walk: ItemWalk): Iterable<Ticket>
}

/** Whether all words stand somewhere in what a list of tickets shows (inferred). */
function matchesSearch(world: Helpdesk, ticket: Ticket, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const customer = world.rows.customers.get(ticket.customer_id)
  const { id, external_id, subject, excerpt } = ticket
  const shown = [id, external_id, subject, excerpt, customer?.name, customer?.email].join('\n').toLowerCase()
  return words.every((word) => shown.includes(word))
}

/**
 * Tickets in the trash stand only in views that speak of the trash, spam only in those that speak of spam or
 * of the trash (inferred: the recorded filter of "All" asks for nothing but open tickets).
 */
function isSetAside(view: Selecting): (ticket: Ticket) => boolean {
  const showsTrash = speaksOf(view, 'ticket.trashed_datetime')
  const showsSpam = showsTrash || speaksOf(view, 'ticket.spam')
  return ({ trashed_datetime, spam }) => (trashed_datetime !== null && !showsTrash) || (spam && !showsSpam)
}

/** Tells which tickets a view holds for a user, as they were at a moment of which the filter speaks as now. */
export function testerOf(world: Helpdesk, view: Selecting, user: User, now: Instant = world.now) {
  const filter = fillTemplates(filtersOf(view).filter, callerReader(user))
  const words = view.search?.toLowerCase().split(/\s+/).filter(Boolean) ?? []
  const setAside = isSetAside(view)
  const context = { now, businessHours: businessHoursOf(world) }
  const holds = (ticket: Ticket): boolean => {
    if (setAside(ticket)) return false
    try {
      const passes = matchesFilter(filter, { ...context, read: readerFor(world, { ticket }) })
      return passes && matchesSearch(world, ticket, words)
    } catch (error) {
      if (error instanceof RuleBudgetExceeded)
        throw new Refusal('invalid', '', { filters: ['The filter takes too many steps: ask for less.'] })
      throw error
    }
  }
  return { condition: filter.condition, holds }
}

/**
 * Opens a view of tickets for a user, who is put in the place of `{{current_user...}}`. Indexes lead to the
 * tickets, the filter decides.
 *
 * @throws Refusal 400 for a view of customers, and for filters that cannot be read
 * @example
 * for (const ticket of itemsOf(world, view, user).inOrder('updated_datetime', { downwards: true })) ...
 */
export function itemsOf(world: Helpdesk, view: Selecting, user: User): ViewItems {
  if (view.type !== 'ticket-list') {
    const problem = 'Not a view of tickets: list customers by GET /api/customers?view_id=ID.'
    throw new Refusal('invalid', '', { type: [problem] })
  }
  const { condition, holds } = testerOf(world, view, user)
  const plan = planOf(world, condition)
  return {
    holds,
    all: () => plan.fewest().filter(holds),
    *inOrder(name, { after, downwards, among }) {
      const order = ORDERS[name]
      const { rows, stretch }: Found = among === undefined ? plan.for(order) : { rows: among }
      if (stretch !== undefined) {
        for (const ticket of walkStretch(world, stretch, after, downwards)) if (holds(ticket)) yield ticket
        return
      }
      const sign = downwards ? -1 : 1
      const place = (ticket: Ticket): Place => [order.value(ticket), ticket.id]
      const compare = (a: Place, b: Place) => sign * (a[0] - b[0] || a[1] - b[1])
      yield* rows
        .filter((ticket) => (after === undefined || compare(place(ticket), after) > 0) && holds(ticket))
        .sort((a, b) => compare(place(a), place(b)))
    },
  }
}

/** All tickets of a view for a user, in no particular order. */
export const ticketsOfView = (world: Helpdesk, view: Selecting, user: User): Ticket[] =>
  itemsOf(world, view, user).all()
