import type { Identified } from '../../kernel/collection.ts'
import type { HTTP_TRIGGERS, Instant } from './entities.ts'

/** What sets off the call of an HTTP integration. */
export type HttpTrigger = (typeof HTTP_TRIGGERS)[number]

/** A call as it goes over the wire. */
export interface OutgoingRequest {
  readonly method: string
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Null where the method has none. */
  readonly body: string | null
}

/** One try to make a call. */
export interface Attempt {
  readonly sent_datetime: Instant
  readonly ended_datetime: Instant
  /** Null where no answer came. */
  readonly status: number | null
  /** The first characters of the answer; null where none came. */
  readonly response: string | null
  /** What went wrong, as a sentence; null where nothing did. */
  readonly error: string | null
}

/**
 * `waiting`: to be sent now, under way, or to be tried again. `delivered`: answered with a 2xx. `rejected`:
 * answered with a status that another try would not change. `failed`: not answered, however often it was
 * tried. `refused`: the simulator does not go to that address. `dropped`: never sent.
 */
export type DeliveryState = 'waiting' | 'delivered' | 'rejected' | 'failed' | 'refused' | 'dropped'

/** One call of an HTTP integration, with all tries to make it. */
export interface Delivery extends Identified {
  readonly integration_id: number
  readonly trigger: HttpTrigger
  readonly ticket_id: number
  /** The delivery that this one repeats because somebody asked for it. */
  readonly redelivery_of: number | null
  readonly state: DeliveryState
  /** Why it ended as it did, as a sentence; null where it was delivered or is waiting. */
  readonly reason: string | null
  /** Null where none could be put together. */
  readonly request: OutgoingRequest | null
  readonly attempts: readonly Attempt[]
  /** When it is tried again; null where it is to be sent now, or no more. */
  readonly next_attempt_datetime: Instant | null
  readonly created_datetime: Instant
  /** Shared by the events of what set it off. */
  readonly context: string | null
}

/** How much an account calls, and how much it keeps of it: one row, id 1. */
export interface CallCount extends Identified {
  /** The minute of the world's time that `calls` counts: whole minutes since the epoch. */
  readonly minute: number
  readonly calls: number
  /** Deliveries that wait, and the characters of their requests. */
  readonly waiting: number
  readonly waiting_size: number
  /** Characters of the requests of deliveries that have ended. */
  readonly ended_size: number
}

/** How many deliveries in a row an integration has failed; its id is the integration's. */
export interface IntegrationFailures extends Identified {
  readonly in_a_row: number
}
