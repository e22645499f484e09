/** How long something takes: an ISO 8601 duration, or milliseconds. */
type DurationText = string | number

/** How often another integration calls. */
export type NeighbourProfile =
  /** Evenly: so many calls in each stretch of time. */
  | { readonly kind: 'steady'; readonly calls: number; readonly per: DurationText }
  /** All at once, again and again: the first time after `first`, by default at once. */
  | {
      readonly kind: 'burst'
      readonly calls: number
      readonly every: DurationText
      readonly first?: DurationText
    }
  /** By the hour of the day, from midnight on; evenly within each hour. */
  | {
      readonly kind: 'by-hour'
      readonly calls_per_hour: readonly number[]
      /** Whose hours these are, such as `Europe/Paris`; default `UTC`. */
      readonly time_zone?: string
    }

/** Another integration of the account, which shares the bucket of API keys. */
export interface NeighbourOrder {
  readonly name: string
  readonly profile: NeighbourProfile
  /** Its first moment: ISO 8601, by the account's clock; default: now. What lies in the past counts from now on. */
  readonly starts?: string
  /** It calls no more from this instant on. */
  readonly ends?: string
  /**
   * After a 429 it waits as long as Retry-After says, and leaves out what it would have called meanwhile. By
   * default it goes on as if nothing were.
   */
  readonly obeys_retry_after?: boolean
}

/** A neighbour, and what came of it. */
export interface Neighbour extends NeighbourOrder {
  readonly id: number
  /** From when on it calls. */
  readonly starts: string
  readonly obeys_retry_after: boolean
  /** Calls that it made, those that were refused included. */
  readonly calls: number
  /** Those of them that were answered 429. */
  readonly refused: number
  /** Calls that it left out, because it had been told to wait. */
  readonly held_back: number
}
