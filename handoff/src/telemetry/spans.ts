import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Attributes, Span } from '@opentelemetry/api'
import type { ApiResult } from '../gorgias/api-result.ts'
import type { GorgiasClient } from '../gorgias/client.ts'
import type { LedgerEntry } from '../ledger/ledger.ts'
import type { Outcome } from '../model/outcome.ts'

/** Without an OpenTelemetry SDK in the process all of this does nothing. */
const tracer = () => trace.getTracer('@gorgias-harness/handoff')

async function inSpan<T>(
  name: string,
  options: { kind: SpanKind; attributes: Attributes },
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return tracer().startActiveSpan(name, options, async (span) => {
    try {
      return await work(span)
    } finally {
      span.end()
    }
  })
}

/** One try of a handoff as a span: ids, codes and counts, nothing of the customer. */
export function handoffSpan(
  { handoff_id, conversation_id, accepted_at }: LedgerEntry,
  now: number,
  work: () => Promise<Outcome | undefined>,
): Promise<Outcome | undefined> {
  const attributes = {
    'handoff.id': handoff_id,
    'handoff.conversation_id': conversation_id,
    'handoff.queued_ms': now - accepted_at,
  }
  return inSpan('handoff', { kind: SpanKind.CONSUMER, attributes }, async (span) => {
    const outcome = await work()
    span.setAttribute('handoff.status', outcome?.status ?? 'left_to_another')
    if (outcome) span.setAttribute('handoff.attempts', outcome.attempts)
    if (outcome && 'ticket_id' in outcome) span.setAttribute('handoff.ticket_id', outcome.ticket_id)
    if (outcome?.status === 'failed') {
      span.setAttribute('error.type', outcome.code)
      span.setStatus({ code: SpanStatusCode.ERROR })
    }
    return outcome
  })
}

/** The same client with a span for each call, named and filled by the HTTP conventions of OpenTelemetry. */
export function tracedClient(client: GorgiasClient, baseUrl: string): GorgiasClient {
  const { hostname, port, protocol } = new URL(baseUrl)
  const server = {
    'server.address': hostname,
    'server.port': Number(port) || (protocol === 'http:' ? 80 : 443),
  }

  function traced<Input extends unknown[], T>(
    method: 'GET' | 'POST',
    pathOf: (...input: NoInfer<Input>) => string,
    call: (...input: Input) => Promise<ApiResult<T>>,
  ): (...input: Input) => Promise<ApiResult<T>> {
    return (...input) => {
      const path = pathOf(...input)
      const attributes = {
        ...server,
        'http.request.method': method,
        'url.full': `${baseUrl}${path}`,
        'url.template': path,
      }
      return inSpan(`${method} ${path}`, { kind: SpanKind.CLIENT, attributes }, async (span) => {
        const result = await call(...input)
        const status = result.ok ? result.status : result.failure.status
        if (status !== undefined) span.setAttribute('http.response.status_code', status)
        if (!result.ok) {
          span.setAttribute('error.type', status === undefined ? result.failure.code : String(status))
          span.setStatus({ code: SpanStatusCode.ERROR })
        }
        return result
      })
    }
  }

  const tickets = () => '/api/tickets'
  // The query and the numbers of a path stay out: it may name people, and every address would be a name of its own.
  const plain = (path: string) => path.replace(/\?.*$/s, '').replace(/\/\d+(?=\/|$)/g, '/{id}')
  return {
    createTicket: traced('POST', tickets, (body: object) => client.createTicket(body)),
    findTicketsByExternalId: traced('GET', tickets, (id: string) => client.findTicketsByExternalId(id)),
    read: traced('GET', plain, (path: string) => client.read(path)),
  }
}
