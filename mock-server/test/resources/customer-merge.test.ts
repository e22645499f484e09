import { describe, expect, it } from 'vitest'
import { phoneTicket, startApi } from './api.ts'
import type { Api, List, Refused, Row } from './api.ts'

const MERGED_KEYS = [
  'id',
  'external_id',
  'active',
  'email',
  'name',
  'firstname',
  'lastname',
  'channels',
  'language',
  'timezone',
  'created_datetime',
  'updated_datetime',
  'meta',
  'data',
  'customer',
  'ecommerce_data',
  'note',
  'custom_fields',
  'integrations',
]

const addCustomer = (api: Api, fields: object) => api.call(201, 'POST', '/api/customers', fields)
const merge = (api: Api, source: Row, target: Row, body?: object) =>
  api.call(202, 'PUT', `/api/customers/merge?source_id=${source.id}&target_id=${target.id}`, body)
const addresses = ({ channels }: Row) =>
  (channels as Row[]).map(({ type, address, preferred }) => [type, address, preferred])

async function pair(api: Api): Promise<[source: Row, target: Row]> {
  return [
    await addCustomer(api, {
      email: 'source@shop.test',
      name: 'Source',
      language: 'fr',
      channels: [{ type: 'phone', address: '0555' }],
    }),
    await addCustomer(api, { email: 'target@shop.test', name: 'Merge Target' }),
  ]
}

/** Where a call is sent on to. */
async function location(api: Api, method: string, path: string): Promise<[number, string | null]> {
  const { authorization } = api.server.account
  const answer = await fetch(api.server.url + path, {
    method,
    redirect: 'manual',
    headers: { authorization },
  })
  return [answer.status, answer.headers.get('location')]
}

describe('merging customers', () => {
  it('answers the target as it was, with the recorded keys, whatever the body says', async () => {
    await using api = await startApi()
    const [source, target] = await pair(api)
    const answer = await merge(api, source, target, { name: 'Merged Customer' })
    expect(Object.keys(answer)).toEqual(MERGED_KEYS)
    expect(answer).toEqual({ ...target, ecommerce_data: {} })
  })

  it('gives the target the channels of the source, and what else it has not', async () => {
    await using api = await startApi()
    const [source, target] = await pair(api)
    await merge(api, source, target)
    const merged = await api.call(200, 'GET', `/api/customers/${target.id}`)
    expect(merged).toMatchObject({ name: 'Merge Target', email: 'target@shop.test', language: 'fr' })
    expect(addresses(merged)).toEqual([
      ['email', 'target@shop.test', true],
      ['email', 'source@shop.test', false],
      ['phone', '0555', true],
    ])
    const { customer } = await api.call(201, 'POST', '/api/tickets', phoneTicket('source@shop.test'))
    expect(customer).toMatchObject({ id: target.id })
  })

  it('moves tickets, messages and surveys to the target', async () => {
    await using api = await startApi()
    const [source, target] = await pair(api)
    const own = await api.call(201, 'POST', '/api/tickets', phoneTicket('source@shop.test'))
    const foreign = await api.call(201, 'POST', '/api/tickets', {
      ...phoneTicket('source@shop.test'),
      customer: { email: 'third@shop.test' },
    })
    const sent = { channel: 'phone', from_agent: true, receiver: { email: 'source@shop.test' } }
    await api.call(201, 'POST', `/api/tickets/${foreign.id}/messages`, sent)
    const survey = await api.call(201, 'POST', '/api/satisfaction-surveys', {
      ticket_id: own.id,
      customer_id: source.id,
    })
    await merge(api, source, target)
    const { data } = await api.call<List>(200, 'GET', `/api/tickets?customer_id=${target.id}`)
    expect(data.map(({ id }) => id)).toEqual([own.id])
    expect(await api.call(200, 'GET', `/api/satisfaction-surveys/${survey.id}`)).toMatchObject({
      customer_id: target.id,
    })
    const read = async ({ id }: Row) =>
      (await api.call(200, 'GET', `/api/tickets/${id}`)).messages as readonly Row[]
    expect(await read(own)).toMatchObject([{ sender: { id: target.id } }])
    expect(await read(foreign)).toMatchObject([
      { sender: { id: target.id } },
      { receiver: { id: target.id } },
    ])
  })

  it('leaves two events, each in a context of its own', async () => {
    await using api = await startApi()
    const [source, target] = await pair(api)
    await merge(api, source, target)
    const { data } = await api.call<List>(200, 'GET', '/api/events?limit=2')
    const [merged, deleted] = data
    expect(merged).toMatchObject({
      type: 'customer-merged',
      object_type: 'Customer',
      object_id: target.id,
      data: { source_customer_id: source.id },
    })
    expect(deleted).toMatchObject({ type: 'customer-deleted', object_id: source.id, data: null })
    expect(merged?.context).not.toBe(deleted?.context)
    expect(merged?.context).toMatch(/^[\da-f-]{36}$/)
  })

  it('sends calls for the source on to the target, and after more merges to the last one', async () => {
    await using api = await startApi()
    const [source, target] = await pair(api)
    const last = await addCustomer(api, { email: 'last@shop.test' })
    await merge(api, source, target)
    const from = `/api/customers/${source.id}`
    expect(await location(api, 'GET', from)).toEqual([301, `/api/customers/${target.id}`])
    await merge(api, target, last)
    expect(await location(api, 'GET', `${from}/custom-fields?`)).toEqual([
      301,
      `/api/customers/${last.id}/custom-fields?`,
    ])
    expect(await api.call(200, 'GET', from)).toMatchObject({ id: last.id })
    await api.call(204, 'DELETE', `/api/customers/${last.id}`)
    await api.call(404, 'GET', from)
  })

  it('leaves nothing of the source to delete: the target is not deleted in its place', async () => {
    await using api = await startApi()
    const [source, target] = await pair(api)
    await merge(api, source, target)
    await api.call(404, 'DELETE', `/api/customers/${source.id}`)
    expect(await api.call(200, 'GET', `/api/customers/${target.id}`)).toMatchObject({ id: target.id })
  })

  it('refuses both of them holding data of one integration, and changes nothing', async () => {
    await using api = await startApi({
      seed: {
        customers: [
          { name: 'A', email: 'a@shop.test', integrations: { '7': { orders: [] }, '8': {} } },
          { name: 'B', email: 'b@shop.test', integrations: { '8': {} } },
        ],
      },
    })
    const list = () => api.call<List>(200, 'GET', '/api/customers')
    const before = await list()
    const [a, b] = before.data.map(({ id }) => id)
    const { error } = await api.call<Refused>(
      409,
      'PUT',
      `/api/customers/merge?source_id=${a ?? 0}&target_id=${b ?? 0}`,
    )
    expect(error.msg).toMatch(/integration 8/)
    expect(await list()).toEqual(before)
  })

  it('keeps the values of custom fields that the target has, and adds those of the source', async () => {
    await using api = await startApi()
    const [source, target] = await pair(api)
    const ids: number[] = []
    for (const label of ['a', 'b'])
      ids.push(
        (
          await api.call(201, 'POST', '/api/custom-fields', {
            object_type: 'Customer',
            label,
            definition: { data_type: 'text', input_settings: { input_type: 'input' } },
          })
        ).id,
      )
    const [a = 0, b = 0] = ids
    const values = (row: Row, list: object[]) =>
      api.call(200, 'PUT', `/api/customers/${row.id}/custom-fields`, list)
    await values(source, [
      { id: a, value: 'source' },
      { id: b, value: 'source' },
    ])
    await values(target, [{ id: a, value: 'target' }])
    await merge(api, source, target)
    expect((await api.call(200, 'GET', `/api/customers/${target.id}`)).custom_fields).toEqual({
      [a]: { value: 'target', id: a },
      [b]: { value: 'source', id: b },
    })
  })

  it('refuses a merge with oneself, with nobody, and with somebody who is merged already', async () => {
    await using api = await startApi()
    const [source, target] = await pair(api)
    const third = await addCustomer(api, { email: 'third@shop.test' })
    await merge(api, source, target)
    for (const [field, query] of [
      ['source_id', `source_id=${target.id}&target_id=${target.id}`],
      ['source_id', `source_id=1&target_id=${target.id}`],
      ['target_id', `source_id=${third.id}&target_id=1`],
      ['source_id', `source_id=${source.id}&target_id=${third.id}`],
      ['target_id', `source_id=${third.id}`],
      ['force', `source_id=${third.id}&target_id=${target.id}&force=true`],
    ] as const) {
      const { error } = await api.call<Refused>(400, 'PUT', `/api/customers/merge?${query}`)
      expect(Object.keys(error.data as object)).toEqual([field])
    }
  })
})
