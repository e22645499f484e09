import { errorEntry } from '../errors.ts'
import type { ApiFailure, ApiResult } from '../gorgias/api-result.ts'
import type { TicketRef } from '../gorgias/answers.ts'
import type { GorgiasClient } from '../gorgias/client.ts'
import type { Warning } from '../model/outcome.ts'
import type { Retries, Series } from './retries.ts'

/** One ticket to be made. */
export interface Job {
  body: object
  /** The ticket's `external_id`, by which it is found again. */
  externalId: string
  /** It may exist already: look before the first post. */
  inDoubt: boolean
}

/** What of the outside a delivery needs. */
export interface DeliveryPorts {
  client: Pick<GorgiasClient, 'createTicket' | 'findTicketsByExternalId'>
  retries: Retries
}

/** What a delivery came to. */
export type Delivery = {
  /** Posts made. */
  attempts: number
  /** A ticket may exist that is not known; the next try has to look first. */
  inDoubt: boolean
} & ({ ok: true; ticket: TicketRef; warnings: Warning[] } | { ok: false; failure: ApiFailure })

/**
 * Makes one ticket, whatever happens on the way.
 *
 * A refusal that may pass is repeated after a wait. Once an outcome is unknown, every further post, and
 * also giving up, comes after a look-up by `external_id`: Gorgias has no idempotency keys (documented),
 * so that look-up is what keeps a lost answer from becoming a second ticket. It narrows the gap and cannot
 * close it: a request that Gorgias applies after the look-up is found only by the next one.
 */
export async function deliver(job: Job, { client, retries }: DeliveryPorts): Promise<Delivery> {
  const posts = retries.series()
  let { inDoubt } = job
  let attempts = 0
  let failure: ApiFailure | undefined
  let again = true

  for (;;) {
    if (inDoubt) {
      const seen = await repeat(retries.series(), () => client.findTicketsByExternalId(job.externalId))
      if (!seen.ok) return { ok: false, attempts, inDoubt, failure: stillInDoubt(failure, seen.failure) }
      const [ticket, ...others] = seen.value
      if (ticket) {
        const warnings = several(ticket, others)
        return { ok: true, attempts, inDoubt: false, ticket, warnings }
      }
    }
    if (failure && !again) return { ok: false, attempts, inDoubt, failure }

    const answer = await client.createTicket(job.body)
    if (answer.ok || !answer.failure.notSent) attempts += 1
    if (answer.ok) return { ok: true, attempts, inDoubt: false, ticket: answer.value, warnings: [] }
    failure = answer.failure
    inDoubt ||= errorEntry(failure.code).outcome === 'unknown'
    again = await posts.pause(failure)
  }
}

/** Repeats a call that changes nothing, as long as its failures may pass. */
export async function repeat<T>(series: Series, call: () => Promise<ApiResult<T>>): Promise<ApiResult<T>> {
  for (;;) {
    const answer = await call()
    if (answer.ok || !(await series.pause(answer.failure))) return answer
  }
}

/** Whatever the look-up died of, what matters to the reader is that the ticket may exist. */
function stillInDoubt(post: ApiFailure | undefined, lookUp: ApiFailure): ApiFailure {
  const main: ApiFailure =
    post && errorEntry(post.code).outcome === 'unknown'
      ? post
      : { ...lookUp, code: 'unknown_outcome', message: errorEntry('unknown_outcome').meaning }
  return { ...main, message: `${main.message} It could not be looked up (${lookUp.detail}).` }
}

function several(first: TicketRef, others: readonly TicketRef[]): Warning[] {
  if (others.length === 0) return []
  const rest = others.map(({ id }) => id).join(', ')
  return [
    {
      code: 'several_tickets',
      message: `Gorgias has more than one ticket of this handoff. ${first.id} is the first; close or merge ${rest}.`,
    },
  ]
}
