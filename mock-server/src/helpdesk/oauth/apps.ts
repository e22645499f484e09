import { addUser } from '../account/account.ts'
import type { Actor } from '../actor.ts'
import { recordEvent } from '../events.ts'
import { accountOf, nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { OAuthApp } from '../model/oauth.ts'
import { drawSecret } from '../secrets.ts'

/** What the developer of an app says of it. */
export interface AppRegistration {
  readonly name: string
  readonly redirect_uris: readonly string[]
}

/** The app of that client id. */
export const findApp = (world: Helpdesk, client_id: string): OAuthApp | undefined =>
  world.rows.oauthApps.first('byClientId', [client_id])

/** Makes an app known to the account, with the bot user that stands for it (recorded). */
export function registerApp(world: Helpdesk, actor: Actor, registration: AppRegistration): OAuthApp {
  const client_id = drawSecret(world, 24)
  const { id: user_id } = addUser(world, {
    name: registration.name,
    email: `${client_id}@apps.${accountOf(world).subdomain}.test`,
    role: 'bot',
  })
  world.rows.users.patch(user_id, { client_id })
  recordEvent(world, actor, 'user-created', { type: 'User', id: user_id })
  return world.rows.oauthApps.put({
    id: nextId(world, 'oauthApps'),
    client_id,
    client_secret: drawSecret(world, 64),
    ...registration,
    user_id,
    created_datetime: world.now,
  })
}

/** Uninstalls an app: whatever it was granted ends at once (documented), and its bot goes. */
export function removeApp(world: Helpdesk, actor: Actor, app: OAuthApp): void {
  const grants = [...world.rows.oauthGrants.walk('byApp', { prefix: [app.id] })]
  for (const grant of grants) world.rows.oauthGrants.remove(grant.id)
  world.rows.users.patch(app.user_id, {
    active: false,
    deactivated_datetime: world.now,
    deleted_datetime: world.now,
  })
  recordEvent(world, actor, 'user-deleted', { type: 'User', id: app.user_id })
  world.rows.oauthApps.remove(app.id)
}
