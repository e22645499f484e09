import { nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { CallCount, Delivery, OutgoingRequest } from '../model/deliveries.ts'

/** What an account calls and keeps at the most; all of it the simulator's own. */
export const CALL_LIMITS = {
  /** Of one integration about one ticket in an hour of the account's time: more are a receiver that sets it off again. */
  callsPerTicket: 500,
  /** In one minute of the account's time: receivers that set integrations off through ever new tickets end here. */
  callsPerMinute: 5_000,
  /** Deliveries that wait, and the characters of their requests. */
  waiting: 10_000,
  waitingSize: 64 * 1024 * 1024,
  /** Deliveries that have ended and are kept, and the characters of their requests. */
  kept: 1_000,
  keptSize: 16 * 1024 * 1024,
} as const

const COUNT_ID = 1
const NOTHING: CallCount = { id: COUNT_ID, minute: 0, calls: 0, waiting: 0, waiting_size: 0, ended_size: 0 }
const MINUTE = 60_000_000
const HOUR = 60 * MINUTE

const countOf = (world: Helpdesk): CallCount => world.rows.callCounts.get(COUNT_ID) ?? NOTHING

function sizeOf(request: OutgoingRequest | null): number {
  if (request === null) return 0
  const headers = Object.entries(request.headers).reduce(
    (sum, [key, value]) => sum + key.length + value.length,
    0,
  )
  return request.url.length + headers + (request.body?.length ?? 0)
}

const LOOP = 'Does what the receiver does set the integration off again?'

/** Why an account makes no further call for now; undefined if it may. */
function excess({ calls, waiting, waiting_size }: CallCount): string | undefined {
  if (calls >= CALL_LIMITS.callsPerMinute)
    return `The account has made ${calls} calls in this minute. ${LOOP}`
  if (waiting >= CALL_LIMITS.waiting || waiting_size >= CALL_LIMITS.waitingSize)
    return `There are ${waiting} calls waiting already: the receivers are slower than the account.`
  return undefined
}

/** Whether an integration was set off too often by one ticket. Where it is, its receiver is told nothing more. */
function isLoop(world: Helpdesk, { integration_id, ticket_id }: NewDelivery): boolean {
  const prefix = [integration_id, ticket_id]
  let calls = 0
  for (const { created_datetime, state } of world.rows.deliveries.walk('byTicket', {
    prefix,
    reverse: true,
  })) {
    if (created_datetime <= world.now - HOUR) return false
    if (state !== 'dropped' && ++calls === CALL_LIMITS.callsPerTicket) return true
  }
  return false
}

/** Lets go of the oldest deliveries that have ended, as far as there are too many of them. */
function trim(world: Helpdesk, count: CallCount): void {
  const { deliveries } = world.rows
  let { ended_size } = count
  while (deliveries.size - count.waiting > CALL_LIMITS.kept || ended_size > CALL_LIMITS.keptSize) {
    const oldest = deliveries.first('byEnd', [])
    if (oldest === undefined) break
    deliveries.remove(oldest.id)
    ended_size -= sizeOf(oldest.request)
  }
  world.rows.callCounts.put({ ...count, ended_size })
}

/** What is known of a delivery before it is sent. */
export type NewDelivery = Pick<
  Delivery,
  'integration_id' | 'trigger' | 'ticket_id' | 'redelivery_of' | 'request' | 'reason' | 'context'
>

/**
 * Puts a call into the log, to be sent: whoever serves the account sees it there once the transaction is done.
 * Without a request, or where the account calls too much, it ends here as `dropped`.
 */
export function addDelivery(world: Helpdesk, order: NewDelivery): Delivery {
  const before = countOf(world)
  const minute = Math.floor(world.now / MINUTE)
  const count = { ...before, minute, calls: before.minute === minute ? before.calls : 0 }
  const tooOften = isLoop(world, order)
    ? `The integration was set off ${CALL_LIMITS.callsPerTicket} times in an hour about ticket ${order.ticket_id}. ${LOOP}`
    : undefined
  const reason = order.reason ?? tooOften ?? excess(count) ?? null
  const waits = reason === null
  const request = waits ? order.request : null
  const delivery = world.rows.deliveries.put({
    id: nextId(world, 'deliveries'),
    ...order,
    state: waits ? 'waiting' : 'dropped',
    reason,
    request,
    attempts: [],
    next_attempt_datetime: null,
    created_datetime: world.now,
  })
  trim(world, {
    ...count,
    calls: count.calls + (waits ? 1 : 0),
    waiting: count.waiting + (waits ? 1 : 0),
    waiting_size: count.waiting_size + sizeOf(request),
  })
  return delivery
}

/** Ends a delivery that waited, and keeps it as one that has ended. */
export function endDelivery(
  world: Helpdesk,
  delivery: Delivery,
  changes: Pick<Delivery, 'state' | 'reason' | 'attempts'>,
): Delivery {
  const ended = world.rows.deliveries.put({ ...delivery, ...changes, next_attempt_datetime: null })
  const count = countOf(world)
  const size = sizeOf(delivery.request)
  trim(world, {
    ...count,
    waiting: count.waiting - 1,
    waiting_size: count.waiting_size - size,
    ended_size: count.ended_size + size,
  })
  return ended
}

/** Whether a delivery is to be sent now. */
export const isReady = ({ state, next_attempt_datetime }: Delivery): boolean =>
  state === 'waiting' && next_attempt_datetime === null
