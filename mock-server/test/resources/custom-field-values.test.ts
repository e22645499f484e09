import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { phoneTicket, startApi } from './api.ts'
import type { Api, List, Refused, Row } from './api.ts'

type Values = readonly { readonly field: Row; readonly value: unknown }[]
type Holder = 'Ticket' | 'Customer'

const FIELD_KEYS = [
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

const INPUTS: Readonly<Record<string, object>> = {
  text: { data_type: 'text', input_settings: { input_type: 'input' } },
  choice: {
    data_type: 'text',
    input_settings: { input_type: 'dropdown', choices: ['Other', 'Shipping::Late::Lost'] },
  },
  nothing: { data_type: 'text', input_settings: { input_type: 'dropdown', choices: [] } },
  number: { data_type: 'number', input_settings: { input_type: 'input_number', min: -1, max: 10.5 } },
  yes: { data_type: 'boolean', input_settings: { input_type: 'dropdown' } },
  'only yes': { data_type: 'boolean', input_settings: { input_type: 'dropdown', choices: [true] } },
}

const addField = async (api: Api, object_type: Holder, input = 'text', more: object = {}) =>
  (
    await api.call(201, 'POST', '/api/custom-fields', {
      object_type,
      label: input,
      definition: INPUTS[input],
      ...more,
    })
  ).id

/** A ticket or customer, and the path of it. */
async function pathOf(api: Api, holder: Holder): Promise<string> {
  const ticket = await api.call(201, 'POST', '/api/tickets', phoneTicket('dana@shop.test'))
  return holder === 'Ticket' ? `/api/tickets/${ticket.id}` : `/api/customers/${(ticket.customer as Row).id}`
}

const put = (api: Api, path: string, values: readonly object[]) =>
  api.call<{ data: Values }>(200, 'PUT', `${path}/custom-fields`, values)
const valuesAt = async (api: Api, path: string) =>
  (await api.call<{ data: Values }>(200, 'GET', `${path}/custom-fields`)).data.map(({ value }) => value)

describe.each<Holder>(['Ticket', 'Customer'])('custom fields of a %s', (holder) => {
  it('hold values that are set one after the other, and answered without an envelope', async () => {
    await using api = await startApi()
    const path = await pathOf(api, holder)
    const [text, number] = [await addField(api, holder), await addField(api, holder, 'number')]
    expect(await api.call(200, 'GET', `${path}/custom-fields`)).toEqual({ data: [] })
    await put(api, path, [{ id: text, value: '#1047' }])
    const answer = await put(api, path, [{ id: number, value: '7' }])
    expect(answer.data.map(({ field, value }) => [field.id, value])).toEqual([
      [text, '#1047'],
      [number, '7'],
    ])
    expect(await api.call(200, 'GET', `${path}/custom-fields`)).toEqual(answer)
    await put(api, path, [{ id: number, value: 7 }])
    expect(await valuesAt(api, path)).toEqual(['#1047', 7])
    await put(api, path, [{ id: text, value: null }])
    expect(await valuesAt(api, path)).toEqual([7])
  })

  it('are set one by one, bare or in an object, and taken away again', async () => {
    await using api = await startApi()
    const path = await pathOf(api, holder)
    const [id, yes] = [await addField(api, holder), await addField(api, holder, 'yes')]
    const one = `${path}/custom-fields/${id}`
    expect(await api.call(200, 'PUT', one, 'bare')).toMatchObject({ field: { id }, value: 'bare' })
    expect(await api.call(200, 'PUT', one, { id, value: 'held' })).toMatchObject({ value: 'held' })
    await api.call(200, 'PUT', `${path}/custom-fields/${yes}`, false)
    expect(await valuesAt(api, path)).toEqual(['held', false])
    await api.call(204, 'DELETE', one)
    expect(await valuesAt(api, path)).toEqual([false])
    await api.call(404, 'DELETE', one)
    expect(await api.call(200, 'PUT', `${path}/custom-fields/${yes}`, null)).toMatchObject({ value: null })
    expect(await valuesAt(api, path)).toEqual([])
  })

  it.each([
    ['text', 5],
    ['text', true],
    ['choice', 'Shipping'],
    ['choice', 'other'],
    ['nothing', 'Other'],
    ['nothing', ''],
    ['number', 'many'],
    ['number', ''],
    ['number', '0x5'],
    ['number', true],
    ['number', 10.6],
    ['number', '-2'],
    ['yes', 'yes'],
    ['yes', 1],
    ['only yes', false],
    ['text', ['a']],
  ])('of %s refuse %j', async (input, value) => {
    await using api = await startApi()
    const path = await pathOf(api, holder)
    const id = await addField(api, holder, input)
    const { error } = await api.call<Refused>(400, 'PUT', `${path}/custom-fields`, [{ id, value }])
    expect(error.data).toHaveProperty('0.value')
    await api.call(400, 'PUT', `${path}/custom-fields/${id}`, value)
    expect(await valuesAt(api, path)).toEqual([])
  })

  it('refuse a text that is too long', async () => {
    await using api = await startApi()
    const path = await pathOf(api, holder)
    const id = await addField(api, holder)
    await api.call(400, 'PUT', `${path}/custom-fields/${id}`, 'x'.repeat(5001))
    await api.call(200, 'PUT', `${path}/custom-fields/${id}`, 'x'.repeat(5000))
  })

  it('refuse what does not exist, is of others, or is deactivated, and then keep everything', async () => {
    await using api = await startApi()
    const path = await pathOf(api, holder)
    const id = await addField(api, holder)
    const foreign = await addField(api, holder === 'Ticket' ? 'Customer' : 'Ticket')
    const gone = await addField(api, holder, 'text', { deactivated_datetime: '2026-01-01T00:00:00Z' })
    for (const other of [1, foreign, gone]) {
      const body = [
        { id, value: 'new' },
        { id: other, value: 'new' },
      ]
      const { error } = await api.call<Refused>(400, 'PUT', `${path}/custom-fields`, body)
      expect(error.data).toHaveProperty('1.id')
    }
    await api.call(400, 'PUT', `${path}/custom-fields/${id}`, { id: gone, value: 'new' })
    await api.call(400, 'PUT', `${path}/custom-fields/${gone}`, 'new')
    await api.call(404, 'PUT', `${path}/custom-fields/${foreign}`, 'new')
    await api.call(404, 'DELETE', `${path}/custom-fields/1`)
    await api.call(404, 'GET', `/api/${holder.toLowerCase()}s/1/custom-fields`)
    await api.call(400, 'PUT', `${path}/custom-fields`, { id, value: 'new' })
    expect(await valuesAt(api, path)).toEqual([])
  })
})

describe('a value of a custom field', () => {
  it('of a ticket has the recorded keys: the definition, a prediction, the value', async () => {
    await using api = await startApi()
    const path = await pathOf(api, 'Ticket')
    const { data } = await put(api, path, [{ id: await addField(api, 'Ticket'), value: 'x' }])
    expect(Object.keys(data[0] ?? {})).toEqual(['field', 'prediction', 'value'])
    expect(Object.keys(data[0]?.field ?? {})).toEqual(FIELD_KEYS)
    expect(data[0]).toMatchObject({ prediction: null })
  })

  it('of a customer has no prediction, and its definition no requirement type', async () => {
    await using api = await startApi()
    const path = await pathOf(api, 'Customer')
    const { data } = await put(api, path, [{ id: await addField(api, 'Customer'), value: 'x' }])
    expect(Object.keys(data[0] ?? {})).toEqual(['field', 'value'])
    expect(Object.keys(data[0]?.field ?? {})).toEqual(FIELD_KEYS.filter((key) => key !== 'requirement_type'))
  })

  it('is a number exactly where its limits allow it', async () => {
    await using api = await startApi()
    const path = await pathOf(api, 'Ticket')
    const url = `${path}/custom-fields/${await addField(api, 'Ticket', 'number')}`
    const within = (value: number) => (value >= -1 && value <= 10.5 ? 200 : 400)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -300, max: 1300 }), fc.boolean(), async (hundredths, asText) => {
        const value = hundredths / 100
        await api.call(within(value), 'PUT', url, asText ? String(value) : value)
      }),
      {
        numRuns: 60,
        examples: [
          [1050, false],
          [1051, true],
          [-100, true],
          [-101, false],
        ],
      },
    )
  })

  it('of a ticket shows on GET and PUT where there is one, never on POST, and in lists always', async () => {
    await using api = await startApi()
    const id = await addField(api, 'Ticket', 'choice')
    const custom_fields = [{ id, value: 'Shipping::Late::Lost' }]
    const made = await api.call(201, 'POST', '/api/tickets', phoneTicket('dana@shop.test', { custom_fields }))
    expect(made).not.toHaveProperty('custom_fields')
    const path = `/api/tickets/${made.id}`
    const shown = JSON.stringify({ [id]: { id, value: 'Shipping::Late::Lost' } })
    const changed = await api.call(202, 'PUT', path, { subject: 'Lost' })
    expect(JSON.stringify(changed.custom_fields)).toBe(shown)
    const keys = Object.keys(changed)
    expect(keys.slice(keys.indexOf('tags')).slice(0, 3)).toEqual(['tags', 'custom_fields', 'messages'])
    for (const query of ['', '?relationships=custom_fields'])
      expect(JSON.stringify((await api.call(200, 'GET', path + query)).custom_fields)).toBe(shown)
    const { data } = await api.call<List>(200, 'GET', '/api/tickets')
    expect(JSON.stringify(data[0]?.custom_fields)).toBe(shown)
    await api.call(204, 'DELETE', `${path}/custom-fields/${id}`)
    expect(await api.call(200, 'GET', path)).not.toHaveProperty('custom_fields')
    expect((await api.call<List>(200, 'GET', '/api/tickets')).data[0]?.custom_fields).toEqual({})
  })

  it('of a customer shows in the lists and on the profile', async () => {
    await using api = await startApi()
    const path = await pathOf(api, 'Customer')
    const id = await addField(api, 'Customer')
    await put(api, path, [{ id, value: 'gold' }])
    const shown = JSON.stringify({ [id]: { value: 'gold', id } })
    for (const query of ['', '?relationships=custom_fields'])
      expect(JSON.stringify((await api.call(200, 'GET', path + query)).custom_fields)).toBe(shown)
    const { data } = await api.call<List>(200, 'GET', '/api/customers')
    expect(JSON.stringify(data[0]?.custom_fields)).toBe(shown)
  })

  it('goes with an update of the ticket that does not name it', async () => {
    await using api = await startApi()
    const path = await pathOf(api, 'Ticket')
    const [a, b] = [await addField(api, 'Ticket'), await addField(api, 'Ticket')]
    await put(api, path, [
      { id: a, value: 'a' },
      { id: b, value: 'b' },
    ])
    await api.call(202, 'PUT', path, { subject: 'x' })
    expect(await valuesAt(api, path)).toEqual(['a', 'b'])
    await api.call(202, 'PUT', path, { custom_fields: [{ id: b, value: 'c' }] })
    expect(await valuesAt(api, path)).toEqual(['c'])
    await api.call(202, 'PUT', path, { custom_fields: null })
    expect(await valuesAt(api, path)).toEqual([])
    const { error } = await api.call<Refused>(400, 'PUT', path, { custom_fields: [{ id: a, value: 1 }] })
    expect(error.data).toEqual({ custom_fields: { 0: { value: ['Not a valid string.'] } } })
  })

  it('that changes leaves an event of its ticket or customer', async () => {
    await using api = await startApi()
    for (const holder of ['Ticket', 'Customer'] as const) {
      const path = await pathOf(api, holder)
      const id = await addField(api, holder)
      await put(api, path, [{ id, value: 'x' }])
      const query = `object_type=${holder}&object_id=${path.split('/')[3] ?? ''}&limit=1`
      const { data } = await api.call<List>(200, 'GET', `/api/events?${query}`)
      expect(data[0]?.type).toBe(`${holder.toLowerCase()}-updated`)
    }
  })

  it('of a ticket lets the rules on updated tickets look, but not where it stays as it was', async () => {
    await using api = await startApi()
    const path = await pathOf(api, 'Ticket')
    const id = await addField(api, 'Ticket')
    await api.call(201, 'POST', '/api/rules', {
      name: 'Note each update',
      event_types: 'ticket-updated',
      code: 'if (eq(ticket.status, "open")) { Action("addInternalNote", { body_text: "seen" }) }',
    })
    await put(api, path, [{ id, value: 'x' }])
    await put(api, path, [{ id, value: 'x' }])
    const { messages } = await api.call(200, 'GET', path)
    expect((messages as Row[]).map(({ body_text }) => body_text)).toEqual(['Where is my order?', 'seen'])
  })
})
