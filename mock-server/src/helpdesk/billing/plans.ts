import type { PlanName } from '../model/entities.ts'
import prices from './plans.json' with { type: 'json' }

/** A plan whose price is published. Enterprise is sold by quote and has none. */
export type PlanId = keyof typeof prices.plans

/** How the subscription is paid; prices are per month in both. */
export type Term = 'monthly' | 'yearly'

/** One plan of the price list. Money is in cents of {@link PriceList.currency}. */
export interface Plan {
  readonly name: string
  /** The price of a month by term; null where none is published. */
  readonly monthlyCents: Readonly<Record<Term, number | null>>
  /** Billable tickets a month that the price covers. */
  readonly includedTickets: number
  readonly overage: {
    readonly ticketCents: number
    /** The bundle in which plan cards name the same price; null where they name single tickets. */
    readonly block: { readonly tickets: number; readonly cents: number } | null
  }
  /** Most users; null without a limit. */
  readonly seats: number | null
}

/** The published prices of one day. */
export interface PriceList {
  /** The day on which the figures were last compared with the sources. */
  readonly verified: string
  /** ISO 4217. */
  readonly currency: string
  readonly sources: readonly { readonly title: string; readonly url: string }[]
  readonly plans: Readonly<Record<PlanId, Plan>>
  /** What AI Agent costs for one resolution, on any plan. */
  readonly resolutionCents: Readonly<Record<Term, number>>
}

/** The price list the simulator bills by (documented; prices change, so it is dated data). */
export const PRICE_LIST: PriceList = prices

/** The plans from the smallest to the largest. */
export const PLAN_IDS = ['starter', 'basic', 'pro', 'advanced'] as const satisfies readonly PlanId[]

/** The published terms of a plan; undefined for Enterprise, which is sold by quote (documented). */
export const publishedPlan = (name: PlanName): Plan | undefined =>
  name === 'enterprise' ? undefined : PRICE_LIST.plans[name]
