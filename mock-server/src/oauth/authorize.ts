import type { User } from '../helpdesk/model/entities.ts'
import { errorParameters, OAuthError } from '../helpdesk/oauth/errors.ts'
import { grantCode } from '../helpdesk/oauth/grants.ts'
import { readScopes } from '../wire/scopes.ts'
import { findInstallation } from './installation.ts'
import type { Accounts, Installation } from './installation.ts'
import { readParameter } from './parameters.ts'
import type { Parameters } from './parameters.ts'

/** What an app asks a user for. */
export interface Authorization extends Installation {
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string | undefined
  readonly nonce: string | null
}

/** A refusal that goes back to the app, by way of the user's browser. */
export class RefusedAuthorization extends Error {
  override readonly name = 'RefusedAuthorization'
  /** Where the browser goes, the error in its query. */
  readonly location: string

  constructor(error: OAuthError, redirectUri: string, state: string | undefined) {
    super(error.message)
    this.location = locationOf(redirectUri, { ...errorParameters(error), state })
  }
}

/** The URI with parameters behind it. What the app registered stays to the letter. */
function locationOf(uri: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const present = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams(present).toString()}`
}

/** What is asked for: only now does the app learn what is wrong with it. */
function readAsked(query: Parameters): Pick<Authorization, 'scopes' | 'nonce'> {
  const type = readParameter(query, 'response_type')
  if (type !== 'code') {
    const code = type === undefined ? 'invalid_request' : 'unsupported_response_type'
    throw new OAuthError(code, 'response_type: must be code.')
  }
  const { scopes, unknown } = readScopes((readParameter(query, 'scope') ?? '').split(' ').filter(Boolean))
  if (scopes.length === 0) throw new OAuthError('invalid_scope', 'scope: name at least one.')
  if (unknown.length > 0) throw new OAuthError('invalid_scope', `scope: there is no ${unknown.join(' ')}.`)
  return { scopes, nonce: readParameter(query, 'nonce') ?? null }
}

/**
 * Reads what an app asks a user for, out of the query of the address that it sent the user to.
 *
 * @param key the API key of the user, once they have shown it
 * @throws {OAuthError} where the user must not be sent back: an unknown app, a redirect_uri not its own
 * @throws {RefusedAuthorization} where the app is told what is wrong
 */
export function readAuthorization(
  accounts: Accounts,
  host: string | undefined,
  query: Parameters,
  key?: string,
): Authorization {
  const installation = findInstallation(accounts, host, readParameter(query, 'client_id') ?? '', key)
  if (installation === undefined)
    throw new OAuthError('invalid_request', 'client_id: names no app that is registered here.')
  const redirectUri = readParameter(query, 'redirect_uri')
  if (redirectUri === undefined || !installation.app.redirect_uris.includes(redirectUri))
    throw new OAuthError(
      'invalid_request',
      `redirect_uri: must be, to the letter, one that ${installation.app.name} has registered: ` +
        installation.app.redirect_uris.join(', '),
    )
  const state = readParameter(query, 'state')
  try {
    return { ...installation, redirectUri, state, ...readAsked(query) }
  } catch (error) {
    throw error instanceof OAuthError ? new RefusedAuthorization(error, redirectUri, state) : error
  }
}

/** Where the user goes who allowed it: back to the app, with a code. */
export function allow(asked: Authorization, user: User): string {
  const { tenant, app, redirectUri, scopes, nonce, state } = asked
  const consent = { app, user, scopes, redirect_uri: redirectUri, nonce }
  const code = tenant.world.transact({ kind: 'request', id: 'oauth/authorize' }, () =>
    grantCode(tenant.world, consent),
  )
  return locationOf(redirectUri, { code, state })
}

/** The user said no: the app is told. */
export const refuse = ({ redirectUri, state }: Authorization): RefusedAuthorization =>
  new RefusedAuthorization(
    new OAuthError('access_denied', 'The user refused to allow the app.'),
    redirectUri,
    state,
  )
