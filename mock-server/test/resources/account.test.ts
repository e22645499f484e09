import { describe, expect, it } from 'vitest'
import { startApi } from './api.ts'
import type { List, Refused, Row } from './api.ts'

interface Account {
  readonly settings: readonly Row[]
  readonly current_subscription: object
  readonly meta: object
}

describe('the account', () => {
  it('has the recorded keys', async () => {
    await using api = await startApi({ plan: 'pro' })
    const account = await api.call<Account>(200, 'GET', '/api/account')
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
    expect(Object.keys(account.current_subscription)).toEqual([
      'plan',
      'start_datetime',
      'status',
      'trial_end_datetime',
      'trial_start_datetime',
    ])
    expect(Object.keys(account.meta)).toEqual(['analytics_group_id', 'company_domain'])
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

  it('leave an event each time', async () => {
    await using api = await startApi()
    const { id } = await api.call(201, 'POST', '/api/account/settings', { type: 'agent-costs' })
    const changed = { type: 'agent-costs', data: null }
    expect(await api.call(200, 'PUT', `/api/account/settings/${id}`, changed)).toMatchObject({ data: {} })
    const query = `object_type=AccountSetting&object_id=${id}`
    const { data } = await api.call<List>(200, 'GET', `/api/events?${query}`)
    expect(data.map(({ type }) => type)).toEqual(['account-setting-updated', 'account-setting-updated'])
  })

  it('of a fresh account can be written back as they are, and are in the account', async () => {
    await using api = await startApi()
    const { data } = await api.call<List>(200, 'GET', '/api/account/settings')
    for (const { id, ...body } of data)
      expect(await api.call(200, 'PUT', `/api/account/settings/${id}`, body)).toEqual({ id, ...body })
    const { settings } = await api.call<{ settings: Row[] }>(200, 'GET', '/api/account')
    expect(settings).toEqual(data)
  })

  it.each([
    ['satisfaction-surveys', { survey_interval: 'soon' }, ['survey_interval']],
    ['business-hours', { timezone: 'Moon/Base' }, ['timezone']],
    ['business-hours', { holidays: [] }, ['holidays']],
    [
      'business-hours',
      { business_hours: [{ days: '1,8', from_time: '9', to_time: '25:00' }] },
      ['business_hours'],
    ],
    ['ticket-assignment', { assignment_channels: 'chat' }, ['assignment_channels']],
    ['access', { google_sso_enabled: 'yes' }, ['google_sso_enabled']],
    ['views-visibility', { hidden_views: [1] }, ['hidden_views']],
    ['auto-merge', { tickets: { enabled: 1, merging_window_days: -1 } }, ['tickets']],
    ['auto-split', { email: { split_after: 3 } }, ['email']],
    ['default-integration', { email: 1 }, ['email']],
  ])('of the type %s take no %j', async (type, data, fields) => {
    await using api = await startApi()
    const list = await api.call<List>(200, 'GET', `/api/account/settings?type=${type}`)
    const path = `/api/account/settings/${list.data[0]?.id ?? 0}`
    const { error } = await api.call<Refused>(400, 'PUT', path, { type, data })
    expect(Object.keys((error.data as { data: object }).data)).toEqual(fields)
    expect(await api.call(200, 'GET', `/api/account/settings?type=${type}`)).toEqual(list)
  })

  it('whose fields grow over the years take more of them; others take any data of a bounded size', async () => {
    await using api = await startApi()
    const { data } = await api.call<List>(200, 'GET', '/api/account/settings?type=access')
    const body = { type: 'access', data: { signup_mode: 'invite', two_factor: true } }
    await api.call(200, 'PUT', `/api/account/settings/${data[0]?.id ?? 0}`, body)
    const table = { type: 'agents-table-config', data: { views: [{ id: 'a', metrics: [1, 2] }] } }
    expect(await api.call(201, 'POST', '/api/account/settings', table)).toMatchObject(table)
    const large = { type: 'channels-table-config', data: { text: 'x'.repeat(300_000) } }
    await api.call(400, 'POST', '/api/account/settings', large)
  })

  it('are changed by admins only', async () => {
    await using api = await startApi()
    const asAgent = await api.as('agent')
    await asAgent(200, 'GET', '/api/account/settings')
    await asAgent(403, 'POST', '/api/account/settings', { type: 'agent-costs', data: {} })
  })
})
