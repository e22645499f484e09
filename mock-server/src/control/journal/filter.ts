import type { Static, TObject } from 'typebox'
import { answeredIdOf, fieldsOf, ticketOf } from '../../wire/calls.ts'
import type { Call } from '../../wire/calls.ts'
import { OPERATION_IDS } from '../../wire/catalogue.ts'
import { Type } from '../../wire/type.ts'
import { checked } from '../checked.ts'
import { readInstant } from '../clock/durations.ts'
import { ControlError } from '../errors.ts'

/** Which calls of a journal are meant. Whoever names several things means calls to which all of them apply. */
export const filterFields = {
  operation: Type.Optional(
    Type.String({ maxLength: 100, description: 'An operationId, such as createTicket.' }),
  ),
  method: Type.Optional(Type.String({ pattern: '^[A-Z]{3,7}$', description: 'Such as POST.' })),
  status: Type.Optional(
    Type.String({
      pattern: '^([0-9]|[1-5][0-9][0-9]|[1-5]xx)$',
      description: 'Such as 429 or 4xx; 0 where the connection was cut.',
    }),
  ),
  ticket_id: Type.Optional(Type.Integer({ minimum: 0, description: 'Calls that were about the ticket.' })),
  since: Type.Optional(Type.String({ maxLength: 40, description: "From this time of the account's clock." })),
  until: Type.Optional(Type.String({ maxLength: 40, description: 'Before this time.' })),
  cause: Type.Optional(
    Type.String({
      pattern: '^[a-z-]{1,20}(:.{1,100})?$',
      description: 'What the call stands for in the history, such as request:12.',
    }),
  ),
  correlation: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      description:
        'An external_id of the body or the query, X-Correlation-ID, X-Request-ID, or the id of the answer.',
    }),
  ),
}

export type JournalFilter = Static<TObject<typeof filterFields>>

export const FilterFields = Type.Object(filterFields, { additionalProperties: false })

/** The calls of a span of time. */
export const SpanFields = Type.Object(
  { since: filterFields.since, until: filterFields.until },
  { additionalProperties: false },
)
export type Span = Static<typeof SpanFields>

/** Whether a call was about a ticket: by its path, its query, its body, or because it made it. */
export function isAbout(call: Call, ticket: number): boolean {
  const { operation } = call.entry
  const named = ticketOf(call) ?? call.query.get('ticket_id')
  if (named !== null) return Number(named) === ticket
  if (operation === 'createTicket') return answeredIdOf(call) === ticket
  return (
    call.requestText?.includes('ticket_id') === true &&
    Number(fieldsOf(call.body).ticket_id ?? NaN) === ticket
  )
}

const CORRELATION_HEADERS = ['x-correlation-id', 'x-request-id'] as const

/** The external ids that a body names: of what it makes, and of what lies in it. */
export function externalIdsOf(call: Call): string[] {
  if (call.requestText?.includes('external_id') !== true) return []
  const body = fieldsOf(call.body)
  const inner = Object.values(body).flatMap((value) =>
    Array.isArray(value) ? (value as unknown[]) : [value],
  )
  return [body, ...inner.map(fieldsOf)].flatMap(({ external_id }) =>
    typeof external_id === 'string' ? [external_id] : [],
  )
}

function correlates(call: Call, value: string): boolean {
  return (
    call.entry.request_id === value ||
    call.query.get('external_id') === value ||
    CORRELATION_HEADERS.some((name) => call.requestHeaders[name] === value) ||
    externalIdsOf(call).includes(value)
  )
}

/** Whether a status is the one that is meant, or of the class: `404`, `4xx`. */
export function hasStatus(status: number, wanted: number | string): boolean {
  const text = String(wanted)
  return text.endsWith('xx') ? Math.floor(status / 100) === Number(text[0]) : status === Number(text)
}

const isCause = ({ kind, id }: Call['entry']['cause'], wanted: string): boolean =>
  wanted.includes(':') ? wanted === `${kind}:${id}` : wanted === kind

/**
 * Reads a filter: what it answers tells whether a call is meant.
 *
 * @throws {ControlError} 400 for an operation that does not exist, and for times that are none
 */
export function readFilter(filter: JournalFilter): (call: Call) => boolean {
  const { operation, method, status, ticket_id, cause, correlation } = checked(FilterFields, filter, 'filter')
  if (operation !== undefined && !OPERATION_IDS.has(operation))
    throw new ControlError(
      400,
      `operation: there is no operation "${operation}"; see /openapi.json.`,
      'operation',
    )
  const since = filter.since === undefined ? -Infinity : readInstant(filter.since, 'since')
  const until = filter.until === undefined ? Infinity : readInstant(filter.until, 'until')
  if (since > until) throw new ControlError(400, 'until: must not be before since.', 'until')
  const ofCalls = [operation, method, status, ticket_id, correlation].some((one) => one !== undefined)
  return (call) => {
    const { entry } = call
    if (call.isMark && ofCalls) return false
    return (
      (operation === undefined || entry.operation === operation) &&
      (method === undefined || entry.method === method) &&
      (status === undefined || hasStatus(entry.status, status)) &&
      entry.at >= since &&
      entry.at < until &&
      (cause === undefined || isCause(entry.cause, cause)) &&
      (ticket_id === undefined || isAbout(call, ticket_id)) &&
      (correlation === undefined || correlates(call, correlation))
    )
  }
}
