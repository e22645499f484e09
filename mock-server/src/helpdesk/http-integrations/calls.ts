import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import type { EffectPayloads } from '../effects.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Integration } from '../model/entities.ts'
import type { Delivery, HttpTrigger } from '../model/deliveries.ts'
import { textReaderFor } from '../rules/scope.ts'
import { addDelivery } from './log.ts'
import { requestOf, UnusableRequest } from './request.ts'

/** The active HTTP integrations that listen to a trigger, in the order of their making. */
const listeners = (world: Helpdesk, trigger: HttpTrigger): Integration[] => [
  ...world.rows.integrations.walk('byTrigger', { prefix: [trigger] }),
]

/** Whether anybody listens to one of these triggers. */
export function anyoneListens(
  { rows: { integrations } }: Helpdesk,
  triggers: readonly { readonly trigger: HttpTrigger }[],
): boolean {
  // Most accounts have none, and every change of a ticket asks.
  if (integrations.first('byTrigger', []) === undefined) return false
  return triggers.some(({ trigger }) => integrations.first('byTrigger', [trigger]) !== undefined)
}

/** The request, or the reason why there is none. */
function tryRequest(
  world: Helpdesk,
  actor: Actor,
  integration: Integration,
  call: { readonly ticket_id: number; readonly message_id: number | null },
): Pick<Delivery, 'request' | 'reason'> {
  const ticket = world.rows.tickets.get(call.ticket_id)
  if (ticket === undefined || integration.http === null)
    return { request: null, reason: 'The ticket was deleted before the call was made.' }
  const message = call.message_id === null ? undefined : world.rows.messages.get(call.message_id)
  const current_user = actor.user_id === null ? undefined : world.rows.users.get(actor.user_id)
  try {
    const read = textReaderFor(world, { ticket, message, current_user })
    return { request: requestOf(integration.http, read), reason: null }
  } catch (error) {
    if (error instanceof UnusableRequest) return { request: null, reason: error.message }
    throw error
  }
}

/**
 * Puts together the calls of all HTTP integrations that listen to what happened to a ticket. They show the
 * ticket as it is now (inferred). They are sent once the transaction is done: nothing here waits.
 */
export function callIntegrations(
  world: Helpdesk,
  actor: Actor,
  { ticket_id, calls }: EffectPayloads['call-integrations'],
): void {
  const { context } = actor
  for (const { trigger, message_id } of calls) {
    for (const integration of listeners(world, trigger)) {
      const call = tryRequest(world, actor, integration, { ticket_id, message_id })
      const integration_id = integration.id
      addDelivery(world, { integration_id, trigger, ticket_id, redelivery_of: null, context, ...call })
    }
  }
}

/** A delivery that failed is to be sent once more, now. */
export function retryDelivery(
  world: Helpdesk,
  _actor: Actor,
  { delivery_id }: EffectPayloads['retry-delivery'],
): void {
  const delivery = world.rows.deliveries.get(delivery_id)
  if (delivery?.state === 'waiting') world.rows.deliveries.put({ ...delivery, next_attempt_datetime: null })
}

/** Why an integration makes no calls any more; undefined while it does. */
export function reasonNotToCall(world: Helpdesk, integration_id: number): string | undefined {
  const integration = world.rows.integrations.get(integration_id)
  if (integration === undefined) return 'The integration was deleted.'
  return integration.deactivated_datetime === null ? undefined : 'The integration is deactivated.'
}

/**
 * Sends a call once more as it was, to the byte, with all its retries.
 *
 * @throws Refusal 404 where there is no such delivery; 409 while it waits, where there is nothing to send, or
 *   where the integration calls no more
 */
export function redeliver(world: Helpdesk, actor: Actor, id: number): Delivery {
  const delivery = world.rows.deliveries.get(id)
  if (delivery === undefined) throw new Refusal('missing')
  const { integration_id, trigger, ticket_id, request, state } = delivery
  const refuse = (why: string) => new Refusal('conflict', `Delivery ${id} cannot be sent again. ${why}`)
  if (state === 'waiting') throw refuse('It has not been sent for the last time yet.')
  if (request === null) throw refuse('It has no request.')
  const reason = reasonNotToCall(world, integration_id)
  if (reason !== undefined) throw refuse(reason)
  return addDelivery(world, {
    ...{ integration_id, trigger, ticket_id, request },
    redelivery_of: id,
    reason: null,
    context: actor.context,
  })
}
