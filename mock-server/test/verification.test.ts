import { AssertionError } from 'node:assert'
import { describe, expect, it, test } from 'vitest'
import type { Expectation, Verification } from '../src/index.ts'
import { apiOf, call, expectStatus } from './support/api.ts'
import { handoff, ticket } from './support/bodies.ts'
import { rawCall } from './support/raw.ts'
import { testServer } from './support/server.ts'

const { fresh, url } = await testServer()
type Api = ReturnType<typeof apiOf>

const send = (name: string, body: unknown) =>
  call(url, 'POST', `/_control/v1/accounts/${name}/verifications`, { body })

async function day() {
  const { account, api } = fresh()
  await api.createTicket(handoff({ external_id: 'h-1', priority: 'high' }))
  await api.get('/api/tickets?external_id=h-1&limit=2')
  const { id } = await api.createTicket(handoff({ external_id: 'h-2' }))
  await api.updateTicket(id, { status: 'closed' })
  await api.get('/api/tickets/1')
  return account
}
const create = (external_id: string) => ({ operation: 'createTicket', body: { external_id } })

describe('an expectation is met', () => {
  test.for<Expectation>([
    { expect: create('h-1'), times: 1 },
    { expect: create('h-1') },
    { expect: create('h-3'), times: 'never' },
    { expect: create('h-3'), times: { at_most: 0 } },
    { expect: { operation: 'createTicket' }, times: { exactly: 2 } },
    { expect: { operation: 'createTicket' }, times: { at_least: 1, at_most: 2 } },
    { expect: { method: 'POST', path: '/api/*' }, times: 2 },
    { expect: { path: '/api/tickets/' }, times: 3 },
    { expect: { status: '4xx' }, times: 1 },
    { expect: { status: 404, path: '/api/tickets/1' }, times: 1 },
    { expect: { operation: 'listTickets', query: { external_id: 'h-1', limit: 2 } }, times: 1 },
    { expect: { body: { messages: { contains: { channel: 'internal-note' } } } }, times: 2 },
    { expect: { body: { priority: { absent: true }, external_id: { any: 'string' } } }, times: 1 },
    { expect: { headers: { 'Content-Type': { contains: 'json' } } }, times: 3 },
    { in_order: [create('h-1'), create('h-2'), { operation: 'getTicket' }] },
    { expect: {}, times: 5, nothing_else: true },
  ])('%j', async (expectation) => {
    const account = await day()
    expect(account.verify(expectation)).toMatchObject({ ok: true, complete: true, nearest: [] })
  })
})

describe('an expectation fails', () => {
  it('with the nearest calls and the fields that differ', async () => {
    const account = await day()
    const { ok, found, message, nearest } = account.checkCalls({
      expect: { operation: 'createTicket', body: { external_id: 'h-9', priority: 'high' } },
      times: 1,
    })
    expect({ ok, found }).toEqual({ ok: false, found: 0 })
    expect(nearest).toMatchObject([
      { request: 1, differences: [{ field: 'body.external_id', expected: '"h-9"', found: 'h-1' }] },
      { request: 3, differences: [{ field: 'body.external_id' }, { field: 'body.priority' }] },
    ])
    expect(message).toBe(
      [
        'Expected exactly 1 call of POST /api/tickets with body.external_id "h-9", body.priority "high", found 0 among 5 calls.',
        'The nearest:',
        '  call 1: POST /api/tickets -> 201',
        '    body.external_id: expected "h-9", found "h-1"',
        '  call 3: POST /api/tickets -> 201',
        '    body.external_id: expected "h-9", found "h-2"',
        '    body.priority: expected "high", found nothing',
      ].join('\n'),
    )
  })

  it('with the calls that were too many', async () => {
    const account = await day()
    const { message, requests } = account.checkCalls({ expect: { operation: 'createTicket' }, times: 1 })
    expect(message).toBe('Expected exactly 1 call of POST /api/tickets, found 2 among 5 calls (1, 3).')
    expect(requests).toEqual([1, 3])
    expect(account.checkCalls({ expect: { operation: 'createTicket' }, times: 'never' }).message).toBe(
      'Expected no call of POST /api/tickets, found 2 among 5 calls (1, 3).',
    )
  })

  it('in the wrong order, and says where the call was', async () => {
    const account = await day()
    const { ok, found, message } = account.checkCalls({ in_order: [create('h-2'), create('h-1')] })
    expect({ ok, found }).toEqual({ ok: false, found: 1 })
    expect(message).toContain(
      'step 2, POST /api/tickets with body.external_id "h-1", did not come after call 3; it came before, as call 1.',
    )
  })

  it('where something else came', async () => {
    const account = await day()
    expect(account.checkCalls({ expect: create('h-1'), nothing_else: true })).toMatchObject({
      ok: false,
      message: expect.stringContaining('Nothing else was expected, and 4 calls came besides.') as string,
    })
    expect(account.checkCalls({ in_order: [create('h-1')], nothing_else: true }).ok).toBe(false)
  })

  it('in a test with an AssertionError that says the same', async () => {
    const account = await day()
    const expectation: Expectation = { expect: create('h-9') }
    const { message } = account.checkCalls(expectation)
    expect(() => account.verify(expectation)).toThrow(new AssertionError({ message, operator: 'verify' }))
  })
})

it('a call twice instead of once does not pass, whichever was first', async () => {
  const { account, api } = fresh()
  await api.createTicket(handoff({ external_id: 'h-1' }))
  account.verify({ expect: create('h-1'), times: 1 })
  await api.createTicket(handoff({ external_id: 'h-1' }))
  expect(account.checkCalls({ expect: create('h-1'), times: 1 }).ok).toBe(false)
})

describe('where the journal does not have every call', () => {
  const spent = async (
    journal: { entries?: number; bytes?: number },
    play?: (api: Api) => Promise<unknown>,
  ) => {
    const { server } = await testServer({ journal })
    const api = apiOf(server.url, server.account)
    if (play !== undefined) await play(api)
    else for (let i = 0; i < 3; i++) await api.get('/api/account')
    return server.account
  }

  test.for<Expectation>([
    { expect: create('h-1'), times: 'never' },
    { expect: { operation: 'getAccount' }, times: { at_most: 5 } },
    { expect: { operation: 'getAccount' }, times: 2 },
    { expect: { operation: 'getAccount' }, nothing_else: true },
    { in_order: [{}, {}], nothing_else: true },
  ])('it is not proven that there were no more: %j', async (expectation) => {
    const account = await spent({ entries: 2 })
    const { message } = account.checkCalls(expectation)
    expect(account.checkCalls(expectation)).toMatchObject({ ok: false, complete: false })
    expect(message).toContain('Whether there were more, nobody can tell.')
    expect(message).toContain(
      'does not have the oldest 1 call any more: raise journal.entries or journal.bytes.',
    )
    expect(() => account.verify(expectation)).toThrow(AssertionError)
  })

  it('what it has is proven all the same', async () => {
    const account = await spent({ entries: 2 })
    const getAccount = { operation: 'getAccount' }
    expect(account.verify({ expect: getAccount, times: { at_least: 2 } }).ok).toBe(true)
    expect(account.verify({ in_order: [getAccount, getAccount] }).ok).toBe(true)
  })

  it('because it keeps none, nothing is', async () => {
    const account = await spent({ entries: 0 })
    expect(account.checkCalls({ expect: {}, times: 'never' })).toMatchObject({
      ok: false,
      complete: false,
      message: expect.stringContaining('keeps no calls') as string,
    })
    expect(account.verdicts()).toMatchObject({ complete: false })
  })

  it('a call whose body was too large for it may be the one that is asked for, unless it is another one', async () => {
    const account = await spent({ bytes: 1024 }, (api) =>
      api.createTicket(handoff({ external_id: 'h-1', subject: 'x'.repeat(990) })),
    )
    expect(account.journal()).toHaveLength(1)
    expect(account.checkCalls({ expect: create('h-1'), times: 'never' })).toMatchObject({
      ok: false,
      complete: false,
      message: expect.stringContaining('What was sent with 1 call (1) is not in the journal') as string,
    })
    expect(account.verify({ expect: { operation: 'getTicket', body: { a: 1 } }, times: 'never' }).ok).toBe(
      true,
    )
    expect(account.verdicts().complete).toBe(false)
  })
})

describe('over HTTP', () => {
  it('it answers what the library does', async () => {
    const account = await day()
    const expectation: Expectation = { expect: create('h-9'), times: { at_least: 1 } }
    const answer = expectStatus(await send(account.name, expectation), 200).json as Verification
    expect(answer).toEqual(JSON.parse(JSON.stringify(account.checkCalls(expectation))))
  })

  it.for<[unknown, string]>([
    [{}, 'expect'],
    [{ expect: {}, in_order: [{}] }, 'expect'],
    [{ in_order: [{}], times: 1 }, 'times'],
    [{ expect: { operation: 'createTickt' } }, 'expect.operation'],
    [{ expect: { status: 'bad' } }, 'expect.status'],
    [{ expect: { path: 'api/tickets' } }, 'expect.path'],
    [{ expect: { path: '/api/tickets?limit=1' } }, 'expect.path'],
    [{ expect: { query: [] } }, 'expect.query'],
    [{ expect: { bodi: {} } }, 'expect.bodi'],
    [{ expect: { body: { a: { like: 5 } } } }, 'expect.body.a.like'],
    [{ in_order: [{}, { body: { any: 'text' } }] }, 'in_order.1.body.any'],
    [{ expect: {}, times: 'once' }, 'times'],
    [{ expect: {}, times: null }, 'times'],
    [{ expect: {}, times: -1 }, 'times'],
    [{ expect: {}, times: {} }, 'times'],
    [{ expect: {}, times: { at_leats: 1 } }, 'times.at_leats'],
    [{ expect: {}, times: { exactly: 1, at_most: 2 } }, 'times.exactly'],
    [{ expect: {}, times: { at_least: 3, at_most: 2 } }, 'times.at_most'],
    [{ expect: {}, since: 'soon' }, 'since'],
  ])('%j is refused by the field', async ([body, field]) => {
    const { account } = fresh()
    expect(expectStatus(await send(account.name, body), 400).json).toMatchObject({ error: { field } })
  })
})

it('a ticket with a body that is no JSON is compared as a text', async () => {
  const { account, api } = fresh()
  await api.send('POST', '/api/tickets', { body: '{"external_id": "h-1"' })
  await api.createTicket(ticket())
  account.verify({ expect: { operation: 'createTicket', body: { contains: 'h-1' } }, times: 1 })
})

it('a mark that the account went back is no call', async () => {
  const { account, api } = fresh()
  account.snapshot('s')
  account.restore('s')
  account.verify({ expect: {}, times: 'never' })
  expect(account.verdicts().calls).toBe(0)
  expect(account.har().log.entries).toEqual([])
  expect(account.journal().map(({ cause }) => cause.kind)).toEqual(['control'])
  expect(account.journal({ method: 'POST' })).toEqual([])
  await api.get('/api/account')
  account.verify({ expect: {}, times: 1, nothing_else: true })
})

describe('a call that was answered before its body was looked at has its body in the journal', () => {
  type Desk = ReturnType<typeof fresh>
  const fault = (kind: 'status' | 'reset' | 'refused' | 'empty') => (desk: Desk) =>
    desk.account.addFault({
      operation: 'createTicket',
      position: 'before',
      kind,
      ...(kind === 'status' && { status: 503 }),
    })

  test.for<[string, (desk: Desk) => unknown]>([
    ['for want of room in the bucket', ({ account }) => account.setRateLimit({ used: 40 })],
    ['for want of a key that is valid', ({ account }) => account.revokeKey(account.keys()[0]?.id ?? 0)],
    ['by a fault of kind status', fault('status')],
    ['by a fault of kind reset', fault('reset')],
    ['by a fault of kind refused', fault('refused')],
    ['by a fault of kind empty', fault('empty')],
  ])('%s', async ([, prepare]) => {
    const desk = fresh()
    const { account } = desk
    prepare(desk)
    const connection = rawCall(url, account.authorization, {
      method: 'POST',
      path: '/api/tickets',
      headers: { host: `${account.name}.gorgias.com`, connection: 'close' },
      body: handoff({ external_id: 'h-1', subject: 'x'.repeat(300_000) }),
    })
    await connection.ended
    account.verify({ expect: create('h-1'), times: 1 })
    expect(account.journal({ correlation: 'h-1' })).toHaveLength(1)
    expect(account.journal()[0]?.status).not.toBe(201)
  })
})

test.for<[string, Expectation]>([
  ['time', { expect: {}, time: 1 } as Expectation],
  ['expect.boddy', { expect: { boddy: {} } as never }],
  ['nothing_else', { expect: {}, nothing_else: 'yes' as never }],
  ['expectation', null as never],
])('in a program an expectation is refused as over HTTP, with the field %s named: %j', ([field, wrong]) => {
  const { account } = fresh()
  const named = expect.objectContaining({ field, status: 400 }) as Error
  expect(() => account.verify(wrong)).toThrow(named)
  expect(() => account.checkCalls(wrong)).toThrow(named)
})
