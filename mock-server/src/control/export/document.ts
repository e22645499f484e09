import type { Dump } from '../../kernel/world.ts'

/** Tells an exported account from a seed. */
export const EXPORT_FORMAT = 'gorgias-mock-account'

/**
 * The version of the document: one more whenever its rows change in a way that an older simulator would
 * misunderstand.
 */
export const EXPORT_VERSION = 1

/** An account as one JSON document: what it is, but for its past and its journal. */
export interface AccountDocument {
  readonly format: typeof EXPORT_FORMAT
  readonly version: typeof EXPORT_VERSION
  readonly account: {
    readonly subdomain: string
    /** The id of the key that was handed out with the account; null where the document has no secrets. */
    readonly api_key_id: number | null
    /** So many calls were counted. */
    readonly calls: number
  }
  /** Instants are microseconds since the epoch. */
  readonly world: Omit<Dump, 'blobs'> & {
    /** The bytes of files, in base64. */
    readonly blobs: readonly string[]
  }
}

/** Whether a value says of itself that it is an exported account. */
export const isAccountDocument = (value: unknown): value is AccountDocument =>
  typeof value === 'object' && value !== null && 'format' in value && value.format === EXPORT_FORMAT

/** Whether a value is meant as an exported account, be it damaged: a seed has none of its fields. */
export const isMeantAsAccount = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ['format', 'version', 'account', 'world'].some((field) => field in value)
