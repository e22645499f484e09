import { bill, BillingError, requireCount } from './invoice.ts'
import type { MonthUsage, Terms } from './invoice.ts'
import { cheapestOf, planCosts } from './plan-choice.ts'
import type { PlanCost, Subscription } from './plan-choice.ts'
import type { PlanId } from './plans.ts'

/** The conversations of a month, and how many of them need no person. */
export interface Conversations {
  readonly conversations: number
  readonly resolved: number
}

/**
 * Who resolves what needs no person: nobody, Gorgias's AI Agent, or Gladly's AI before a ticket is there. By
 * AI Agent a resolved conversation costs its fee and a billable ticket (documented), by Gladly it costs
 * nothing in Gorgias. The other conversations are tickets that are answered, by people or by an auto-reply.
 */
const WAYS = ['people', 'ai-agent', 'gladly'] as const
export type Way = (typeof WAYS)[number]

/** What one of the ways costs over some months. */
export interface WayCost {
  readonly way: Way
  readonly months: readonly Required<MonthUsage>[]
  /** Each plan that could be taken, from the smallest to the largest. */
  readonly plans: readonly PlanCost[]
  readonly cheapest: PlanCost
}

function usageOf(way: Way, { conversations, resolved }: Conversations): Required<MonthUsage> {
  if (way === 'gladly') return { billableTickets: conversations - resolved, resolutions: 0 }
  return { billableTickets: conversations, resolutions: way === 'ai-agent' ? resolved : 0 }
}

/**
 * What the same months cost when nobody, AI Agent or Gladly resolves a part of the conversations.
 *
 * @throws {BillingError} for counts that are not whole numbers from 0, and for more resolved conversations
 * than there are.
 * @example
 * const [, aiAgent, gladly] = compareWays([{ conversations: 2_000, resolved: 800 }], { term: 'monthly' })
 * aiAgent?.cheapest.totalCents // 116000
 * gladly?.cheapest.totalCents // 36000
 */
export function compareWays(months: readonly Conversations[], subscription: Subscription): WayCost[] {
  for (const { conversations, resolved } of months) {
    requireCount('conversations', conversations)
    if (requireCount('resolved', resolved) > conversations)
      throw new BillingError('resolved', `${resolved} is more than the ${conversations} conversations.`)
  }
  return WAYS.map((way) => {
    const usage = months.map((month) => usageOf(way, month))
    const plans = planCosts(usage, subscription)
    return { way, months: usage, plans, cheapest: cheapestOf(plans) }
  })
}

/** A share of a month's conversations, to the nearest whole one. */
export const shareOf = (conversations: number, percent: number): number =>
  Math.round((conversations * percent) / 100)

/**
 * What it costs that some billable tickets are billable because of an auto-reply alone, since nobody else
 * answered them: the bill with them less the bill without. Nothing as long as the plan includes them.
 *
 * @example
 * autoReplyCents({ plan: 'basic', term: 'monthly', billableTickets: 400 }, 10) // 400
 */
export function autoReplyCents(month: MonthUsage & Terms & { readonly plan: PlanId }, alone: number): number {
  const without = bill({ ...month, billableTickets: month.billableTickets - alone })
  return bill(month).totalCents - without.totalCents
}
