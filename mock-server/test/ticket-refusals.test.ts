import { describe, expect, it } from 'vitest'
import { expectStatus } from './support/api.ts'
import { ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer()

const names = (tags: readonly { name: string }[]) => tags.map((tag) => tag.name)

it('a ticket that is split from one that is not there is a 400 that names the field', async () => {
  const { api } = fresh()
  const answer = expectStatus(await api.post('/api/tickets', ticket({ split_from: 1 })), 400)
  expect(answer.json).toMatchObject({ error: { data: { split_from: ['Ticket does not exist.'] } } })
  const { id } = await api.createTicket(ticket())
  expectStatus(await api.post('/api/tickets', ticket({ split_from: id })), 201)
})

describe('a change of a ticket', () => {
  it('refuses what only creation takes', async () => {
    const { api } = fresh()
    const { id } = await api.createTicket(ticket())
    const before = (await api.get(`/api/tickets/${id}`)).text
    for (const field of ['messages', 'imported', 'created_datetime', 'split_from']) {
      expectStatus(await api.put(`/api/tickets/${id}`, { [field]: null, subject: 'changed' }), 400)
    }
    expectStatus(await api.put(`/api/tickets/${id}`, { subject: 'changed', assignee_team: { id: 1 } }), 400)
    expect((await api.get(`/api/tickets/${id}`)).text).toBe(before)
  })

  it('is 404 for a ticket that is not there', async () => {
    const { api } = fresh()
    expectStatus(await api.put('/api/tickets/1', { subject: 'x' }), 404)
    expectStatus(await api.delete('/api/tickets/1'), 404)
  })

  it('refuses tags by a call that names none, or one that does not exist', async () => {
    const { api } = fresh()
    const { id } = await api.createTicket(ticket({ tags: [{ name: 'a' }] }))
    const path = `/api/tickets/${id}/tags`
    expectStatus(await api.post(path, {}), 400)
    expectStatus(await api.post(path, { names: ['b'], ids: [1] }), 400)
    expectStatus(await api.put(path, { names: [''] }), 400)
    expectStatus(await api.delete(path, {}), 400)
    expectStatus(await api.post('/api/tickets/1/tags', { names: ['b'] }), 404)
    expect(names(await api.tagsOf(id))).toEqual(['a'])
    const all = (await api.get('/api/tags')).json as { data: { name: string }[] }
    expect(names(all.data)).toEqual(['a'])
  })
})
