import type { AccountTenant } from '../accounts/tenant.ts'
import { billOf } from './billing.ts'
import type { Bill, BillQuery } from './billing.ts'
import { compareMonths } from './comparison.ts'
import type { Comparison, ComparisonQuery } from './comparison.ts'

/** What the library offers of this subject. */
export const billingCalls = (tenant: () => AccountTenant) => ({
  /** The bill of a month (`2026-03`), by default of the current one. */
  billing(month?: string, terms: Omit<BillQuery, 'month'> = {}): Bill {
    return billOf(tenant().world, { ...terms, ...(month !== undefined && { month }) })
  },

  /** The months so far: the cheapest plan, the peak, and what they cost by who resolves. */
  compareBilling(query: ComparisonQuery = {}): Comparison {
    return compareMonths(tenant().world, query)
  },
})
