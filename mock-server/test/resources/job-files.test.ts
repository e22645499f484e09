import { describe, expect, it } from 'vitest'
import { phoneTicket, startApi } from './api.ts'
import type { Api, List, Row } from './api.ts'

interface JobRow extends Row {
  readonly status: string
  readonly info: { readonly url?: string; readonly error?: string }
}

/** Makes a job and answers it as it is when everything at this moment has happened. */
async function runJob(api: Api, type: string, params: object): Promise<JobRow> {
  const { id } = await api.call(201, 'POST', '/api/jobs', { type, params })
  return api.call<JobRow>(200, 'GET', `/api/jobs/${id}`)
}

const addMacro = (api: Api, ...actions: object[]) =>
  api.call(201, 'POST', '/api/macros', { name: 'Sort', actions })
const addTicket = (api: Api, fields: object = {}) =>
  api.call(201, 'POST', '/api/tickets', phoneTicket('dana@example.com', fields))
const ticketOf = (api: Api, { id }: Row) => api.call(200, 'GET', `/api/tickets/${id}`)

async function read(api: Api, url = ''): Promise<string> {
  const answer = await fetch(url, { headers: { authorization: api.server.account.authorization } })
  expect(answer.status, url).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/csv')
  return answer.text()
}

/** Uploads a text; answers its url. */
async function upload(api: Api, text: string): Promise<string> {
  const body = new FormData()
  body.append('macros', new Blob([text]), 'macros')
  const { authorization } = api.server.account
  const init = { method: 'POST', headers: { authorization }, body }
  const answer = await fetch(`${api.server.url}/api/upload?type=attachment`, init)
  const [file] = (await answer.json()) as { url: string }[]
  return file?.url ?? ''
}

const importing = async (api: Api, text: string) =>
  runJob(api, 'importMacro', { url: await upload(api, text) })

const macrosOf = async (api: Api) =>
  (await api.call<List>(200, 'GET', '/api/macros?order_by=created_datetime:asc')).data

describe('a job that applies a macro', () => {
  it('carries out its actions in their order, and sends nothing', async () => {
    await using api = await startApi()
    const user = await api.call(200, 'GET', '/api/users/0')
    const { id: team } = await api.call(201, 'POST', '/api/teams', { name: 'Returns' })
    const field = await api.call(201, 'POST', '/api/custom-fields', {
      object_type: 'Ticket',
      label: 'Reason',
      definition: { data_type: 'text', input_settings: { input_type: 'input' } },
    })
    const ticket = await addTicket(api, { tags: [{ name: 'old' }] })
    const macro = await addMacro(
      api,
      { name: 'setResponseText', arguments: { body_text: 'Hello' } },
      { name: 'addTags', arguments: { tags: 'a, b' } },
      { name: 'removeTags', arguments: { tags: 'old' } },
      { name: 'setSubject', arguments: { subject: 'For {{ticket.customer.email}}' } },
      { name: 'setPriority', arguments: { priority: 'high' } },
      { name: 'setAssignee', arguments: { assignee_user: { id: user.id, name: 'Admin' } } },
      { name: 'setTeamAssignee', arguments: { assignee_team: team } },
      { name: 'setCustomFieldValue', arguments: { custom_field_id: field.id, value: 'late' } },
      { name: 'snoozeTicket', arguments: { snooze_timedelta: '1d' } },
      { name: 'addInternalNote', arguments: { body_text: 'Look, {{ticket.subject}}' } },
    )
    const job = await runJob(api, 'applyMacro', { ticket_ids: [ticket.id], macro_id: macro.id })
    expect(job).toMatchObject({ status: 'done' })
    expect(job.info).toEqual({
      total: 1,
      processed: 1,
      failed: 0,
      left_out_actions: ['setResponseText'],
    })
    expect(await ticketOf(api, ticket)).toMatchObject({
      status: 'open',
      tags: [{ name: 'a' }, { name: 'b' }],
      subject: 'For dana@example.com',
      priority: 'high',
      assignee_user_id: user.id,
      assignee_team_id: team,
      custom_fields: { [field.id]: { value: 'late' } },
      snooze_datetime: '2026-03-03T10:00:00+00:00',
      messages: [
        {},
        {
          channel: 'internal-note',
          public: false,
          via: 'helpdesk',
          sender: { id: user.id },
          body_text: 'Look, For dana@example.com',
        },
      ],
    })
    expect(api.server.account.outbox()).toEqual([])
  })

  it('closes the tickets where it is to, and counts each as a use', async () => {
    await using api = await startApi()
    const tickets = [await addTicket(api), await addTicket(api)]
    const { id } = await addMacro(api)
    const view = { filters: 'eq(ticket.status, "open")' }
    await runJob(api, 'applyMacro', { view, macro_id: id, apply_and_close: true })
    for (const ticket of tickets) expect(await ticketOf(api, ticket)).toMatchObject({ status: 'closed' })
    expect(await api.call(200, 'GET', `/api/macros/${id}`)).toMatchObject({ usage: 2 })
  })

  it('names the actions that it left out', async () => {
    await using api = await startApi()
    const ticket = await addTicket(api)
    const macro = await addMacro(
      api,
      { name: 'http' },
      { name: 'setStatus', arguments: { status: 'closed' } },
    )
    const job = await runJob(api, 'applyMacro', { ticket_ids: [ticket.id], macro_id: macro.id })
    expect(job.info).toEqual({ total: 1, processed: 1, failed: 0, left_out_actions: ['http'] })
    expect(await ticketOf(api, ticket)).toMatchObject({ status: 'closed' })
  })

  it.each([
    { name: 'setStatus', arguments: { status: 'asleep' } },
    { name: 'setPriority', arguments: {} },
    { name: 'setAssignee', arguments: { assignee_user: { id: 1 } } },
    { name: 'setTeamAssignee', arguments: { assignee_team: 'x' } },
    { name: 'snoozeTicket', arguments: { snooze_timedelta: [] } },
    { name: 'setCustomFieldValue', arguments: { custom_field_id: 1, value: 'x' } },
    { name: 'setSubject', arguments: { subject: 'x'.repeat(1000) } },
  ])('fails for a ticket where %j is impossible', async (action) => {
    await using api = await startApi()
    const ticket = await addTicket(api)
    const macro = await addMacro(api, action)
    const job = await runJob(api, 'applyMacro', { ticket_ids: [ticket.id], macro_id: macro.id })
    expect(job).toMatchObject({ status: 'done', info: { processed: 1, failed: 1 } })
    expect(await ticketOf(api, ticket)).toMatchObject({ status: 'open', messages: [{}] })
  })

  it('does all of its actions to a ticket or none, and tells why the first ticket failed', async () => {
    await using api = await startApi()
    const full = Array.from({ length: 500 }, (_, i) => ({ name: `t${i}` }))
    const tickets = [await addTicket(api, { tags: full }), await addTicket(api)]
    const before = await ticketOf(api, tickets[0] as Row)
    const macro = await addMacro(
      api,
      { name: 'setPriority', arguments: { priority: 'high' } },
      { name: 'addInternalNote', arguments: { body_text: 'Look' } },
      { name: 'http' },
      { name: 'addTags', arguments: { tags: 'one-too-many' } },
    )
    const ids = tickets.map(({ id }) => id)
    const job = await runJob(api, 'applyMacro', { ticket_ids: ids, macro_id: macro.id })
    expect(job.info).toEqual({
      total: 2,
      processed: 2,
      failed: 1,
      error: '{"tags":["Longer than maximum length 500."]}',
      left_out_actions: ['http'],
    })
    expect(await ticketOf(api, tickets[0] as Row)).toEqual(before)
    expect(await ticketOf(api, tickets[1] as Row)).toMatchObject({ priority: 'high', messages: [{}, {}] })
    expect(await api.call(200, 'GET', `/api/macros/${macro.id}`)).toMatchObject({ usage: 1 })
  })

  it('fails as a whole when the macro is gone by then', async () => {
    await using api = await startApi()
    const [ticket, macro] = [await addTicket(api), await addMacro(api)]
    const params = { ticket_ids: [ticket.id], macro_id: macro.id }
    const soon = { type: 'applyMacro', params, scheduled_datetime: '2026-03-02T10:10:00' }
    const { id } = await api.call(201, 'POST', '/api/jobs', soon)
    await api.call(204, 'DELETE', `/api/macros/${macro.id}`)
    await api.server.account.clock.advance('PT10M')
    expect(await api.call(200, 'GET', `/api/jobs/${id}`)).toMatchObject({
      status: 'errored',
      ended_datetime: null,
      failed_datetime: '2026-03-02T10:10:00+00:00',
      info: { error: `Macro ${macro.id} does not exist any more.` },
    })
  })
})

describe('a job that exports', () => {
  it('tickets leaves a private CSV file, and its url in info', async () => {
    await using api = await startApi()
    const { id } = await addTicket(api, { subject: 'Late, "again"', tags: [{ name: 'a' }, { name: 'b' }] })
    const { status, info } = await runJob(api, 'exportTicket', {})
    expect(status).toBe('done')
    const [head, row, ...rest] = (await read(api, info.url)).trimEnd().split('\r\n')
    expect(head).toMatch(/^id,external_id,subject,status,priority,channel,via,language,spam,customer_name/)
    expect(row).toMatch(new RegExp(`^${id},,"Late, ""again""",open,normal,phone,api,`))
    expect(row).toContain(',dana@example.com,,,"a, b",1,2026-03-02T10:00:00.000Z,')
    expect(rest).toEqual([])
    expect((await fetch(info.url ?? '')).status).toBe(401)
  })

  it('tickets takes a view, and a time in which they were created', async () => {
    await using api = await startApi()
    const early = await addTicket(api)
    await api.server.account.clock.advance('PT1H')
    const late = await addTicket(api, { status: 'closed' })
    const idsOf = async (params: object) => {
      const { info } = await runJob(api, 'exportTicket', params)
      const rows = (await read(api, info.url)).trimEnd().split('\r\n').slice(1)
      return rows.map((row) => Number(row.split(',')[0]))
    }
    expect(await idsOf({})).toEqual([early.id, late.id])
    expect(await idsOf({ start_datetime: '2026-03-02T10:00:01' })).toEqual([late.id])
    expect(await idsOf({ end_datetime: '2026-03-02T11:00:00+00:00' })).toEqual([early.id, late.id])
    expect(await idsOf({ end_datetime: '2026-03-02T10:59:59' })).toEqual([early.id])
    expect(await idsOf({ view: { filters: 'eq(ticket.status, "closed")' } })).toEqual([late.id])
    expect(await idsOf({ ticket_ids: [early.id], start_datetime: '2026-03-02T10:30:00' })).toEqual([])
  })

  it('macros leaves a file that an import reads', async () => {
    await using api = await startApi()
    const given = {
      name: 'Where, "exactly"?',
      external_id: 'm-1',
      intent: 'shipping/status',
      language: 'en',
      actions: [{ name: 'setResponseText', title: 'Set', arguments: { body_text: 'Two\nlines, "quoted"' } }],
    }
    await api.call(201, 'POST', '/api/macros', given)
    const { info } = await runJob(api, 'exportMacro', {})
    const job = await runJob(api, 'importMacro', { url: info.url })
    expect(job).toMatchObject({ status: 'done', info: { created: 1 } })
    const [first, second] = await macrosOf(api)
    expect(second).toEqual({ ...first, id: second?.id, uri: second?.uri })
    expect(second).toMatchObject(given)
  })

  it.each(['exportTicketDrilldown', 'exportConvertCampaignSalesDrilldown'])(
    'what is unknown (%s) fails and says so',
    async (type) => {
      await using api = await startApi()
      const job = await runJob(api, type, { context: { channel_connection_external_ids: ['a'] } })
      expect(job).toMatchObject({
        status: 'errored',
        info: { error: `${type} is not simulated: what its file holds is unknown.` },
      })
    },
  )
})

describe('a job that imports macros', () => {
  it('takes what the list of macros answers, and a plain table', async () => {
    await using api = await startApi()
    await addMacro(api, { name: 'addTags', arguments: { tags: 'a' } })
    const list = JSON.stringify(await api.call<List>(200, 'GET', '/api/macros'))
    expect(await importing(api, list)).toMatchObject({ status: 'done', info: { created: 1 } })
    expect(await importing(api, 'language,name\nfr,Bonjour\n,Hello')).toMatchObject({ info: { created: 2 } })
    expect(await macrosOf(api)).toMatchObject([
      { name: 'Sort' },
      { name: 'Sort', actions: [{ name: 'addTags', arguments: { tags: 'a' } }] },
      { name: 'Bonjour', language: 'fr', actions: [] },
      { name: 'Hello', language: null },
    ])
    const events = await api.call<List>(200, 'GET', '/api/events?types=macro-created')
    expect(events.data).toHaveLength(4)
  })

  it.each([
    ['name\n"a', 'Line 2 of the file is not CSV.'],
    ['title\na', 'The file has no column "name".'],
    ['name,actions\na,b', /^The column "actions" of row 1 is not JSON: /],
    ['[{"name":"a"},{}]', 'Macro 2 of the file has no name.'],
    ['{"macros":[]}', 'The file holds no list of macros.'],
    ['{', /^The file is not JSON: /],
    ['[7]', 'Macro 1 of the file is no macro.'],
    ['[{"name":"a","intent":"b"}]', 'Macro 1 of the file: "b" is no intent.'],
    ['[{"name":"a","actions":{}}]', 'Macro 1 of the file: actions is no list.'],
    ['[{"name":"a","actions":[{}]}]', 'Macro 1 of the file: an action is none.'],
    ['[{"name":7}]', 'Macro 1 of the file: name is no short text.'],
    [`${'['.repeat(200)}${']'.repeat(200)}`, 'The file is nested more than 100 levels deep.'],
    [`name\n${'a\n'.repeat(1001)}`, 'The file holds 1001 macros; at most 1000 at a time.'],
  ])('fails for the file %j as a whole, and says what is wrong', async (text, expected) => {
    await using api = await startApi()
    const job = await importing(api, text)
    expect(job.status).toBe('errored')
    if (typeof expected === 'string') expect(job.info.error).toBe(expected)
    else expect(job.info.error).toMatch(expected)
    expect(await macrosOf(api)).toEqual([])
  })

  it('fetches nothing from anywhere else', async () => {
    await using api = await startApi()
    const url = await upload(api, 'name\na')
    for (const other of ['https://example.com/macros.csv', '/etc/passwd', url.replace('127.0.0.1', 'evil')]) {
      const job = await runJob(api, 'importMacro', { url: other })
      expect(job.info.error, other).toContain('The simulator fetches nothing')
    }
  })
})
