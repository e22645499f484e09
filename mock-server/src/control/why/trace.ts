import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Event, Instant, Redirect } from '../../helpdesk/model/entities.ts'
import type { Job } from '../../helpdesk/model/jobs.ts'
import type { Cause, Change } from '../../kernel/world.ts'

/** What an account remembers the changes of: all that is told of tickets, and nothing that is only large. */
export const REMEMBERED = [
  'tickets',
  'messages',
  'events',
  'outbox',
  'billableTickets',
  'mergedTickets',
  'splitTickets',
  'surveys',
  'aiInteractions',
  'voiceCalls',
  'jobs',
] as const satisfies readonly (keyof Helpdesk['rows'])[]

/** What one cause did to a ticket in one go. */
export interface Act {
  readonly at: Instant
  readonly cause: Cause
  /** Those that are about the ticket, in the order in which they were made. */
  readonly changes: readonly Change[]
  /** In whose name it was done, as the events say that it left, be they of the ticket or not. */
  readonly user_id: number | null
  /** The job whose step it was. */
  readonly job: Job | undefined
}

const ticketOf = (row: object | undefined): unknown =>
  row !== undefined && 'ticket_id' in row ? row.ticket_id : undefined

/** Whether a change is about a ticket: its row, messages, events, e-mails, bill, survey, calls. */
function isAbout({ collection, before, after }: Change, ticket_id: number): boolean {
  const row = after ?? before
  switch (collection) {
    case 'tickets':
    case 'billableTickets':
      return row?.id === ticket_id
    case 'mergedTickets':
    case 'splitTickets':
      return row?.id === ticket_id || (row as Redirect).target_id === ticket_id
    case 'events': {
      // Events of messages come with a change of their message.
      const { object_type, object_id } = row as Event
      return object_type === 'Ticket' && object_id === ticket_id
    }
    case 'messages':
    case 'outbox':
    case 'surveys':
    case 'aiInteractions':
    case 'voiceCalls':
      return ticketOf(before) === ticket_id || ticketOf(after) === ticket_id
    default:
      return false
  }
}

/** A rule has its cause named with each of its actions. */
const isSame = (a: Cause | undefined, b: Cause): boolean =>
  a === b || (a?.kind === b.kind && a.id === b.id && a.occasion === b.occasion && a.parent === b.parent)

/** The changes in stretches of one cause each. */
function stretches(changes: readonly Change[]): Change[][] {
  const all: Change[][] = []
  for (const change of changes) {
    const last = all.at(-1)
    if (last !== undefined && isSame(last[0]?.cause, change.cause)) last.push(change)
    else all.push([change])
  }
  return all
}

function userOf(changes: readonly Change[], cause: Cause): number | null {
  for (const change of changes) {
    const user_id = change.collection === 'events' ? (change.after as Event | undefined)?.user_id : undefined
    if (user_id != null && isSame(change.cause, cause)) return user_id
  }
  return null
}

/** All that is remembered to have happened to a ticket, oldest first. */
export function actsOn(world: Helpdesk, ticket_id: number): Act[] {
  return world.commits().flatMap(({ at, cause: { kind }, changes }) => {
    // A step of a job leaves its progress; a call that orders one is a request.
    const step = kind === 'timer' && changes.find(({ collection }) => collection === 'jobs')?.after
    const job = step ? (step as Job) : undefined
    return stretches(changes.filter((change) => isAbout(change, ticket_id))).flatMap((stretch) => {
      const cause = stretch[0]?.cause
      return cause === undefined
        ? []
        : [{ at, cause, changes: stretch, user_id: userOf(changes, cause), job }]
    })
  })
}
