import { describe, expect, it, onTestFinished, test } from 'vitest'
import type { FaultOrder } from '../src/index.ts'
import { handoff } from './support/bodies.ts'
import { rawCall, until } from './support/raw.ts'
import type { RawCall } from './support/raw.ts'
import { testServer } from './support/server.ts'

const { fresh, url } = await testServer()

const POST = { method: 'POST', path: '/api/tickets', body: handoff({ external_id: 'h-1' }) }

/** An account with one fault on order, and raw connections to it. */
function stage(fault: Omit<FaultOrder, 'operation'>, operation = 'createTicket') {
  const { account, api } = fresh()
  const { id } = account.addFault({ operation, ...fault })
  const call = (more: RawCall = POST) => {
    const connection = rawCall(url, account.authorization, more)
    onTestFinished(() => void connection.socket.destroy())
    return connection
  }
  const tickets = async () => (await api.tickets()).data.length
  return { account, api, call, id, tickets }
}

const bytes = (text: string | undefined) => Buffer.byteLength(text ?? '')

describe('a connection', () => {
  test.for<[FaultOrder['kind'], FaultOrder['position'], string, number]>([
    ['reset', 'before', 'ECONNRESET', 0],
    ['reset', 'after-commit', 'ECONNRESET', 1],
    ['refused', 'before', 'ECONNRESET', 0],
    ['empty', 'before', 'end', 0],
    ['empty', 'after-commit', 'end', 1],
  ])('that is %s %s ends with %s, without a byte', async ([kind, position, end, left]) => {
    const { account, call, id, tickets } = stage({ kind, position, first: 1 })
    const connection = call()
    expect(await connection.ended).toBe(end)
    expect(connection.text()).toBe('')
    expect(await tickets()).toBe(left)
    expect(account.journal()[0]).toMatchObject({ operation: 'createTicket', status: 0, fault_id: id })
  })

  it('that is closed without a byte over a large body ends politely all the same', async () => {
    const { call } = stage({ kind: 'empty', position: 'before' })
    const connection = call({ ...POST, body: handoff({ external_id: 'x'.repeat(9_000_000) }) })
    const failed = new Promise((resolve) => connection.socket.on('close', resolve))
    expect(await connection.ended).toBe('end')
    // All of it was taken, though nobody looked at it.
    expect(await failed).toBe(false)
  })

  it('that is reset in the middle of the body has brought half of it', async () => {
    const { account, call, id, tickets } = stage({ kind: 'reset', position: 'mid-body', first: 1 })
    const connection = call()
    expect(await connection.ended).toBe('ECONNRESET')
    expect(connection.status()).toBe(201)
    expect(bytes(connection.body())).toBe(Math.floor(Number(connection.header('content-length')) / 2))
    expect(await tickets()).toBe(1)
    expect(account.journal()[0]).toMatchObject({ status: 201, fault_id: id })
  })
})

describe('a body', () => {
  it('that is truncated is promised whole, and half of it comes', async () => {
    const { call, tickets } = stage({ kind: 'truncated', position: 'after-commit', first: 1 })
    const connection = call()
    expect(await connection.ended).toBe('end')
    expect(connection.status()).toBe(201)
    const promised = Number(connection.header('content-length'))
    expect(promised).toBeGreaterThan(500)
    expect(bytes(connection.body())).toBe(Math.floor(promised / 2))
    expect(await tickets()).toBe(1)
  })

  it('that is malformed is complete by its length, and no JSON', async () => {
    const { api, tickets } = stage({ kind: 'malformed', position: 'after-commit', first: 1 })
    const answer = await api.post('/api/tickets', POST.body)
    expect(answer.status).toBe(201)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(answer.headers.get('content-length')).toBe(String(bytes(answer.text)))
    expect(answer.text).toMatch(/^\{"id":/)
    expect(answer.json).toBeUndefined()
    expect(await tickets()).toBe(1)
  })

  it('that is empty comes with the usual status and headers', async () => {
    const { api, tickets } = stage({ kind: 'empty-body', position: 'after-commit', first: 1 })
    const answer = await api.post('/api/tickets', POST.body)
    expect(answer.status).toBe(201)
    expect(answer.text).toBe('')
    expect(answer.headers.get('content-length')).toBe('0')
    expect(answer.headers.get('x-gorgias-account-api-call-limit')).toBe('1/40')
    expect(await tickets()).toBe(1)
  })

  it('that is slow comes in pieces, the last one when all of its time has passed', async () => {
    const { account, call, tickets } = stage({ kind: 'slow', position: 'mid-body', delay: 'PT10S', first: 1 })
    const connection = call()
    const held = () => account.faults()[0]?.waiting === 1
    await until(() => connection.text().includes('\r\n\r\n') && held())
    expect(connection.status()).toBe(201)
    expect(connection.body()).toBe('')
    const promised = Number(connection.header('content-length'))
    for (const second of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
      await account.clock.advance('PT1S')
      const expected = Math.floor((promised * second) / 10)
      await until(() => bytes(connection.body()) >= expected)
      expect(bytes(connection.body())).toBe(expected)
    }
    expect(JSON.parse(connection.body())).toMatchObject({ external_id: 'h-1' })
    expect(account.faults()).toMatchObject([{ waiting: 0 }])
    // The connection is as good as before: the next call goes over it.
    connection.socket.write(
      `GET /api/tickets HTTP/1.1\r\nhost: x\r\nauthorization: ${account.authorization}\r\n\r\n`,
    )
    await until(() => connection.body().includes('HTTP/1.1 200'))
    expect(await tickets()).toBe(1)
  })

  it('that stops in its middle goes on after the delay', async () => {
    const { account, call } = stage({ kind: 'latency', position: 'mid-body', delay: 'PT30S' })
    const connection = call()
    await until(() => connection.body() !== '' && account.faults()[0]?.waiting === 1)
    const promised = Number(connection.header('content-length'))
    await account.clock.advance('PT29S')
    expect(bytes(connection.body())).toBe(Math.floor(promised / 2))
    await account.clock.advance('PT1S')
    await until(() => bytes(connection.body()) === promised)
  })

  it('is broken of answers that have one: an empty one does not count', async () => {
    const { account, api } = stage({ kind: 'truncated', position: 'mid-body' }, '*')
    const tags = { names: ['vip'] }
    account.removeFaults()
    const { id } = await api.createTicket(POST.body)
    account.addFault({ operation: '*', kind: 'truncated', position: 'mid-body' })
    expect((await api.delete(`/api/tickets/${id}/tags`, tags)).status).toBe(204)
    expect(account.faults()).toMatchObject([{ seen: 0, hits: 0 }])
    await expect(api.get('/api/tickets')).rejects.toThrow()
    expect(account.faults()).toMatchObject([{ seen: 1, hits: 1 }])
  })
})

describe('a page', () => {
  test.for([
    [502, 'cloudflare'],
    [504, 'cloudflare'],
    [500, 'Internal Server Error'],
    [503, 'Service Temporarily Unavailable'],
  ] as const)('for a %d says where it comes from: %s', async ([status, words]) => {
    const { api } = stage({ kind: 'status', position: 'before', status, message: 'Back <soon>' })
    const answer = await api.post('/api/tickets', POST.body)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.text).toContain(words)
    expect(answer.text.includes('cloudflare')).toBe(words === 'cloudflare')
    expect(answer.text).toContain('Back &#60;soon&#62;')
  })

  it('for a 503 asks to wait if that was ordered', async () => {
    const { api } = stage({ kind: 'status', position: 'before', status: 503, retry_after: 9 })
    expect((await api.post('/api/tickets', POST.body)).headers.get('retry-after')).toBe('9')
  })
})
