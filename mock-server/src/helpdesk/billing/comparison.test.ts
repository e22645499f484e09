import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { autoReplyCents, compareWays, shareOf } from './comparison.ts'
import type { Way, WayCost } from './comparison.ts'
import { BillingError } from './invoice.ts'
import { PRICE_LIST } from './plans.ts'
import type { PlanId } from './plans.ts'

function costs(conversations: number, percent: number): Record<Way, WayCost> {
  const months = [{ conversations, resolved: shareOf(conversations, percent) }]
  const ways = compareWays(months, { term: 'monthly' })
  return Object.fromEntries(ways.map((cost) => [cost.way, cost])) as Record<Way, WayCost>
}

const on = (plan: PlanId, { plans }: WayCost) => plans.find((cost) => cost.plan === plan)?.totalCents

describe('a month of 2,000 conversations', () => {
  it('costs $1,160 on Pro when AI Agent resolves 40 % of them, and $360 when Gladly does (REQ-089, REQ-090)', () => {
    const { people, 'ai-agent': aiAgent, gladly } = costs(2_000, 40)
    expect(on('pro', people)).toBe(36_000)
    expect(on('pro', aiAgent)).toBe(116_000)
    expect(on('pro', gladly)).toBe(36_000)
    expect(gladly.months).toEqual([{ billableTickets: 1_200, resolutions: 0 }])
    expect([aiAgent.cheapest.plan, gladly.cheapest.plan]).toEqual(['pro', 'pro'])
  })

  it('costs $260 on Basic, less than on Pro, when Gladly resolves 60 % of them (REQ-089)', () => {
    const { gladly } = costs(2_000, 60)
    expect(gladly.months[0]?.billableTickets).toBe(800)
    expect(gladly.cheapest).toMatchObject({ plan: 'basic', totalCents: 26_000 })
  })
})

it('each conversation that Gladly resolves saves a fee, and beyond what is included a ticket (REQ-088, REQ-090)', () => {
  const anyMonth = fc.record({ conversations: fc.integer({ min: 1, max: 9_000 }), percent: fc.nat(99) })
  fc.assert(
    fc.property(anyMonth, ({ conversations, percent }) => {
      const resolved = shareOf(conversations, percent)
      fc.pre(resolved < conversations)
      const ways = (number: number) => compareWays([{ conversations, resolved: number }], { term: 'monthly' })
      const gap = ([, aiAgent, gladly]: WayCost[]) =>
        aiAgent && gladly ? (on('pro', aiAgent) ?? 0) - (on('pro', gladly) ?? 0) : NaN
      const { includedTickets, overage } = PRICE_LIST.plans.pro
      const ticket = conversations - resolved > includedTickets ? overage.ticketCents : 0
      expect(gap(ways(resolved + 1)) - gap(ways(resolved))).toBe(PRICE_LIST.resolutionCents.monthly + ticket)
    }),
  )
})

it('more resolved conversations than there are is refused', () => {
  const compare = () => compareWays([{ conversations: 3, resolved: 4 }], { term: 'monthly' })
  expect(compare).toThrow(BillingError)
  expect(compare).toThrow('4 is more than the 3 conversations.')
})

it('an auto-reply on 100 handoffs of which 90 are answered costs the overage of ten, or nothing (REQ-091)', () => {
  const cents = (plan: PlanId, billableTickets: number) =>
    autoReplyCents({ plan, term: 'monthly', billableTickets }, 10)
  expect(cents('starter', 100)).toBe(400)
  expect(cents('basic', 100)).toBe(0)
  expect(cents('basic', 305)).toBe(200)
})
