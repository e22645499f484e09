import { describe, expect, it, onTestFinished } from 'vitest'
import { startInProcess } from '../../src/testing/index.ts'
import type { RunningAccount } from '../../src/testing/index.ts'
import { gorgiasTest } from '../../src/testing/vitest.ts'
import { apiOf } from '../support/api.ts'
import { ticketFrom } from '../support/bodies.ts'

const ACCOUNTS = 200
const LANES = 16

const addressOf = (number: number) => `customer-${number}@example.com`
const numbers = (count: number) => Array.from({ length: count }, (_, number) => number)

/** What a test does to an account: each step lets the others go on. */
async function use(account: RunningAccount, number: number): Promise<void> {
  const { control, url } = account
  const api = apiOf(url, account)
  await control.addFault({
    operation: 'listTags',
    position: 'before',
    kind: 'status',
    status: 500 + (number % 4),
  })
  await api.createTicket(ticketFrom(addressOf(number), { external_id: `h-${number}` }))
  await control.advance(number * 1_000)
  expect((await api.get('/api/tags')).status).toBe(500 + (number % 4))
  await control.inbound({ from: addressOf(number), text: `Any news of ${number}?` })
}

/** All that can be seen of an account is of its own test. */
async function expectOnly(account: RunningAccount, number: number, begun: number): Promise<void> {
  const { control, url } = account
  const { data: customers } = await apiOf(url, account).customers('?limit=100')
  const own = customers.map(({ email }) => email).filter((email) => email?.startsWith('customer-'))
  expect(own).toEqual([addressOf(number)])
  expect((await control.journal()).map(({ operation, status }) => ({ operation, status }))).toEqual([
    { operation: 'createTicket', status: 201 },
    { operation: 'listTags', status: 500 + (number % 4) },
    { operation: 'listCustomers', status: 200 },
  ])
  await control.verify({
    expect: { operation: 'createTicket', body: { external_id: `h-${number}` } },
    times: 1,
  })
  expect((await control.faults()).map(({ status, hits }) => ({ status, hits }))).toEqual([
    { status: 500 + (number % 4), hits: 1 },
  ])
  expect(Date.parse((await control.readClock()).now)).toBe(begun + number * 1_000)
  expect((await control.mailbox(addressOf(number))).threads).toHaveLength(1)
}

describe('accounts that were forked', () => {
  it(`are alone, ${ACCOUNTS} of them under ${LANES} tests at the same time`, async () => {
    const gorgias = await startInProcess({
      clock: 'virtual',
      now: '2026-03-02T09:00:00Z',
      seed: { kind: 'large', tickets: 100 },
    })
    onTestFinished(() => gorgias.close())
    const begun = Date.parse((await gorgias.account.control.readClock()).now)
    const before = gorgias.server.account.export()
    const used = new Map<number, RunningAccount>()
    const waiting = numbers(ACCOUNTS)
    const lane = async () => {
      for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
        const account = await gorgias.createAccount({ from: 'acme' })
        used.set(number, account)
        await use(account, number)
      }
    }
    await Promise.all(numbers(LANES).map(lane))

    expect(used.size).toBe(ACCOUNTS)
    expect(new Set([...used.values()].map(({ apiKey }) => apiKey)).size).toBe(ACCOUNTS)
    for (const [number, account] of used) await expectOnly(account, number, begun)
    expect(gorgias.server.account.export()).toEqual(before)
  })
})

const test = gorgiasTest(() => startInProcess({ clock: 'virtual', now: '2026-03-02T09:00:00Z' }))

describe('tests that take an account as their fixture', () => {
  const met = new Set<string>()
  let go: () => void = () => undefined
  const all = new Promise<void>((resolve) => {
    go = resolve
  })

  for (const number of numbers(LANES)) {
    test.concurrent(`run at the same time on one server: ${number}`, async ({ account, gorgias }) => {
      const begun = Date.parse((await account.control.readClock()).now)
      await use(account, number)
      met.add(`${gorgias.url} ${account.subdomain}`)
      // Nobody looks before everybody has left something to see.
      if (met.size === LANES) go()
      await all
      await expectOnly(account, number, begun)
      expect(new Set([...met].map((name) => name.split(' ')[0]))).toEqual(new Set([gorgias.url]))
    })
  }

  test('leave no account behind', async ({ account, gorgias }) => {
    const left = (await gorgias.control.accounts()).map(({ subdomain }) => subdomain)
    expect(left).toEqual(['acme', account.subdomain])
  })
})
