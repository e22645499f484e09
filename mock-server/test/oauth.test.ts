import { createHmac } from 'node:crypto'
import { describe, expect, it, test } from 'vitest'
import type { Account, NewOAuthApp, TokenAnswer } from '../src/index.ts'
import { call, expectStatus } from './support/api.ts'
import type { Answer } from './support/api.ts'
import {
  addApp,
  authorizePath,
  basic,
  bearer,
  codeFor,
  decide,
  redeem,
  REDIRECT_URI,
  refresh,
  sendForm,
  sentBack,
} from './support/oauth.ts'
import { testServer } from './support/server.ts'

const { url, fresh } = await testServer()

const setUp = () => {
  const desk = fresh()
  return { ...desk, app: addApp(desk.account) }
}
const page = (path: string) => call(url, 'GET', path)
const tokensOf = (answer: Answer) => expectStatus(answer, 200).json as TokenAnswer
const read = (token: string) => call(url, 'GET', '/api/tickets', { headers: bearer(token) })
const expectOAuthError = (answer: Answer, error: string, status = 400) => {
  expect(expectStatus(answer, status).json).toEqual({
    error,
    error_description: expect.stringMatching(/^[\x20\x21\x23-\x5b\x5d-\x7e]+\.$/) as string,
  })
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('content-type')).toContain('application/json')
}

async function tokensFor(account: Account, app: NewOAuthApp, scope: string): Promise<TokenAnswer> {
  return tokensOf(await redeem(url, app, await codeFor(url, account, app, { scope })))
}

describe('the consent page', () => {
  it('names the app, the account and the scopes, and runs no script', async () => {
    const { account, app } = setUp()
    const { headers, text } = expectStatus(await page(authorizePath(app)), 200)
    for (const shown of [app.name, account.name, 'tickets:read', 'name="api_key"', 'value="refuse"'])
      expect(text).toContain(shown)
    expect(headers.get('content-type')).toContain('text/html')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('shows what an app calls itself as text', async () => {
    const { account } = fresh()
    const app = addApp(account, '<script>alert("x")</script>')
    const { text } = await page(authorizePath(app))
    expect(text).not.toContain('<script>')
    expect(text).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;')
  })

  test.for<[string, (app: NewOAuthApp) => string]>([
    ['an unknown app', (app) => authorizePath(app, { client_id: 'f'.repeat(24) })],
    ['no app', (app) => authorizePath(app, { client_id: '' })],
    ['no redirect_uri', (app) => authorizePath(app, { redirect_uri: '' })],
    ['a redirect_uri of somebody else', (app) => authorizePath(app, { redirect_uri: 'https://evil.test/' })],
    ['more than the redirect_uri', (app) => authorizePath(app, { redirect_uri: `${REDIRECT_URI}/x` })],
    ['two redirect_uris', (app) => `${authorizePath(app)}&redirect_uri=https://evil.test/`],
    ['an endless state', (app) => authorizePath(app, { state: 'x'.repeat(2001) })],
  ])('sends nobody anywhere for %s', async ([, pathOf]) => {
    const { account, app } = setUp()
    for (const answer of [await page(pathOf(app)), await decide(url, account, pathOf(app))]) {
      expectStatus(answer, 400)
      expect(answer.headers.get('location')).toBeNull()
      expect(answer.text).toContain('role="alert"')
    }
  })

  test.for<[error: string, asked: Record<string, string>]>([
    ['unsupported_response_type', { response_type: 'token' }],
    ['invalid_request', { response_type: '' }],
    ['invalid_scope', { scope: '' }],
    ['invalid_scope', { scope: 'tickets:read tickets:eat' }],
    ['invalid_scope', { scope: 'tickets:“eat”' }],
  ])('tells the app of %s where it asks with %j', async ([error, asked]) => {
    const { app } = setUp()
    const answer = expectStatus(await page(authorizePath(app, asked)), 302)
    expect(sentBack(answer)).toMatchObject({
      to: REDIRECT_URI,
      parameters: { error, state: 'a state & more' },
    })
  })

  it('tells the app when the user refuses', async () => {
    const { account, app } = setUp()
    const answer = expectStatus(await decide(url, account, authorizePath(app), 'refuse'), 303)
    expect(sentBack(answer)).toMatchObject({
      to: REDIRECT_URI,
      parameters: { error: 'access_denied', state: 'a state & more' },
    })
  })

  it('comes again for a wrong key, and allows nothing', async () => {
    const { account, app } = setUp()
    const { email } = account.credentials
    for (const api_key of ['wrong', '']) {
      const form = { email, api_key, decision: 'allow' }
      const answer = expectStatus(await sendForm(url, authorizePath(app), form), 401)
      expect(answer.headers.get('location')).toBeNull()
      expect(answer.text).toContain('Nothing was allowed')
    }
    expectStatus(await decide(url, account, authorizePath(app), 'perhaps'), 400)
  })

  it('keeps the query of a redirect_uri, and leaves out a state that was not given', async () => {
    const { account, app } = setUp()
    const asked = { redirect_uri: 'https://app.test/other?tenant=7', state: '' }
    const answer = expectStatus(await decide(url, account, authorizePath(app, asked)), 303)
    expect(answer.headers.get('location')).toMatch(/^https:\/\/app\.test\/other\?tenant=7&code=[^&]+$/)
  })
})

describe('a code', () => {
  it('becomes tokens, once', async () => {
    const { account, app } = setUp()
    const code = await codeFor(url, account, app, { scope: 'openid offline tickets:read' })
    const answer = await redeem(url, app, code)
    const tokens = tokensOf(answer)
    expect(Object.keys(tokens)).toEqual([
      'access_token',
      'token_type',
      'expires_in',
      'refresh_token',
      'id_token',
      'scope',
    ])
    expect(tokens).toMatchObject({
      token_type: 'Bearer',
      expires_in: 86_400,
      scope: 'openid offline tickets:read',
    })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expectStatus(await read(tokens.access_token), 200)
    expectOAuthError(await redeem(url, app, code), 'invalid_grant')
  })

  it('becomes tokens for an app that names itself in the form', async () => {
    const { account, app } = setUp()
    const { client_id, client_secret } = app
    const code = await codeFor(url, account, app)
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT_URI,
      client_id,
      client_secret,
    }
    expectStatus(await sendForm(url, '/oauth/token', form), 200)
  })

  it('is refused for another redirect_uri and to another app, and is good afterwards', async () => {
    const { account, app } = setUp()
    const other = addApp(account, 'Other')
    const code = await codeFor(url, account, app)
    const elsewhere = { redirect_uri: 'https://app.test/other?tenant=7' }
    expectOAuthError(await redeem(url, app, code, elsewhere), 'invalid_grant')
    expectOAuthError(await redeem(url, other, code), 'invalid_grant')
    expectOAuthError(await redeem(url, app, 'acme.never'), 'invalid_grant')
    expectStatus(await redeem(url, app, code), 200)
  })

  it('is good for ten minutes', async () => {
    const { account, app } = setUp()
    const [one, two] = [await codeFor(url, account, app), await codeFor(url, account, app)]
    await account.clock.advance('PT9M59S')
    expectStatus(await redeem(url, app, one), 200)
    await account.clock.advance('PT1S')
    expectOAuthError(await redeem(url, app, two), 'invalid_grant')
  })

  it('is no token', async () => {
    const { account, app } = setUp()
    const code = await codeFor(url, account, app)
    expectStatus(await read(code), 401)
    expectOAuthError(await refresh(url, app, code), 'invalid_grant')
  })
})

describe('a refresh token', () => {
  it('is handed out with the scope offline only', async () => {
    const { account, app } = setUp()
    expect((await tokensFor(account, app, 'offline tickets:read')).refresh_token).toBeDefined()
    expect(await tokensFor(account, app, 'tickets:read')).not.toHaveProperty('refresh_token')
  })

  it('neither expires nor changes', async () => {
    const { account, app } = setUp()
    const { refresh_token = '' } = await tokensFor(account, app, 'offline tickets:read')
    await account.clock.advance('P5Y')
    const [one, two] = [
      tokensOf(await refresh(url, app, refresh_token)),
      tokensOf(await refresh(url, app, refresh_token)),
    ]
    expect(Object.keys(one)).toEqual(['access_token', 'token_type', 'expires_in', 'scope'])
    expect(one.access_token).not.toBe(two.access_token)
    for (const { access_token } of [one, two]) expectStatus(await read(access_token), 200)
  })

  it('gives fewer scopes if fewer are asked for, and never more', async () => {
    const { account, app } = setUp()
    const { refresh_token = '' } = await tokensFor(account, app, 'offline tickets:read tags:read')
    expect(tokensOf(await refresh(url, app, refresh_token, { scope: 'tags:read' })).scope).toBe('tags:read')
    expectOAuthError(await refresh(url, app, refresh_token, { scope: 'rules:read' }), 'invalid_scope')
  })

  it('is of use to its app only, and as long as its user is active', async () => {
    const { account, api, app } = setUp()
    const { refresh_token = '' } = await tokensFor(account, app, 'offline tickets:read')
    expectOAuthError(await refresh(url, addApp(account, 'Other'), refresh_token), 'invalid_grant')
    expectStatus(await read(refresh_token), 401)
    account.deactivateUser((expectStatus(await api.get('/api/users/0'), 200).json as { id: number }).id)
    expectOAuthError(await refresh(url, app, refresh_token), 'invalid_grant')
  })
})

describe('an ID token', () => {
  const claimsOf = (token: string, secret: string): unknown => {
    const [head = '', body = '', signature] = token.split('.')
    expect(createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url')).toBe(signature)
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'HS256', typ: 'JWT' })
    return JSON.parse(Buffer.from(body, 'base64url').toString())
  }

  it('is signed with the secret of the app, and says who allowed it', async () => {
    const { account, api, app } = setUp()
    const asked = { scope: 'openid email profile', nonce: 'n-0S6' }
    const { id_token = '' } = tokensOf(await redeem(url, app, await codeFor(url, account, app, asked)))
    const me = expectStatus(await api.get('/api/users/0'), 200).json as { id: number }
    const iat = account.clock.now() / 1000
    expect(claimsOf(id_token, app.client_secret)).toEqual({
      iss: url,
      sub: String(me.id),
      aud: app.client_id,
      iat,
      exp: iat + 86_400,
      nonce: 'n-0S6',
      email: account.credentials.email,
      name: 'Admin',
    })
  })

  it('says no more than the scopes allow, and is absent without openid', async () => {
    const { account, app } = setUp()
    const { id_token = '' } = await tokensFor(account, app, 'openid')
    expect(Object.keys(claimsOf(id_token, app.client_secret) as object)).toEqual([
      'iss',
      'sub',
      'aud',
      'iat',
      'exp',
    ])
    expect(await tokensFor(account, app, 'email profile')).not.toHaveProperty('id_token')
  })
})

describe('the token endpoint', () => {
  const ask = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    sendForm(url, '/oauth/token', form, headers)

  test.for<[string, (app: NewOAuthApp) => Promise<Answer>]>([
    ['no client', () => ask({ grant_type: 'refresh_token' })],
    ['an unknown client', () => ask({}, basic('f'.repeat(24), 'x'))],
    ['a wrong secret', ({ client_id }) => ask({}, basic(client_id, 'x'))],
    ['a wrong secret in the form', ({ client_id }) => ask({ client_id, client_secret: 'x' })],
    ['no secret', ({ client_id }) => ask({ client_id })],
    ['a bearer token', ({ client_id }) => ask({ client_id }, bearer('acme.x'))],
  ])('answers 401 invalid_client for %s', async ([, send]) => {
    const answer = await send(setUp().app)
    expectOAuthError(answer, 'invalid_client', 401)
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic/)
  })

  test.for<[error: string, form: Record<string, string>]>([
    ['invalid_request', {}],
    ['invalid_request', { grant_type: 'authorization_code' }],
    ['invalid_request', { grant_type: 'authorization_code', code: 'acme.x' }],
    ['invalid_request', { grant_type: 'refresh_token' }],
    ['invalid_request', { grant_type: 'refresh_token', client_secret: 'twice' }],
    ['invalid_request', { grant_type: 'refresh_token', client_id: 'another' }],
    ['invalid_grant', { grant_type: 'refresh_token', refresh_token: 'acme.x' }],
    ['unsupported_grant_type', { grant_type: 'client_credentials' }],
    ['unsupported_grant_type', { grant_type: 'constructor' }],
  ])('answers %s for %j', async ([error, form]) => {
    const { client_id, client_secret } = setUp().app
    expectOAuthError(await ask(form, basic(client_id, client_secret)), error)
  })

  it('takes forms only, of a bounded size, and no parameter twice', async () => {
    const { client_id, client_secret } = setUp().app
    const headers = basic(client_id, client_secret)
    const body = { grant_type: 'refresh_token', refresh_token: 'x' }
    expectOAuthError(await call(url, 'POST', '/oauth/token', { headers, body }), 'invalid_request')
    const twice = 'grant_type=refresh_token&grant_type=authorization_code'
    const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers }
    expectOAuthError(
      await call(url, 'POST', '/oauth/token', { headers: form, body: twice }),
      'invalid_request',
    )
    for (const length of [2_001, 20_000]) {
      const long = `grant_type=${'x'.repeat(length)}`
      expectOAuthError(
        await call(url, 'POST', '/oauth/token', { headers: form, body: long }),
        'invalid_request',
      )
    }
  })

  it('is counted by no rate limit and stands in no journal', async () => {
    const { account, app } = setUp()
    await tokensFor(account, app, 'tickets:read')
    expect(account.readRateLimit().used).toBe(0)
    expect(account.journal()).toEqual([])
  })
})
