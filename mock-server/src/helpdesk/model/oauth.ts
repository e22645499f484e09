import type { Identified } from '../../kernel/collection.ts'
import type { Instant } from './entities.ts'

/** A public app, as it is known to one account. */
export interface OAuthApp extends Identified {
  readonly client_id: string
  readonly client_secret: string
  readonly name: string
  /** Where codes may go; compared to the letter. */
  readonly redirect_uris: readonly string[]
  /** The bot user that stands for it (recorded: one for each app, with `client_id` set). */
  readonly user_id: number
  readonly created_datetime: Instant
}

export type GrantKind = 'code' | 'access' | 'refresh'

/** A code, a token or a refresh token that was handed to an app. */
export interface OAuthGrant extends Identified {
  readonly kind: GrantKind
  readonly value: string
  readonly app_id: number
  /** Whoever allowed it. */
  readonly user_id: number
  readonly scopes: readonly string[]
  /** Where the code went, and what comes back in the ID token; null for tokens. */
  readonly redirect_uri: string | null
  readonly nonce: string | null
  readonly created_datetime: Instant
  /** Null where it does not expire: refresh tokens (documented). */
  readonly expires_datetime: Instant | null
}
