import { billableBetween } from '../../helpdesk/billing/count.ts'
import { autoReplyCents, compareWays, shareOf } from '../../helpdesk/billing/comparison.ts'
import type { WayCost } from '../../helpdesk/billing/comparison.ts'
import type { OverageMode, Terms } from '../../helpdesk/billing/invoice.ts'
import { breakEvens } from '../../helpdesk/billing/plan-choice.ts'
import type { BreakEven, PlanCost } from '../../helpdesk/billing/plan-choice.ts'
import { PRICE_LIST } from '../../helpdesk/billing/plans.ts'
import type { PlanId, Term } from '../../helpdesk/billing/plans.ts'
import { wasResolved } from '../../helpdesk/billing/resolutions.ts'
import { accountOf } from '../../helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { seatsTaken } from '../../helpdesk/users/users.ts'
import { ControlError } from '../errors.ts'
import { inWords } from './errors.ts'
import { formatCents } from './money.ts'
import { monthOf, monthsBetween, spanOf } from './months.ts'

/** How a comparison counts. */
export interface ComparisonQuery {
  /** Default `monthly`. */
  readonly term?: Term
  /** Default `ticket`. */
  readonly overage?: OverageMode
  /** How many of a hundred conversations need no person. */
  readonly resolved_percent?: number
}

/** A question that needs no account. */
export interface EstimateQuery extends ComparisonQuery {
  /** Conversations of each month: those that become billable tickets if nothing resolves them before. */
  readonly tickets: readonly number[]
  /** How many of each month need no person, in place of a share of them. */
  readonly resolved?: number
  /** The plan that there is. */
  readonly plan?: PlanId
  /** Who needs a seat; default 1. */
  readonly users?: number
  /** How many of a hundred tickets people answer; the auto-reply answers all. Default 100. */
  readonly answered_percent?: number
}

/** What the same months cost, by who resolves what needs no person. Amounts are decimals in `currency`. */
export interface Comparison {
  /** The plan that there is; null where none was named. */
  readonly plan: string | null
  readonly term: Term
  readonly overage: OverageMode
  readonly currency: string
  /** The day of the price list. */
  readonly prices_of: string
  /** Oldest first. */
  readonly months: readonly ComparedMonth[]
  /** The month with most conversations, the first of equals. */
  readonly peak: ComparedMonth | null
  /** `people`: nobody else resolves anything. */
  readonly ways: Readonly<Record<'people' | 'ai_agent' | 'gladly', WayAnswer>>
  /** What Gladly in place of AI Agent saves: on the plan that there is, and from cheapest plan to cheapest plan. */
  readonly saving: { readonly on_plan: string | null; readonly cheapest: string }
  /** From how many billable tickets a month on the larger plan costs no more. */
  readonly break_evens: readonly BreakEven[]
}

export interface ComparedMonth {
  /** `2026-03`, or the number of the month where it has no name. */
  readonly month: string
  readonly conversations: number
  readonly resolved: number
}

export interface WayAnswer {
  readonly billable_tickets: number
  readonly resolutions: number
  /** On the plan that there is; null where none was named, or where it has no price or too few seats. */
  readonly amount: string | null
  readonly cheapest: PlanAnswer
  /** All plans that could be taken, from the smallest to the largest. */
  readonly plans: readonly PlanAnswer[]
  /** Each month by itself, with the plan that would be cheapest for it alone. */
  readonly months: readonly MonthAnswer[]
}

export interface PlanAnswer {
  readonly plan: PlanId
  /** Over all months. */
  readonly amount: string
}

export interface MonthAnswer {
  readonly month: string
  readonly billable_tickets: number
  readonly resolutions: number
  readonly amount: string | null
  readonly cheapest: PlanAnswer
}

/** A comparison with the price of an auto-reply on each ticket that Gladly leaves. */
export interface Estimate extends Comparison {
  readonly auto_reply: {
    /** All of them are billable with the auto-reply. */
    readonly billable_with: number
    /** Those that people answer: billable in any case. */
    readonly billable_without: number
    /** On the plan that there is, else on the one that is cheapest for Gladly's months. */
    readonly amount: string
  }
}

const toPlan = ({ plan, totalCents }: PlanCost): PlanAnswer => ({ plan, amount: formatCents(totalCents) })

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

function toWay(
  { months, plans, cheapest }: WayCost,
  names: readonly string[],
  plan: string | null,
): WayAnswer {
  const own = plans.find((cost) => cost.plan === plan)
  return {
    billable_tickets: sum(months.map(({ billableTickets }) => billableTickets)),
    resolutions: sum(months.map(({ resolutions }) => resolutions)),
    amount: own === undefined ? null : formatCents(own.totalCents),
    cheapest: toPlan(cheapest),
    plans: plans.map(toPlan),
    months: months.map(({ billableTickets, resolutions }, i) => {
      const cents = (cost: PlanCost) => cost.invoices[i]?.totalCents ?? 0
      const best = plans.reduce((least, next) => (cents(next) <= cents(least) ? next : least))
      return {
        month: names[i] ?? '',
        billable_tickets: billableTickets,
        resolutions,
        amount: own === undefined ? null : formatCents(cents(own)),
        cheapest: { plan: best.plan, amount: formatCents(cents(best)) },
      }
    }),
  }
}

interface Months {
  readonly plan: string | null
  readonly users: number
  readonly months: readonly ComparedMonth[]
}

function compare({ plan, users, months }: Months, { term, overageMode }: Required<Terms>): Comparison {
  const ways = compareWays(months, { term, overageMode, users })
  const [people, aiAgent, gladly] = ways as [WayCost, WayCost, WayCost]
  const names = months.map(({ month }) => month)
  const own = ({ plans }: WayCost) => plans.find((cost) => cost.plan === plan)?.totalCents
  const [before, after] = [own(aiAgent), own(gladly)]
  return {
    plan,
    term,
    overage: overageMode,
    currency: PRICE_LIST.currency,
    prices_of: PRICE_LIST.verified,
    months,
    peak: months.reduce<ComparedMonth | null>(
      (most, next) => (most === null || next.conversations > most.conversations ? next : most),
      null,
    ),
    ways: {
      people: toWay(people, names, plan),
      ai_agent: toWay(aiAgent, names, plan),
      gladly: toWay(gladly, names, plan),
    },
    saving: {
      on_plan: before === undefined || after === undefined ? null : formatCents(before - after),
      cheapest: formatCents(aiAgent.cheapest.totalCents - gladly.cheapest.totalCents),
    },
    break_evens: breakEvens(term, overageMode),
  }
}

const termsOf = ({ term = 'monthly', overage = 'ticket' }: ComparisonQuery): Required<Terms> => ({
  term,
  overageMode: overage,
})

function requireSeats(plan: PlanId, users: number): void {
  const { name, seats } = PRICE_LIST.plans[plan]
  if (seats === null || users <= seats) return
  throw new ControlError(400, `users: ${name} has ${seats} seats, not ${users}.`, 'users')
}

/**
 * What months of so many conversations cost, by who resolves a share of them: a calculation that needs no
 * account.
 *
 * @throws {ControlError} 400 for counts that are not whole numbers from 0, and for a plan that has no price
 * on the term, or too few seats.
 * @example
 * const { ways } = estimateBilling({ tickets: [2000], resolved_percent: 40, plan: 'pro' })
 * ways.ai_agent.amount // '1160.00'
 * ways.gladly.amount // '360.00'
 */
export function estimateBilling(query: EstimateQuery): Estimate {
  const { tickets, plan, users = 1, resolved_percent = 0, answered_percent = 100 } = query
  const terms = termsOf(query)
  const months = tickets.map((conversations, i) => ({
    month: String(i + 1),
    conversations,
    resolved: query.resolved ?? shareOf(conversations, resolved_percent),
  }))
  return inWords(() => {
    if (plan !== undefined) requireSeats(plan, users)
    const comparison = compare({ plan: plan ?? null, users, months }, terms)
    const left = comparison.ways.gladly.months.map(({ billable_tickets }) => billable_tickets)
    const cents = left.map((billableTickets) => {
      const month = { plan: plan ?? comparison.ways.gladly.cheapest.plan, billableTickets, ...terms }
      return autoReplyCents(month, billableTickets - shareOf(billableTickets, answered_percent))
    })
    const auto_reply = {
      billable_with: sum(left),
      billable_without: sum(left.map((billable) => shareOf(billable, answered_percent))),
      amount: formatCents(sum(cents)),
    }
    return { ...comparison, auto_reply }
  })
}

/** How far back a comparison looks at most, in months. */
const LONGEST = 120

/**
 * The months of an account so far: on which plan they would have been cheapest, and what they would have cost
 * had Gladly resolved what AI Agent resolved, or a given share of all.
 */
export function compareMonths(world: Helpdesk, query: ComparisonQuery = {}): Comparison {
  const { plan, created_datetime } = accountOf(world)
  const names = monthsBetween(monthOf(created_datetime), monthOf(world.now), LONGEST)
  const months = names.map((month) => {
    const { from, to } = spanOf(month)
    let conversations = 0
    let byAiAgent = 0
    for (const { id } of billableBetween(world, from, to)) {
      conversations++
      if (wasResolved(world, id)) byAiAgent++
    }
    const { resolved_percent } = query
    const resolved = resolved_percent === undefined ? byAiAgent : shareOf(conversations, resolved_percent)
    return { month, conversations, resolved }
  })
  return compare({ plan, users: seatsTaken(world), months }, termsOf(query))
}
