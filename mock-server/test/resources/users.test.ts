import { describe, expect, it } from 'vitest'
import { phoneTicket, readPages, startApi } from './api.ts'
import type { Api, List, Refused, Row } from './api.ts'

const USER_KEYS = [
  'id',
  'active',
  'bio',
  'created_datetime',
  'country',
  'deactivated_datetime',
  'email',
  'external_id',
  'firstname',
  'has_password',
  'has_2fa_enabled',
  'lastname',
  'language',
  'meta',
  'name',
  'role',
  'timezone',
  'updated_datetime',
  'client_id',
  'uri',
]

const agent = (name: string) => ({ name, email: `${name}@acme.test`, role: { name: 'agent' } })
const addAgent = (api: Api, name: string) => api.call(201, 'POST', '/api/users', agent(name))
const namesOf = async (api: Api, query: string) =>
  (await api.call<List>(200, 'GET', `/api/users?${query}`)).data.map(({ name }) => name)

describe('a user', () => {
  it('has the recorded keys and an absolute uri', async () => {
    await using api = await startApi()
    const made = await api.call(201, 'POST', '/api/users', {
      ...agent('kim'),
      name: 'Kim Lee',
      email: 'Kim@Acme.test',
      meta: { desk: 4 },
    })
    expect(Object.keys(made)).toEqual(USER_KEYS)
    expect(made).toMatchObject({
      email: 'kim@acme.test',
      firstname: 'Kim',
      lastname: 'Lee',
      has_password: false,
      meta: { sso: null, profile_picture_url: null, desk: 4 },
      role: { name: 'agent' },
      timezone: 'UTC',
      uri: `${api.server.url}/api/users/${made.id}/`,
    })
    expect(await api.call(200, 'GET', `/api/users/${made.id}`)).toEqual(made)
  })

  it('takes the time zone of the account, if none is given', async () => {
    await using api = await startApi()
    const { data } = await api.call<List>(200, 'GET', '/api/account/settings?type=business-hours')
    const hours = { type: 'business-hours', data: { timezone: 'Africa/Nairobi', business_hours: [] } }
    await api.call(200, 'PUT', `/api/account/settings/${data[0]?.id ?? 0}`, hours)
    expect(await addAgent(api, 'kim')).toMatchObject({ timezone: 'Africa/Nairobi' })
    const other = await api.call(201, 'POST', '/api/users', { ...agent('lou'), timezone: 'UTC' })
    expect(other.timezone).toBe('UTC')
  })

  it('of the id 0 is the caller', async () => {
    await using api = await startApi()
    expect(await api.call(200, 'GET', '/api/users/0')).toMatchObject({ email: 'admin@acme.test' })
  })

  it.each([
    [{ name: 'Kim', email: 'kim@acme.test' }, 400],
    [{ ...agent('kim'), role: { name: 'bot' } }, 400],
    [{ ...agent('kim'), role: { name: 'owner' } }, 400],
    [{ ...agent('kim'), email: 'kim' }, 400],
    [{ ...agent('kim'), language: 'de' }, 400],
    [{ ...agent('kim'), channels: [] }, 400],
    [{ ...agent('kim'), customer: null }, 400],
    [{ ...agent('kim'), data: {} }, 400],
    [{ ...agent('kim'), roles: [{ name: 'agent' }] }, 400],
    [{ ...agent('kim'), email: 'ADMIN@acme.test' }, 409],
  ])('is refused as %j', async (body, status) => {
    await using api = await startApi()
    await api.call(status, 'POST', '/api/users', body)
  })

  it('holds no endless meta', async () => {
    await using api = await startApi()
    const meta = { note: 'x'.repeat(100_000) }
    await api.call(400, 'POST', '/api/users', { ...agent('kim'), meta })
  })

  it('can be changed field by field, but not into the address of another', async () => {
    await using api = await startApi()
    const { id } = await addAgent(api, 'kim')
    const changed = await api.call(202, 'PUT', `/api/users/${id}`, { role: { name: 'admin' }, bio: 'Hi' })
    expect(changed).toMatchObject({ name: 'kim', role: { name: 'admin' }, bio: 'Hi' })
    await api.call(409, 'PUT', `/api/users/${id}`, { email: 'admin@acme.test' })
    await api.call(404, 'PUT', '/api/users/1', { bio: 'Nobody' })
  })

  it('that is deleted is gone, as are their key, assignments and team; their messages stay', async () => {
    await using api = await startApi()
    const kim = await api.call(201, 'POST', '/api/users', { ...agent('kim'), role: { name: 'admin' } })
    api.server.account.createKey(kim.id)
    const team = await api.call(201, 'POST', '/api/teams', { name: 'First', members: [{ id: kim.id }] })
    const ticket = await api.call(
      201,
      'POST',
      '/api/tickets',
      phoneTicket('dana@shop.test', { assignee_user: { id: kim.id } }),
    )
    const note = { channel: 'internal-note', from_agent: true, sender: { id: kim.id } }
    await api.call(201, 'POST', `/api/tickets/${ticket.id}/messages`, note)
    await api.call(204, 'DELETE', `/api/users/${kim.id}`)
    await api.call(404, 'GET', `/api/users/${kim.id}`)
    expect(await namesOf(api, 'search=kim')).toEqual([])
    expect(await api.call(200, 'GET', `/api/teams/${team.id}`)).toMatchObject({ members: [] })
    const read = await api.call<{ messages: Row[] }>(200, 'GET', `/api/tickets/${ticket.id}`)
    expect(read).toMatchObject({ assignee_user: null })
    expect(read.messages[1]).toMatchObject({ sender: { email: 'kim@acme.test' } })
    await api.call(400, 'POST', `/api/tickets/${ticket.id}/messages`, note)
    await api.call(201, 'POST', '/api/users', agent('kim'))
  })

  it('that is deleted cannot call any more, though their key was never revoked', async () => {
    await using api = await startApi()
    const asKim = await api.as('agent')
    const { id } = await asKim(200, 'GET', '/api/users/0')
    await api.call(204, 'DELETE', `/api/users/${id}`)
    await asKim(401, 'GET', '/api/users/0')
  })

  it('that stands for a mailbox is not to be changed', async () => {
    await using api = await startApi()
    const { data } = await api.call<List>(200, 'GET', '/api/users?roles=bot')
    const path = `/api/users/${data[0]?.id ?? 0}`
    await api.call(403, 'PUT', path, { name: 'Human' })
    await api.call(403, 'DELETE', path)
  })
})

describe('seats', () => {
  it('are three on Starter, bots not counted, and one is free again after a deletion', async () => {
    await using api = await startApi({ plan: 'starter' })
    const { id } = await addAgent(api, 'two')
    await addAgent(api, 'three')
    const { error } = await api.call<Refused>(403, 'POST', '/api/users', agent('four'))
    expect(error.msg).toBe(
      'You do not have enough permissions to perform this action. The Starter plan has 3 seats ' +
        'and all of them are taken: delete a user or choose a larger plan.',
    )
    await api.call(204, 'DELETE', `/api/users/${id}`)
    await addAgent(api, 'four')
  })

  it.each(['basic', 'enterprise'] as const)('are without number on %s', async (plan) => {
    await using api = await startApi({ plan })
    for (const name of ['two', 'three', 'four', 'five']) await addAgent(api, name)
  })
})

describe('the list of users', () => {
  it('is by name, in the newer envelope', async () => {
    await using api = await startApi()
    for (const name of ['zoe', 'Bob']) await addAgent(api, name)
    const list = await api.call<List>(200, 'GET', '/api/users')
    expect(Object.keys(list)).toEqual(['object', 'uri', 'data', 'meta'])
    expect(list.data.map(({ name }) => name)).toEqual(['Admin', 'Bob', 'Gorgias Bot', 'zoe'])
  })

  it.each([
    ['email=ZOE@acme.test', ['zoe']],
    ['external_id=e-1', ['ann']],
    ['search=ACME.TEST', ['Admin', 'Gorgias Bot', 'ann', 'zoe']],
    ['roles=admin', ['Admin']],
    ['roles[]=admin&roles[]=bot', ['Admin', 'Gorgias Bot']],
    ['available_first=true&roles=agent', ['ann', 'zoe']],
    ['order_by=name:desc', ['zoe', 'ann', 'Gorgias Bot', 'Admin']],
    ['order_by=email:asc', ['Admin', 'ann', 'Gorgias Bot', 'zoe']],
    ['order_by=role.name:asc', ['Admin', 'zoe', 'ann', 'Gorgias Bot']],
  ])('by %s', async (query, expected) => {
    await using api = await startApi()
    await addAgent(api, 'zoe')
    await api.call(201, 'POST', '/api/users', { ...agent('ann'), external_id: 'e-1' })
    expect(await namesOf(api, query)).toEqual(expected)
  })

  it.each(['channels=email', 'customer=1', 'data=x', 'roles=owner', 'limit=101'])(
    'refuses %s',
    async (query) => {
      await using api = await startApi()
      await api.call(400, 'GET', `/api/users?${query}`)
    },
  )

  it('has pages', async () => {
    await using api = await startApi()
    for (const name of ['a', 'b', 'c']) await addAgent(api, name)
    const pages = await readPages(api.call, '/api/users?limit=2')
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1])
    expect(new Set(pages.flat()).size).toBe(5)
  })
})

it('only admins change users; everybody may look', async () => {
  await using api = await startApi()
  const asAgent = await api.as('agent')
  await asAgent(200, 'GET', '/api/users')
  const { error } = await asAgent<Refused>(403, 'POST', '/api/users', agent('kim'))
  expect(error.msg).toBe('You do not have enough permissions to perform this action.')
  await asAgent(403, 'PUT', '/api/users/0', { role: { name: 'admin' } })
  await asAgent(403, 'DELETE', '/api/users/0')
})

it.each(['zz', 'Mars/Olympus', 'Europe/Berlin\u0000', ''])('a user has no timezone %j', async (timezone) => {
  await using api = await startApi()
  await api.call(400, 'PUT', '/api/users/0', { timezone })
  await api.call(202, 'PUT', '/api/users/0', { timezone: 'Europe/Berlin' })
})
