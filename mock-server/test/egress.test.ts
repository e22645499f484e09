import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createRawServer } from 'node:net'
import type { Socket } from 'node:net'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { callOutTo } from '../src/edge/http/call-out.ts'
import type { CallOutOptions } from '../src/edge/http/call-out.ts'
import { startMockServer } from '../src/index.ts'
import type { OutgoingRequest } from '../src/index.ts'
import { expectStatus } from './support/api.ts'
import { note, ticket } from './support/bodies.ts'
import { integration } from './support/receiver.ts'
import { testServer } from './support/server.ts'

const run = promisify(execFile)
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

interface Received {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A real receiver on the loopback interface. */
async function receiver(answer: RequestListener = (_, response) => response.end('{}')) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method, url, headers } = request
      received.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') })
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { port, url: `http://127.0.0.1:${port}/hook`, received }
}

/** A port at which each connection is handled as it says. */
async function rawPort(handle: (socket: Socket) => void): Promise<number> {
  const server = createRawServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => server.close())
  return (server.address() as AddressInfo).port
}

const request = (url: string, more: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
  method: 'POST',
  url,
  headers: {},
  body: '',
  ...more,
})
const never = new AbortController().signal
const callTo = (url: string, options: Partial<CallOutOptions> = {}, more: Partial<OutgoingRequest> = {}) =>
  callOutTo({ allowed: [], ...options })(request(url, more), never)

/** Addresses that names stand for, in place of a name server. */
const names =
  (known: Readonly<Record<string, readonly string[]>>): NonNullable<CallOutOptions['resolve']> =>
  (host) =>
    Promise.resolve(
      (known[host] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )

describe('a call over HTTP', () => {
  it('arrives as it was written, to the byte, and brings back the answer', async () => {
    const { url, received } = await receiver((_, response) => {
      response.writeHead(201).end('{"ok":"ü"}')
    })
    const outcome = await callTo(
      `${url}?a=%26&b=ü`,
      {},
      {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'x-name': 'Zoë €' },
        body: '{"name":"Zoë €"}',
      },
    )
    expect(outcome).toEqual({ kind: 'answered', status: 201, body: '{"ok":"ü"}', start: '{"ok":"ü"}' })
    const [call] = received
    expect(call).toMatchObject({ method: 'PATCH', url: '/hook?a=%26&b=%C3%BC', body: '{"name":"Zoë €"}' })
    expect(call?.headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '19' })
    expect(Buffer.from(String(call?.headers['x-name']), 'latin1').toString('utf8')).toBe('Zoë €')
  })

  it('does not follow a redirect', async () => {
    const other = await receiver()
    const { url } = await receiver((_, response) => {
      response.writeHead(307, { location: other.url }).end()
    })
    expect(await callTo(url)).toMatchObject({ kind: 'answered', status: 307 })
    expect(other.received).toEqual([])
  })

  it('reads a bounded part of an answer that does not end', async () => {
    const { url } = await receiver((_, response) => {
      const more = () => {
        while (response.write('x'.repeat(64 * 1024)));
        response.once('drain', more)
      }
      more()
    })
    expect(await callTo(url)).toEqual({ kind: 'answered', status: 200, body: null, start: 'x'.repeat(2048) })
  })

  it('gives up after its time, whether no answer comes or it does not end', async () => {
    const error = 'There was no answer within 0.05 seconds.'
    const silent = await receiver(() => undefined)
    expect(await callTo(silent.url, { timeout: 50 })).toEqual({ kind: 'failed', error })
    const trickling = await receiver((_, response) => void response.write('{'))
    expect(await callTo(trickling.url, { timeout: 50 })).toEqual({ kind: 'failed', error })
    const unresolved = { timeout: 50, resolve: () => new Promise<never>(() => undefined) }
    expect(await callTo('http://slow.test/', unresolved)).toEqual({ kind: 'failed', error })
  })

  it('tells what kept it from being answered', async () => {
    const closed = await rawPort((socket) => socket.destroy())
    expect(await callTo(`http://127.0.0.1:${closed}/`)).toMatchObject({
      kind: 'failed',
      error: expect.stringContaining('The connection failed: ') as string,
    })
    const noHttp = await rawPort((socket) => socket.end('SSH-2.0-x\r\n'))
    expect(await callTo(`http://127.0.0.1:${noHttp}/`)).toMatchObject({ kind: 'failed' })
    expect(await callTo(`https://127.0.0.1:${noHttp}/`)).toMatchObject({ kind: 'failed' })
    const unknown = () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }))
    expect(await callTo('http://nowhere.test/', { resolve: unknown, allowed: ['nowhere.test'] })).toEqual({
      kind: 'failed',
      error: 'The host name is unknown to the network.',
    })
  })

  it('takes no proxy from the environment', async () => {
    const proxy = await receiver()
    const { url, received } = await receiver()
    const module = JSON.stringify(new URL('../src/edge/http/call-out.ts', import.meta.url).href)
    const request = { method: 'GET', url, headers: {}, body: null }
    const program = `const { callOutTo } = await import(${module})
      const call = callOutTo({ allowed: [] })
      console.log(JSON.stringify(await call(${JSON.stringify(request)}, new AbortController().signal)))`
    // Node looks for proxies when a process starts.
    const origin = new URL(proxy.url).origin
    const proxies = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: origin, http_proxy: origin }
    const env = { ...process.env, ...proxies, NO_PROXY: '', no_proxy: '' }
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], { env })
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'answered', status: 200 })
    expect(received).toHaveLength(1)
    expect(proxy.received).toEqual([])
  })
})

describe('a call that would leave private networks', () => {
  it('is refused with a sentence that says what to do', async () => {
    const outcome = await callTo('http://crm.example.com/x', {
      resolve: names({ 'crm.example.com': ['203.0.113.9', '2001:db8::9'] }),
    })
    expect(outcome).toEqual({
      kind: 'refused',
      error:
        'crm.example.com (203.0.113.9, 2001:db8::9) is neither this machine nor in a private network. To let calls go there, start the simulator with --allow-egress crm.example.com.',
    })
  })

  it('is refused without a network, too, where its host has no address', async () => {
    const resolve = () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'EAI_AGAIN' }))
    expect(await callTo('http://crm.example.com/x', { resolve })).toMatchObject({
      kind: 'refused',
      error: expect.stringContaining('crm.example.com (unknown to the network) is neither') as string,
    })
  })

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://[::ffff:169.254.169.254]/',
    'http://0x8.8.8.8/',
    'http://2852039166/',
    'http://[fe80::1]/',
    'http://0/',
    'http://8.8.8.8./',
  ])('is refused however its address is written: %s', async (url) => {
    expect(await callTo(url)).toMatchObject({ kind: 'refused' })
  })

  it('is refused for a name that leads to the metadata service, even if the name is allowed', async () => {
    const options = { allowed: ['evil.test'], resolve: names({ 'evil.test': ['169.254.169.254'] }) }
    const { error } = (await callTo('http://evil.test/', options)) as { error: string }
    expect(error).toContain('evil.test (169.254.169.254) is a link-local or metadata address')
    expect(error).not.toContain('--allow-egress')
  })

  it('goes to the address that was checked, whatever the name stands for a moment later', async () => {
    const { port, received } = await receiver()
    let asked = 0
    const rebinding = () =>
      Promise.resolve([{ address: ++asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }])
    const outcome = await callTo(`http://rebinding.test:${port}/`, { resolve: rebinding })
    expect(outcome).toMatchObject({ kind: 'answered' })
    expect(asked).toBe(1)
    expect(received[0]?.headers.host).toBe(`rebinding.test:${port}`)
  })

  it('uses of several addresses those that are allowed', async () => {
    const { port, received } = await receiver()
    const resolve = names({ 'mixed.test': ['203.0.113.9', '169.254.169.254', '127.0.0.1'] })
    expect(await callTo(`http://mixed.test:${port}/`, { resolve })).toMatchObject({ kind: 'answered' })
    expect(received).toHaveLength(1)
  })
})

describe('a running simulator', () => {
  it('calls a real receiver, which calls back over the API', async () => {
    const { fresh } = await testServer({ callOut: callOutTo({ allowed: [] }) })
    const desk = fresh()
    const { url, received } = await receiver((_, response) => {
      const { id } = JSON.parse(received.at(-1)?.body ?? '{}') as { id: number }
      void desk.api
        .reply(id, note({ body_text: 'From the CRM.' }))
        .then(() => response.end('{"tier":"gold"}'))
    })
    const body = integration(url, ['ticket-created'], { form: '{"id": {{ticket.id}}}' })
    const made = expectStatus(await desk.api.post('/api/integrations', body), 201).json as { id: number }
    const { id, customer } = await desk.api.createTicket(ticket())
    await desk.account.clock.advance('PT1S')
    expect(received).toHaveLength(1)
    expect((await desk.api.ticket(id)).messages.at(-1)).toMatchObject({ body_text: 'From the CRM.' })
    expect((await desk.api.customer(customer.id)).integrations).toEqual({ [made.id]: { tier: 'gold' } })
  })

  it('shows in the log that an address was refused, and goes on', async () => {
    const { fresh } = await testServer({ callOut: callOutTo({ allowed: [] }) })
    const { account, api } = fresh()
    const body = integration('http://169.254.169.254/', ['ticket-created'])
    const { id } = expectStatus(await api.post('/api/integrations', body), 201).json as { id: number }
    await api.createTicket(ticket())
    await account.clock.advance('PT1S')
    expect(account.deliveries(id)).toMatchObject([
      { state: 'refused', reason: expect.stringContaining('169.254.169.254 is a link-local') as string },
    ])
    expect((await api.tickets()).data).toHaveLength(1)
  })

  it('ends calls under way when it is closed', async () => {
    const { url, received } = await receiver(() => undefined)
    const server = await startMockServer({ clock: 'virtual' })
    const { authorization } = server.account
    const send = (path: string, body: unknown) =>
      fetch(server.url + path, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    await send('/api/integrations', integration(url, ['ticket-created']))
    await send('/api/tickets', ticket())
    await expect.poll(() => received.length).toBe(1)
    await server.close()
  })

  it('refuses to start with a URL in place of a host', async () => {
    await expect(startMockServer({ allowEgress: ['https://crm.example.com'] })).rejects.toThrow(
      'allowEgress: "https://crm.example.com" is no host',
    )
  })
})
