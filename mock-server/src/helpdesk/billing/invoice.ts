import { PLAN_IDS, PRICE_LIST } from './plans.ts'
import type { PlanId, Term } from './plans.ts'

/**
 * Whether overage is counted by the ticket or by started blocks of 100. The pricing page names a price for
 * each ticket, the plan cards one per 100; which of them is billed is not settled (inferred: by the ticket).
 */
export type OverageMode = 'ticket' | 'block'

/** What a month brought. */
export interface Usage {
  readonly term: Term
  /** Billable tickets, those included in the plan among them. */
  readonly billableTickets: number
  /** Conversations that Gorgias's AI Agent resolved; each is a billable ticket, too. Default 0. */
  readonly resolutions?: number
  /** Default `ticket`. */
  readonly overageMode?: OverageMode
}

/** The bill of one month. Money is in cents of the price list's currency. */
export interface Invoice {
  readonly plan: PlanId
  readonly term: Term
  readonly includedTickets: number
  readonly billableTickets: number
  readonly overageTickets: number
  readonly resolutions: number
  readonly baseCents: number
  readonly overageCents: number
  readonly resolutionCents: number
  readonly totalCents: number
}

/** A bill cannot be made out: a plan has no published price for the term, or a count is no count. */
export class BillingError extends Error {
  override readonly name = 'BillingError'
}

/**
 * Makes out the bill of one month: the plan's price, overage for the billable tickets beyond those included,
 * and AI Agent's fee for each resolution (documented).
 *
 * @throws {BillingError} for Starter on yearly term, which has no published price, and for counts that are
 * not whole numbers from 0.
 * @example
 * bill({ plan: 'basic', term: 'monthly', billableTickets: 350 }).totalCents // 8000
 */
export function bill({ plan, term, ...usage }: Usage & { readonly plan: PlanId }): Invoice {
  const { name, monthlyCents, includedTickets } = PRICE_LIST.plans[plan]
  const billableTickets = requireCount('billableTickets', usage.billableTickets)
  const resolutions = requireCount('resolutions', usage.resolutions ?? 0)
  const baseCents = monthlyCents[term]
  if (baseCents === null) {
    throw new BillingError(`${name} has no published price on ${term} term; bill it on the other term.`)
  }
  const overageTickets = Math.max(0, billableTickets - includedTickets)
  const overageCents = priceOverage(plan, overageTickets, usage.overageMode ?? 'ticket')
  const resolutionCents = resolutions * PRICE_LIST.resolutionCents[term]
  return {
    plan,
    term,
    includedTickets,
    billableTickets,
    overageTickets,
    resolutions,
    baseCents,
    overageCents,
    resolutionCents,
    totalCents: baseCents + overageCents + resolutionCents,
  }
}

/**
 * Makes out the bill of the plan that costs least for a month. Where two cost the same it is the larger one,
 * whose next ticket is free. Plans without a published price for the term, or with fewer seats than users
 * are given, are left out.
 *
 * @throws {BillingError} for counts that are not whole numbers from 0.
 * @example
 * cheapestPlan({ term: 'monthly', billableTickets: 800 }).plan // 'basic'
 */
export function cheapestPlan({ users = 1, ...usage }: Usage & { readonly users?: number }): Invoice {
  requireCount('users', users)
  const invoices = PLAN_IDS.filter((plan) => {
    const { monthlyCents, seats } = PRICE_LIST.plans[plan]
    return monthlyCents[usage.term] !== null && users <= (seats ?? users)
  }).map((plan) => bill({ ...usage, plan }))
  return invoices.reduce((best, next) => (next.totalCents <= best.totalCents ? next : best))
}

function priceOverage(plan: PlanId, tickets: number, mode: OverageMode): number {
  const { ticketCents, block } = PRICE_LIST.plans[plan].overage
  if (mode === 'ticket' || block === null) return tickets * ticketCents
  return Math.ceil(tickets / block.tickets) * block.cents
}

function requireCount(name: string, count: number): number {
  if (Number.isSafeInteger(count) && count >= 0) return count
  throw new BillingError(`${name} is ${count}; it must be a whole number from 0.`)
}
