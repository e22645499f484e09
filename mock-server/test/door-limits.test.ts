import { connect } from 'node:net'
import { describe, expect, it, test } from 'vitest'
import { startMockServer } from '../src/index.ts'
import { expectStatus } from './support/api.ts'
import { ticket } from './support/bodies.ts'
import { until } from './support/raw.ts'
import { testServer } from './support/server.ts'

/** Milliseconds: what takes no time here has come long before. */
const SHORT = 100
const hasty = await testServer({ limits: { headersTime: SHORT } })
const slow = await testServer({ limits: { requestTime: SHORT } })
const silent = await testServer({ limits: { silence: SHORT } })
const narrow = await testServer({ limits: { bodyBytes: 2000, headerBytes: 1000 } })

/** A connection, what it has sent, and all that comes back until it ends. */
function talk(url: string, text: string) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let answer = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => (answer += chunk))
  if (text !== '') socket.write(text)
  const ended = new Promise<string>((resolve) => {
    socket.on('error', () => resolve(answer))
    socket.on('close', () => resolve(answer))
  })
  return { socket, ended, answer: () => answer }
}

describe('a slow caller', () => {
  test.for<[what: string, text: string]>([
    ['a line', 'GET /api/ti'],
    ['its headers', 'GET /api/tickets HTTP/1.1\r\nhost: localhost\r\n'],
  ])('who has sent a part of %s is answered 408 once the time for headers is over', async ([, text]) => {
    expect(await talk(hasty.url, text).ended).toMatch(/^HTTP\/1\.1 408 /)
  })

  const headers = 'host: localhost\r\ncontent-type: application/json\r\n'
  test.for<[what: string, text: string]>([
    [
      'to the control plane',
      `POST /_control/v1/accounts HTTP/1.1\r\n${headers}content-length: 50\r\n\r\n{"sub`,
    ],
    [
      'to the API',
      `POST /api/tickets HTTP/1.1\r\n${headers}AUTHtransfer-encoding: chunked\r\n\r\n5\r\n{"sub\r\n`,
    ],
  ])(
    'who has sent a part of a body %s is answered 408 once the time for a call is over',
    async ([, text]) => {
      const { account, api } = slow.fresh()
      const authorization = `authorization: ${account.authorization}\r\n`
      expect(await talk(slow.url, text.replace('AUTH', authorization)).ended).toMatch(/^HTTP\/1\.1 408 /)
      expect((await api.tickets()).data).toEqual([])
    },
  )

  it('who says nothing at all is sent away', async () => {
    expect(await talk(silent.url, '').ended).toBe('')
  })

  it('who keeps the connection for later is sent away, after its answer', async () => {
    const call = 'GET /_control/v1/health HTTP/1.1\r\nhost: localhost\r\n\r\n'
    expect(await talk(silent.url, call).ended).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('keeps nobody else waiting', async () => {
    const { socket, ended } = talk(hasty.url, 'GET /api/ti')
    const { api } = hasty.fresh()
    expectStatus(await api.post('/api/tickets', ticket()), 201)
    socket.destroy()
    await ended
  })
})

describe('too much', () => {
  it('of a body is a 413, in the words of the API, and changes nothing', async () => {
    const { api } = narrow.fresh()
    const answer = expectStatus(await api.post('/api/tickets', ticket({ subject: 'x'.repeat(3000) })), 413)
    expect(answer.json).toMatchObject({ error: { msg: expect.any(String) as string } })
    expect((await api.tickets()).data).toEqual([])
  })

  it('of headers is a 431', async () => {
    const text = `GET /api/tickets HTTP/1.1\r\nhost: localhost\r\nx-long: ${'x'.repeat(2000)}\r\n\r\n`
    expect(await talk(narrow.url, text).ended).toMatch(/^HTTP\/1\.1 431 /)
  })

  it('of connections: one more than there may be is closed at once', async () => {
    const { url } = await testServer({ limits: { connections: 1 } })
    const call = 'GET /_control/v1/health HTTP/1.1\r\nhost: localhost\r\n\r\n'
    const first = talk(url, call)
    await until(() => first.answer() !== '')
    expect(await talk(url, call).ended).toBe('')
    first.socket.end()
    await first.ended
  })
})

describe('a limit', () => {
  test.for<[limits: object, field: string]>([
    [{ bodyBytes: 0 }, 'limits.bodyBytes'],
    [{ silence: 1.5 }, 'limits.silence'],
    [{ connections: Infinity }, 'limits.connections'],
    [{ nothing: 1 }, 'limits.nothing'],
  ])('that is none is refused by name: %j', async ([limits, field]) => {
    await expect(startMockServer({ limits })).rejects.toMatchObject({ status: 400, field })
  })
})
