import { autoReplyCents } from '../../helpdesk/billing/comparison.ts'
import { billableBetween } from '../../helpdesk/billing/count.ts'
import { bill } from '../../helpdesk/billing/invoice.ts'
import type { Invoice, InvoiceLine, MonthUsage, OverageMode } from '../../helpdesk/billing/invoice.ts'
import { cheapestPlan } from '../../helpdesk/billing/plan-choice.ts'
import { PRICE_LIST, publishedPlan } from '../../helpdesk/billing/plans.ts'
import type { PlanId, Term } from '../../helpdesk/billing/plans.ts'
import { resolutionsBetween } from '../../helpdesk/billing/resolutions.ts'
import type { Resolution } from '../../helpdesk/billing/resolutions.ts'
import { telephonyBetween } from '../../helpdesk/billing/telephony.ts'
import { accountOf } from '../../helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { BillableBy, BillableTicket } from '../../helpdesk/model/billing.ts'
import type { PlanName } from '../../helpdesk/model/entities.ts'
import { seatsTaken } from '../../helpdesk/users/users.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import { inWords } from './errors.ts'
import { formatCents } from './money.ts'
import { monthOf, spanOf } from './months.ts'

/** Which bill: by default that of the month that it is, on monthly term, overage by the ticket. */
export interface BillQuery {
  /** Such as `2026-03`, in UTC. */
  readonly month?: string
  readonly term?: Term
  readonly overage?: OverageMode
}

/** The bill of one month. Amounts are decimals in `currency`. */
export interface Bill {
  /** `2026-03`, in UTC. */
  readonly month: string
  readonly plan: PlanName
  readonly term: Term
  readonly overage: OverageMode
  /** Null on Enterprise, whose terms are agreed and not published; `overage_tickets` and `amount` likewise. */
  readonly included: number | null
  readonly billable_tickets: number
  readonly overage_tickets: number | null
  readonly amount: string | null
  readonly currency: string
  /** The day of the price list. */
  readonly prices_of: string
  /** Why there is no amount, where there is none. */
  readonly note?: string
  /** What the amount is made of; none where there is none. */
  readonly lines: readonly BillLine[]
  /** How many tickets became billable by whom. */
  readonly by: Readonly<Record<BillableBy['kind'], number>>
  readonly ai_agent: AiAgentFees
  /** The rules whose answers made tickets billable, by what that cost. */
  readonly auto_replies: readonly AutoReplyCost[]
  /** Tickets with a call or a text: counted apart, and not priced. */
  readonly apart: { readonly voice: number; readonly sms: number }
  /** `allowed` is null without a limit. */
  readonly seats: { readonly used: number; readonly allowed: number | null }
  /** The plan that costs least for this month and these users. */
  readonly cheapest: { readonly plan: PlanId; readonly amount: string }
  readonly tickets: readonly BilledTicket[]
}

/** What a part of the amount is charged for. */
export interface BillLine {
  readonly item: InvoiceLine['item']
  readonly description: string
  readonly quantity: number
  readonly unit_amount: string
  readonly amount: string
}

export interface AiAgentFees {
  /** Resolutions that are charged in this month: those whose 72 hours ended in it. */
  readonly resolutions: number
  /** Null on Enterprise. */
  readonly amount: string | null
  /** Those that a person may still take over without a fee; told for the current month only. */
  readonly pending: number
  readonly charged: readonly ChargedResolution[]
}

export interface ChargedResolution {
  readonly ticket_id: number
  readonly resolved_at: string
  /** 72 hours later. */
  readonly at: string
}

/** What one rule's answers cost. */
export interface AutoReplyCost {
  readonly rule_id: number
  readonly name: string
  /** Tickets that this rule made billable. */
  readonly billable_tickets: number
  /** Those of them that nobody but rules has answered so far: without the rule they would be free. */
  readonly answered_by_rule_alone: number
  /** How much less the bill would be without those; null on Enterprise. */
  readonly amount: string | null
}

export interface BilledTicket {
  readonly ticket_id: number
  readonly first_billable_message_id: number
  readonly by: BillableBy
  readonly at: string
  /** When somebody who is no rule first wrote to the customer; null while rules alone did. */
  readonly answered_at: string | null
}

const NO_PRICE = 'Enterprise is sold by quote: there is no published price to bill by.'

const toLine = ({ unitCents, cents, ...line }: InvoiceLine): BillLine => ({
  ...line,
  unit_amount: formatCents(unitCents),
  amount: formatCents(cents),
})

const toTicket = ({ id, at, answered_at, first_billable_message_id, by }: BillableTicket): BilledTicket => ({
  ticket_id: id,
  first_billable_message_id,
  by,
  at: formatDatetime(at),
  answered_at: answered_at === null ? null : formatDatetime(answered_at),
})

const toCharged = ({ ticket_id, resolved_at, due_at }: Resolution): ChargedResolution => ({
  ticket_id,
  resolved_at: formatDatetime(resolved_at),
  at: formatDatetime(due_at),
})

function countSenders(tickets: readonly BillableTicket[]): Bill['by'] {
  const counts = { agent: 0, rule: 0, 'ai-agent': 0 }
  for (const { by } of tickets) counts[by.kind]++
  return counts
}

/** The rules that made tickets billable, the one that cost most in front. */
function autoReplies(
  tickets: readonly BillableTicket[],
  cost: (alone: number) => string | null,
): AutoReplyCost[] {
  const byRule = Map.groupBy(
    tickets.filter(({ by }) => by.kind === 'rule'),
    ({ by }) => by.id,
  )
  return [...byRule]
    .map(([rule_id, rows]) => {
      const alone = rows.filter(({ answered_at }) => answered_at === null).length
      const name = rows.at(-1)?.by.name ?? ''
      const counts = { billable_tickets: rows.length, answered_by_rule_alone: alone }
      return { rule_id, name, ...counts, amount: cost(alone) }
    })
    .sort((a, b) => b.answered_by_rule_alone - a.answered_by_rule_alone || a.rule_id - b.rule_id)
}

type Amounts = Pick<Bill, 'included' | 'billable_tickets' | 'overage_tickets' | 'amount' | 'note' | 'lines'>

function amountsOf(invoice: Invoice | undefined, billable_tickets: number): Amounts {
  if (invoice === undefined)
    return {
      included: null,
      billable_tickets,
      overage_tickets: null,
      amount: null,
      note: NO_PRICE,
      lines: [],
    }
  return {
    included: invoice.includedTickets,
    billable_tickets,
    overage_tickets: invoice.overageTickets,
    amount: formatCents(invoice.totalCents),
    lines: invoice.lines.map(toLine),
  }
}

/**
 * The bill of a month, with who made which ticket billable.
 *
 * @throws {ControlError} 400 for what is no month, and for Starter on yearly term, which has no price.
 */
export function billOf(world: Helpdesk, query: BillQuery = {}): Bill {
  const { month = monthOf(world.now), term = 'monthly', overage = 'ticket' } = query
  const { now } = world
  const { from, to } = spanOf(month)
  const { plan } = accountOf(world)
  const tickets = [...billableBetween(world, from, to)]
  const charged = resolutionsBetween(world, from, Math.min(to, now + 1))
  const pending = from <= now && now < to ? resolutionsBetween(world, now + 1, Infinity).length : 0
  const usage: MonthUsage = { billableTickets: tickets.length, resolutions: charged.length }
  const terms = { term, overageMode: overage }
  const seats = { used: seatsTaken(world), allowed: publishedPlan(plan)?.seats ?? null }
  return inWords(() => {
    const invoice = plan === 'enterprise' ? undefined : bill({ ...usage, ...terms, plan })
    const cheapest = cheapestPlan({ ...usage, ...terms, users: seats.used })
    const fees = invoice?.lines.find(({ item }) => item === 'ai-agent')?.cents ?? 0
    return {
      month,
      plan,
      term,
      overage,
      ...amountsOf(invoice, tickets.length),
      currency: PRICE_LIST.currency,
      prices_of: PRICE_LIST.verified,
      by: countSenders(tickets),
      ai_agent: {
        resolutions: charged.length,
        amount: invoice === undefined ? null : formatCents(fees),
        pending,
        charged: charged.map(toCharged),
      },
      auto_replies: autoReplies(tickets, (alone) =>
        invoice === undefined ? null : formatCents(autoReplyCents({ ...invoice, ...terms }, alone)),
      ),
      apart: telephonyBetween(world, from, to),
      seats,
      cheapest: { plan: cheapest.plan, amount: formatCents(cheapest.totalCents) },
      tickets: tickets.map(toTicket),
    }
  })
}
