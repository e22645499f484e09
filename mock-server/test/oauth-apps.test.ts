import { describe, expect, it, test } from 'vitest'
import type { NewOAuthApp, TokenAnswer } from '../src/index.ts'
import { apiOf, call, expectStatus } from './support/api.ts'
import { ticket } from './support/bodies.ts'
import { callAs } from './support/host.ts'
import { addApp, basic, bearer, codeFor, redeem, REDIRECT_URI, refresh } from './support/oauth.ts'
import { testServer } from './support/server.ts'

const { url, server, fresh, use } = await testServer()

interface UserJson {
  readonly id: number
  readonly email: string
  readonly role: { readonly name: string }
}

const setUp = () => {
  const desk = fresh({ seed: 'demo' })
  const app = addApp(desk.account)
  const users = async () => (await desk.api.get('/api/users')).json as { data: UserJson[] }
  return {
    ...desk,
    app,
    idOf: async (email: string) => (await users()).data.find((user) => user.email === email)?.id ?? 0,
  }
}
const asApp = (token: string) => apiOf(url, bearer(token))
const control = (method: string, path: string, body?: unknown) =>
  call(url, method, `/_control/v1/accounts/${path}`, body === undefined ? {} : { body })

describe('an OAuth app', () => {
  it('is registered with credentials of its own, and a bot user that stands for it', async () => {
    const { api, account, app } = setUp()
    expect(app).toEqual({
      client_id: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
      client_secret: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      name: 'Reports',
      redirect_uris: [REDIRECT_URI, 'https://app.test/other?tenant=7'],
      user_id: expect.any(Number) as number,
      created_datetime: account.readClock().now,
    })
    const { data } = expectStatus(await api.get('/api/users?roles=bot'), 200).json as { data: object[] }
    expect(data).toMatchObject([
      { name: 'Gorgias Bot', client_id: null },
      { id: app.user_id, name: 'Reports', client_id: app.client_id, timezone: null, meta: {} },
    ])
  })

  it('is registered, listed without its secret, and uninstalled over the control plane', async () => {
    const { account, api } = fresh()
    const path = `${account.name}/oauth-apps`
    const body = { name: 'Reports', redirect_uris: [REDIRECT_URI] }
    const app = expectStatus(await control('POST', path, body), 201).json as NewOAuthApp
    const { client_secret, ...rest } = app
    expect(expectStatus(await control('GET', path), 200).json).toEqual({ data: [rest] })
    const tokens = expectStatus(
      await control('POST', `${path}/${app.client_id}/tokens`, { scopes: ['tickets:read'] }),
      201,
    ).json as TokenAnswer
    expectStatus(await asApp(tokens.access_token).get('/api/tickets'), 200)
    expectStatus(await control('DELETE', `${path}/${app.client_id}`), 204)
    expectStatus(await control('DELETE', `${path}/${app.client_id}`), 404)
    expectStatus(await asApp(tokens.access_token).get('/api/tickets'), 401)
    expect((await api.get('/api/users?roles=bot')).json).toMatchObject({ data: [{ client_id: null }] })
    expect(account.oauthApps()).toEqual([])
    expect(client_secret).toMatch(/^[0-9a-f]{64}$/)
  })

  it('that is uninstalled loses codes and refresh tokens, too', async () => {
    const { account, app } = setUp()
    const code = await codeFor(url, account, app)
    const { refresh_token = '' } = account.createOAuthTokens(app.client_id, { scopes: ['offline'] })
    account.removeOAuthApp(app.client_id)
    expectStatus(await redeem(url, app, code), 401)
    expectStatus(await refresh(url, app, refresh_token), 401)
  })

  test.for<[path: string, body: unknown, status: number, field: string | undefined]>([
    ['', {}, 400, 'name'],
    ['', { name: '', redirect_uris: [] }, 400, 'name'],
    ['', { name: 'A', redirect_uris: ['/back'] }, 400, 'redirect_uris.0'],
    ['', { name: 'A', redirect_uris: ['javascript:alert(1)'] }, 400, 'redirect_uris.0'],
    ['', { name: 'A', redirect_uris: ['https://a.test/', 'https://a.test/#x'] }, 400, 'redirect_uris.1'],
    ['/CLIENT/tokens', {}, 400, 'scopes'],
    ['/CLIENT/tokens', { scopes: [] }, 400, 'scopes'],
    ['/CLIENT/tokens', { scopes: ['tickets:eat'] }, 400, 'scopes'],
    ['/CLIENT/tokens', { scopes: ['tickets:read'], user_id: 1 }, 404, 'user_id'],
    ['/CLIENT/tokens', { scopes: ['tickets:read'], user_id: 'BOT' }, 409, 'user_id'],
    ['/nobody/tokens', { scopes: ['tickets:read'] }, 404, undefined],
  ])('is refused by name: POST oauth-apps%s %j', async ([path, body, status, field]) => {
    const { account, app } = setUp()
    const filled = JSON.parse(JSON.stringify(body).replace('"BOT"', String(app.user_id))) as unknown
    const answer = await control(
      'POST',
      `${account.name}/oauth-apps${path.replace('CLIENT', app.client_id)}`,
      filled,
    )
    const { error } = expectStatus(answer, status).json as { error: { message: string; field?: string } }
    expect(error.field).toBe(field)
    expect(error.message.length).toBeGreaterThan(10)
    expect(account.oauthApps()).toHaveLength(1)
  })
})

describe('an access token', () => {
  it('acts for the user who allowed it, and the journal names the app', async () => {
    const { account, app, idOf } = setUp()
    const user_id = await idOf('robin@acme.test')
    const { access_token } = account.createOAuthTokens(app.client_id, { scopes: ['write:all'], user_id })
    const api = asApp(access_token)
    expect((await api.get('/api/users/0')).json).toMatchObject({ id: user_id, email: 'robin@acme.test' })
    const { id } = await api.createTicket(ticket())
    const events = await api.get(`/api/events?object_type=Ticket&object_id=${id}`)
    expect(events.json).toMatchObject({ data: [{ user_id }, { user_id }] })
    expect(account.journal().at(-1)).toMatchObject({ user_id, client_id: app.client_id })
  })

  it('lives for a day of the time of the account', async () => {
    const { account, app } = setUp()
    const { access_token } = account.createOAuthTokens(app.client_id, { scopes: ['tickets:read'] })
    await account.clock.advance('PT23H59M59S')
    expectStatus(await asApp(access_token).get('/api/tickets'), 200)
    await account.clock.advance('PT1S')
    expect(expectStatus(await asApp(access_token).get('/api/tickets'), 401).json).toEqual({
      error: { msg: 'Unauthorized.' },
    })
  })

  it('ends with its user', async () => {
    const { account, app, idOf } = setUp()
    const user_id = await idOf('robin@acme.test')
    const { access_token } = account.createOAuthTokens(app.client_id, { scopes: ['tickets:read'], user_id })
    account.deactivateUser(user_id)
    expectStatus(await asApp(access_token).get('/api/tickets'), 401)
    expect(() => account.createOAuthTokens(app.client_id, { scopes: ['tickets:read'], user_id })).toThrow(
      'deactivated',
    )
  })

  it('ends with a reset of the account', async () => {
    const { account, app } = setUp()
    const { access_token } = account.createOAuthTokens(app.client_id, { scopes: ['tickets:read'] })
    account.reset()
    expectStatus(await asApp(access_token).get('/api/tickets'), 401)
    expect(account.oauthApps()).toEqual([])
  })

  it('opens its own account only, under its host name or under none', async () => {
    const { account, app } = setUp()
    const { account: other } = fresh()
    const headers = bearer(
      account.createOAuthTokens(app.client_id, { scopes: ['account:read'] }).access_token,
    )
    expect(await callAs(url, `${account.name}.gorgias.com`, '/api/account', headers)).toMatchObject({
      status: 200,
    })
    expect(await callAs(url, `${other.name}.gorgias.com`, '/api/account', headers)).toMatchObject({
      status: 401,
    })
  })

  it('is no API key, and an API key is none', async () => {
    const { account, app } = setUp()
    const { access_token } = account.createOAuthTokens(app.client_id, { scopes: ['tickets:read'] })
    const { email, api_key } = account.credentials
    expectStatus(await apiOf(url, basic(email, access_token)).get('/api/tickets'), 401)
    expectStatus(await asApp(api_key).get('/api/tickets'), 401)
  })

  it('ends when its app has a thousand younger ones', async () => {
    const { account, app } = setUp()
    const order = { scopes: ['tickets:read'] }
    const first = account.createOAuthTokens(app.client_id, order).access_token
    for (let i = 0; i < 999; i++) account.createOAuthTokens(app.client_id, order)
    expectStatus(await asApp(first).get('/api/tickets'), 200)
    account.createOAuthTokens(app.client_id, order)
    expectStatus(await asApp(first).get('/api/tickets'), 401)
  })
})

describe('a fork', () => {
  it('knows the app, and none of its tokens', async () => {
    const { account, app } = setUp()
    const { access_token } = account.createOAuthTokens(app.client_id, { scopes: ['tickets:read'] })
    const { account: fork } = use(account.fork())
    expect(fork.oauthApps()).toEqual(account.oauthApps())
    const host = `${fork.name}.gorgias.com`
    expect(await callAs(url, host, '/api/tickets', bearer(access_token))).toMatchObject({ status: 401 })
    const order = { scopes: ['tickets:read'] }
    const own = fork.createOAuthTokens(app.client_id, order).access_token
    expect(own).not.toBe(account.createOAuthTokens(app.client_id, order).access_token)
    expect(await callAs(url, host, '/api/tickets', bearer(own))).toMatchObject({ status: 200 })
  })

  it('lets its own users allow the app, on the same address as its origin', async () => {
    const { account, app } = setUp()
    const { account: fork } = use(account.fork())
    const tokens = expectStatus(await redeem(url, app, await codeFor(url, fork, app)), 200)
      .json as TokenAnswer
    await fork.clock.advance('PT1H')
    expectStatus(await asApp(tokens.access_token).get('/api/tickets'), 200)
    expect(fork.journal()).toHaveLength(1)
    expect(account.journal()).toHaveLength(0)
  })

  it('draws other keys and secrets than its siblings', async () => {
    const { account, api } = fresh()
    const { id } = expectStatus(await api.get('/api/users/0'), 200).json as UserJson
    const [one, two] = [account.fork(), account.fork()]
    expect(addApp(one).client_id).not.toBe(addApp(two).client_id)
    expect(one.createKey(id).api_key).not.toBe(two.createKey(id).api_key)
  })
})

it('a made-up subdomain of gorgias.com has no consent page either', async () => {
  const { app } = setUp()
  const path = `/oauth/authorize?client_id=${app.client_id}`
  expect(await callAs(url, 'nobody-at-all.gorgias.com', path, {})).toMatchObject({ status: 404 })
  expect(server.accounts.list().length).toBeGreaterThan(1)
})
