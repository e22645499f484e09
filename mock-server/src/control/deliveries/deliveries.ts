import { SIGNATURE_HEADER } from '../../helpdesk/http-integrations/request.ts'
import { redeliver as sendAgain } from '../../helpdesk/http-integrations/calls.ts'
import type { Attempt, Delivery, OutgoingRequest } from '../../helpdesk/model/deliveries.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import { redactHeader, redactUrl } from '../../wire/redaction.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { change } from '../change.ts'
import { ControlError } from '../errors.ts'
import { redacted } from '../journal/journal.ts'

/** One try to make a call. */
export interface AttemptRow extends Omit<Attempt, 'sent_datetime' | 'ended_datetime'> {
  readonly sent_datetime: string
  readonly ended_datetime: string
}

/** One call of an HTTP integration, with all tries to make it. */
export interface DeliveryRow extends Omit<
  Delivery,
  'attempts' | 'next_attempt_datetime' | 'created_datetime' | 'context'
> {
  readonly created_datetime: string
  readonly next_attempt_datetime: string | null
  readonly attempts: readonly AttemptRow[]
}

/** The signature of a call is there to be checked: it opens nothing. */
const presentHeader = (name: string, value: string): string =>
  name === SIGNATURE_HEADER ? value : redactHeader(name, value)

const presentRequest = ({ method, url, headers, body }: OutgoingRequest): OutgoingRequest => ({
  method,
  url: redactUrl(url),
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, presentHeader(name, value)]),
  ),
  body: redacted(body),
})

const presentAttempt = (attempt: Attempt): AttemptRow => ({
  ...attempt,
  response: redacted(attempt.response),
  sent_datetime: formatDatetime(attempt.sent_datetime),
  ended_datetime: formatDatetime(attempt.ended_datetime),
})

const presentDelivery = (delivery: Delivery): DeliveryRow => ({
  id: delivery.id,
  integration_id: delivery.integration_id,
  trigger: delivery.trigger,
  ticket_id: delivery.ticket_id,
  redelivery_of: delivery.redelivery_of,
  created_datetime: formatDatetime(delivery.created_datetime),
  state: delivery.state,
  reason: delivery.reason,
  next_attempt_datetime:
    delivery.next_attempt_datetime === null ? null : formatDatetime(delivery.next_attempt_datetime),
  request: delivery.request && presentRequest(delivery.request),
  attempts: delivery.attempts.map(presentAttempt),
})

/** The calls of an HTTP integration, oldest first: all that wait, and the newest of those that have ended. */
export function listDeliveries({ world }: AccountTenant, integration_id: number): DeliveryRow[] {
  const integration = world.rows.integrations.get(integration_id)
  const deliveries = [...world.rows.deliveries.walk('byIntegration', { prefix: [integration_id] })]
  if (integration === undefined && deliveries.length === 0)
    throw new ControlError(404, `There is no integration ${integration_id}.`)
  if (integration?.http === null)
    throw new ControlError(
      409,
      `The integration "${integration.name}" makes no calls: it is no HTTP integration.`,
    )
  return deliveries.map(presentDelivery)
}

/** Sends a call once more as it was, to the byte. */
export function redeliver(tenant: AccountTenant, id: number): DeliveryRow {
  const { world } = tenant
  try {
    const actor = () => ({ user_id: null, context: world.uuid() })
    return presentDelivery(change(tenant, 'redeliver', () => sendAgain(world, actor(), id)))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw error.reason === 'missing'
      ? new ControlError(404, `There is no delivery ${id}: the log keeps the newest ones only.`)
      : new ControlError(409, error.message)
  }
}
