import type { FollowUp, HandoffMessage, NotificationMail, Outcome } from '@gorgias-harness/handoff'
import type { TicketRow, TicketWithMessages } from './desk.ts'
import type { Bill, JournalRow, OutboxRow } from './simulator.ts'

/** An outcome, under the name that the story gave to its handoff. */
export interface NamedOutcome {
  readonly name: string | undefined
  readonly outcome: Outcome
}

/** Everything that can be seen at one moment of a story; expectations are checked against it and nothing else. */
export interface Sight {
  /** Tickets that the story made, oldest first. */
  readonly tickets: readonly TicketRow[]
  /** Tickets that were there before. */
  readonly earlierTickets: readonly TicketRow[]
  /** Those that are looked at, by id. */
  readonly opened: ReadonlyMap<number, TicketWithMessages>
  readonly ticketNames: ReadonlyMap<string, number>
  /** Profiles in Gorgias. */
  readonly customers: number
  readonly outbox: readonly OutboxRow[]
  readonly bill: Bill
  /** Only those of the handoff. */
  readonly requests: readonly JournalRow[]
  readonly outcomes: readonly NamedOutcome[]
  readonly errorMails: readonly NotificationMail[]
  /** With the name that the story gave to the customer. */
  readonly handoffMessages: readonly (HandoffMessage & { readonly customer: string | undefined })[]
  readonly followUps: readonly FollowUp[]
}
