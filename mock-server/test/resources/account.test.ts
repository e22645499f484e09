import { describe, expect, it } from 'vitest'
import { startApi } from './api.ts'
import type { List, Row } from './api.ts'

describe('the account', () => {
  it('has the recorded keys', async () => {
    await using api = await startApi({ plan: 'pro' })
    const account = await api.call<{ settings: Row[] }>(200, 'GET', '/api/account')
    expect(Object.keys(account)).toEqual([
      'created_datetime',
      'current_subscription',
      'deactivated_datetime',
      'domain',
      'meta',
      'settings',
      'status',
    ])
    expect(account).toMatchObject({
      domain: 'acme',
      current_subscription: { plan: 'pro' },
      status: { status: 'active' },
    })
    expect(Object.keys(account.settings[0] ?? {})).toEqual(['id', 'data', 'type'])
  })
})

describe('settings', () => {
  it('are listed without an envelope, all or of one type', async () => {
    await using api = await startApi()
    const all = await api.call<List>(200, 'GET', '/api/account/settings')
    expect(Object.keys(all)).toEqual(['data'])
    expect(all.data.map(({ type }) => type)).toEqual([
      'satisfaction-surveys',
      'business-hours',
      'ticket-assignment',
      'views-ordering',
      'access',
      'views-visibility',
      'auto-merge',
      'auto-split',
      'default-integration',
    ])
    expect(Object.keys(all.data[0] ?? {})).toEqual(['id', 'type', 'data'])
    const one = await api.call<List>(200, 'GET', '/api/account/settings?type=auto-merge')
    expect(one.data).toEqual(all.data.filter(({ type }) => type === 'auto-merge'))
    await api.call(400, 'GET', '/api/account/settings?type=colours')
    await api.call(400, 'GET', '/api/account/settings?limit=3')
  })

  it('are made once per type and replaced as a whole', async () => {
    await using api = await startApi()
    const body = { type: 'agent-costs', data: { hourly: 20, currency: 'EUR' } }
    const made = await api.call(201, 'POST', '/api/account/settings', body)
    expect(made).toEqual({ id: made.id, ...body })
    await api.call(409, 'POST', '/api/account/settings', body)
    const path = `/api/account/settings/${made.id}`
    const changed = await api.call(200, 'PUT', path, { type: 'agent-costs', data: { hourly: 30 } })
    expect(changed).toEqual({ id: made.id, type: 'agent-costs', data: { hourly: 30 } })
    await api.call(400, 'PUT', path, { type: 'auto-merge', data: {} })
    await api.call(400, 'PUT', path, { data: {} })
    await api.call(404, 'PUT', '/api/account/settings/1', body)
  })

  it('are changed by admins only', async () => {
    await using api = await startApi()
    const asAgent = await api.as('agent')
    await asAgent(200, 'GET', '/api/account/settings')
    await asAgent(403, 'POST', '/api/account/settings', { type: 'agent-costs', data: {} })
  })
})

describe('integrations', () => {
  it('are the mailbox of the account, by type and one by one', async () => {
    await using api = await startApi()
    const list = await api.call<List>(200, 'GET', '/api/integrations?type=email')
    expect(Object.keys(list)).toEqual(['object', 'uri', 'data', 'meta'])
    const [mailbox] = list.data
    expect(mailbox).toMatchObject({
      type: 'email',
      meta: { address: 'support@acme.test', provider: 'sendgrid' },
      decoration: null,
      locked_datetime: null,
      uri: `/api/integrations/${mailbox?.id ?? 0}/`,
    })
    expect(await api.call(200, 'GET', `/api/integrations/${mailbox?.id ?? 0}`)).toEqual(mailbox)
    await api.call(404, 'GET', '/api/integrations/1')
    expect((await api.call<List>(200, 'GET', '/api/integrations?type=http')).data).toEqual([])
  })

  it('cannot be made yet', async () => {
    await using api = await startApi()
    await api.call(501, 'POST', '/api/integrations', { name: 'Hook', type: 'http' })
  })
})
