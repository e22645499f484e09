import { PRICE_LIST } from './plans.ts'
import type { PlanId, Term } from './plans.ts'

/**
 * Whether overage is counted by the ticket or by started blocks of 100. The pricing page names a price for
 * each ticket, the plan cards one per 100; which of them is billed is not settled (inferred: by the ticket).
 */
export type OverageMode = 'ticket' | 'block'

/** What a month brought. */
export interface MonthUsage {
  /** Billable tickets, those included in the plan among them. */
  readonly billableTickets: number
  /** Conversations that Gorgias's AI Agent resolved; each is a billable ticket, too. Default 0. */
  readonly resolutions?: number
}

/** How an account pays. */
export interface Terms {
  readonly term: Term
  /** Default `ticket`. */
  readonly overageMode?: OverageMode
}

/** What a bill charges for; `cents` is quantity times unit price. */
export interface InvoiceLine {
  readonly item: 'plan' | 'overage' | 'ai-agent'
  readonly description: string
  readonly quantity: number
  readonly unitCents: number
  readonly cents: number
}

/** The bill of one month. Money is in cents of the price list's currency. */
export interface Invoice extends Required<MonthUsage> {
  readonly plan: PlanId
  readonly term: Term
  readonly includedTickets: number
  readonly overageTickets: number
  /** The plan first; of the others, those that there is something to charge for. */
  readonly lines: readonly InvoiceLine[]
  readonly totalCents: number
}

/** A bill cannot be made out: a plan has no published price for the term, or a count is no count. */
export class BillingError extends Error {
  override readonly name = 'BillingError'
  /** What of the question is wrong. */
  readonly field: 'term' | 'billableTickets' | 'resolutions' | 'users' | 'conversations' | 'resolved'

  constructor(field: BillingError['field'], message: string) {
    super(message)
    this.field = field
  }
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
export function bill({
  plan,
  term,
  overageMode = 'ticket',
  ...usage
}: MonthUsage & Terms & { readonly plan: PlanId }): Invoice {
  const { name, monthlyCents, includedTickets } = PRICE_LIST.plans[plan]
  const billableTickets = requireCount('billableTickets', usage.billableTickets)
  const resolutions = requireCount('resolutions', usage.resolutions ?? 0)
  const baseCents = monthlyCents[term]
  if (baseCents === null) {
    throw new BillingError(
      'term',
      `${name} has no published price on ${term} term; bill it on the other term.`,
    )
  }
  const overageTickets = Math.max(0, billableTickets - includedTickets)
  const lines = [
    line('plan', `${name}, ${term} term, ${count(includedTickets)} tickets included`, 1, baseCents),
    overageLine(plan, overageTickets, overageMode),
    line('ai-agent', 'AI Agent, by the resolution', resolutions, PRICE_LIST.resolutionCents[term]),
  ].filter(({ item, quantity }) => item === 'plan' || quantity > 0)
  return {
    plan,
    term,
    includedTickets,
    billableTickets,
    overageTickets,
    resolutions,
    lines,
    totalCents: lines.reduce((sum, { cents }) => sum + cents, 0),
  }
}

const count = (tickets: number): string => tickets.toLocaleString('en-US')

function line(item: InvoiceLine['item'], description: string, quantity: number, unitCents: number) {
  return { item, description, quantity, unitCents, cents: quantity * unitCents }
}

function overageLine(plan: PlanId, tickets: number, mode: OverageMode): InvoiceLine {
  const { ticketCents, block } = PRICE_LIST.plans[plan].overage
  if (mode === 'ticket' || block === null)
    return line('overage', 'Overage, by the ticket', tickets, ticketCents)
  const blocks = Math.ceil(tickets / block.tickets)
  return line('overage', `Overage, by started blocks of ${block.tickets}`, blocks, block.cents)
}

/** @throws {BillingError} for what is no whole number from 0. */
export function requireCount(field: BillingError['field'], value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new BillingError(field, `${value} is no whole number from 0.`)
}
