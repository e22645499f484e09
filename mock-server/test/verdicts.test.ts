import { describe, expect, it, test } from 'vitest'
import type { Account, Finding, Verdicts } from '../src/index.ts'
import { call, expectStatus } from './support/api.ts'
import { handoff, note, ticket } from './support/bodies.ts'
import { callAs } from './support/host.ts'
import { testServer } from './support/server.ts'

const { fresh, url } = await testServer()

const findingsOf = (account: Account, code: string): readonly Finding[] =>
  account.verdicts().data.filter((finding) => finding.code === code)
const requestsOf = (account: Account, code: string) =>
  findingsOf(account, code).map(({ requests }) => requests)

/** Fills the bucket, so that the next call is refused and asked to wait a second. */
const atTheLimit = () => {
  const desk = fresh()
  desk.account.setRateLimit({ capacity: 2, window_seconds: 20, used: 2 })
  return desk
}

it('a client that does nothing wrong hears nothing', async () => {
  const { account, api } = fresh()
  const { id } = await api.createTicket(handoff({ external_id: 'h-1' }))
  await api.reply(id, note())
  await api.updateTicket(id, { status: 'closed', assignee_user: { email: account.credentials.email } })
  await api.tickets('?external_id=h-1')
  expect(account.verdicts()).toEqual({
    data: [],
    counts: { error: 0, warning: 0, info: 0 },
    calls: 4,
    complete: true,
  })
})

describe('a call before Retry-After was over', () => {
  it('is an error, with the call that was asked to wait and those that did not', async () => {
    const { account, api } = atTheLimit()
    expectStatus(await api.get('/api/account'), 429)
    expectStatus(await api.get('/api/account'), 429)
    await account.clock.advance('PT1S')
    expectStatus(await api.get('/api/tickets'), 429)
    const [finding] = findingsOf(account, 'early-retry')
    expect(finding).toMatchObject({ severity: 'error', requests: [1, 2, 3] })
    expect(finding?.message).toMatch(
      /\(call 1\) was asked to wait \d+ s; 2 calls came before that was over\./,
    )
  })

  it('is none where the client waited', async () => {
    const { account, api } = atTheLimit()
    const wait = (await api.get('/api/account')).headers.get('retry-after')
    await account.clock.advance(`PT${String(wait)}S`)
    expectStatus(await api.get('/api/account'), 200)
    expect(findingsOf(account, 'early-retry')).toEqual([])
  })

  it('is none where another call was under way already', async () => {
    const { account, api } = atTheLimit()
    expectStatus(await api.get('/api/account'), 429)
    expectStatus(await api.get('/api/tickets'), 429)
    expect(findingsOf(account, 'early-retry')).toEqual([])
  })

  it('counts where the 429 was ordered as a fault, too', async () => {
    const { account, api } = fresh()
    account.addFault({
      operation: 'createTicket',
      position: 'before',
      kind: 'status',
      status: 429,
      retry_after: 30,
      first: 1,
    })
    expectStatus(await api.post('/api/tickets', ticket()), 429)
    await account.clock.advance('PT29S')
    await api.createTicket(ticket())
    expect(requestsOf(account, 'early-retry')).toEqual([[1, 2]])
    expect(findingsOf(account, 'rate-limited')).toEqual([])
  })
})

describe('a full bucket', () => {
  it('that is met again and again is a burst', async () => {
    const { account, api } = atTheLimit()
    for (let i = 0; i < 3; i++) expectStatus(await api.get('/api/account'), 429)
    expect(findingsOf(account, 'burst-past-bucket')).toMatchObject([
      { severity: 'warning', requests: [1, 2, 3] },
    ])
  })

  it('that is met once is a note', async () => {
    const { account, api } = atTheLimit()
    expectStatus(await api.get('/api/account'), 429)
    await account.clock.advance('PT1M')
    expectStatus(await api.get('/api/account'), 200)
    expect(findingsOf(account, 'burst-past-bucket')).toEqual([])
    expect(findingsOf(account, 'rate-limited')).toMatchObject([{ severity: 'info', requests: [1] }])
  })
})

describe('a POST whose outcome is unknown', () => {
  const cut = (account: Account) =>
    account.addFault({ operation: 'createTicket', position: 'after-commit', kind: 'reset', first: 1 })
  const page = (account: Account) =>
    account.addFault({
      operation: 'createTicket',
      position: 'before',
      kind: 'status',
      status: 502,
      first: 1,
    })

  it('is not sent again without a look', async () => {
    const { account, api } = fresh()
    cut(account)
    await expect(api.post('/api/tickets', handoff({ external_id: 'h-1' }))).rejects.toThrow()
    await api.tickets('?external_id=h-2')
    await api.createTicket(handoff({ external_id: 'h-1', subject: 'Once more' }))
    expect(findingsOf(account, 'retry-without-lookup')).toMatchObject([
      { severity: 'error', requests: [1, 3] },
    ])
  })

  it('may be sent again where a look-up came first', async () => {
    const { account, api } = fresh()
    page(account)
    expectStatus(await api.post('/api/tickets', handoff({ external_id: 'h-1' })), 502)
    await api.tickets('?external_id=h-1')
    await api.createTicket(handoff({ external_id: 'h-1' }))
    expect(findingsOf(account, 'retry-without-lookup')).toEqual([])
  })

  it('is not looked up by a call that failed itself', async () => {
    const { account, api } = fresh()
    page(account)
    account.addFault({
      operation: 'listTickets',
      position: 'before',
      kind: 'status',
      status: 503,
      first: 1,
    })
    expectStatus(await api.post('/api/tickets', handoff({ external_id: 'h-1' })), 502)
    expectStatus(await api.get('/api/tickets?external_id=h-1'), 503)
    await api.createTicket(handoff({ external_id: 'h-1' }))
    expect(requestsOf(account, 'retry-without-lookup')).toEqual([[1, 3]])
  })

  it('is known by its body where it has no external id', async () => {
    const { account, api } = fresh()
    page(account)
    expectStatus(await api.post('/api/tickets', ticket()), 502)
    await api.createTicket(ticket({ subject: 'Another one' }))
    expect(findingsOf(account, 'retry-without-lookup')).toEqual([])
    await api.createTicket(ticket())
    expect(requestsOf(account, 'retry-without-lookup')).toEqual([[1, 3]])
  })

  it('may be sent again where it was refused', async () => {
    const { account, api } = fresh()
    expectStatus(await api.post('/api/tickets', { external_id: 'h-1' }), 400)
    await api.createTicket(handoff({ external_id: 'h-1' }))
    expect(account.verdicts().data).toEqual([])
  })
})

describe('two tickets with one external id', () => {
  it('are an error', async () => {
    const { account, api } = fresh()
    await api.createTicket(handoff({ external_id: 'h-1' }))
    await api.createTicket(handoff({ external_id: 'h-2' }))
    await api.createTicket(handoff({ external_id: 'h-1' }))
    expect(findingsOf(account, 'duplicate-external-id')).toMatchObject([
      { severity: 'error', requests: [1, 3], message: 'More than one ticket has the external_id "h-1".' },
    ])
  })

  it('are none where the first was deleted', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(handoff({ external_id: 'h-1' }))
    expectStatus(await api.delete(`/api/tickets/${id}`), 204)
    await api.createTicket(handoff({ external_id: 'h-1' }))
    await api.createTicket(ticket())
    await api.createTicket(ticket())
    expect(findingsOf(account, 'duplicate-external-id')).toEqual([])
  })

  it('are found where one got it later', async () => {
    const { account, api } = fresh()
    await api.createTicket(handoff({ external_id: 'h-1' }))
    const { id } = await api.createTicket(handoff({ external_id: 'h-2' }))
    await api.updateTicket(id, { external_id: 'h-1' })
    await api.updateTicket(id, { external_id: 'h-3' })
    expect(requestsOf(account, 'duplicate-external-id')).toEqual([[1, 3]])
  })

  it('are found where one was there before the first call', async () => {
    const { account, api } = fresh()
    await api.createTicket(handoff({ external_id: 'h-1' }))
    account.snapshot('s')
    account.restore('s')
    await api.createTicket(handoff({ external_id: 'h-1' }))
    expect(requestsOf(account, 'duplicate-external-id')).toEqual([[3]])
  })

  it('are none where the first got another one, or none', async () => {
    const { account, api } = fresh()
    for (const external_id of ['h-2', null]) {
      const { id } = await api.createTicket(handoff({ external_id: 'h-1' }))
      await api.updateTicket(id, { external_id })
    }
    await api.createTicket(handoff({ external_id: 'h-1' }))
    expect(findingsOf(account, 'duplicate-external-id')).toEqual([])
  })

  it('are found where the first answer was lost', async () => {
    const { account, api } = fresh()
    account.addFault({ operation: 'createTicket', position: 'after-commit', kind: 'reset', first: 1 })
    await expect(api.post('/api/tickets', handoff({ external_id: 'h-1' }))).rejects.toThrow()
    await api.createTicket(handoff({ external_id: 'h-1' }))
    expect(requestsOf(account, 'duplicate-external-id')).toEqual([[1, 2]])
  })
})

describe('a list with a next page', () => {
  const three = async () => {
    const desk = fresh()
    for (let i = 0; i < 3; i++) await desk.api.createTicket(ticket())
    return desk
  }

  it('of which only the beginning was read is a note', async () => {
    const { account, api } = await three()
    await api.tickets('?limit=2')
    expect(findingsOf(account, 'cursor-not-followed')).toMatchObject([{ severity: 'info', requests: [4] }])
  })

  it('is fine where it was read to its end, or for one row', async () => {
    const { account, api } = await three()
    const { meta } = await api.tickets('?limit=2')
    await api.tickets(`?limit=2&cursor=${encodeURIComponent(String(meta.next_cursor))}`)
    await api.tickets('?limit=1')
    expect(findingsOf(account, 'cursor-not-followed')).toEqual([])
  })
})

describe('what nobody reads', () => {
  it('is a field in an object that takes any', async () => {
    const { account, api } = fresh()
    const { email } = account.credentials
    await api.createTicket(ticket({ assignee_user: { email, name: 'Admin' } }))
    await api.createTicket(ticket({ assignee_user: { email, name: 'Admin' }, meta: { any: 'thing' } }))
    expect(findingsOf(account, 'unread-field')).toMatchObject([
      {
        severity: 'warning',
        requests: [1, 2],
        message: '2 calls of createTicket sent "assignee_user.name", which nobody reads.',
      },
    ])
  })

  it('is a body where none is read', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    await api.delete(`/api/tickets/${id}`, { reason: 'spam' })
    expect(requestsOf(account, 'unread-body')).toEqual([[2]])
  })

  it('is an idempotency key, and any header of the own making', async () => {
    const { account, api } = fresh()
    const headers = { 'Idempotency-Key': '1', 'X-Retry': '2', 'X-Request-ID': '3', 'X-Forwarded-For': '::1' }
    await api.send('POST', '/api/tickets', { body: ticket(), headers })
    expect(findingsOf(account, 'idempotency-key')).toMatchObject([{ severity: 'warning', requests: [1] }])
    expect(findingsOf(account, 'unread-header').map(({ severity, message }) => [severity, message])).toEqual([
      ['info', '1 call sent the header x-retry, which nobody reads.'],
    ])
  })
})

describe('an operation', () => {
  it('that is deprecated is a warning, another one is none', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    await api.get(`/api/messages?ticket_id=${id}`)
    expect(findingsOf(account, 'deprecated-operation')).toEqual([])
    expectStatus(await api.get(`/api/tickets/${id}/messages`), 200)
    expect(findingsOf(account, 'deprecated-operation')).toMatchObject([
      { severity: 'warning', requests: [3] },
    ])
  })
})

describe('an Authorization over plain HTTP', () => {
  const headers = ({ authorization }: Account) => ({ authorization })

  it('to a host that is not local is an error', async () => {
    const { account } = fresh()
    await callAs(url, `${account.name}.gorgias.com`, '/api/account', headers(account))
    await callAs(url, `${account.name}.gorgias.com`, '/api/account', {})
    expect(findingsOf(account, 'credentials-in-the-clear')).toMatchObject([
      { severity: 'error', requests: [1] },
    ])
  })

  test.for([
    ['acme.test', {}],
    ['gorgias:4010', {}],
    ['acme.gorgias.com', { 'x-forwarded-proto': 'https' }],
  ] as const)('to %s is none', async ([host, more]) => {
    const { account } = fresh()
    const named = host.replace('acme', account.name)
    await callAs(url, named, '/api/account', { ...headers(account), ...more })
    expect(account.journal()).toHaveLength(1)
    expect(findingsOf(account, 'credentials-in-the-clear')).toEqual([])
  })
})

it('verdicts are the same over HTTP, the worst first, of a span of time', async () => {
  const { account, api } = fresh()
  await api.send('POST', '/api/tickets', { body: handoff({ external_id: 'h-1' }), headers: { 'X-Own': '1' } })
  await account.clock.advance('PT1H')
  await api.createTicket(handoff({ external_id: 'h-1' }))
  const path = `/_control/v1/accounts/${account.name}/verdicts`
  const answer = expectStatus(await call(url, 'GET', path), 200).json as Verdicts
  expect(answer).toEqual(account.verdicts())
  expect(answer.data.map(({ code }) => code)).toEqual(['duplicate-external-id', 'unread-header'])
  expect(answer.counts).toEqual({ error: 1, warning: 0, info: 1 })
  const later = (await call(url, 'GET', `${path}?since=2026-03-02T09:30:00Z`)).json as Verdicts
  expect(later).toMatchObject({ data: [{ code: 'duplicate-external-id', requests: [2] }], calls: 1 })
  expect(expectStatus(await call(url, 'GET', `${path}?since=x`), 400).json).toMatchObject({
    error: { field: 'since' },
  })
})

it('verdicts say where the journal lost calls', async () => {
  const { server } = await testServer({ journal: { entries: 1 } })
  const { account } = server
  for (let i = 0; i < 2; i++)
    await fetch(`${server.url}/api/account`, { headers: { authorization: account.authorization } })
  expect(account.verdicts()).toMatchObject({ calls: 1, complete: false })
})
