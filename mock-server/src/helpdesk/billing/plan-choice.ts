import { bill, requireCount } from './invoice.ts'
import type { Invoice, MonthUsage, OverageMode, Terms } from './invoice.ts'
import { PLAN_IDS, PRICE_LIST } from './plans.ts'
import type { PlanId, Term } from './plans.ts'

/** What decides which plans there are to choose from. */
export interface Subscription extends Terms {
  /** Who needs a seat; default 1. Starter has three. */
  readonly users?: number
}

/** What a plan costs over some months. */
export interface PlanCost {
  readonly plan: PlanId
  /** The bill of each month. */
  readonly invoices: readonly Invoice[]
  readonly totalCents: number
}

/**
 * What each plan would cost over some months, from the smallest plan to the largest. Plans without a
 * published price for the term, or with fewer seats than users, are left out.
 *
 * @throws {BillingError} for counts that are not whole numbers from 0.
 */
export function planCosts(months: readonly MonthUsage[], subscription: Subscription): PlanCost[] {
  const { users = 1, ...terms } = subscription
  requireCount('users', users)
  return PLAN_IDS.filter((plan) => {
    const { monthlyCents, seats } = PRICE_LIST.plans[plan]
    return monthlyCents[terms.term] !== null && users <= (seats ?? users)
  }).map((plan) => {
    const invoices = months.map((month) => bill({ ...month, ...terms, plan }))
    return { plan, invoices, totalCents: invoices.reduce((sum, { totalCents }) => sum + totalCents, 0) }
  })
}

/** The plan that costs least; where two cost the same the larger one, whose next ticket is free. */
export const cheapestOf = (costs: readonly PlanCost[]): PlanCost =>
  costs.reduce((best, next) => (next.totalCents <= best.totalCents ? next : best))

/**
 * The plan that costs least for one month, and its bill.
 *
 * @throws {BillingError} for counts that are not whole numbers from 0.
 * @example
 * cheapestPlan({ term: 'monthly', billableTickets: 800 }).plan // 'basic'
 */
export function cheapestPlan({ term, overageMode, users, ...month }: MonthUsage & Subscription): Invoice {
  const subscription = { term, ...(overageMode && { overageMode }), ...(users !== undefined && { users }) }
  const { invoices } = cheapestOf(planCosts([month], subscription))
  return invoices[0] as Invoice
}

/** From how many billable tickets a month on the larger plan costs no more than the smaller one. */
export interface BreakEven {
  readonly smaller: PlanId
  readonly larger: PlanId
  readonly tickets: number
}

/** Where the plans of a term break even, each with the next larger one. */
export function breakEvens(term: Term, overageMode: OverageMode = 'ticket'): BreakEven[] {
  const plans = PLAN_IDS.filter((plan) => PRICE_LIST.plans[plan].monthlyCents[term] !== null)
  return plans.slice(1).map((larger, i) => {
    const smaller = plans[i] as PlanId
    const { includedTickets, overage } = PRICE_LIST.plans[smaller]
    const gap = priceOf(larger, term) - priceOf(smaller, term)
    const { ticketCents, block } = overage
    // The first ticket of the block that closes the gap.
    const beyond =
      overageMode === 'block' && block !== null
        ? (Math.ceil(gap / block.cents) - 1) * block.tickets + 1
        : Math.ceil(gap / ticketCents)
    return { smaller, larger, tickets: includedTickets + beyond }
  })
}

const priceOf = (plan: PlanId, term: Term): number => PRICE_LIST.plans[plan].monthlyCents[term] ?? 0
