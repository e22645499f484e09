import { accountOf, nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { User } from '../model/entities.ts'
import type { GrantKind, OAuthApp, OAuthGrant } from '../model/oauth.ts'
import { drawSecret } from '../secrets.ts'
import { OAuthError } from './errors.ts'
import { signIdToken } from './id-token.ts'

/** What a user allows an app. */
export interface Consent {
  readonly app: OAuthApp
  readonly user: User
  readonly scopes: readonly string[]
}

/** The answer of the token endpoint (recorded keys). */
export interface TokenAnswer {
  readonly access_token: string
  readonly token_type: 'Bearer'
  /** Seconds. */
  readonly expires_in: number
  /** Only with the scope `offline` (documented), and not when refreshing: the old one stays (inferred). */
  readonly refresh_token?: string
  /** Only with the scope `openid`. */
  readonly id_token?: string
  /** Separated by blanks. */
  readonly scope: string
}

const MICROSECONDS = 1_000_000

/** An access token lives for a day (documented). */
const TOKEN_SECONDS = 86_400

/** How long each lives, in seconds; a code as long as RFC 6749 lets it at most (inferred). */
const LIVES: Readonly<Record<GrantKind, number | null>> = { code: 600, access: TOKEN_SECONDS, refresh: null }

/** Of each kind an app holds so many at most: the oldest ends when there is one more (inferred). */
const MOST = 1_000

const expired = (world: Helpdesk, { expires_datetime }: OAuthGrant): boolean =>
  expires_datetime !== null && expires_datetime <= world.now

/** Makes room for one more of a kind. The rows are in the order in which they were made. */
function makeRoom(world: Helpdesk, app: OAuthApp, kind: GrantKind): void {
  const grants = [...world.rows.oauthGrants.walk('byApp', { prefix: [app.id, kind] })]
  const surplus = grants.length - MOST + 1
  for (const [i, grant] of grants.entries())
    if (i < surplus || expired(world, grant)) world.rows.oauthGrants.remove(grant.id)
}

function addGrant(
  world: Helpdesk,
  { app, user, scopes }: Consent,
  kind: GrantKind,
  code: Partial<Pick<OAuthGrant, 'redirect_uri' | 'nonce'>> = {},
): OAuthGrant {
  makeRoom(world, app, kind)
  const seconds = LIVES[kind]
  return world.rows.oauthGrants.put({
    id: nextId(world, 'oauthGrants'),
    kind,
    // The name in front tells where it belongs, on a server of many accounts.
    value: `${accountOf(world).subdomain}.${drawSecret(world, 64)}`,
    app_id: app.id,
    user_id: user.id,
    scopes,
    redirect_uri: null,
    nonce: null,
    ...code,
    created_datetime: world.now,
    expires_datetime: seconds === null ? null : world.now + seconds * MICROSECONDS,
  })
}

function findGrant(world: Helpdesk, kind: GrantKind, value: string): OAuthGrant | undefined {
  const grant = world.rows.oauthGrants.first('byValue', [value])
  return grant?.kind === kind && !expired(world, grant) ? grant : undefined
}

/** A code or a refresh token of an app, with its user; refused where it is not the app's, or not any more. */
function presentedGrant(
  world: Helpdesk,
  app: OAuthApp,
  kind: GrantKind,
  value: string,
): { readonly grant: OAuthGrant; readonly user: User } {
  const grant = findGrant(world, kind, value)
  const name = kind === 'code' ? 'code' : 'refresh token'
  if (grant?.app_id !== app.id)
    throw new OAuthError('invalid_grant', `The ${name} is not known, used up, or expired.`)
  const user = world.rows.users.get(grant.user_id)
  if (user?.active !== true)
    throw new OAuthError('invalid_grant', `The user who allowed the ${name} is deactivated.`)
  return { grant, user }
}

function answer(
  world: Helpdesk,
  consent: Consent,
  nonce: string | null,
  refresh_token: string | undefined,
): TokenAnswer {
  const { scopes } = consent
  return {
    access_token: addGrant(world, consent, 'access').value,
    token_type: 'Bearer',
    expires_in: TOKEN_SECONDS,
    ...(refresh_token !== undefined && { refresh_token }),
    ...(scopes.includes('openid') && { id_token: signIdToken(world, { ...consent, nonce }, TOKEN_SECONDS) }),
    scope: scopes.join(' '),
  }
}

/** A code that the app may change once into tokens. */
export const grantCode = (
  world: Helpdesk,
  consent: Consent & { readonly redirect_uri: string; readonly nonce: string | null },
): string => {
  const { redirect_uri, nonce } = consent
  return addGrant(world, consent, 'code', { redirect_uri, nonce }).value
}

/** The tokens of a consent: access for a day, and a refresh token that stays with the scope `offline`. */
export function issueTokens(world: Helpdesk, consent: Consent, nonce: string | null = null): TokenAnswer {
  const stays = consent.scopes.includes('offline')
  return answer(world, consent, nonce, stays ? addGrant(world, consent, 'refresh').value : undefined)
}

/**
 * Changes a code into tokens, once.
 *
 * @throws {OAuthError} invalid_grant
 */
export function redeemCode(world: Helpdesk, app: OAuthApp, code: string, redirect_uri: string): TokenAnswer {
  const { grant, user } = presentedGrant(world, app, 'code', code)
  if (grant.redirect_uri !== redirect_uri)
    throw new OAuthError('invalid_grant', 'The code went to another redirect_uri.')
  world.rows.oauthGrants.remove(grant.id)
  return issueTokens(world, { app, user, scopes: grant.scopes }, grant.nonce)
}

/**
 * A new access token for a refresh token, which neither expires nor changes (documented).
 *
 * @param scopes fewer than those that were allowed; absent: the same
 * @throws {OAuthError} invalid_grant, invalid_scope
 */
export function refreshAccess(
  world: Helpdesk,
  app: OAuthApp,
  refresh_token: string,
  scopes?: readonly string[],
): TokenAnswer {
  const { grant, user } = presentedGrant(world, app, 'refresh', refresh_token)
  const beyond = scopes?.filter((scope) => !grant.scopes.includes(scope)) ?? []
  if (beyond.length > 0) throw new OAuthError('invalid_scope', `Not allowed before: ${beyond.join(' ')}.`)
  return answer(world, { app, user, scopes: scopes ?? grant.scopes }, null, undefined)
}

/** What an access token gives access to; undefined where it is not valid (any more). */
export function accessOf(
  world: Helpdesk,
  token: string,
): { readonly grant: OAuthGrant; readonly app: OAuthApp } | undefined {
  const grant = findGrant(world, 'access', token)
  // Whoever is deactivated opens nothing any more, by key or by token (inferred).
  if (grant === undefined || world.rows.users.get(grant.user_id)?.active !== true) return undefined
  const app = world.rows.oauthApps.get(grant.app_id)
  return app && { grant, app }
}
