import { describe, expect, it } from 'vitest'
import { readStartingPoint } from '../src/control/accounts/starting-point.ts'
import { SeedError } from '../src/index.ts'
import { call, expectStatus } from './support/api.ts'
import { START, testServer } from './support/server.ts'

const { server, url, use } = await testServer()
const twin = await testServer()

const large = (tickets: number, seed?: number) =>
  ({ kind: 'large', tickets, ...(seed !== undefined && { seed }) }) as const

describe('a large shop', () => {
  it('has as many tickets as were asked for, over a year, in all states', async () => {
    const { account, api } = use(server.accounts.create({ seed: large(400) }))
    const { rows } = account.export().world
    const tickets = (rows.tickets ?? []) as unknown as Readonly<Record<string, unknown>>[]
    expect(tickets).toHaveLength(400)
    const having = (holds: (row: (typeof tickets)[number]) => boolean) => tickets.filter(holds).length
    expect(having(({ status }) => status === 'closed')).toBeGreaterThan(200)
    expect(having(({ status }) => status === 'open')).toBeGreaterThan(40)
    for (const field of ['snooze_datetime', 'trashed_datetime', 'assignee_user_id', 'assignee_team_id'])
      expect(
        having((row) => row[field] !== null),
        field,
      ).toBeGreaterThan(0)
    expect(having(({ spam }) => spam === true)).toBeGreaterThan(0)
    expect(having(({ channel }) => channel === 'chat')).toBeGreaterThan(0)
    const months = new Set(
      tickets.map(({ created_datetime: at }) => new Date(Number(at) / 1000).getUTCMonth()),
    )
    expect(months.size).toBe(12)
    for (const name of ['macros', 'teams', 'surveys', 'tags', 'messages'])
      expect(rows[name]?.length, name).toBeGreaterThan(2)
    expect(account.readClock()).toEqual({ mode: 'virtual', now: START })
    expect((await api.tickets('?limit=5')).data).toHaveLength(5)
  })

  it('reaches nobody: its people live at domains for examples, and nothing was sent or billed', () => {
    const account = server.accounts.create({ seed: large(60) })
    const customers = (account.export().world.rows.customers ?? []) as unknown as { email: string }[]
    expect(customers.filter(({ email }) => !/@example\.(com|net|org)$/.test(email))).toEqual([])
    expect(account.outbox()).toEqual([])
    expect(account.billing().billable_tickets).toBe(0)
  })

  it('is the same for the same number, and another for another', () => {
    const textOf = (on: typeof server, seed: number) => {
      const account = on.accounts.create({ subdomain: 'shop', seed: large(80, seed) })
      const { world } = account.export()
      account.delete()
      return JSON.stringify(world.rows.messages?.map((row) => ({ ...row, id: 0 })))
    }
    const one = textOf(server, 5)
    expect(textOf(server, 5).length).toBe(one.length)
    expect(textOf(twin.server, 6)).not.toBe(one)
    const body = (text: string) => [...text.matchAll(/"body_text":"[^"]*"/g)].map(([found]) => found)
    expect(body(textOf(twin.server, 5))).toEqual(body(one))
  })

  it('is ordered over HTTP, and refused by field', async () => {
    const make = (seed: object) => call(url, 'POST', '/_control/v1/accounts', { body: { seed } })
    expectStatus(await make(large(3)), 201)
    for (const [seed, field] of [
      [{ kind: 'large', tickets: 0 }, 'seed.tickets'],
      [{ kind: 'large', tickets: 1e9 }, 'seed.tickets'],
      [{ kind: 'large' }, 'seed.tickets'],
      [{ kind: 'huge', tickets: 5 }, 'seed.kind'],
      [{ kind: 'large', tickets: 5, colour: 'red' }, 'seed.colour'],
    ] as const)
      expect(expectStatus(await make(seed), 400).json).toMatchObject({ error: { field } })
    expect(() => server.accounts.create({ seed: large(0.5) })).toThrow('seed.tickets: Not a valid integer.')
  })
})

describe('what --seed names', () => {
  const read = (text: string) => readStartingPoint('seed.json', () => text)

  it('may be a large shop, with the number that it is made up from', () => {
    const never = () => {
      throw new Error('no file')
    }
    expect(readStartingPoint('large:10000', never)).toEqual({ kind: 'large', tickets: 10_000 })
    expect(readStartingPoint('large:50:7', never)).toEqual({ kind: 'large', tickets: 50, seed: 7 })
    expect(() => readStartingPoint('large:0', never)).toThrow('tickets must be a whole number')
  })

  it('may be the file of an account that was exported', () => {
    const document = server.accounts.create().export()
    expect(read(JSON.stringify(document))).toEqual(document)
    expect(() => read(JSON.stringify({ ...document, version: 9 }))).toThrow(SeedError)
  })

  it('is refused with line and field', () => {
    const text = '{\n  "plan": "basic",\n  "customers": [\n    { "name": "A" },\n    { "name": 5 }\n  ]\n}'
    expect(() => read(text)).toThrow('line 5: /customers/1/name must be string')
    expect(() => read('{\n\n"colour": 1}')).toThrow(
      'line 3: the document must NOT have additional properties "colour"',
    )
    expect(() => read('{\n"plan": }')).toThrow('it is not JSON')
  })
})
