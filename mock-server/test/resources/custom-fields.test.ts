import { describe, expect, it } from 'vitest'
import { readPages, startApi } from './api.ts'
import type { Api, List, Refused, Row } from './api.ts'

const KEYS = [
  'id',
  'external_id',
  'object_type',
  'label',
  'description',
  'priority',
  'required',
  'requirement_type',
  'managed_type',
  'definition',
  'created_datetime',
  'updated_datetime',
  'deactivated_datetime',
]

const TEXT = { data_type: 'text', input_settings: { input_type: 'input', placeholder: 'Enter value' } }

const draft = (fields: object = {}) => ({
  object_type: 'Ticket',
  label: 'Order number',
  definition: TEXT,
  ...fields,
})
const addField = (api: Api, fields: object = {}) => api.call(201, 'POST', '/api/custom-fields', draft(fields))
const listed = (api: Api, query: string) =>
  api.call<List>(200, 'GET', `/api/custom-fields?object_type=Ticket${query}`)
const labels = async (api: Api, query: string) => (await listed(api, query)).data.map(({ label }) => label)

describe('a custom field', () => {
  it('has the recorded keys in the recorded order, and says what is not given', async () => {
    await using api = await startApi()
    const made = await addField(api)
    expect(Object.keys(made)).toEqual(KEYS)
    expect(made).toMatchObject({
      external_id: null,
      object_type: 'Ticket',
      label: 'Order number',
      description: null,
      priority: 0,
      required: false,
      requirement_type: 'visible',
      managed_type: null,
      definition: TEXT,
      deactivated_datetime: null,
    })
    expect(await api.call(200, 'GET', `/api/custom-fields/${made.id}`)).toEqual(made)
    expect((await addField(api)).priority).toBe(1)
    await api.call(404, 'GET', '/api/custom-fields/1')
  })

  it.each([
    ['a text', { data_type: 'text', input_settings: { input_type: 'input' } }, undefined],
    [
      'a nested choice',
      { data_type: 'text', input_settings: { input_type: 'dropdown', choices: ['A', 'B::C'], default: 'A' } },
      undefined,
    ],
    [
      'a choice of nothing',
      { data_type: 'text', input_settings: { input_type: 'dropdown', choices: [] } },
      undefined,
    ],
    [
      'a number whose limits become texts',
      {
        data_type: 'number',
        input_settings: { placeholder: '#', max: '9.50', min: 1, input_type: 'input_number' },
      },
      {
        data_type: 'number',
        input_settings: { input_type: 'input_number', min: '1', max: '9.50', placeholder: '#' },
      },
    ],
    [
      'a yes or no',
      {
        data_type: 'boolean',
        input_settings: { input_type: 'dropdown', choices: [true, false], default: false },
      },
      undefined,
    ],
  ])('may be %s', async (_, definition, shown) => {
    await using api = await startApi()
    const made = await addField(api, { definition })
    expect(JSON.stringify(made.definition)).toBe(JSON.stringify(shown ?? definition))
  })

  it.each([
    ['label', { label: '' }],
    ['label', { label: 'x'.repeat(256) }],
    ['description', { description: 'x'.repeat(1025) }],
    ['priority', { priority: 5001 }],
    ['object_type', { object_type: 'Order' }],
    ['object_type', { object_type: undefined }],
    ['definition', { definition: undefined }],
    ['definition', { definition: { data_type: 'date', input_settings: { input_type: 'input' } } }],
    ['definition', { definition: { data_type: 'number', input_settings: { input_type: 'dropdown' } } }],
    ['definition', { definition: { data_type: 'text', input_settings: { input_type: 'dropdown' } } }],
    [
      'definition',
      { definition: { data_type: 'text', input_settings: { input_type: 'dropdown', choices: [true] } } },
    ],
    [
      'definition',
      {
        definition: {
          data_type: 'text',
          input_settings: { input_type: 'dropdown', choices: ['a'], default: 'b' },
        },
      },
    ],
    [
      'definition',
      { definition: { data_type: 'number', input_settings: { input_type: 'input_number', min: 2, max: 1 } } },
    ],
    [
      'definition',
      { definition: { data_type: 'number', input_settings: { input_type: 'input_number', min: 'few' } } },
    ],
    ['definition', { definition: { data_type: 'text', input_settings: { input_type: 'input', min: 1 } } }],
    ['managed_type', { managed_type: 'unheard_of' }],
    ['managed_type', { managed_type: 'customer_type' }],
    ['colour', { colour: 'red' }],
  ])('refuses a wrong %s: %j', async (field, fields) => {
    await using api = await startApi()
    const { error } = await api.call<Refused>(400, 'POST', '/api/custom-fields', draft(fields))
    expect(error.msg).toBe('Failed to create custom field')
    expect(Object.keys(error.data as object)).toEqual([field])
    expect((await listed(api, '')).data).toEqual([])
  })

  it('of a managed type is one of its kind', async () => {
    await using api = await startApi()
    await addField(api, { managed_type: 'product' })
    await api.call(409, 'POST', '/api/custom-fields', draft({ managed_type: 'product' }))
    await addField(api, { object_type: 'Customer', managed_type: 'customer_type' })
  })

  it('changes where it is told to, and nowhere else', async () => {
    await using api = await startApi()
    const made = await addField(api, { description: 'As on the slip', required: true })
    expect(made).toMatchObject({ required: true, requirement_type: 'required' })
    const path = `/api/custom-fields/${made.id}`
    await api.server.account.clock.advance('PT1M')
    const changed = await api.call(202, 'PUT', path, { label: 'Order' })
    expect(changed).toEqual({ ...made, label: 'Order', updated_datetime: '2026-03-02T10:01:00+00:00' })
    const eased = await api.call(202, 'PUT', path, { required: false })
    expect(eased).toMatchObject({ required: false, requirement_type: 'visible' })
    const conditional = await api.call(202, 'PUT', path, { requirement_type: 'conditional' })
    expect(conditional).toMatchObject({ required: false, requirement_type: 'conditional' })
    await api.call(404, 'PUT', '/api/custom-fields/1', { label: 'x' })
  })

  it.each([
    ['object_type', { object_type: 'Customer' }],
    ['managed_type', { managed_type: 'product' }],
    ['definition', { definition: { data_type: 'number', input_settings: { input_type: 'input_number' } } }],
    ['colour', { colour: 'red' }],
  ])('stays what it is: a change of %s is refused', async (field, change) => {
    await using api = await startApi()
    const made = await addField(api)
    const path = `/api/custom-fields/${made.id}`
    const { error } = await api.call<Refused>(400, 'PUT', path, { label: 'x', ...change })
    expect(error.data).toHaveProperty(field)
    expect(await api.call(200, 'GET', path)).toEqual(made)
  })

  it('cannot be deleted, only deactivated', async () => {
    await using api = await startApi()
    const { id } = await addField(api)
    await api.call(405, 'DELETE', `/api/custom-fields/${id}`)
    const deactivated_datetime = '2026-03-02T10:00:00+00:00'
    expect(await api.call(202, 'PUT', `/api/custom-fields/${id}`, { deactivated_datetime })).toMatchObject({
      deactivated_datetime,
    })
  })

  it('leaves events, and is the admins', async () => {
    await using api = await startApi()
    const { id } = await addField(api)
    await api.call(202, 'PUT', `/api/custom-fields/${id}`, { label: 'x' })
    const query = `object_type=CustomField&object_id=${id}&order_by=created_datetime:asc`
    const { data } = await api.call<List>(200, 'GET', `/api/events?${query}`)
    expect(data.map(({ type }) => type)).toEqual(['custom-field-created', 'custom-field-updated'])
    const agent = await api.as('agent')
    await agent(403, 'POST', '/api/custom-fields', draft())
    await agent(403, 'PUT', `/api/custom-fields/${id}`, { label: 'x' })
    await agent(403, 'PUT', '/api/custom-fields', [{ id, label: 'x' }])
    await agent(200, 'GET', '/api/custom-fields?object_type=Ticket')
  })
})

describe('several custom fields', () => {
  it('change in one call, which answers them without an envelope', async () => {
    await using api = await startApi()
    const [a, b] = [await addField(api), await addField(api)]
    const answer = await api.call<{ data: Row[] }>(202, 'PUT', '/api/custom-fields', [
      { id: b.id, priority: 9 },
      { id: a.id, label: 'First', requirement_type: 'required' },
    ])
    expect(answer).toEqual({
      data: [
        { ...b, priority: 9 },
        { ...a, label: 'First', required: true, requirement_type: 'required' },
      ],
    })
    expect((await listed(api, '')).data.map(({ id }) => id)).toEqual([b.id, a.id])
  })

  it('change all or not at all', async () => {
    await using api = await startApi()
    const { id } = await addField(api)
    for (const [place, body] of [
      [
        '1',
        [
          { id, label: 'x' },
          { id: 1, label: 'x' },
        ],
      ],
      [
        '1',
        [
          { id, label: 'x' },
          { id, object_type: 'Customer' },
        ],
      ],
      ['0', [{ label: 'x' }]],
      ['0', [{ id, colour: 'red' }]],
    ] as const) {
      const { error } = await api.call<Refused>(400, 'PUT', '/api/custom-fields', body)
      expect(error.data).toHaveProperty(place)
    }
    await api.call(400, 'PUT', '/api/custom-fields', [])
    await api.call(400, 'PUT', '/api/custom-fields', { id, label: 'x' })
    expect(await labels(api, '')).toEqual(['Order number'])
  })
})

describe('the list of custom fields', () => {
  it('shows those of one kind, the highest priority first, in the newer envelope', async () => {
    await using api = await startApi()
    for (const [label, priority] of [
      ['low', 1],
      ['high', 8],
      ['middle', 4],
    ] as const)
      await addField(api, { label, priority })
    await addField(api, { label: 'of customers', object_type: 'Customer' })
    const list = await listed(api, '')
    expect(Object.keys(list)).toEqual(['object', 'uri', 'data', 'meta'])
    expect(list.uri).toBe('/api/custom-fields?object_type=Ticket')
    expect(list.meta).toEqual({ prev_cursor: null, next_cursor: null, total_resources: null })
    expect(list.data.map(({ label }) => label)).toEqual(['high', 'middle', 'low'])
    expect(await labels(api, '&order_by=priority:asc')).toEqual(['low', 'middle', 'high'])
    const pages = await readPages(api.call, '/api/custom-fields?object_type=Ticket&limit=2')
    expect(pages).toEqual([list.data.slice(0, 2).map(({ id }) => id), [list.data[2]?.id]])
  })

  it('shows deactivated ones too, unless archived says which', async () => {
    await using api = await startApi()
    await addField(api, { label: 'used' })
    await addField(api, { label: 'gone', deactivated_datetime: '2026-01-01T00:00:00Z' })
    expect(await labels(api, '')).toEqual(['gone', 'used'])
    expect(await labels(api, '&archived=true')).toEqual(['gone'])
    expect(await labels(api, '&archived=false')).toEqual(['used'])
  })

  it('searches labels, whatever the case', async () => {
    await using api = await startApi()
    for (const label of ['Order number', 'Reason of return']) await addField(api, { label })
    expect(await labels(api, '&search=ORDER')).toEqual(['Order number'])
    expect(await labels(api, '&search=colour')).toEqual([])
  })

  it('needs to know of what, and refuses what it does not know', async () => {
    await using api = await startApi()
    const { error } = await api.call<Refused>(400, 'GET', '/api/custom-fields')
    expect(error.data).toEqual({ object_type: ['Missing data for required field.'] })
    for (const query of ['object_type=Order', 'object_type=Ticket&limit=101', 'object_type=Ticket&label=x'])
      await api.call(400, 'GET', `/api/custom-fields?${query}`)
  })
})
