import { describe, expect, it } from 'vitest'
import type { MockServerOptions } from '../../src/index.ts'
import { phoneTicket, startApi } from './api.ts'
import type { Api, List, Refused, Row } from './api.ts'

const JOB_KEYS = [
  'id',
  'cancel_requested_datetime',
  'cancelled_datetime',
  'created_datetime',
  'ended_datetime',
  'failed_datetime',
  'info',
  'locked_datetime',
  'meta',
  'params',
  'scheduled_datetime',
  'started_datetime',
  'status',
  'type',
  'user_id',
  'uri',
]

const addJob = (api: Api, type: string, params: object, more: object = {}) =>
  api.call(201, 'POST', '/api/jobs', { type, params, ...more })

const jobOf = (api: Api, { id }: Row) => api.call(200, 'GET', `/api/jobs/${id}`)

/** Makes a job and answers it as it is when everything at this moment has happened. */
const runJob = async (api: Api, type: string, params: object) => jobOf(api, await addJob(api, type, params))

const addTicket = (api: Api, fields: object = {}) =>
  api.call(201, 'POST', '/api/tickets', phoneTicket('dana@example.com', fields))

const ticketOf = (api: Api, { id }: Row) => api.call(200, 'GET', `/api/tickets/${id}`)

/** An account with many closed tickets, whose jobs take the time that they were seen to take. */
const startLarge = (tickets: number, options: MockServerOptions = {}) =>
  startApi({
    effects: 'realistic',
    seed: {
      customers: [
        {
          email: 'dana@example.com',
          tickets: Array.from({ length: tickets }, (_, i) => ({
            subject: `No. ${i}`,
            status: 'closed' as const,
            messages: [{ from: 'customer' as const, text: 'Hi' }],
          })),
        },
      ],
    },
    ...options,
  })

const ALL_CLOSED = { view: { filters: 'eq(ticket.status, "closed")' } }
const countOf = async (api: Api, query: string) =>
  (await api.call<List>(200, 'GET', `/api/tickets?limit=100&${query}`)).data.length

describe('a job', () => {
  it('has the recorded keys, and runs from pending to done within a second and a half', async () => {
    await using api = await startApi({ effects: 'realistic' })
    const { clock } = api.server.account
    const job = await addJob(api, 'exportMacro', {})
    expect(Object.keys(job)).toEqual(JOB_KEYS)
    expect(job).toMatchObject({ status: 'pending', params: {}, info: {}, meta: null, started_datetime: null })
    await clock.advance('PT0.2S')
    const running = await jobOf(api, job)
    expect(running).toMatchObject({
      status: 'running',
      started_datetime: '2026-03-02T10:00:00.106000+00:00',
      locked_datetime: '2026-03-02T10:00:00.106000+00:00',
    })
    await clock.advance('PT1.3S')
    expect(await jobOf(api, job)).toMatchObject({
      status: 'done',
      started_datetime: running.started_datetime,
      ended_datetime: '2026-03-02T10:00:01.436000+00:00',
      locked_datetime: null,
      failed_datetime: null,
    })
  })

  it.each([
    [{ type: 'exportMacro' }, { params: ['Missing data for required field.'] }],
    [{ type: 'dance', params: {} }, { type: [expect.stringContaining('Must be one of') as string] }],
    [{ type: 'exportMacro', params: { speed: 1 } }, { params: { speed: ['No such field'] } }],
    [{ type: 'exportMacro', params: { macro_id: 1 } }, { params: { macro_id: [expect.anything()] } }],
    [{ type: 'deleteTicket', params: {} }, { params: { ticket_ids: [expect.anything()] } }],
    [
      { type: 'deleteTicket', params: { ticket_ids: [1] } },
      { params: { ticket_ids: ['Ticket 1 does not exist.'] } },
    ],
    [
      { type: 'deleteTicket', params: { view_id: 1, view: { filters: '' } } },
      { params: { view_id: [expect.anything()] } },
    ],
    [{ type: 'deleteTicket', params: { view_id: 1 } }, { params: { view_id: ['View does not exist.'] } }],
    [
      { type: 'deleteTicket', params: { view: { filters: 'no' } } },
      { params: { view: { filters: [expect.anything()] } } },
    ],
    [
      { type: 'applyMacro', params: { ...ALL_CLOSED, macro_id: 1 } },
      { params: { macro_id: ['Macro does not exist.'] } },
    ],
    [{ type: 'updateTicket', params: ALL_CLOSED }, { params: { updates: [expect.anything()] } }],
    [
      { type: 'updateTicket', params: { ...ALL_CLOSED, updates: { assignee_user: { id: 1 } } } },
      { params: { updates: { assignee_user: ['User does not exist.'] } } },
    ],
    [
      { type: 'updateTicket', params: { ...ALL_CLOSED, updates: { priority: 'urgent' } } },
      { params: { updates: { priority: [expect.anything()] } } },
    ],
    [
      { type: 'exportMacro', params: {}, scheduled_datetime: '2026-03-02T11:00:01' },
      { scheduled_datetime: ['Must be at most 60 minutes ahead.'] },
    ],
  ])('is refused as %j', async (body, data) => {
    await using api = await startApi()
    const { error } = await api.call<Refused>(400, 'POST', '/api/jobs', body)
    expect(error).toEqual({ msg: 'Failed to create job', data })
    expect((await api.call<List>(200, 'GET', '/api/jobs')).data).toEqual([])
  })

  it('that is scheduled starts at its time', async () => {
    await using api = await startApi()
    const job = await addJob(api, 'exportMacro', {}, { scheduled_datetime: '2026-03-02T11:00:00' })
    expect(job).toMatchObject({
      status: 'scheduled',
      scheduled_datetime: '2026-03-02T11:00:00+00:00',
    })
    await api.server.account.clock.advance('PT59M')
    expect(await jobOf(api, job)).toMatchObject({ status: 'scheduled' })
    await api.server.account.clock.advance('PT1M')
    expect(await jobOf(api, job)).toMatchObject({
      status: 'done',
      started_datetime: '2026-03-02T11:00:00+00:00',
    })
  })

  it('is changed while it waits, and not afterwards', async () => {
    await using api = await startApi()
    const { clock } = api.server.account
    const job = await addJob(api, 'exportMacro', {}, { scheduled_datetime: '2026-03-02T10:10:00' })
    const path = `/api/jobs/${job.id}`
    const later = { scheduled_datetime: '2026-03-02T10:20:00', meta: { by: 'me' } }
    expect(await api.call(202, 'PUT', path, later)).toMatchObject({ status: 'scheduled', meta: { by: 'me' } })
    await clock.advance('PT10M')
    expect(await jobOf(api, job)).toMatchObject({ status: 'scheduled' })
    await api.call(400, 'PUT', path, { type: 'importMacro' })
    const { id } = await addTicket(api)
    const other = { type: 'deleteTicket', params: { ticket_ids: [id] }, scheduled_datetime: null }
    expect(await api.call(202, 'PUT', path, other)).toMatchObject({ status: 'pending', type: 'deleteTicket' })
    expect(await jobOf(api, job)).toMatchObject({ status: 'done', meta: { by: 'me' } })
    await api.call(404, 'GET', `/api/tickets/${id}`)
    const { error } = await api.call<Refused>(409, 'PUT', path, { meta: {} })
    expect(error.msg).toBe('The job has started: it is done.')
    await clock.advance('PT1H')
    await api.call(404, 'PUT', '/api/jobs/1', {})
  })

  it('that is scheduled is cancelled at once', async () => {
    await using api = await startApi()
    const { id } = await addTicket(api)
    const when = { scheduled_datetime: '2026-03-02T10:10:00' }
    const job = await addJob(api, 'deleteTicket', { ticket_ids: [id] }, when)
    expect(await api.call(204, 'DELETE', `/api/jobs/${job.id}`)).toBeUndefined()
    const at = '2026-03-02T10:00:00+00:00'
    const canceled = { status: 'canceled', cancel_requested_datetime: at, cancelled_datetime: at }
    expect(await jobOf(api, job)).toMatchObject(canceled)
    await api.server.account.clock.advance('PT1H')
    expect(await jobOf(api, job)).toMatchObject(canceled)
    await api.call(200, 'GET', `/api/tickets/${id}`)
    await api.call(409, 'DELETE', `/api/jobs/${job.id}`)
    await api.call(404, 'DELETE', '/api/jobs/1')
  })

  it('that runs is cancelled before its next hundred tickets, and what is done stays done', async () => {
    await using api = await startLarge(250)
    const { clock } = api.server.account
    const job = await addJob(api, 'updateTicket', { ...ALL_CLOSED, updates: { priority: 'low' } })
    await clock.advance('PT1S')
    expect(await jobOf(api, job)).toMatchObject({ info: { total: 250, processed: 0, failed: 0 } })
    await clock.advance('PT1S')
    expect(await jobOf(api, job)).toMatchObject({ status: 'running', info: { processed: 100 } })
    await api.call(204, 'DELETE', `/api/jobs/${job.id}`)
    await api.call(204, 'DELETE', `/api/jobs/${job.id}`)
    expect(await jobOf(api, job)).toMatchObject({ status: 'cancel_requested', cancelled_datetime: null })
    await clock.advance('PT10S')
    expect(await jobOf(api, job)).toMatchObject({
      status: 'canceled',
      info: { total: 250, processed: 100, failed: 0 },
      locked_datetime: null,
      ended_datetime: null,
    })
    const low = { name: 'Low', slug: 'low', filters: 'eq(ticket.priority, "low")' }
    const view = await api.call(201, 'POST', '/api/views', low)
    expect(await countOf(api, `view_id=${view.id}`)).toBe(100)
  })

  it('goes through all that it selects, hundred by hundred', async () => {
    await using api = await startLarge(201)
    const job = await addJob(api, 'deleteTicket', ALL_CLOSED)
    await api.server.account.clock.advance('PT3S')
    expect(await jobOf(api, job)).toMatchObject({ status: 'running', info: { processed: 200 } })
    await api.server.account.clock.advance('PT3S')
    expect(await jobOf(api, job)).toMatchObject({
      status: 'done',
      info: { total: 201, processed: 201, failed: 0 },
    })
    expect(await countOf(api, '')).toBe(0)
  })

  it('counts the tickets that do not take it, and goes on with the others', async () => {
    await using api = await startApi()
    const [gone, kept] = [await addTicket(api), await addTicket(api)]
    const params = { ticket_ids: [gone.id, kept.id, kept.id], updates: { status: 'closed' } }
    const job = await addJob(api, 'updateTicket', params, { scheduled_datetime: '2026-03-02T10:10:00' })
    await api.call(204, 'DELETE', `/api/tickets/${gone.id}`)
    await api.server.account.clock.advance('PT10M')
    expect(await jobOf(api, job)).toMatchObject({
      status: 'done',
      info: { total: 2, processed: 2, failed: 1, error: `Ticket ${gone.id} does not exist any more.` },
    })
    expect(await ticketOf(api, kept)).toMatchObject({ status: 'closed' })
  })
})

describe('the list of jobs', () => {
  it('has the older envelope, the newest job in front', async () => {
    await using api = await startApi()
    const jobs = [await addJob(api, 'exportMacro', {}), await addJob(api, 'exportTicket', {})]
    const list = await api.call<List>(200, 'GET', '/api/jobs?limit=5')
    expect(Object.keys(list)).toEqual(['data', 'object', 'uri', 'meta'])
    expect(list.data.map(({ id }) => id)).toEqual(jobs.map(({ id }) => id).reverse())
    expect(list.uri).toBe('/api/jobs?limit=5')
  })

  it('is filtered by status and type', async () => {
    await using api = await startApi()
    const done = await addJob(api, 'exportMacro', {})
    const waiting = await addJob(api, 'exportTicket', {}, { scheduled_datetime: '2026-03-02T10:10:00' })
    const idsOf = async (query: string) =>
      (await api.call<List>(200, 'GET', `/api/jobs?${query}`)).data.map(({ id }) => id)
    expect(await idsOf('status=done')).toEqual([done.id])
    expect(await idsOf('type=exportTicket')).toEqual([waiting.id])
    expect(await idsOf('type=exportTicket&status=done')).toEqual([])
    await api.call(400, 'GET', '/api/jobs?status=asleep')
  })
})

describe('updateTicket', () => {
  it('changes tickets as their own call does', async () => {
    await using api = await startApi()
    const ticket = await addTicket(api, { tags: [{ name: 'old' }] })
    const { id: team } = await api.call(201, 'POST', '/api/teams', { name: 'Returns' })
    const user = await api.call(200, 'GET', '/api/users/0')
    const field = await api.call(201, 'POST', '/api/custom-fields', {
      object_type: 'Ticket',
      label: 'Reason',
      definition: { data_type: 'text', input_settings: { input_type: 'input' } },
    })
    const updates = {
      assignee_team: { id: team },
      assignee_user: { email: user.email },
      custom_fields: [{ id: field.id, value: 'late' }],
      snooze_datetime: '2026-04-01T00:00:00',
      subject: 'Late',
      tags: [{ name: 'late' }],
    }
    await runJob(api, 'updateTicket', { ticket_ids: [ticket.id], updates })
    expect(await ticketOf(api, ticket)).toMatchObject({
      assignee_team_id: team,
      assignee_user_id: user.id,
      custom_fields: { [field.id]: { id: field.id, value: 'late' } },
      snooze_datetime: '2026-04-01T00:00:00+00:00',
      subject: 'Late',
      tags: [{ name: 'late' }],
    })
    const events = await api.call<List>(
      200,
      'GET',
      `/api/events?object_type=Ticket&object_id=${ticket.id}&types=ticket-subject-updated`,
    )
    expect(events.data).toMatchObject([{ user_id: user.id }])
  })

  it('fails for its tickets where what it names has gone by the time that it runs', async () => {
    await using api = await startApi()
    const { clock } = api.server.account
    const ticket = await addTicket(api)
    const before = await ticketOf(api, ticket)
    const kim = { name: 'Kim', email: 'kim@acme.test', role: { name: 'agent' } }
    const { id: user } = await api.call(201, 'POST', '/api/users', kim)
    const { id: team } = await api.call(201, 'POST', '/api/teams', { name: 'Returns' })
    const addField = (label: string, input_settings: object) =>
      api.call(201, 'POST', '/api/custom-fields', {
        object_type: 'Ticket',
        label,
        definition: { data_type: 'text', input_settings },
      })
    const field = await addField('Reason', { input_type: 'input' })
    const menu = await addField('Size', { input_type: 'dropdown', choices: ['S', 'L'] })
    const later = { scheduled_datetime: '2026-03-02T10:10:00' }
    const named = [
      [{ assignee_user: { email: kim.email } }, '{"assignee_user":["User does not exist."]}'],
      [{ assignee_team: { id: team } }, '{"assignee_team":["Team does not exist."]}'],
      [
        { custom_fields: [{ id: field.id, value: 'late' }] },
        `{"custom_fields":{"0":{"id":["Custom field ${field.id} is deactivated."]}}}`,
      ],
      [
        { custom_fields: [{ id: menu.id, value: 'L' }] },
        '{"custom_fields":{"0":{"value":["Not a valid choice."]}}}',
      ],
    ] as const
    const jobs: Row[] = []
    for (const [updates] of named) {
      const params = { ticket_ids: [ticket.id], updates: { ...updates, tags: [{ name: 'new' }] } }
      jobs.push(await addJob(api, 'updateTicket', params, later))
    }
    await api.call(204, 'DELETE', `/api/users/${user}`)
    await api.call(204, 'DELETE', `/api/teams/${team}`)
    const deactivated_datetime = '2026-03-02T10:00:00'
    await api.call(202, 'PUT', `/api/custom-fields/${field.id}`, { deactivated_datetime })
    await api.call(202, 'PUT', `/api/custom-fields/${menu.id}`, {
      definition: { data_type: 'text', input_settings: { input_type: 'dropdown', choices: ['S'] } },
    })
    await clock.advance('PT10M')
    for (const [i, job] of jobs.entries()) {
      const info = { total: 1, processed: 1, failed: 1, error: named[i]?.[1] }
      expect(await jobOf(api, job)).toMatchObject({ status: 'done', info })
    }
    expect(await ticketOf(api, ticket)).toEqual(before)
    expect((await api.call<List>(200, 'GET', '/api/tags')).data).toEqual([])
  })

  it('lets the rules look', async () => {
    await using api = await startApi()
    const ticket = await addTicket(api)
    const code = 'if (eq(ticket.status, "closed")) { Action("addTags", { tags: "done" }) }'
    await api.call(201, 'POST', '/api/rules', { name: 'R', event_types: 'ticket-updated', code })
    await runJob(api, 'updateTicket', { ticket_ids: [ticket.id], updates: { status: 'closed' } })
    expect(await ticketOf(api, ticket)).toMatchObject({ tags: [{ name: 'done' }] })
  })
})
