import { AssertionError } from 'node:assert'
import { describe, expect, it, test } from 'vitest'
import type { Expectation, Verification } from '../src/index.ts'
import { call, expectStatus } from './support/api.ts'
import { handoff, ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { fresh, url } = await testServer()

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
    { expect: { status: '4xx' }, times: 1 },
    { expect: { status: 404, path: '/api/tickets/1' }, times: 1 },
    { expect: { operation: 'listTickets', query: { external_id: 'h-1', limit: 2 } }, times: 1 },
    { expect: { body: { messages: { contains: { channel: 'internal-note' } } } }, times: 2 },
    { expect: { body: { priority: { absent: true }, external_id: { any: 'string' } } }, times: 1 },
    { expect: { headers: { 'content-type': { contains: 'json' } } }, times: 3 },
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

it('what the journal does not have any more is said', async () => {
  const { server } = await testServer({ journal: { entries: 2 } })
  const { account } = server
  for (let i = 0; i < 3; i++)
    await fetch(`${server.url}/api/account`, { headers: { authorization: account.authorization } })
  expect(account.checkCalls({ expect: { operation: 'createTicket' }, times: 'never' })).toMatchObject({
    ok: true,
    complete: false,
    message: expect.stringContaining('does not have the oldest 1 call any more') as string,
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
