import { createHash } from 'node:crypto'
import type { Account, ApiKey, PlanName, User } from '../../helpdesk/model/entities.ts'
import type { OAuthApp } from '../../helpdesk/model/oauth.ts'
import type { Dump } from '../../kernel/world.ts'
import { ControlError } from '../errors.ts'
import type { AccountDocument } from './document.ts'

/** Where an imported account begins to live. */
export interface NewHome {
  /** Under another name than its own it is a copy: it gets a key of its own, and nobody's tokens. */
  readonly name: string
  readonly url: string
  readonly relaysEmail: boolean
  readonly plan?: PlanName | undefined
}

/** A secret that follows from the document, so that to import it changes nothing that the account draws later. */
const secretFor = (name: string, { world }: AccountDocument, use: string): string =>
  createHash('sha256').update(`${name}:${world.random}:${world.time}:${use}`).digest('hex')

function holderOf(users: readonly User[], kept: ApiKey | undefined): User {
  const admins = users.filter(({ role, deleted_datetime }) => role === 'admin' && deleted_datetime === null)
  const owner = users.find(({ id }) => id === kept?.user_id)
  const holder = [owner, ...admins].find((user) => user?.active) ?? owner ?? admins[0]
  if (holder !== undefined) return holder
  throw new ControlError(
    400,
    'import.world.rows.users: holds no admin, so that nobody would get in.',
    'import.world.rows.users',
  )
}

/**
 * The world of an account that is imported, and the key that it hands out.
 *
 * @param document validated, as {@link readAccountDocument} answers it
 * @throws {ControlError} 400 where nobody would get in
 */
export function worldOf(
  document: AccountDocument,
  { name, url, relaysEmail, plan }: NewHome,
): { readonly dump: Dump; readonly apiKeyId: number } {
  const { account, world } = document
  const { blobs, rows, sequences, ...rest } = world
  const copied = name !== account.subdomain
  const keys = (rows.apiKeys ?? []) as readonly ApiKey[]
  const handedOut = keys.find(({ id }) => id === account.api_key_id)
  const holder = holderOf((rows.users ?? []) as readonly User[], handedOut)
  const ownKey: ApiKey = {
    id: (sequences.apiKeys ?? 0) + 1,
    user_id: holder.id,
    key: secretFor(name, document, 'key'),
    created_datetime: world.time,
    revoked_datetime: null,
  }
  const kept = !copied && handedOut !== undefined
  const dump: Dump = {
    ...rest,
    blobs: blobs.map((blob) => Buffer.from(blob, 'base64')),
    sequences: kept ? sequences : { ...sequences, apiKeys: ownKey.id },
    rows: {
      ...rows,
      accounts: ((rows.accounts ?? []) as readonly Account[]).map((row) => ({
        ...row,
        subdomain: name,
        url,
        plan: plan ?? row.plan,
        relays_email: relaysEmail,
      })),
      apiKeys: kept ? keys : [ownKey],
      oauthGrants: copied ? [] : (rows.oauthGrants ?? []),
      oauthApps: ((rows.oauthApps ?? []) as readonly OAuthApp[]).map((app) => ({
        ...app,
        client_secret: app.client_secret || secretFor(name, document, `app ${app.id}`),
      })),
    },
  }
  return { dump, apiKeyId: kept ? handedOut.id : ownKey.id }
}
