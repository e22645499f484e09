import { describe, expect, it } from 'vitest'
import { readPages, startApi } from './api.ts'
import type { Call, List, Refused, Row } from './api.ts'

const KEYS = [
  'id',
  'created_datetime',
  'deactivated_datetime',
  'decoration',
  'description',
  'http',
  'locked_datetime',
  'meta',
  'name',
  'type',
  'updated_datetime',
  'user',
  'uri',
  'application_id',
  'managed',
  'business_hours_id',
]
const HTTP_KEYS = [
  'id',
  'url',
  'method',
  'form',
  'headers',
  'request_content_type',
  'response_content_type',
  'triggers',
  'oauth2',
]

const http = (fields: object = {}) => ({
  url: 'https://crm.shop.test/tickets?email={{ticket.customer.email}}',
  method: 'POST',
  request_content_type: 'application/json',
  response_content_type: 'application/json',
  ...fields,
})
const hook = (fields: object = {}, httpFields: object = {}) => ({
  name: 'Tell the CRM',
  type: 'http',
  http: http(httpFields),
  ...fields,
})
const create = (call: Call, fields?: object, httpFields?: object) =>
  call<Row & { http: Record<string, unknown> }>(201, 'POST', '/api/integrations', hook(fields, httpFields))
const without = (fields: object, key: string) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key))
const eventsOf = async (call: Call, id: number) =>
  (await call<List>(200, 'GET', `/api/events?object_type=Integration&object_id=${id}`)).data.map(
    ({ type }) => type,
  )

it('integrations are the mailbox of the account, by type and one by one', async () => {
  await using api = await startApi()
  const list = await api.call<List>(200, 'GET', '/api/integrations?type=email')
  expect(Object.keys(list)).toEqual(['object', 'uri', 'data', 'meta'])
  expect(list.meta).toEqual({ prev_cursor: null, next_cursor: null, total_resources: null })
  const [mailbox] = list.data
  expect(Object.keys(mailbox ?? {})).toEqual(KEYS)
  expect(mailbox).toMatchObject({
    type: 'email',
    meta: { address: 'support@acme.test', provider: 'sendgrid' },
    http: null,
    decoration: null,
    locked_datetime: null,
    uri: `/api/integrations/${mailbox?.id ?? 0}/`,
  })
  expect(await api.call(200, 'GET', `/api/integrations/${mailbox?.id ?? 0}`)).toEqual(mailbox)
  await api.call(404, 'GET', '/api/integrations/1')
  expect((await api.call<List>(200, 'GET', '/api/integrations?type=http')).data).toEqual([])
})

it('the list of integrations is ordered by their making, and paged', async () => {
  await using api = await startApi()
  const made = [(await create(api.call)).id, (await create(api.call)).id]
  const asc = '/api/integrations?type=http&limit=1&order_by=created_datetime:asc'
  expect(await readPages(api.call, asc)).toEqual([[made[0]], [made[1]]])
  await api.call(400, 'GET', '/api/integrations?order_by=name:asc')
  await api.call(400, 'GET', '/api/integrations?search=crm')
})

describe('an HTTP integration', () => {
  it('has the documented keys, and belongs to its maker', async () => {
    await using api = await startApi()
    const made = await create(api.call, {}, { headers: { 'X-Shop': 'acme' }, form: { id: '{{ticket.id}}' } })
    expect(Object.keys(made)).toEqual(KEYS)
    expect(Object.keys(made.http)).toEqual(HTTP_KEYS)
    const admin = await api.call(200, 'GET', '/api/users/0')
    expect(made).toMatchObject({
      name: 'Tell the CRM',
      type: 'http',
      description: null,
      deactivated_datetime: null,
      user: { id: admin.id },
      managed: false,
      http: { ...http(), headers: { 'X-Shop': 'acme' }, form: { id: '{{ticket.id}}' }, oauth2: null },
    })
    expect(await api.call(200, 'GET', `/api/integrations/${made.id}`)).toEqual(made)
    expect(await eventsOf(api.call, made.id)).toEqual(['integration-created'])
  })

  it('has all triggers, off unless they are named; underscores become hyphens', async () => {
    await using api = await startApi()
    const triggers = { 'ticket-created': true, ticket_message_created: true }
    const made = await create(api.call, {}, { triggers })
    expect(made.http.triggers).toEqual({
      'ticket-created': true,
      'ticket-updated': false,
      'ticket-message-created': true,
      'ticket-self-unsnoozed': false,
      'ticket-message-failed': false,
      'ticket-assignment-updated': false,
      'ticket-status-updated': false,
      'ticket-handed-over': false,
    })
    await api.call(400, 'POST', '/api/integrations', hook({}, { triggers: { 'ticket-opened': true } }))
  })

  it('never shows its secret', async () => {
    await using api = await startApi()
    const { id } = await create(api.call, {}, { hmac_secret: 's3cret' })
    const path = `/api/integrations/${id}`
    const changed = await api.call(202, 'PUT', path, {
      name: 'CRM',
      http: { url: http().url, hmac_secret: 's3cret-2' },
    })
    for (const answer of [changed, await api.call(200, 'GET', path), await api.call(200, 'GET', path)])
      expect(JSON.stringify(answer)).not.toContain('s3cret')
    expect(JSON.stringify(await api.call(200, 'GET', '/api/integrations'))).not.toContain('s3cret')
  })

  it.each([
    without(hook(), 'name'),
    without(hook(), 'http'),
    hook({ type: 'email' }),
    hook({ colour: 'red' }),
    ...['url', 'method', 'request_content_type', 'response_content_type'].map((key) =>
      hook({ http: without(http(), key) }),
    ),
    hook({}, { method: 'TRACE' }),
    hook({}, { request_content_type: 'text/xml' }),
    hook({}, { response_content_type: 'text/html' }),
    hook({}, { url: 'ftp://crm.shop.test' }),
    hook({}, { url: 'crm.shop.test' }),
    hook({}, { headers: { 'Bad name': 'x' } }),
    hook({}, { headers: { Evil: 'a\r\nHost: b' } }),
    hook({}, { form: { text: 'x'.repeat(70_000) } }),
  ])('is refused as %j', async (body) => {
    await using api = await startApi()
    await api.call(400, 'POST', '/api/integrations', body)
  })

  it.each(['https://crm.invalid/', 'http://shop.INVALID.', 'http://{{ticket.id}}.test', 'http://a..b/'])(
    'is refused for a host that cannot be, as in %s',
    async (url) => {
      await using api = await startApi()
      const { error } = await api.call<Refused>(400, 'POST', '/api/integrations', hook({}, { url }))
      expect(error).toEqual({
        msg: 'Failed to create integration',
        data: { http: { url: [expect.stringContaining('cannot be resolved') as string] } },
      })
    },
  )

  it.each([
    'http://localhost:3000/',
    'http://127.0.0.1/',
    'http://[::1]/',
    'https://hook_1/a?b={{ticket.id}}',
  ])('may call %s: nobody is asked for the name', async (url) => {
    await using api = await startApi()
    expect((await create(api.call, {}, { url })).http.url).toBe(url)
  })

  it('changes only what is named; the name is needed, and the URL with http', async () => {
    await using api = await startApi()
    const made = await create(api.call, {}, { triggers: { 'ticket-created': true }, hmac_secret: 'x' })
    const path = `/api/integrations/${made.id}`
    await api.call(400, 'PUT', path, { description: 'Ours' })
    await api.call(400, 'PUT', path, { name: 'CRM', http: { method: 'PUT' } })
    await api.call(400, 'PUT', path, { name: 'CRM', http: { url: 'https://gone.invalid' } })
    expect(await api.call(200, 'GET', path)).toEqual(made)
    const changed = await api.call(202, 'PUT', path, {
      name: 'CRM',
      description: 'Ours',
      http: { url: 'https://other.test/', triggers: { 'ticket-updated': true } },
    })
    expect(changed).toMatchObject({
      name: 'CRM',
      description: 'Ours',
      http: {
        ...http({ url: 'https://other.test/' }),
        id: made.http.id,
        triggers: { 'ticket-created': true, 'ticket-updated': true, 'ticket-handed-over': false },
      },
    })
    expect(await api.call(200, 'GET', path)).toEqual(changed)
    await api.call(404, 'PUT', '/api/integrations/1', { name: 'CRM' })
  })

  it('goes out of service and comes back, with an event for each', async () => {
    await using api = await startApi()
    const { id } = await create(api.call)
    const path = `/api/integrations/${id}`
    const off = { name: 'Tell the CRM', deactivated_datetime: '2026-03-02T10:00:00' }
    const deactivated = await api.call(202, 'PUT', path, off)
    expect(deactivated.deactivated_datetime).toBe('2026-03-02T10:00:00+00:00')
    await api.call(202, 'PUT', path, { name: 'CRM' })
    await api.call(202, 'PUT', path, { name: 'CRM', deactivated_datetime: null })
    expect(await eventsOf(api.call, id)).toEqual([
      'integration-reactivated',
      'integration-updated',
      'integration-deactivated',
      'integration-created',
    ])
  })

  it('that is deleted is gone, and its widgets with it', async () => {
    await using api = await startApi()
    const { id } = await create(api.call)
    const template = { type: 'wrapper', widgets: [] }
    const widget = { type: 'http', template, integration_id: id }
    const { id: widgetId } = await api.call(201, 'POST', '/api/widgets', widget)
    await api.call(204, 'DELETE', `/api/integrations/${id}`)
    await api.call(404, 'GET', `/api/integrations/${id}`)
    await api.call(404, 'DELETE', `/api/integrations/${id}`)
    await api.call(404, 'GET', `/api/widgets/${widgetId}`)
    expect((await eventsOf(api.call, id))[0]).toBe('integration-deleted')
  })

  it.each(['eq(message.integration_id, ID)', 'containsAny(ticket.messages.integration_id, ["7", "ID"])'])(
    'cannot be deleted while a rule asks %s',
    async (condition) => {
      await using api = await startApi()
      const { id } = await create(api.call)
      const code = `if (${condition.replace('ID', String(id))}) { Action("setStatus", { status: "closed" }) }`
      const rule = await api.call(201, 'POST', '/api/rules', { name: 'Sort', code })
      const { error } = await api.call<Refused>(409, 'DELETE', `/api/integrations/${id}`)
      expect(error.msg).toContain(`"Sort" (${rule.id})`)
      await api.call(204, 'DELETE', `/api/rules/${rule.id}`)
      await api.call(204, 'DELETE', `/api/integrations/${id}`)
    },
  )

  it('takes the views that ask for it out of service when it goes', async () => {
    await using api = await startApi()
    const { id } = await create(api.call)
    const filters = `eq(ticket.messages.integration_id, ${id})`
    const view = await api.call(201, 'POST', '/api/views', { name: 'CRM', slug: 'crm', filters })
    const other = await api.call(201, 'POST', '/api/views', {
      name: 'Other',
      slug: 'other',
      filters: `eq(ticket.messages.integration_id, ${id + 1})`,
    })
    await api.call(204, 'DELETE', `/api/integrations/${id}`)
    const deactivated = await api.call(200, 'GET', `/api/views/${view.id}`)
    expect(deactivated.deactivated_datetime).toBe('2026-03-02T10:00:00+00:00')
    expect((await api.call(200, 'GET', `/api/views/${other.id}`)).deactivated_datetime).toBeNull()
  })
})

it('the mailbox can be renamed, but takes no http and stays', async () => {
  await using api = await startApi()
  const { data } = await api.call<List>(200, 'GET', '/api/integrations')
  const path = `/api/integrations/${data[0]?.id ?? 0}`
  expect(await api.call(202, 'PUT', path, { name: 'Help' })).toMatchObject({ name: 'Help', type: 'email' })
  const { error } = await api.call<Refused>(400, 'PUT', path, { name: 'Help', http: { url: http().url } })
  expect(error.data).toEqual({ http: ['Only an integration of the type http has it.'] })
  await api.call(403, 'DELETE', path)
  await api.call(200, 'GET', path)
})

it('integrations are as many as the limits of the account allow', async () => {
  await using api = await startApi()
  const limits = { type: 'limits', data: { max_integrations: 2 } }
  await api.call(201, 'POST', '/api/account/settings', limits)
  const { id } = await create(api.call)
  const { error } = await api.call<Refused>(403, 'POST', '/api/integrations', hook())
  expect(error.msg).toContain('limits.max_integrations is 2')
  await api.call(204, 'DELETE', `/api/integrations/${id}`)
  await create(api.call)
})

it('integrations are changed by admins only, and read by all', async () => {
  await using api = await startApi()
  const { id } = await create(api.call)
  const asAgent = await api.as('agent')
  await asAgent(200, 'GET', `/api/integrations/${id}`)
  await asAgent(403, 'POST', '/api/integrations', hook())
  await asAgent(403, 'PUT', `/api/integrations/${id}`, { name: 'Mine' })
  await asAgent(403, 'DELETE', `/api/integrations/${id}`)
})
