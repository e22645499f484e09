import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { bill, BillingError, cheapestPlan } from './invoice.ts'
import type { Invoice, OverageMode } from './invoice.ts'
import { PLAN_IDS, PRICE_LIST } from './plans.ts'
import type { PlanId, Term } from './plans.ts'

const dollars = ({ totalCents }: Invoice) => (totalCents / 100).toFixed(2)

test.for<[PlanId, number, Term, OverageMode, string]>([
  ['starter', 0, 'monthly', 'ticket', '10.00'],
  ['starter', 50, 'monthly', 'ticket', '10.00'],
  ['starter', 51, 'monthly', 'ticket', '10.40'],
  ['starter', 51, 'monthly', 'block', '10.40'],
  ['basic', 300, 'monthly', 'ticket', '60.00'],
  ['basic', 301, 'monthly', 'ticket', '60.40'],
  ['basic', 301, 'monthly', 'block', '100.00'],
  ['basic', 350, 'monthly', 'ticket', '80.00'],
  ['basic', 350, 'yearly', 'ticket', '70.00'],
  ['pro', 2_000, 'monthly', 'ticket', '360.00'],
  ['pro', 2_001, 'monthly', 'ticket', '360.36'],
  ['pro', 2_001, 'monthly', 'block', '396.00'],
  ['pro', 3_500, 'monthly', 'ticket', '900.00'],
  ['advanced', 5_000, 'monthly', 'ticket', '900.00'],
  ['advanced', 6_250, 'monthly', 'ticket', '1350.00'],
])('%s with %d billable tickets on %s term, overage by the %s, costs $%s', (row) => {
  const [plan, billableTickets, term, overageMode, total] = row
  expect(dollars(bill({ plan, billableTickets, term, overageMode }))).toBe(total)
})

test.for<[PlanId, PlanId, number, Term]>([
  ['starter', 'basic', 175, 'monthly'],
  ['basic', 'pro', 1_050, 'monthly'],
  ['pro', 'advanced', 3_500, 'monthly'],
  ['basic', 'pro', 925, 'yearly'],
  ['pro', 'advanced', 3_250, 'yearly'],
])('%s and %s break even at %d tickets on %s term', ([smaller, larger, tickets, term]) => {
  const at = (plan: PlanId, billableTickets: number) => bill({ plan, term, billableTickets }).totalCents
  expect(at(smaller, tickets)).toBe(at(larger, tickets))
  expect(cheapestPlan({ term, billableTickets: tickets - 1 }).plan).toBe(smaller)
  expect(cheapestPlan({ term, billableTickets: tickets }).plan).toBe(larger)
  expect(cheapestPlan({ term, billableTickets: tickets + 1 }).plan).toBe(larger)
})

describe('a month of 2,000 conversations', () => {
  const term = 'monthly'

  it('costs $1,160 on Pro when AI Agent resolves 40 % of them', () => {
    const invoice = bill({ plan: 'pro', term, billableTickets: 2_000, resolutions: 800 })
    expect(dollars(invoice)).toBe('1160.00')
  })

  it('costs $360 on Pro when the same 800 are resolved before they reach Gorgias', () => {
    expect(dollars(bill({ plan: 'pro', term, billableTickets: 1_200 }))).toBe('360.00')
  })

  it('is cheaper on Basic with overage, at $260, when 1,200 are resolved before', () => {
    const invoice = cheapestPlan({ term, billableTickets: 800 })
    expect(invoice.plan).toBe('basic')
    expect(dollars(invoice)).toBe('260.00')
  })
})

it('a resolution of AI Agent costs $0.90 on yearly and $1.00 on monthly term', () => {
  const total = (term: Term) =>
    bill({ plan: 'pro', term, billableTickets: 1, resolutions: 1 }).resolutionCents
  expect(total('yearly')).toBe(90)
  expect(total('monthly')).toBe(100)
})

it('more users change the bill only beyond the three seats of Starter', () => {
  const plan = (users: number) => cheapestPlan({ term: 'monthly', billableTickets: 40, users }).plan
  expect([plan(1), plan(3), plan(4), plan(20)]).toEqual(['starter', 'starter', 'basic', 'basic'])
})

it('Starter is refused on yearly term and left out of the comparison', () => {
  expect(() => bill({ plan: 'starter', term: 'yearly', billableTickets: 1 })).toThrow(BillingError)
  expect(cheapestPlan({ term: 'yearly', billableTickets: 1 }).plan).toBe('basic')
})

test.for([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('%d is refused as a count', (count) => {
  expect(() => bill({ plan: 'pro', term: 'monthly', billableTickets: count })).toThrow(/whole number/)
  expect(() => cheapestPlan({ term: 'monthly', billableTickets: 1, resolutions: count })).toThrow(
    BillingError,
  )
})

it('no plan is cheaper than the cheapest one, and another ticket never lowers its bill', () => {
  const usage = fc.record({
    term: fc.constantFrom<Term>('monthly', 'yearly'),
    billableTickets: fc.nat(20_000),
    resolutions: fc.nat(5_000),
    overageMode: fc.constantFrom<OverageMode>('ticket', 'block'),
  })
  fc.assert(
    fc.property(usage, (month) => {
      const best = cheapestPlan(month)
      expect(Number.isInteger(best.totalCents)).toBe(true)
      for (const plan of PLAN_IDS) {
        if (PRICE_LIST.plans[plan].monthlyCents[month.term] === null) continue
        expect(bill({ ...month, plan }).totalCents).toBeGreaterThanOrEqual(best.totalCents)
      }
      const next = cheapestPlan({ ...month, billableTickets: month.billableTickets + 1 })
      expect(next.totalCents).toBeGreaterThanOrEqual(best.totalCents)
    }),
  )
})

it('the price list is complete, dated, and says where it is from', () => {
  expect(Object.keys(PRICE_LIST.plans)).toEqual([...PLAN_IDS])
  expect(PRICE_LIST.verified).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  expect(PRICE_LIST.sources.length).toBeGreaterThan(0)
})
