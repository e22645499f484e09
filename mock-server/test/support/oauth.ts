import type { Account, NewOAuthApp } from '../../src/index.ts'
import { call } from './api.ts'
import type { Answer } from './api.ts'

type Fields = Readonly<Record<string, string>>

export const REDIRECT_URI = 'https://app.test/back'

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
export const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})

export const addApp = (account: Account, name = 'Reports'): NewOAuthApp =>
  account.addOAuthApp({ name, redirect_uris: [REDIRECT_URI, 'https://app.test/other?tenant=7'] })

/** The address to which an app sends a user. What is empty is left out. */
export function authorizePath(app: NewOAuthApp, more: Fields = {}): string {
  const asked = {
    response_type: 'code',
    client_id: app.client_id,
    scope: 'tickets:read',
    redirect_uri: REDIRECT_URI,
    state: 'a state & more',
    ...more,
  }
  const present = Object.entries(asked).filter(([, value]) => value !== '')
  return `/oauth/authorize?${new URLSearchParams(present).toString()}`
}

export const sendForm = (url: string, path: string, form: Fields, headers: Fields = {}): Promise<Answer> =>
  call(url, 'POST', path, {
    body: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  })

/** The user of the account's key sends the form of the consent page. */
export function decide(url: string, account: Account, path: string, decision = 'allow'): Promise<Answer> {
  const { email, api_key } = account.credentials
  return sendForm(url, path, { email, api_key, decision })
}

/** The parameters with which a user is sent back to the app. */
export function sentBack({ status, headers, text }: Answer): { to: string; parameters: Fields } {
  const location = headers.get('location')
  if (location === null) throw new Error(`Nobody is sent anywhere: ${status} ${text}`)
  const { origin, pathname, searchParams } = new URL(location)
  return { to: origin + pathname, parameters: Object.fromEntries(searchParams) }
}

/** A code for an app, as the user of the account's key allows it. */
export async function codeFor(url: string, account: Account, app: NewOAuthApp, more: Fields = {}) {
  return sentBack(await decide(url, account, authorizePath(app, more))).parameters.code ?? ''
}

/** The app changes a code into tokens. */
export const redeem = (url: string, app: NewOAuthApp, code: string, more: Fields = {}): Promise<Answer> =>
  sendForm(
    url,
    '/oauth/token',
    { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, ...more },
    basic(app.client_id, app.client_secret),
  )

/** The app asks for a new access token. */
export const refresh = (
  url: string,
  app: NewOAuthApp,
  refresh_token: string,
  more: Fields = {},
): Promise<Answer> =>
  sendForm(
    url,
    '/oauth/token',
    { grant_type: 'refresh_token', refresh_token, ...more },
    basic(app.client_id, app.client_secret),
  )
