import { describe, expect, it, vi } from 'vitest'
import { demoSeed } from '../../src/index.ts'
import { bareApi } from '../support/operations.ts'
import { startApi } from './api.ts'
import type { Api, List, Refused, Row } from './api.ts'

const find = async (api: Api, body: object): Promise<readonly Row[]> =>
  (await api.call<List>(201, 'POST', '/api/search', body)).data
const namesFound = async (api: Api, type: string, query: string) =>
  (await find(api, { type, query })).map(({ name }) => name)

async function shop(): Promise<Api> {
  const api = await startApi()
  for (const [name, email, phone] of [
    ['Dana Ortiz', 'dana@shop.test', '+1 555 0100'],
    ['Daniel Moss', 'dm@shop.test', null],
    ['Ed Danner', 'ed@else.test', '0555-0199'],
  ] as const) {
    const channels = phone === null ? [] : [{ type: 'phone', address: phone }]
    await api.call(201, 'POST', '/api/customers', {
      name,
      email,
      channels: [{ type: 'email', address: email }, ...channels],
    })
  }
  return api
}

describe('a search', () => {
  it('has the recorded envelope, keys and header', async () => {
    await using api = await shop()
    const answer = await fetch(`${api.server.url}/api/search`, {
      method: 'POST',
      headers: { authorization: api.server.account.authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'customer', query: 'ortiz' }),
    })
    expect(answer.status).toBe(201)
    expect(answer.headers.get('x-gorgias-search-engine')).toBe('ES')
    const [customer] = (await api.call<List>(200, 'GET', '/api/customers?email=dana%40shop.test')).data
    const id = customer?.id ?? 0
    expect(await answer.text()).toBe(
      `{"data":[{"id":${id},"name":"Dana Ortiz","email":"dana@shop.test"}],"object":"list","uri":"","meta":{}}`,
    )
  })

  it('finds customers by the beginnings of their words and addresses', async () => {
    await using api = await shop()
    expect(await namesFound(api, 'customer', 'dan')).toEqual(['Dana Ortiz', 'Daniel Moss', 'Ed Danner'])
    expect(await namesFound(api, 'customer', 'DANNER ed')).toEqual(['Ed Danner'])
    expect(await namesFound(api, 'customer', 'anner')).toEqual([])
    expect(await namesFound(api, 'customer_profile', 'DM@shop')).toEqual(['Daniel Moss'])
    expect(await namesFound(api, 'customer', 'nobody@shop.test')).toEqual([])
    expect(await find(api, { type: 'customer' })).toHaveLength(3)
  })

  it('finds customers and channels by the digits of a phone number', async () => {
    await using api = await shop()
    expect(await namesFound(api, 'customers_by_phone', '5550100')).toEqual(['Dana Ortiz'])
    expect(await namesFound(api, 'customers_by_phone', 'dana')).toEqual([])
    expect(await find(api, { type: 'customer_channel_phone', query: '(0555) 0199' })).toMatchObject([
      { name: 'Ed Danner', type: 'phone', address: '0555-0199' },
    ])
  })

  it('finds the channels of customers', async () => {
    await using api = await shop()
    const [channel, ...others] = await find(api, { type: 'customer_channel_email', query: 'dana@' })
    expect(others).toEqual([])
    expect(Object.keys(channel ?? {})).toEqual(['id', 'name', 'type', 'address', 'customer_id'])
    expect(channel).toMatchObject({ name: 'Dana Ortiz', type: 'email', address: 'dana@shop.test' })
    const all = await find(api, { type: 'customer_channel', query: 'dana' })
    expect(all.map(({ type }) => type)).toEqual(['email', 'phone'])
  })

  it('finds agents, integrations, teams and tags by name', async () => {
    await using api = await shop()
    await api.call(201, 'POST', '/api/teams', { name: 'Returns desk' })
    await api.call(201, 'POST', '/api/tags', { name: 'return' })
    expect(await find(api, { type: 'agent', query: 'adm' })).toMatchObject([
      { name: 'Admin', email: 'admin@acme.test' },
    ])
    expect(await namesFound(api, 'agent', 'gorgias')).toEqual([])
    expect(await find(api, { type: 'integration', query: 'support' })).toMatchObject([
      { name: 'acme Support', type: 'email', address: 'support@acme.test' },
    ])
    expect(await namesFound(api, 'team', 'desk')).toEqual(['Returns desk'])
    expect(await namesFound(api, 'tag', 'RET')).toEqual(['return'])
  })

  it('answers ten unless asked for up to fifty', async () => {
    await using api = await startApi()
    for (let i = 0; i < 12; i++) await api.call(201, 'POST', '/api/tags', { name: `tag ${i}` })
    expect(await find(api, { type: 'tag', query: 'tag' })).toHaveLength(10)
    expect(await find(api, { type: 'tag', query: 'tag', size: 11 })).toHaveLength(11)
  })

  it.for([
    [{}, 'type'],
    [{ type: 'ticket' }, 'type'],
    [{ type: 'tag', size: 51 }, 'size'],
    [{ type: 'tag', size: 0 }, 'size'],
    [{ type: 'tag', query: 'x'.repeat(321) }, 'query'],
    [{ type: 'tag', q: 'x' }, 'q'],
  ] as const)('is refused as %j', async ([body, field]) => {
    await using api = await startApi()
    const { error } = await api.call<Refused>(400, 'POST', '/api/search', body)
    expect(error.data).toHaveProperty(field)
  })

  it('for an e-mail address looks at no customer but those who have it', async () => {
    const { app, accounts } = await bareApi()
    const { world, apiKey } = accounts.create({
      seed: {
        ...demoSeed,
        customers: Array.from({ length: 300 }, (_, i) => ({ email: `c${i}@shop.test` })),
      },
    })
    const user = world.rows.users.get(apiKey.user_id)?.email ?? ''
    let visited = 0
    const { customers } = world.rows
    const walk = customers.walk.bind(customers)
    vi.spyOn(customers, 'values').mockImplementation(() => expect.unreachable('all customers are read'))
    vi.spyOn(customers, 'walk').mockImplementation(function* (...options) {
      for (const row of walk(...options)) {
        visited++
        yield row
      }
    })
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url: '/api/search',
      headers: { authorization: `Basic ${Buffer.from(`${user}:${apiKey.key}`).toString('base64')}` },
      payload: { type: 'customer', query: 'C250@shop.test' },
    })
    expect([statusCode, body]).toEqual([201, expect.stringContaining('"email":"c250@shop.test"')])
    expect(visited).toBeLessThanOrEqual(2)
    await app.close()
  })
})
