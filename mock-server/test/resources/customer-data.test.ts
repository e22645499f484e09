import { describe, expect, it } from 'vitest'
import { setCustomerData } from '../../src/helpdesk/customers/data.ts'
import { bareApi } from '../support/operations.ts'
import { startApi } from './api.ts'
import type { Api, List, Refused } from './api.ts'

async function addCustomer(api: Api): Promise<string> {
  const { id } = await api.call(201, 'POST', '/api/customers', { email: 'dana@shop.test' })
  return `/api/customers/${id}`
}

const set = (api: Api, path: string, data: unknown, version?: string) =>
  api.call(202, 'PUT', `${path}/data`, { data, version })
const dataAt = async (api: Api, path: string) => (await api.call(200, 'GET', path)).data

describe('the data of a customer', () => {
  it('is set by a call that answers nothing, and shown wherever the customer is', async () => {
    await using api = await startApi()
    const path = await addCustomer(api)
    const answer = await fetch(`${api.server.url}${path}/data`, {
      method: 'PUT',
      headers: { authorization: api.server.account.authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ data: { plan: 'pro', mrr: 123 } }),
    })
    expect(answer.status).toBe(202)
    expect(answer.headers.get('content-length')).toBe('0')
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.text()).toBe('')
    expect(await dataAt(api, path)).toEqual({ plan: 'pro', mrr: 123 })
    expect((await api.call<List>(200, 'GET', '/api/customers')).data[0]?.data).toEqual({
      plan: 'pro',
      mrr: 123,
    })
  })

  it.each([[['a', 1]], ['text'], [5], [false], [null]])('may be any JSON: %j', async (data) => {
    await using api = await startApi()
    const path = await addCustomer(api)
    await set(api, path, data)
    expect(await dataAt(api, path)).toEqual(data)
  })

  it('stays where an older version comes after it', async () => {
    await using api = await startApi()
    const path = await addCustomer(api)
    await set(api, path, 'first', '2026-03-01T00:00:00Z')
    await set(api, path, 'older', '2026-02-28T00:00:00Z')
    expect(await dataAt(api, path)).toBe('first')
    await set(api, path, 'as old', '2026-03-01T01:00:00+01:00')
    expect(await dataAt(api, path)).toBe('as old')
    await set(api, path, 'without')
    await set(api, path, 'older still', '2026-02-28T00:00:00Z')
    expect(await dataAt(api, path)).toBe('without')
    await set(api, path, 'newer', '2026-03-02T00:00:00Z')
    expect(await dataAt(api, path)).toBe('newer')
  })

  it('leaves an event, unless it is too old', async () => {
    await using api = await startApi()
    const path = await addCustomer(api)
    await set(api, path, 1, '2026-03-01T00:00:00Z')
    await set(api, path, 2, '2026-02-01T00:00:00Z')
    const { data } = await api.call<List>(200, 'GET', '/api/events')
    expect(data.map(({ type }) => type)).toEqual(['customer-updated', 'customer-created'])
  })

  it.each([
    ['data', {}],
    ['data', { data: 'x'.repeat(100_000) }],
    ['version', { data: 1, version: 'yesterday' }],
    ['colour', { data: 1, colour: 'red' }],
  ])('is refused with a wrong %s', async (field, body) => {
    await using api = await startApi()
    const path = await addCustomer(api)
    const { error } = await api.call<Refused>(400, 'PUT', `${path}/data`, body)
    expect(Object.keys(error.data as object)).toEqual([field])
    await api.call(404, 'PUT', '/api/customers/1/data', { data: 1 })
    expect(await dataAt(api, path)).toBeNull()
  })

  it('stands apart for each app, with the name of the app, and shows on GET', async () => {
    const { app, accounts } = await bareApi()
    const { world, apiKey } = accounts.create()
    const headers = {
      authorization: `Basic ${Buffer.from(`${world.rows.users.get(apiKey.user_id)?.email ?? ''}:${apiKey.key}`).toString('base64')}`,
    }
    const send = async (method: 'GET' | 'POST', url: string, payload?: object) =>
      JSON.parse((await app.inject({ method, url, headers, ...(payload && { payload }) })).body) as {
        id: number
        customer: { external_data: unknown }
      }
    const { id } = await send('POST', '/api/customers', { email: 'dana@shop.test' })
    const setAs = (client_id: string, name: string, data: { plan: string }, version: number) =>
      world.transact({ kind: 'control', id: 1 }, () => {
        const customer = world.rows.customers.get(id)
        if (customer !== undefined)
          setCustomerData(
            world,
            { user_id: null, context: null },
            customer,
            { data, version },
            { client_id, name },
          )
      })
    setAs('aa11', 'example', { plan: 'pro' }, 2)
    setAs('bb22', 'other', { plan: 'free' }, 1)
    setAs('aa11', 'example', { plan: 'old' }, 1)
    const external_data = {
      aa11: { plan: 'pro', __app_name__: 'example' },
      bb22: { plan: 'free', __app_name__: 'other' },
    }
    expect(await send('GET', `/api/customers/${id}`)).toMatchObject({ data: null, external_data })
    const ticket = await send('POST', '/api/tickets', {
      messages: [{ channel: 'phone', from_agent: false, sender: { id }, body_text: 'Hello?' }],
    })
    expect((await send('GET', `/api/tickets/${ticket.id}`)).customer.external_data).toEqual(external_data)
    await app.close()
    accounts.close()
  })
})
