import type { Identified } from '../../kernel/collection.ts'
import type { Instant } from './entities.ts'

export const UPLOAD_TYPES = ['public_attachment', 'attachment', 'profile_picture', 'widget_picture'] as const
export type UploadType = (typeof UPLOAD_TYPES)[number]

/** A file that was uploaded. Its bytes lie beside the rows, under their hash. */
export interface Upload extends Identified {
  readonly type: UploadType
  /** Which account it was uploaded to: a fork serves the files that it was born with. */
  readonly domain_hash: string
  /** Its name within the account, in its URL. */
  readonly resource_name: string
  /** SHA-256 of the bytes, in hex. */
  readonly hash: string
  /** What it was called when it came. */
  readonly name: string
  readonly content_type: string
  readonly size: number
  readonly created_datetime: Instant
}
