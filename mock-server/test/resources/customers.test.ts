import { describe, expect, it } from 'vitest'
import { phoneTicket, readPages, startApi } from './api.ts'
import type { Call, List, Refused, Row } from './api.ts'

const PROFILE_KEYS = ['id', 'external_id', 'active', 'email', 'name', 'firstname', 'lastname']
const TIMES = ['language', 'timezone', 'created_datetime', 'updated_datetime', 'meta', 'data']
const CUSTOMER_KEYS = [
  ...PROFILE_KEYS,
  'channels',
  ...TIMES,
  'customer',
  'note',
  'custom_fields',
  'integrations',
]

describe('a customer', () => {
  it('has the recorded keys in the recorded order, and external data on GET only', async () => {
    await using api = await startApi()
    const made = await api.call(201, 'POST', '/api/customers', { email: 'dana@shop.test', name: 'Dana Ruiz' })
    expect(Object.keys(made)).toEqual(CUSTOMER_KEYS)
    expect(made).toMatchObject({ firstname: 'Dana', lastname: 'Ruiz', meta: { name_set_via: 'agent' } })
    const changed = await api.call(202, 'PUT', `/api/customers/${made.id}`, { language: 'en' })
    expect(Object.keys(changed)).toEqual(CUSTOMER_KEYS)
    const read = await api.call(200, 'GET', `/api/customers/${made.id}?relationships=custom_fields`)
    expect(Object.keys(read)).toEqual([...CUSTOMER_KEYS, 'external_data', 'ecommerce_data'])
    const { data } = await api.call<List>(200, 'GET', '/api/customers')
    expect(Object.keys(data[0] ?? {})).toEqual([...PROFILE_KEYS, ...TIMES, 'note', 'custom_fields'])
  })

  it('is made from channels alone, the first of each type preferred, e-mail in lower case', async () => {
    await using api = await startApi()
    const { email, channels } = await api.call(201, 'POST', '/api/customers', {
      channels: [
        { type: 'email', address: 'Dana@Shop.test' },
        { type: 'email', address: 'second@shop.test' },
        { type: 'phone', address: '0555 010001' },
      ],
    })
    expect(email).toBe('dana@shop.test')
    expect((channels as Row[]).map(({ type, address, preferred }) => [type, address, preferred])).toEqual([
      ['email', 'dana@shop.test', true],
      ['email', 'second@shop.test', false],
      ['phone', '0555 010001', true],
    ])
  })

  it('is refused where another one has an e-mail address or external id of theirs', async () => {
    await using api = await startApi()
    await api.call(201, 'POST', '/api/customers', { email: 'dana@shop.test', external_id: 'c-1' })
    for (const body of [
      { email: 'DANA@shop.test' },
      {
        channels: [
          { type: 'email', address: 'free@shop.test' },
          { type: 'email', address: 'dana@shop.test' },
        ],
      },
      { external_id: 'c-1' },
    ]) {
      const { error } = await api.call<Refused>(409, 'POST', '/api/customers', body)
      expect(error.msg).toBe('The resource already exists.')
    }
    const other = await api.call(201, 'POST', '/api/customers', { email: 'other@shop.test' })
    await api.call(409, 'PUT', `/api/customers/${other.id}`, { email: 'dana@shop.test' })
  })

  it('takes a new address as the preferred channel and drops unknown fields without a word', async () => {
    await using api = await startApi()
    const { id } = await api.call(201, 'POST', '/api/customers', {
      email: 'old@shop.test',
      name: 'Dana Ruiz',
    })
    const changed = await api.call(202, 'PUT', `/api/customers/${id}`, {
      email: 'new@shop.test',
      firstname: 'Nobody',
    })
    expect(changed).toMatchObject({ email: 'new@shop.test', name: 'Dana Ruiz', firstname: 'Dana' })
    expect((changed.channels as Row[]).map(({ address, preferred }) => [address, preferred])).toEqual([
      ['old@shop.test', false],
      ['new@shop.test', true],
    ])
  })

  it('keeps only the channels that an update names, with their ids', async () => {
    await using api = await startApi()
    const made = await api.call(201, 'POST', '/api/customers', {
      channels: [
        { type: 'email', address: 'a@shop.test' },
        { type: 'email', address: 'b@shop.test' },
      ],
    })
    const changed = await api.call(202, 'PUT', `/api/customers/${made.id}`, {
      channels: [{ type: 'email', address: 'b@shop.test' }],
    })
    const [, kept] = made.channels as Row[]
    expect(changed).toMatchObject({ email: 'b@shop.test', channels: [{ id: kept?.id, preferred: true }] })
  })

  it.each([
    [
      'a ticket is about them',
      {
        customer: { email: 'dana@shop.test' },
        messages: [{ channel: 'internal-note', from_agent: true, body_text: 'Called.' }],
      },
    ],
    [
      'they wrote on the ticket of another',
      { ...phoneTicket('dana@shop.test'), customer: { email: 'other@shop.test' } },
    ],
  ])('cannot be deleted while %s', async (_, ticket) => {
    await using api = await startApi()
    const { id } = await api.call(201, 'POST', '/api/customers', { email: 'dana@shop.test' })
    await api.call(201, 'POST', '/api/tickets', ticket)
    const { error } = await api.call<Refused>(409, 'DELETE', `/api/customers/${id}`)
    expect(error.msg).toMatch(/has tickets or messages/)
    await api.call(200, 'GET', `/api/customers/${id}`)
  })

  it('can be deleted otherwise', async () => {
    await using api = await startApi()
    const { id } = await api.call(201, 'POST', '/api/customers', { email: 'free@shop.test' })
    await api.call(204, 'DELETE', `/api/customers/${id}`)
    await api.call(404, 'GET', `/api/customers/${id}`)
    const { data } = await api.call<List>(200, 'GET', '/api/customers?email=free@shop.test')
    expect(data).toEqual([])
  })
})

describe('deleting several customers', () => {
  const addAll = async (call: Call) => {
    const ids: number[] = []
    for (const name of ['a', 'b', 'c'])
      ids.push((await call(201, 'POST', '/api/customers', { email: `${name}@shop.test` })).id)
    return ids
  }

  it('removes them in one call, each with its event', async () => {
    await using api = await startApi()
    const [a = 0, b = 0, c = 0] = await addAll(api.call)
    await api.call(204, 'DELETE', '/api/customers', { ids: [a, b, a] })
    expect((await api.call<List>(200, 'GET', '/api/customers')).data.map(({ id }) => id)).toEqual([c])
    const { data } = await api.call<List>(200, 'GET', '/api/events?limit=2&order_by=created_datetime:desc')
    expect(data.map(({ type, object_id }) => [type, object_id])).toEqual([
      ['customer-deleted', b],
      ['customer-deleted', a],
    ])
  })

  it('removes none of them where one cannot go', async () => {
    await using api = await startApi()
    const ids = await addAll(api.call)
    await api.call(201, 'POST', '/api/tickets', phoneTicket('c@shop.test'))
    await api.call(409, 'DELETE', '/api/customers', { ids })
    const { error } = await api.call<Refused>(400, 'DELETE', '/api/customers', { ids: [ids[0], 1] })
    expect(error.data).toEqual({ ids: ['Customer 1 does not exist.'] })
    for (const body of [{}, { ids: [] }, { ids: ['x'] }, { ids, force: true }])
      await api.call(400, 'DELETE', '/api/customers', body)
    expect((await api.call<List>(200, 'GET', '/api/customers')).data).toHaveLength(3)
  })
})

describe('the list of customers', () => {
  it('finds by e-mail whatever the case, and repeats the query percent-encoded', async () => {
    await using api = await startApi()
    const { id } = await api.call(201, 'POST', '/api/customers', { email: 'dana@shop.test' })
    await api.call(201, 'POST', '/api/customers', { email: 'other@shop.test' })
    const list = await api.call<List>(200, 'GET', '/api/customers?email=Dana@shop.test')
    expect(list).toMatchObject({
      data: [{ id }],
      object: 'list',
      uri: '/api/customers?email=Dana%40shop.test',
      meta: { prev_cursor: null, next_cursor: null },
    })
    expect(Object.keys(list)).toEqual(['data', 'object', 'uri', 'meta'])
  })

  it.each([
    ['external_id=c-1', true],
    ['external_id=c-2', false],
    ['name=dana%20ruiz', true],
    ['name=dana', false],
    ['language=en', true],
    ['timezone=UTC', false],
    ['channel_type=phone', true],
    ['channel_type=phone&channel_address=0555', true],
    ['channel_type=email&channel_address=DANA@shop.test', true],
    ['channel_address=dana@shop.test', true],
    ['channel_type=phone&channel_address=dana@shop.test', false],
    ['email=dana@shop.test&external_id=c-2', false],
  ])('filters by %s', async (query, found) => {
    await using api = await startApi()
    await api.call(201, 'POST', '/api/customers', {
      email: 'dana@shop.test',
      name: 'Dana Ruiz',
      external_id: 'c-1',
      language: 'en',
      channels: [
        { type: 'phone', address: '0555' },
        { type: 'phone', address: '0556' },
      ],
    })
    const { data } = await api.call<List>(200, 'GET', `/api/customers?${query}`)
    expect(data).toHaveLength(found ? 1 : 0)
  })

  it('refuses language and timezone together with what pages and sorts', async () => {
    await using api = await startApi()
    for (const query of ['language=en&limit=10', 'timezone=UTC&order_by=created_datetime:asc']) {
      const { error } = await api.call<Refused>(400, 'GET', `/api/customers?${query}`)
      expect(error.data).toHaveProperty(query.split('=')[0] ?? '')
    }
  })

  it('pages through everybody exactly once, in both orders', async () => {
    await using api = await startApi()
    const ids: number[] = []
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      ids.push((await api.call(201, 'POST', '/api/customers', { email: `${name}@shop.test` })).id)
    const upwards = await readPages(api.call, '/api/customers?limit=2&order_by=created_datetime:asc')
    expect(upwards.map((page) => page.length)).toEqual([2, 2, 1])
    expect(upwards.flat()).toEqual(ids)
    expect((await readPages(api.call, '/api/customers?limit=2')).flat()).toEqual(ids.toReversed())
  })

  it('refuses a view that does not exist', async () => {
    await using api = await startApi()
    await api.call(400, 'GET', '/api/customers?view_id=1')
  })

  it.each(['limit=101', 'limit=0', 'cursor=abc', 'colour=red', 'order_by=name:asc'])(
    'refuses %s',
    async (query) => {
      await using api = await startApi()
      await api.call(400, 'GET', `/api/customers?${query}`)
    },
  )
})

it('a customer whose address was taken away does not get it back with the next change', async () => {
  await using api = await startApi()
  const { id } = await api.call(201, 'POST', '/api/customers', { email: 'ana@shop.test' })
  expect(await api.call(202, 'PUT', `/api/customers/${id}`, { email: null })).toMatchObject({ email: null })
  const after = await api.call(202, 'PUT', `/api/customers/${id}`, { name: 'Ana' })
  expect(after).toMatchObject({ email: null, name: 'Ana' })
})
