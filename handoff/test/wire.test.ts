import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createGorgiasClient } from '../src/gorgias/client.ts'
import { testConfig } from './support/config.ts'
import { fakeClock } from './support/fake-clock.ts'

/** A server on a real socket, and a client of it with the platform's own fetch. */
async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  const gorgias = { ...testConfig().gorgias, baseUrl }
  const client = createGorgiasClient(gorgias, { clock: fakeClock(), fetch }, 30_000)
  return { client, baseUrl, close, [Symbol.asyncDispose]: close }
}

const codeOf = async (client: Awaited<ReturnType<typeof serve>>['client']) => {
  const result = await client.createTicket({ subject: 'Grüße' })
  return result.ok ? 'ok' : result.failure.code
}

describe('on a real socket', () => {
  it('the body arrives as UTF-8 JSON and the answer is read', async () => {
    let received = ''
    await using server = await serve((request, response) => {
      request.setEncoding('utf8')
      request.on('data', (chunk: string) => (received += chunk))
      request.on('end', () => response.writeHead(201).end('{"id": 7}'))
    })
    expect(await codeOf(server.client)).toBe('ok')
    expect(received).toBe('{"subject":"Grüße"}')
  })

  it('a connection that is refused was certainly not used', async () => {
    const server = await serve((_, response) => response.end())
    await server.close()
    expect(await codeOf(server.client)).toBe('unreachable')
  })

  it('a connection that is reset after the request leaves the outcome unknown', async () => {
    await using server = await serve((request) => {
      request.resume().on('end', () => request.socket.resetAndDestroy())
    })
    expect(await codeOf(server.client)).toBe('unknown_outcome')
  })

  it('an answer that breaks off leaves the outcome unknown', async () => {
    await using server = await serve((_, response) => {
      response.writeHead(201, { 'content-length': '100' }).write('{"id": 7', () => response.destroy())
    })
    expect(await codeOf(server.client)).toBe('unknown_outcome')
  })

  it('a redirect to another server brings it neither the request nor the credentials', async () => {
    const visits: string[] = []
    await using elsewhere = await serve((request, response) => {
      visits.push(request.headers.authorization ?? '')
      response.end('{"id": 7}')
    })
    await using server = await serve((_, response) => {
      response.writeHead(307, { location: `${elsewhere.baseUrl}/api/tickets` }).end()
    })
    expect(await codeOf(server.client)).toBe('redirected')
    expect(visits).toEqual([])
  })
})
