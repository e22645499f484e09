import type { ApiResult } from '../gorgias/api-result.ts'
import type { GorgiasClient } from '../gorgias/client.ts'
import type { LogEntry, Ports } from '../ports.ts'

/** Writes one line of a handoff's run log. It never throws: a log that is full stops no ticket. */
export type Log = (event: LogEntry['event'], details?: Record<string, string | number>) => void

/** The run log of one handoff; does nothing without a logger. */
export function runLog({ logger, clock }: Pick<Ports, 'logger' | 'clock'>, handoffId: string): Log {
  return (event, details = {}) => {
    try {
      logger?.log({ at: new Date(clock.now()).toISOString(), event, handoff_id: handoffId, ...details })
    } catch {
      // There is nowhere left to say it.
    }
  }
}

/** The same client, with a line for each call: status or code, duration, fill of the rate bucket. */
export function loggedClient(
  client: GorgiasClient,
  log: Log,
  now: () => number,
): Pick<GorgiasClient, 'createTicket' | 'findTicketsByExternalId'> {
  async function logged<T>(event: LogEntry['event'], call: Promise<ApiResult<T>>): Promise<ApiResult<T>> {
    const startedAt = now()
    const result = await call
    const { callLimit } = result
    log(event, {
      duration_ms: now() - startedAt,
      ...(result.ok ? { http_status: result.status } : failureDetails(result.failure)),
      ...(callLimit && { calls_used: callLimit.used, calls_limit: callLimit.limit }),
    })
    return result
  }
  return {
    createTicket: (body) => logged('attempt', client.createTicket(body)),
    findTicketsByExternalId: (id) => logged('look_up', client.findTicketsByExternalId(id)),
  }
}

type Failure = Extract<ApiResult<unknown>, { ok: false }>['failure']

const failureDetails = ({ code, status, requestId }: Failure) => ({
  code,
  ...(status !== undefined && { http_status: status }),
  ...(requestId !== undefined && { request_id: requestId }),
})
