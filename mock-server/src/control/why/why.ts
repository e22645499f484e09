import type { Ticket } from '../../helpdesk/model/entities.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import { ControlError } from '../errors.ts'
import {
  actionsTaken,
  tellAiAgent,
  tellBilling,
  tellCalls,
  tellMerges,
  tellSkipped,
  tellSplits,
  tellSurveys,
} from './around.ts'
import { linksOf, subjectOf } from './causes.ts'
import type { WhyCause } from './causes.ts'
import { tellMessages } from './messages.ts'
import { movesBetweenViews, standingOf } from './standing.ts'
import { newTicket, ticketChanges } from './ticket-fields.ts'
import { differences, shown } from './told.ts'
import type { Difference, Scene, Told, WhyChange } from './told.ts'
import { actsOn } from './trace.ts'
import type { Act } from './trace.ts'
import { capitalised, listed } from './words.ts'

/** What one cause did to a ticket in one go. */
export interface WhyEntry {
  /** ISO 8601. */
  readonly at: string
  /** Who did what, and what led to it, in words. */
  readonly sentence: string
  readonly cause: WhyCause
  readonly changes: readonly WhyChange[]
}

/** Why a ticket is as it is. */
export interface WhyAnswer {
  readonly ticket_id: number
  /** False where what is remembered does not reach back to the ticket's creation. */
  readonly complete: boolean
  /** How things stand with the ticket now, in words. */
  readonly now: string
  /** How many changes are not among the entries, since they changed nothing but when the ticket was last updated. */
  readonly left_out: number
  /** Oldest first. */
  readonly entries: readonly WhyEntry[]
}

export interface WhyOptions {
  /** Tells what changed nothing but when the ticket was last updated, too. */
  readonly all?: boolean
}

/** What happened to the row of the ticket itself. */
function tellTicket({ world, act }: Scene, difference: Difference<Ticket>): Told {
  const { before, after } = difference
  if (after === undefined) {
    const isMerge = act.changes.some(({ collection }) => collection === 'mergedTickets')
    const changes = [{ field: 'deleted', before: false, after: true }]
    return { predicates: isMerge ? [] : ['deleted the ticket'], details: [], changes }
  }
  const fields = before === undefined ? newTicket(world, after) : ticketChanges(world, difference)
  return {
    predicates: fields.flatMap(({ predicates }) => predicates),
    details: [],
    changes: fields.map(({ predicates: _, ...change }) => change),
  }
}

/** What is said of an act of which there is nothing else to say. */
function tellLittle(scene: Scene, { before, after }: Difference<Ticket>, told: readonly Told[]): Told {
  const actions = actionsTaken(scene)
  const vainly = actions.length > 0 ? `did ${listed(actions)}, which ` : ''
  const say = (predicate: string, changes: readonly WhyChange[] = []): Told => ({
    predicates: [vainly + predicate],
    details: [],
    changes,
  })
  const unsaid = told.flatMap(({ changes }) => changes.map((change) => change.field))
  if (before === undefined || after === undefined) return say('changed nothing of it')
  if (unsaid.includes('is_unread')) return say(`marked it as ${after.is_unread ? 'unread' : 'read'}`)
  if (unsaid.length > 0) return say(`changed its ${listed(unsaid)}`)
  const field = 'updated_datetime'
  const change = { field, before: shown(field, before[field]), after: shown(field, after[field]) }
  return say('changed nothing of it but when it was last updated', [change])
}

function entryOf(world: Helpdesk, ticket_id: number, act: Act): WhyEntry {
  const scene: Scene = { world, ticket_id, act }
  const [difference = { before: undefined, after: undefined }] = differences<Ticket>(scene, 'tickets').filter(
    ({ before, after }) => (after ?? before)?.id === ticket_id,
  )
  const hasRow = difference.before !== undefined || difference.after !== undefined
  const told = [
    ...tellMerges(scene),
    ...tellSplits(scene),
    ...(hasRow ? [tellTicket(scene, difference)] : []),
    ...tellMessages(scene),
    ...tellCalls(scene),
    ...tellBilling(scene),
    ...tellAiAgent(scene),
    ...tellSurveys(scene),
    ...tellSkipped(scene),
  ]
  if (told.every(({ predicates }) => predicates.length === 0)) told.push(tellLittle(scene, difference, told))
  const sentences = [
    `${capitalised(subjectOf(scene))} ${listed(told.flatMap(({ predicates }) => predicates))}.`,
    ...told.flatMap(({ details }) => details),
    ...movesBetweenViews(world, difference, act.at),
  ]
  return {
    at: formatDatetime(act.at),
    sentence: sentences.join(' '),
    cause: linksOf(world, act.cause),
    changes: told.flatMap(({ changes }) => changes),
  }
}

/** Whether nothing came of an act but that the ticket was last updated then. What a rule did in vain is told. */
const isTouch = (scene: Scene, { changes: [first, ...more] }: WhyEntry): boolean =>
  first?.field === 'updated_datetime' && more.length === 0 && actionsTaken(scene).length === 0

/** Whether there is, or ever was, a ticket of that id. */
function isKnown({ rows }: Helpdesk, ticket_id: number): boolean {
  return (
    rows.tickets.get(ticket_id) !== undefined ||
    rows.mergedTickets.get(ticket_id) !== undefined ||
    rows.events.first('byObject', ['Ticket', ticket_id]) !== undefined
  )
}

/**
 * Why a ticket is as it is: each change of it, what made it, and what led to that. A ticket that was deleted or
 * merged away is answered for, too.
 *
 * @throws {ControlError} 404 for a ticket that never was
 */
export function whyTicket(world: Helpdesk, ticket_id: number, { all = false }: WhyOptions = {}): WhyAnswer {
  if (!isKnown(world, ticket_id)) throw new ControlError(404, `There is no ticket ${ticket_id}.`)
  const acts = actsOn(world, ticket_id)
  const complete = acts.some(({ changes }) =>
    changes.some(({ collection, before }) => collection === 'tickets' && before === undefined),
  )
  const entries = acts.flatMap((act) => {
    const entry = entryOf(world, ticket_id, act)
    return !all && isTouch({ world, ticket_id, act }, entry) ? [] : [entry]
  })
  const left_out = acts.length - entries.length
  return { ticket_id, complete, now: standingOf(world, ticket_id), left_out, entries }
}
