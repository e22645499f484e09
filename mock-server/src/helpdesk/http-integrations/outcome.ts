import { isDeeper } from '../../kernel/json.ts'
import type { Actor } from '../actor.ts'
import { patchCustomer } from '../customers/customers.ts'
import { follow } from '../effects.ts'
import { changeIntegration } from '../integrations.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Instant, JsonObject } from '../model/entities.ts'
import type { Attempt, Delivery } from '../model/deliveries.ts'
import { countFailure, forgetFailures } from './failures.ts'
import { endDelivery } from './log.ts'

/** What came of a call. */
export type CallOutcome =
  | {
      readonly kind: 'answered'
      readonly status: number
      /** Null where it was too long to be read whole: `start` is what there is of it. */
      readonly body: string | null
      readonly start: string
    }
  /** No answer came: the reason as a sentence. */
  | { readonly kind: 'failed'; readonly error: string }
  /** The simulator does not go there: the reason, and what to do about it. */
  | { readonly kind: 'refused'; readonly error: string }
  /** It was not sent after all. */
  | { readonly kind: 'withdrawn'; readonly error: string }

const SECOND = 1_000_000

/** How long after each failure a call is tried again, in microseconds (inferred: all of it). */
const BACKOFF: readonly number[] = [10 * SECOND, 60 * SECOND, 5 * 60 * SECOND]

/** An integration that failed so many deliveries in a row, each with all its retries, is deactivated (inferred). */
const LASTING_FAILURE = 10

/** Most characters of an answer that a customer keeps, and its deepest nesting. */
const MAX_ANSWER = 64 * 1024
const MAX_DEPTH = 32

/** What may be over the next time: no answer, an error of the server, too many requests. */
const isPassing = (outcome: CallOutcome): boolean =>
  outcome.kind === 'failed' ||
  (outcome.kind === 'answered' && (outcome.status >= 500 || outcome.status === 429))

function errorOf(outcome: CallOutcome): string | null {
  if (outcome.kind !== 'answered') return outcome.error
  const { status } = outcome
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400) return `The receiver answered ${status}; redirects are not followed.`
  return `The receiver answered ${status}.`
}

/** The object that an answer holds; undefined for anything else, and for what is too large to keep. */
function objectIn(body: string | null): JsonObject | undefined {
  if (body === null || body.length > MAX_ANSWER) return undefined
  try {
    const value = JSON.parse(body) as unknown
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject && !isDeeper(value, MAX_DEPTH) ? (value as JsonObject) : undefined
  } catch {
    return undefined
  }
}

/**
 * Keeps what a receiver knows of the ticket's customer (documented: that widgets show the answer; inferred:
 * that it lies below `integrations` under the integration's id, and replaces what was there).
 */
function keepAnswer(world: Helpdesk, actor: Actor, delivery: Delivery, body: string | null): void {
  const answer = objectIn(body)
  const ticket = world.rows.tickets.get(delivery.ticket_id)
  const customer = ticket && world.rows.customers.get(ticket.customer_id)
  if (answer === undefined || customer === undefined) return
  patchCustomer(world, actor, customer.id, {
    integrations: { ...customer.integrations, [String(delivery.integration_id)]: answer },
  })
}

/** The receiver has been away for long: the integration calls no more until somebody switches it on again. */
function deactivate(world: Helpdesk, actor: Actor, integration_id: number): void {
  const integration = world.rows.integrations.get(integration_id)
  if (integration?.deactivated_datetime !== null) return
  changeIntegration(world, actor, integration, { deactivated_datetime: world.now })
}

/** It did not work this time: once more later, as long as there are tries left. */
function failOnce(
  world: Helpdesk,
  actor: Actor,
  delivery: Delivery,
  attempts: readonly Attempt[],
  reason: string | null,
): void {
  const wait = BACKOFF[attempts.length - 1]
  if (wait !== undefined) {
    const next_attempt_datetime = world.now + wait
    world.rows.deliveries.put({ ...delivery, attempts, next_attempt_datetime })
    follow(world, actor, 'retry-delivery', { delivery_id: delivery.id }, next_attempt_datetime)
    return
  }
  endDelivery(world, delivery, { state: 'failed', reason, attempts })
  if (countFailure(world, delivery.integration_id) >= LASTING_FAILURE)
    deactivate(world, actor, delivery.integration_id)
}

/**
 * Writes down what came of a call, and lets follow what follows: a retry, the answer on the customer, the
 * end of an integration that nobody answers.
 *
 * @param sent_datetime when the call began
 */
export function settleCall(
  world: Helpdesk,
  delivery_id: number,
  sent_datetime: Instant,
  outcome: CallOutcome,
): void {
  const delivery = world.rows.deliveries.get(delivery_id)
  if (delivery?.state !== 'waiting') return
  const actor: Actor = { user_id: null, context: delivery.context }
  const reason = errorOf(outcome)
  const answered = outcome.kind === 'answered'
  const attempt: Attempt = {
    sent_datetime,
    ended_datetime: world.now,
    status: answered ? outcome.status : null,
    response: answered ? outcome.start : null,
    error: reason,
  }
  const attempts = outcome.kind === 'withdrawn' ? delivery.attempts : [...delivery.attempts, attempt]
  if (isPassing(outcome)) {
    failOnce(world, actor, delivery, attempts, reason)
  } else if (answered) {
    endDelivery(world, delivery, { state: reason === null ? 'delivered' : 'rejected', reason, attempts })
    forgetFailures(world, delivery.integration_id)
    if (reason === null) keepAnswer(world, actor, delivery, outcome.body)
  } else {
    // Where the simulator does not go, the integration is not to blame: nothing is counted.
    endDelivery(world, delivery, {
      state: outcome.kind === 'refused' ? 'refused' : 'dropped',
      reason,
      attempts,
    })
  }
}
