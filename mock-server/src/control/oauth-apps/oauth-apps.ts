import type { Actor } from '../../helpdesk/actor.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { OAuthApp } from '../../helpdesk/model/oauth.ts'
import { findApp, registerApp, removeApp } from '../../helpdesk/oauth/apps.ts'
import type { AppRegistration } from '../../helpdesk/oauth/apps.ts'
import { issueTokens } from '../../helpdesk/oauth/grants.ts'
import type { TokenAnswer } from '../../helpdesk/oauth/grants.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import { readScopes } from '../../wire/scopes.ts'
import { ControlError } from '../errors.ts'

export type { AppRegistration, TokenAnswer }

/** An app that an account knows. */
export interface OAuthAppRow extends AppRegistration {
  /** 24 hexadecimal digits. */
  readonly client_id: string
  /** The bot user that stands for it. */
  readonly user_id: number
  readonly created_datetime: string
}

/** An app with its secret, which is shown once. */
export interface NewOAuthApp extends OAuthAppRow {
  readonly client_secret: string
}

/** What a user allows an app, without the browser. */
export interface TokenOrder {
  readonly scopes: readonly string[]
  /** Who allows it; default: the owner of the account's API key. */
  readonly user_id?: number
}

const present = ({ id: _, client_secret: __, created_datetime, ...app }: OAuthApp): OAuthAppRow => ({
  ...app,
  created_datetime: formatDatetime(created_datetime),
})

function requireApp(world: Helpdesk, client_id: string): OAuthApp {
  const app = findApp(world, client_id)
  if (app === undefined) throw new ControlError(404, `There is no OAuth app ${client_id.slice(0, 40)}.`)
  return app
}

/** An address for codes: absolute, http or https, without a fragment (RFC 6749). */
function requireRedirectUri(uri: string, i: number): void {
  const field = `redirect_uris.${i}`
  if (!URL.canParse(uri) || !/^https?:$/.test(new URL(uri).protocol) || uri.includes('#'))
    throw new ControlError(400, `${field}: must be an http or https URL without a fragment.`, field)
}

export function addOAuthApp(world: Helpdesk, actor: Actor, registration: AppRegistration): NewOAuthApp {
  registration.redirect_uris.forEach(requireRedirectUri)
  const app = registerApp(world, actor, registration)
  return { ...present(app), client_secret: app.client_secret }
}

/** The apps in the order in which they were registered, without their secrets. */
export const listOAuthApps = (world: Helpdesk): OAuthAppRow[] =>
  [...world.rows.oauthApps.values()].map(present)

export const removeOAuthApp = (world: Helpdesk, actor: Actor, client_id: string): void =>
  removeApp(world, actor, requireApp(world, client_id))

/** The tokens of a consent that nobody had to click for. */
export function orderTokens(
  world: Helpdesk,
  client_id: string,
  order: { readonly scopes: readonly string[]; readonly user_id: number },
): TokenAnswer {
  const app = requireApp(world, client_id)
  const { scopes, unknown } = readScopes(order.scopes)
  if (unknown.length > 0)
    throw new ControlError(400, `scopes: there is no scope ${unknown.join(' ')}.`, 'scopes')
  const user = world.rows.users.get(order.user_id)
  if (user === undefined)
    throw new ControlError(404, `user_id: there is no user ${order.user_id}.`, 'user_id')
  if (!user.active || user.role === 'bot')
    throw new ControlError(
      409,
      `user_id: ${user.email} is a bot or deactivated, and can allow nothing.`,
      'user_id',
    )
  return issueTokens(world, { app, user, scopes })
}
