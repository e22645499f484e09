import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { quoted, short } from './words.ts'

/** What people and things are called; by their number where they are gone. */
export function namesIn({ rows }: Helpdesk) {
  return {
    user: (id: number): string => short(rows.users.get(id)?.email ?? `user ${id}`),
    customer: (id: number): string => {
      const customer = rows.customers.get(id)
      return short(customer?.email ?? customer?.name ?? `customer ${id}`)
    },
    team: (id: number): string => short(rows.teams.get(id)?.name ?? String(id)),
    tag: (id: number): string => short(rows.tags.get(id)?.name ?? `tag ${id}`),
    ticketField: (id: string): string => short(rows.customFields.get(Number(id))?.label ?? id),
    rule: (id: number, name?: string): string =>
      `rule ${quoted(name ?? rows.rules.get(id)?.name ?? '')} (${id})`,
  }
}
