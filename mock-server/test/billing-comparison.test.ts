import { describe, expect, it } from 'vitest'
import { estimateBilling } from '../src/index.ts'
import { call, expectStatus } from './support/api.ts'
import { fromAgent, mailboxOf, ticketFrom } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { fresh, url } = await testServer({ rateLimit: 'off' })

const estimate = async (query: string) => call(url, 'GET', `/_control/v1/billing/estimate?${query}`)

describe('the months of an account', () => {
  it('are compared over all of them, with their peak and the plan that costs least (REQ-089)', async () => {
    const { account, api } = fresh()
    let customers = 0
    for (const [month, billable] of [
      ['2026-03', 60],
      ['2026-04', 120],
      ['2026-05', 0],
    ] as const) {
      await account.setClock({ now: `${month}-10T00:00:00Z` })
      for (let i = 0; i < billable; i++) {
        const email = `c${++customers}@example.com`
        await api.createTicket(
          ticketFrom(email, { messages: [fromAgent(mailboxOf(account.name), {}, email)] }),
        )
      }
    }
    const comparison = account.compareBilling()
    expect(comparison).toMatchObject({
      plan: 'basic',
      months: [
        { month: '2026-03', conversations: 60 },
        { month: '2026-04', conversations: 120 },
        { month: '2026-05', conversations: 0 },
      ],
      peak: { month: '2026-04', conversations: 120 },
      break_evens: [
        { smaller: 'starter', larger: 'basic', tickets: 175 },
        { smaller: 'basic', larger: 'pro', tickets: 1_050 },
        { smaller: 'pro', larger: 'advanced', tickets: 3_500 },
      ],
    })
    expect(comparison.ways.people).toMatchObject({
      amount: '180.00',
      // 3 x 10.00, and 10 + 70 tickets of overage.
      cheapest: { plan: 'starter', amount: '62.00' },
      months: [{ amount: '60.00', cheapest: { amount: '14.00' } }, { cheapest: { amount: '38.00' } }, {}],
    })
  })

  it('are told over HTTP, for any share that Gladly would resolve', async () => {
    const { account } = fresh()
    const path = `/_control/v1/accounts/${account.name}/billing/comparison`
    const answer = expectStatus(await call(url, 'GET', `${path}?resolved_percent=40&term=yearly`), 200)
    expect(answer.json).toEqual(account.compareBilling({ resolved_percent: 40, term: 'yearly' }))
    const refusal = expectStatus(await call(url, 'GET', `${path}?resolved_percent=101`), 400)
    expect(refusal.json).toMatchObject({ error: { field: 'resolved_percent' } })
  })
})

describe('an estimate', () => {
  it('needs no account, and puts AI Agent beside Gladly (REQ-089, REQ-090)', async () => {
    const answer = expectStatus(await estimate('tickets=2000&resolved_percent=40&plan=pro'), 200)
    expect(answer.json).toEqual(estimateBilling({ tickets: [2000], resolved_percent: 40, plan: 'pro' }))
    expect(answer.json).toMatchObject({
      ways: {
        ai_agent: { amount: '1160.00', cheapest: { plan: 'pro' } },
        gladly: { billable_tickets: 1_200, amount: '360.00' },
      },
      saving: { on_plan: '800.00', cheapest: '800.00' },
    })
    const { ways } = estimateBilling({ tickets: [2000], resolved: 1_200, plan: 'pro' })
    expect(ways.gladly).toMatchObject({ amount: '360.00', cheapest: { plan: 'basic', amount: '260.00' } })
  })

  it('tells what the auto-reply costs where people leave handoffs unanswered (REQ-091)', () => {
    const { auto_reply } = estimateBilling({ tickets: [100], answered_percent: 90, plan: 'starter' })
    expect(auto_reply).toEqual({ billable_with: 100, billable_without: 90, amount: '4.00' })
  })

  it.each([
    ['', 'tickets'],
    ['tickets=many', 'tickets'],
    ['tickets=1,,2', 'tickets'],
    ['tickets=10&resolved=11', 'resolved'],
    ['tickets=10&plan=starter&term=yearly', 'term'],
    ['tickets=10&plan=starter&users=4', 'users'],
    ['tickets=10&plan=enterprise', 'plan'],
    ['tickets=10&answered=5', 'answered'],
  ])('of "%s" is refused for its field %s', async (query, field) => {
    const { json } = expectStatus(await estimate(query), 400)
    expect(json).toMatchObject({ error: { field } })
  })
})
