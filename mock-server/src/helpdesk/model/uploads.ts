import type { Identified } from '../../kernel/collection.ts'
import type { Instant } from './entities.ts'

/** A file that was uploaded. Its bytes lie beside the world, under their hash. */
export interface Upload extends Identified {
  readonly type: string
  /** SHA-256 of the bytes, in hex. */
  readonly hash: string
  readonly name: string
  readonly content_type: string
  readonly size: number
  readonly resource_name: string
  readonly created_datetime: Instant
}
