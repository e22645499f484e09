import { createHmac } from 'node:crypto'
import { accountOf } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { User } from '../model/entities.ts'
import type { OAuthApp } from '../model/oauth.ts'

/** Who signed in where, as the app's ID token tells it. */
export interface SignedIn {
  readonly app: OAuthApp
  readonly user: User
  readonly scopes: readonly string[]
  readonly nonce: string | null
}

const encode = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url')

/**
 * An ID token of OpenID Connect: a JWT that is signed with the app's secret, HS256. That there is one is
 * recorded; what it holds is inferred.
 *
 * @param seconds how long it is valid
 */
export function signIdToken(world: Helpdesk, signedIn: SignedIn, seconds: number): string {
  const { app, user, scopes, nonce } = signedIn
  const iat = Math.floor(world.now / 1_000_000)
  const claims = {
    iss: accountOf(world).url,
    sub: String(user.id),
    aud: app.client_id,
    iat,
    exp: iat + seconds,
    ...(nonce !== null && { nonce }),
    ...(scopes.includes('email') && { email: user.email }),
    ...(scopes.includes('profile') && { name: user.name }),
  }
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${content}.${createHmac('sha256', app.client_secret).update(content).digest('base64url')}`
}
