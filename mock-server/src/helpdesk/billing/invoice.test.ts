import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { bill, BillingError } from './invoice.ts'
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

it('a bill has a line for each thing that it charges for, and their amounts make the total', () => {
  const usage = { term: 'monthly', billableTickets: 350, resolutions: 3 } as const
  expect(bill({ ...usage, plan: 'basic' }).lines).toEqual([
    {
      item: 'plan',
      description: 'Basic, monthly term, 300 tickets included',
      quantity: 1,
      unitCents: 6000,
      cents: 6000,
    },
    { item: 'overage', description: 'Overage, by the ticket', quantity: 50, unitCents: 40, cents: 2000 },
    { item: 'ai-agent', description: 'AI Agent, by the resolution', quantity: 3, unitCents: 100, cents: 300 },
  ])
  const blocks = bill({ ...usage, plan: 'basic', overageMode: 'block' }).lines[1]
  expect(blocks).toMatchObject({
    quantity: 1,
    unitCents: 4000,
    description: expect.stringMatching(/100$/) as string,
  })
  expect(bill({ term: 'monthly', plan: 'pro', billableTickets: 7 }).lines).toHaveLength(1)
})

it('a resolution of AI Agent costs $0.90 on yearly and $1.00 on monthly term, beside its ticket (REQ-087)', () => {
  const cost = (term: Term) => {
    const without = bill({ plan: 'basic', term, billableTickets: 300 }).totalCents
    return bill({ plan: 'basic', term, billableTickets: 301, resolutions: 1 }).totalCents - without
  }
  expect([cost('yearly'), cost('monthly')]).toEqual([130, 140])
})

it('a plan is refused on a term on which it has no published price', () => {
  expect(() => bill({ plan: 'starter', term: 'yearly', billableTickets: 1 })).toThrow(BillingError)
})

test.for([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('%d is refused as a count', (count) => {
  const usage = { plan: 'pro', term: 'monthly', billableTickets: 1 } as const
  expect(() => bill({ ...usage, billableTickets: count })).toThrow(/whole number/)
  expect(() => bill({ ...usage, resolutions: count })).toThrow(BillingError)
})

const anyMonth = fc.record({
  plan: fc.constantFrom(...PLAN_IDS.slice(1)),
  term: fc.constantFrom<Term>('monthly', 'yearly'),
  billableTickets: fc.nat(20_000),
  resolutions: fc.nat(5_000),
})

it('another ticket or resolution never lowers a bill, and started blocks never cost less than tickets', () => {
  fc.assert(
    fc.property(anyMonth, fc.nat(300), (month, more) => {
      const cents = (overageMode: OverageMode, changes: Partial<typeof month> = {}) =>
        bill({ ...month, ...changes, overageMode }).totalCents
      for (const mode of ['ticket', 'block'] as const) {
        expect(cents(mode, { billableTickets: month.billableTickets + more })).toBeGreaterThanOrEqual(
          cents(mode),
        )
        expect(cents(mode, { resolutions: month.resolutions + more })).toBeGreaterThanOrEqual(cents(mode))
      }
      expect(cents('block')).toBeGreaterThanOrEqual(cents('ticket'))
      expect(cents('block')).toBeLessThan(cents('ticket') + 4000)
    }),
  )
})

it('a bill is its lines, in whole cents', () => {
  fc.assert(
    fc.property(anyMonth, fc.constantFrom<OverageMode>('ticket', 'block'), (month, overageMode) => {
      const { lines, totalCents } = bill({ ...month, overageMode })
      for (const { quantity, unitCents, cents } of lines) expect(cents).toBe(quantity * unitCents)
      expect(lines.reduce((sum, { cents }) => sum + cents, 0)).toBe(totalCents)
      expect(Number.isInteger(totalCents)).toBe(true)
    }),
  )
})

it('the price list is complete, dated, and says where it is from', () => {
  expect(Object.keys(PRICE_LIST.plans)).toEqual([...PLAN_IDS])
  expect(PRICE_LIST.verified).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  expect(PRICE_LIST.sources.length).toBeGreaterThan(0)
})
