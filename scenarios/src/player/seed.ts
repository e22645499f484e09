import type { Seed } from '@gorgias-harness/mock-server'
import type { CustomerGiven, Given } from '../format/schema/given.ts'
import { toRule } from './rule-code.ts'

/** What the account of a story starts with, in the simulator's words. */
export function toSeed(given: Given): Seed {
  return {
    ...(given.plan !== undefined && { plan: given.plan }),
    ...(given.users && { users: given.users }),
    ...(given.teams && { teams: given.teams }),
    ...(given.rules && { rules: given.rules.map(toRule) }),
    customers: Object.entries(given.customers ?? {}).flatMap(([handle, customer]) =>
      toCustomer(handle, customer),
    ),
  }
}

function toCustomer(
  handle: string,
  { name, email, gorgias: profile }: CustomerGiven,
): NonNullable<Seed['customers']> {
  if (!profile) return []
  const address = profile.email ?? email
  return [
    {
      name: profile.name ?? name ?? handle,
      ...(address !== undefined && { email: address }),
      ...(profile.shopify_orders && { integrations: toShopify(profile.shopify_orders) }),
      ...(profile.tickets && {
        tickets: profile.tickets.map((ticket) => ({
          subject: ticket.subject,
          status: ticket.status ?? 'open',
          messages: [
            { from: 'customer' as const, text: ticket.customer_wrote },
            ...(ticket.agent_answered === undefined
              ? []
              : [{ from: 'agent' as const, text: ticket.agent_answered }]),
          ],
        })),
      }),
    },
  ]
}

/** What a shop system puts on a profile, under the id of its integration. */
const toShopify = (orders: readonly string[]) => ({
  '1': {
    __integration_type__: 'shopify',
    orders: orders.map((name, index) => ({ id: 1000 + index, name })),
  },
})
