import type { Static } from 'typebox'
import type { HttpSettings, Integration } from '../../helpdesk/model/entities.ts'
import type { OAuthApp } from '../../helpdesk/model/oauth.ts'
import type { Identified } from '../../kernel/collection.ts'
import type { Json, JsonObject } from '../../kernel/json.ts'
import type { Dump } from '../../kernel/world.ts'
import { redactUrl } from '../../wire/redaction.ts'
import { isSecretField, isSecretHeader } from '../../wire/secret-names.ts'
import { Type } from '../../wire/type.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { checked } from '../checked.ts'
import { ControlError } from '../errors.ts'
import { EXPORT_FORMAT, EXPORT_VERSION } from './document.ts'
import type { AccountDocument } from './document.ts'

/** What an export takes along. */
export const ExportQuery = Type.Object(
  {
    secrets: Type.Optional(
      Type.Boolean({
        description: 'With keys, OAuth secrets and tokens, and credentials; default false.',
      }),
    ),
  },
  { additionalProperties: false },
)

export type ExportOptions = Static<typeof ExportQuery>

/** Bytes of files beyond this are no matter for one JSON document. */
export const EXPORTED_BYTES = 64 * 1024 * 1024

type Strip = (row: never) => Identified | undefined

/** A value without what is named as a secret in it: empty in its place. */
function withoutNamed(value: Json, isNamed: (name: string) => boolean): Json {
  if (typeof value === 'string') return redactUrl(value, '')
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => withoutNamed(each, isNamed))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, each]) => [
    name,
    isNamed(name) ? '' : withoutNamed(each, isNamed),
  ])
  return Object.fromEntries(entries) as Json
}

const withoutCredentials = (http: HttpSettings): HttpSettings => ({
  ...http,
  url: redactUrl(http.url, ''),
  headers: withoutNamed(http.headers, isSecretHeader) as JsonObject,
  form: withoutNamed(http.form, isSecretField),
  oauth2: null,
  hmac_secret: null,
})

/** What becomes of the rows that hold secrets where they are to stay here: nothing at all, or the rest. */
const STRIPPED: Readonly<Record<string, Strip>> = {
  apiKeys: () => undefined,
  oauthGrants: () => undefined,
  oauthApps: (app: OAuthApp) => ({ ...app, client_secret: '' }),
  integrations: (row: Integration) => ({ ...row, http: row.http && withoutCredentials(row.http) }),
  // Calls that were made carry what the integration was told to send.
  deliveries: () => undefined,
  callCounts: () => undefined,
}

function withoutSecrets({ rows, sequences, ...dump }: Omit<Dump, 'blobs'>): Omit<Dump, 'blobs'> {
  const { apiKeys: _, ...others } = sequences
  const stripped = Object.entries(rows).map(([name, list]) => {
    const strip = STRIPPED[name] as ((row: Identified) => Identified | undefined) | undefined
    return [name, strip === undefined ? list : list.flatMap((row) => strip(row) ?? [])]
  })
  return {
    ...dump,
    sequences: others,
    rows: Object.fromEntries(stripped) as Dump['rows'],
  }
}

/** The address of this server means nothing elsewhere: whoever imports the account puts its own there. */
const withoutOrigin = (rows: Dump['rows']): Dump['rows'] => ({
  ...rows,
  accounts: (rows.accounts ?? []).map((row) => ({ ...row, url: '' })),
})

/**
 * An account as one JSON document, to be kept, sent to somebody, or imported: what happens to the import from
 * then on happens as it would have here.
 *
 * @throws {ControlError} 409 where the account holds too many bytes of files
 */
export function exportAccount(tenant: AccountTenant, options: ExportOptions = {}): AccountDocument {
  const { secrets = false } = checked(ExportQuery, options, 'options')
  const { name, world, apiKey, calls } = tenant
  const { blobs, ...dump } = world.dump()
  const bytes = blobs.reduce((sum, { length }) => sum + length, 0)
  if (bytes > EXPORTED_BYTES) {
    throw new ControlError(
      409,
      `The account holds ${bytes} bytes of files; an export takes ${EXPORTED_BYTES} at the most. Take a snapshot instead.`,
    )
  }
  const { rows, ...rest } = secrets ? dump : withoutSecrets(dump)
  return {
    format: EXPORT_FORMAT,
    version: EXPORT_VERSION,
    account: { subdomain: name, api_key_id: secrets ? apiKey.id : null, calls },
    world: {
      ...rest,
      rows: withoutOrigin(rows),
      blobs: blobs.map((blob) => Buffer.from(blob).toString('base64')),
    },
  }
}
