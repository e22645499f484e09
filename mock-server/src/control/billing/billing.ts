import { Temporal } from 'temporal-polyfill'
import { billableBetween } from '../../helpdesk/billing/count.ts'
import { bill } from '../../helpdesk/billing/invoice.ts'
import { PRICE_LIST } from '../../helpdesk/billing/plans.ts'
import { accountOf } from '../../helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { BillableBy, PlanName } from '../../helpdesk/model/entities.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import { ControlError } from '../errors.ts'

/** The bill of one month. Amounts are decimals in `currency`. */
export interface Bill {
  /** `2026-03`, in UTC. */
  readonly month: string
  readonly plan: PlanName
  /** Null on Enterprise, whose terms are agreed and not published; `overage_tickets` and `amount` likewise. */
  readonly included: number | null
  readonly billable_tickets: number
  readonly overage_tickets: number | null
  readonly amount: string | null
  readonly currency: string
  /** Why there is no amount, where there is none. */
  readonly note?: string
  readonly tickets: readonly BilledTicket[]
}

export interface BilledTicket {
  readonly ticket_id: number
  readonly first_billable_message_id: number
  readonly by: BillableBy
  readonly at: string
}

/** A month in UTC, as instants in microseconds; the end is exclusive. */
function span(month: string): readonly [from: number, to: number] {
  if (!/^\d{4}-\d\d$/.test(month))
    throw new ControlError(400, 'month: must be a month such as 2026-03.', 'month')
  try {
    const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 })
    const at = (date: Temporal.PlainDate) => date.toZonedDateTime('UTC').epochMilliseconds * 1000
    return [at(first), at(first.add({ months: 1 }))]
  } catch {
    throw new ControlError(400, `month: there is no month ${month}.`, 'month')
  }
}

/** The bill of a month, by default of the one that it is: monthly term, overage by the ticket. */
export function billOf(world: Helpdesk, month = formatDatetime(world.now).slice(0, 7)): Bill {
  const tickets = billableBetween(world, ...span(month))
  const { plan } = accountOf(world)
  return {
    month,
    plan,
    ...amounts(plan, tickets.length),
    currency: PRICE_LIST.currency,
    tickets: tickets.map(({ id, at, ...row }) => ({ ticket_id: id, ...row, at: formatDatetime(at) })),
  }
}

type Amounts = Pick<Bill, 'included' | 'billable_tickets' | 'overage_tickets' | 'amount' | 'note'>

function amounts(plan: PlanName, billableTickets: number): Amounts {
  if (plan === 'enterprise') {
    const note = 'Enterprise is sold by quote: there is no published price to bill by.'
    return { included: null, billable_tickets: billableTickets, overage_tickets: null, amount: null, note }
  }
  const invoice = bill({ plan, term: 'monthly', billableTickets })
  return {
    included: invoice.includedTickets,
    billable_tickets: invoice.billableTickets,
    overage_tickets: invoice.overageTickets,
    amount: (invoice.totalCents / 100).toFixed(2),
  }
}
