import { OAuthError } from '../helpdesk/oauth/errors.ts'
import { redeemCode, refreshAccess } from '../helpdesk/oauth/grants.ts'
import type { TokenAnswer } from '../helpdesk/oauth/grants.ts'
import { readCredentials } from '../wire/authentication.ts'
import { findInstallation } from './installation.ts'
import type { Accounts, Installation } from './installation.ts'
import { readParameter, requireParameter } from './parameters.ts'
import type { Parameters } from './parameters.ts'

/** What the token endpoint reads of a call. */
export interface TokenRequest {
  readonly host: string | undefined
  readonly authorization: string | undefined
  readonly form: Parameters
}

/** Who the app says it is: by HTTP Basic, or in the form (both seen in clients), but not by both. */
function readClient({ authorization, form }: TokenRequest): { readonly id: string; readonly secret: string } {
  const id = readParameter(form, 'client_id')
  const secret = readParameter(form, 'client_secret')
  if (authorization === undefined) {
    if (id !== undefined && secret !== undefined) return { id, secret }
    throw new OAuthError('invalid_client', 'Name client_id and client_secret, by HTTP Basic or in the form.')
  }
  const basic = readCredentials(authorization)
  if (basic?.scheme !== 'basic')
    throw new OAuthError('invalid_client', 'Authorization: must be HTTP Basic, client_id:client_secret.')
  if (secret !== undefined || (id !== undefined && id !== basic.email))
    throw new OAuthError(
      'invalid_request',
      'client_secret: name it by HTTP Basic or in the form, not by both.',
    )
  return { id: basic.email, secret: basic.key }
}

function authenticateApp(
  accounts: Accounts,
  request: TokenRequest,
  secret: string | undefined,
): Installation {
  const client = readClient(request)
  const found = findInstallation(accounts, request.host, client.id, secret)
  if (found?.app.client_secret !== client.secret)
    throw new OAuthError('invalid_client', 'There is no app of this client_id and client_secret here.')
  return found
}

type Exchange = (installation: Installation, form: Parameters) => TokenAnswer

/** What an app can change into tokens. Whether there is client_credentials is unknown: refused (inferred). */
const GRANTS: ReadonlyMap<string, { readonly secret: string; readonly exchange: Exchange }> = new Map([
  [
    'authorization_code',
    {
      secret: 'code',
      exchange: ({ tenant, app }, form) =>
        redeemCode(tenant.world, app, requireParameter(form, 'code'), requireParameter(form, 'redirect_uri')),
    },
  ],
  [
    'refresh_token',
    {
      secret: 'refresh_token',
      exchange: ({ tenant, app }, form) => {
        const scopes = readParameter(form, 'scope')?.split(' ').filter(Boolean)
        return refreshAccess(tenant.world, app, requireParameter(form, 'refresh_token'), scopes)
      },
    },
  ],
])

/**
 * What the token endpoint answers.
 *
 * @throws {OAuthError}
 */
export function answerToken(accounts: Accounts, request: TokenRequest): TokenAnswer {
  const type = readParameter(request.form, 'grant_type')
  const grant = type === undefined ? undefined : GRANTS.get(type)
  const installation = authenticateApp(accounts, request, grant && readParameter(request.form, grant.secret))
  if (type === undefined) throw new OAuthError('invalid_request', 'grant_type: is missing.')
  if (grant === undefined)
    throw new OAuthError('unsupported_grant_type', `grant_type: one of ${[...GRANTS.keys()].join(', ')}.`)
  return installation.tenant.world.transact({ kind: 'request', id: 'oauth/token' }, () =>
    grant.exchange(installation, request.form),
  )
}
