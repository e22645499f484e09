import { describe, expect, it, test } from 'vitest'
import { call, expectStatus } from './support/api.ts'
import { callAs } from './support/host.ts'
import { testServer } from './support/server.ts'

const { url, fresh } = await testServer()
const guarded = await testServer({ controlToken: 'open sesame' })
const ACCOUNTS = '/_control/v1/accounts'
const { port } = new URL(url)

describe('the control plane without a token', () => {
  test.for([
    '127.0.0.1',
    `127.0.0.1:${port}`,
    '[::1]:4010',
    '192.168.1.20',
    'localhost',
    'LOCALHOST:80',
    'localhost.',
    'gorgias-mock:4010',
    'acme.localhost',
    'acme.test',
    'host.docker.internal:4010',
    'acme.gorgias.com',
  ])('answers to the host %s', async (host) => {
    expect(await callAs(url, host, ACCOUNTS, {})).toMatchObject({ status: 200 })
  })

  test.for([
    'evil.example',
    'evil.example:4010',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'acme.evil.example',
    'nobody-here.gorgias.com',
    'acme.gorgias.com.evil.example',
    '[evil.example]',
  ])('does not answer to the host %s, whose name may have been made to point here', async (host) => {
    for (const path of [ACCOUNTS, `${ACCOUNTS}/acme`, '/_control/v1/nothing', '/metrics']) {
      const { status, text } = await callAs(url, host, path, {})
      expect(status, path).toBe(403)
      expect(text).toContain('--control-token')
      expect(text).not.toContain('api_key')
    }
  })

  it('answers to the name that it was told to listen on', async () => {
    const { url: elsewhere } = await testServer({ host: 'localhost' })
    expect(await callAs(elsewhere, 'localhost', ACCOUNTS, {})).toMatchObject({ status: 200 })
  })

  it('takes no call from a page of a stranger, which needs no answer to do harm', async () => {
    const { account } = fresh()
    account.setRateLimit({ used: 7 })
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1', 'nonsense']) {
      const answer = await call(url, 'POST', `${ACCOUNTS}/${account.name}/reset`, { headers: { origin } })
      expectStatus(answer, 403)
    }
    expect(account.readRateLimit().used).toBe(7)
  })

  it('takes the calls of its own pages', async () => {
    const { account } = fresh()
    const headers = { origin: url }
    expectStatus(await call(url, 'POST', `${ACCOUNTS}/${account.name}/reset`, { headers }), 204)
  })
})

describe('the control plane with a token', () => {
  it('asks for nothing but the token', async () => {
    const authorization = 'Bearer open sesame'
    const headers = { authorization, origin: 'https://team.example' }
    const answer = await callAs(guarded.url, 'mock.team.example', ACCOUNTS, headers)
    expect(answer).toMatchObject({ status: 200 })
    expect(await callAs(guarded.url, '127.0.0.1', ACCOUNTS, {})).toMatchObject({ status: 401 })
  })
})

describe('no page elsewhere is let in', () => {
  const preflight = {
    origin: 'https://evil.example',
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'content-type',
  }
  const corsHeaders = (headers: Headers) =>
    [...headers.keys()].filter((name) => name.startsWith('access-control-'))

  test.for([ACCOUNTS, `${ACCOUNTS}/acme/clock`, '/_control/v1/health', '/metrics', '/docs'])(
    'by %s, to which a preflight gets no leave',
    async (path) => {
      for (const origin of [url, guarded.url]) {
        const answer = await call(origin, 'OPTIONS', path, { headers: preflight })
        expect(answer.status).toBeGreaterThanOrEqual(400)
        expect(corsHeaders(answer.headers)).toEqual([])
        const got = await call(origin, 'GET', path, { headers: { origin: 'https://evil.example' } })
        expect(corsHeaders(got.headers)).toEqual([])
      }
    },
  )

  it('by the API, which names one page of Gorgias as recorded, and allows nothing', async () => {
    const { account } = fresh()
    const headers = { ...preflight, authorization: account.authorization }
    const answer = await call(url, 'OPTIONS', '/api/tickets', { headers })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(corsHeaders(answer.headers)).toEqual(['access-control-allow-origin'])
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://developers.gorgias.com')
  })
})
