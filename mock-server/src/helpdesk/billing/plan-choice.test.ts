import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { bill } from './invoice.ts'
import type { OverageMode } from './invoice.ts'
import { breakEvens, cheapestOf, cheapestPlan, planCosts } from './plan-choice.ts'
import { PLAN_IDS, PRICE_LIST } from './plans.ts'
import type { PlanId, Term } from './plans.ts'

const anyTerms = fc.record({
  term: fc.constantFrom<Term>('monthly', 'yearly'),
  overageMode: fc.constantFrom<OverageMode>('ticket', 'block'),
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
  expect(breakEvens(term)).toContainEqual({ smaller, larger, tickets })
})

it('a break-even is the first number of tickets at which the larger plan costs no more', () => {
  for (const term of ['monthly', 'yearly'] as const) {
    for (const overageMode of ['ticket', 'block'] as const) {
      const cents = (plan: PlanId, billableTickets: number) =>
        bill({ plan, term, overageMode, billableTickets }).totalCents
      const found = breakEvens(term, overageMode)
      expect(found).toHaveLength(term === 'monthly' ? 3 : 2)
      for (const { smaller, larger, tickets } of found) {
        expect(cents(larger, tickets)).toBeLessThanOrEqual(cents(smaller, tickets))
        for (let fewer = 0; fewer < tickets; fewer++)
          expect(cents(larger, fewer)).toBeGreaterThan(cents(smaller, fewer))
      }
    }
  }
})

it('no plan is cheaper for a month than the cheapest one', () => {
  fc.assert(
    fc.property(anyTerms, fc.nat(20_000), fc.nat(5_000), (terms, billableTickets, resolutions) => {
      const month = { ...terms, billableTickets, resolutions }
      const best = cheapestPlan(month)
      const all = PLAN_IDS.filter((plan) => PRICE_LIST.plans[plan].monthlyCents[terms.term] !== null)
      expect(best.totalCents).toBe(Math.min(...all.map((plan) => bill({ ...month, plan }).totalCents)))
      const next = cheapestPlan({ ...month, billableTickets: billableTickets + 1 })
      expect(next.totalCents).toBeGreaterThanOrEqual(best.totalCents)
    }),
  )
})

it('no plan is cheaper for several months than the cheapest one, peaks included', () => {
  const anyMonths = fc.array(fc.record({ billableTickets: fc.nat(8_000) }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(anyTerms, anyMonths, (terms, months) => {
      const costs = planCosts(months, terms)
      for (const { plan, totalCents } of costs) {
        const bills = months.map((month) => bill({ ...month, ...terms, plan }).totalCents)
        expect(totalCents).toBe(bills.reduce((sum, cents) => sum + cents, 0))
        expect(cheapestOf(costs).totalCents).toBeLessThanOrEqual(totalCents)
      }
    }),
  )
})

it('one high month does not make the larger plan the cheapest of a year', () => {
  const quiet = Array.from({ length: 11 }, () => ({ billableTickets: 250 }))
  const { plan, totalCents } = cheapestOf(
    planCosts([...quiet, { billableTickets: 1_500 }], { term: 'monthly' }),
  )
  expect(cheapestPlan({ term: 'monthly', billableTickets: 1_500 }).plan).toBe('pro')
  expect([plan, totalCents]).toEqual(['basic', 12 * 6_000 + 1_200 * 40])
})

it('more users change the choice only beyond the three seats of Starter (REQ-083)', () => {
  const plan = (users: number) => cheapestPlan({ term: 'monthly', billableTickets: 40, users }).plan
  expect([plan(1), plan(3), plan(4), plan(20)]).toEqual(['starter', 'starter', 'basic', 'basic'])
})

it('a plan without a published price for the term is left out', () => {
  expect(cheapestPlan({ term: 'yearly', billableTickets: 1 }).plan).toBe('basic')
})
