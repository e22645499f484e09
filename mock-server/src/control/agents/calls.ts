import type { AccountTenant } from '../accounts/tenant.ts'
import { readAvailability, setAvailability } from '../availability/availability.ts'
import type { Availability } from '../availability/availability.ts'
import { mergeTickets } from '../tickets/tickets.ts'
import { act } from './agents.ts'
import type { DeedBody, DeedDone, DeedName } from './deeds.ts'

/** What the library offers of this subject. */
export const agentCalls = (tenant: () => AccountTenant) => ({
  /**
   * Lets a person do something in the helpdesk, with their role and in their name.
   *
   * @param agent id or e-mail address
   * @throws {ControlError} 403 where their role does not allow it
   * @example
   * account.act('robin@acme.test', 'reply', { ticket_id, text: 'It ships today.', status: 'closed' })
   */
  act<Name extends DeedName>(agent: number | string, deed: Name, body: DeedBody<Name>): DeedDone {
    return act(tenant(), agent, deed, body)
  },

  /** Whether a user takes tickets, and so gets some by automatic assignment. */
  availability(user_id: number): Availability {
    return readAvailability(tenant(), user_id)
  },

  /** An agent comes or goes. What that does to tickets stands in the setting `ticket-assignment`. */
  setAvailability(user_id: number, available: boolean): Availability {
    return setAvailability(tenant(), user_id, available)
  },

  /** Merges a ticket into another, as an agent does: its paths lead to the other from then on. */
  mergeTickets(id: number, into: number): void {
    mergeTickets(tenant(), id, into)
  },
})
