import type { ApiFailure, ApiResult } from '../gorgias/api-result.ts'
import type { GorgiasClient } from '../gorgias/client.ts'
import { isTrouble } from './breaker.ts'
import type { Pacer } from './pacer.ts'
import type { Reason } from './plan.ts'

/** What the calls of one piece of work have in common. */
export interface Errand {
  /** The latest moment at which a call may leave, in milliseconds since 1970-01-01T00:00Z. */
  until: number
  /** Ends the waiting, at a shutdown. */
  signal?: AbortSignal
  /** Is told each wait when it is over. */
  onWait?: (ms: number, reason: Reason) => void
}

/**
 * The same client, whose every call waits until the pacer lets it go. Make one for each piece of work, and
 * wrap what logs and measures calls, not the other way round: a call that waits is none yet.
 */
export function pacedClient(client: GorgiasClient, pacer: Pacer, errand: Errand): GorgiasClient {
  return {
    createTicket: paced((body: object) => client.createTicket(body), pacer, errand),
    findTicketsByExternalId: paced((id: string) => client.findTicketsByExternalId(id), pacer, errand),
    read: paced((path: string) => client.read(path), pacer, errand),
  }
}

/**
 * One kind of call, paced. After trouble the next of its kind is a repetition and draws from the retry
 * quota; the look-up after a lost answer is another kind, so it does not.
 */
export function paced<Input extends unknown[], T>(
  call: (...input: Input) => Promise<ApiResult<T>>,
  pacer: Pacer,
  { until, signal, onWait }: Errand,
): (...input: Input) => Promise<ApiResult<T>> {
  let isRetry = false
  return async (...input) => {
    const admission = await pacer.admit({ until, isRetry, ...(signal && { signal }) })
    if (!admission.ok) return { ok: false, failure: admission.failure }
    if (admission.waitedMs > 0) onWait?.(admission.waitedMs, admission.reason ?? 'bucket')
    let result: ApiResult<T> = { ok: false, failure: brokeOff }
    try {
      result = await call(...input)
      return result
    } finally {
      isRetry = !result.ok && isTrouble(result.failure.code)
      await pacer.learn(admission.call, result)
    }
  }
}

/** What is learned of a call that threw: it may have left. */
const brokeOff: ApiFailure = {
  code: 'unknown_outcome',
  message: 'The call broke off.',
  detail: 'the call broke off',
}
