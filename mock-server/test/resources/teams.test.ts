import { expect, it } from 'vitest'
import { phoneTicket, readPages, startApi } from './api.ts'
import type { List, Row } from './api.ts'

const TEAM_KEYS = ['id', 'uri', 'name', 'description', 'decoration', 'members', 'created_datetime']

it('a team has the documented keys; members are named by id or e-mail, each once', async () => {
  await using api = await startApi()
  const admin = await api.call(200, 'GET', '/api/users/0')
  const team = await api.call(201, 'POST', '/api/teams', {
    name: 'First line',
    members: [{ id: admin.id }, { email: 'ADMIN@acme.test' }],
  })
  expect(Object.keys(team)).toEqual(TEAM_KEYS)
  expect(team).toMatchObject({ uri: `/api/teams/${team.id}/`, description: null, decoration: {} })
  expect(team.members).toEqual([{ id: admin.id, name: 'Admin', email: 'admin@acme.test', meta: admin.meta }])
  expect(await api.call(200, 'GET', `/api/teams/${team.id}`)).toEqual(team)
})

it('an update replaces the members, and leaves alone what it does not name', async () => {
  await using api = await startApi()
  const team = await api.call(201, 'POST', '/api/teams', {
    name: 'First line',
    decoration: { emoji: '🚀' },
    members: [{ email: 'admin@acme.test' }],
  })
  const kim = await api.call(201, 'POST', '/api/users', {
    name: 'Kim',
    email: 'kim@acme.test',
    role: { name: 'agent' },
  })
  const renamed = await api.call(202, 'PUT', `/api/teams/${team.id}`, { name: 'Second line' })
  expect(renamed).toEqual({ ...team, name: 'Second line' })
  const changed = await api.call(202, 'PUT', `/api/teams/${team.id}`, { members: [{ id: kim.id }] })
  expect((changed.members as Row[]).map(({ id }) => id)).toEqual([kim.id])
})

it('a team leaves an event at each step', async () => {
  await using api = await startApi()
  const { id } = await api.call(201, 'POST', '/api/teams', { name: 'First line' })
  await api.call(202, 'PUT', `/api/teams/${id}`, { decoration: null })
  await api.call(204, 'DELETE', `/api/teams/${id}`)
  await api.call(404, 'PUT', `/api/teams/${id}`, { name: 'Gone' })
  await api.call(404, 'DELETE', `/api/teams/${id}`)
  const { data } = await api.call<List>(200, 'GET', `/api/events?object_type=Team&object_id=${id}`)
  expect(data.map(({ type }) => type)).toEqual(['team-deleted', 'team-updated', 'team-created'])
})

it.each([{}, { name: '' }, { name: 'T', colour: 'red' }, { name: 'T', members: [{ id: 1 }] }])(
  'the team %j is refused',
  async (body) => {
    await using api = await startApi()
    await api.call(400, 'POST', '/api/teams', body)
  },
)

it('a team that is deleted leaves its tickets to nobody', async () => {
  await using api = await startApi()
  const team = await api.call(201, 'POST', '/api/teams', { name: 'First line' })
  const ticket = await api.call(
    201,
    'POST',
    '/api/tickets',
    phoneTicket('dana@shop.test', { assignee_team: { id: team.id } }),
  )
  expect(ticket).toMatchObject({ assignee_team: { id: team.id, name: 'First line', decoration: {} } })
  await api.call(204, 'DELETE', `/api/teams/${team.id}`)
  await api.call(404, 'GET', `/api/teams/${team.id}`)
  expect(await api.call(200, 'GET', `/api/tickets/${ticket.id}`)).toMatchObject({ assignee_team: null })
})

it('a team or a user that is deleted is taken out of the views that are shared with them', async () => {
  await using api = await startApi()
  const teams: number[] = []
  const users: number[] = []
  for (const name of ['one', 'two']) {
    teams.push((await api.call(201, 'POST', '/api/teams', { name })).id)
    const user = { name, email: `${name}@acme.test`, role: { name: 'agent' } }
    users.push((await api.call(201, 'POST', '/api/users', user)).id)
  }
  const shares = { visibility: 'shared', shared_with_teams: teams, shared_with_users: users }
  const { id } = await api.call(201, 'POST', '/api/views', { slug: 'ours', ...shares })
  await api.call(204, 'DELETE', `/api/teams/${teams[0]}`)
  await api.call(204, 'DELETE', `/api/users/${users[1]}`)
  const left = { shared_with_teams: [teams[1]], shared_with_users: [users[0]] }
  expect(await api.call(200, 'GET', `/api/views/${id}`)).toMatchObject(left)
  // What it answers can be written back.
  await api.call(202, 'PUT', `/api/views/${id}`, left)
})

it('the list has the older envelope, orders and pages', async () => {
  await using api = await startApi()
  const ids: number[] = []
  for (const name of ['b', 'a', 'c']) ids.push((await api.call(201, 'POST', '/api/teams', { name })).id)
  const list = await api.call<List>(200, 'GET', '/api/teams?order_by=name:asc')
  expect(Object.keys(list)).toEqual(['data', 'object', 'uri', 'meta'])
  expect(list.meta).toEqual({ prev_cursor: null, next_cursor: null })
  expect(list.data.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  const pages = await readPages(api.call, '/api/teams?limit=2&order_by=created_datetime:asc')
  expect(pages).toEqual([ids.slice(0, 2), ids.slice(2)])
  await api.call(400, 'GET', '/api/teams?search=a')
})
