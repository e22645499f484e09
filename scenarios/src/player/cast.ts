import type { Given } from '../format/schema/given.ts'
import { lookAt } from './desk.ts'
import type { DeskFetch, TicketRow } from './desk.ts'
import type { SimulatedAccount } from './simulator.ts'
import { StoryError } from './story-error.ts'

export interface UserRow {
  readonly id: number
  readonly email: string
  readonly role: { readonly name: string }
}

/** Who and what is in the account when a story begins, with the ids that Gorgias gave. */
export interface Cast {
  readonly users: readonly UserRow[]
  readonly teams: readonly { readonly id: number; readonly name: string }[]
  readonly earlierTickets: readonly TicketRow[]
  /** Earlier tickets that the story has a name for. */
  readonly ticketNames: ReadonlyMap<string, number>
}

/** Looks the ids up, once, before the story begins. */
export async function readCast(account: SimulatedAccount, given: Given, fetch: DeskFetch): Promise<Cast> {
  return lookAt({ account, fetch }, async (desk) => {
    const tickets = byId(await desk.list<TicketRow>('/api/tickets'))
    return {
      users: byId(await desk.list<UserRow>('/api/users')),
      teams: given.teams ? await desk.list('/api/teams') : [],
      earlierTickets: tickets,
      ticketNames: nameTickets(given, tickets),
    }
  })
}

/** The user of this address. @throws StoryError if there is none */
export function userOf(cast: Cast, email: string): UserRow {
  const user = cast.users.find((row) => row.email.toLowerCase() === email.toLowerCase())
  if (!user) throw new StoryError(`the account has no user ${email}`)
  return user
}

export const byId = <T extends { readonly id: number }>(rows: readonly T[]): T[] =>
  [...rows].sort((a, b) => a.id - b.id)

function nameTickets(given: Given, tickets: readonly TicketRow[]): Map<string, number> {
  const names = new Map<string, number>()
  for (const [handle, customer] of Object.entries(given.customers ?? {})) {
    const email = (customer.gorgias?.email ?? customer.email)?.toLowerCase()
    for (const earlier of customer.gorgias?.tickets ?? []) {
      if (earlier.as === undefined) continue
      const [found, ...more] = tickets.filter(
        (row) => row.subject === earlier.subject && row.customer?.email?.toLowerCase() === email,
      )
      if (!found || more.length > 0)
        throw new StoryError(`"${earlier.as}" of ${handle} needs a subject that no other earlier ticket has`)
      names.set(earlier.as, found.id)
    }
  }
  return names
}
