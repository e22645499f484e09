import type { OrgConfig } from '../model/config.ts'
import type { Clock, Fetch } from '../ports.ts'
import type { ApiResult, CallLimit } from './api-result.ts'
import { brokenConnection, noAnswerInTime, refusal, unreadableAnswer } from './failures.ts'
import { parseTicket, parseTickets } from './answers.ts'
import type { TicketRef } from './answers.ts'
import { parseJson, readBody } from './read-body.ts'
import { basicCredentials, createScrubber } from './scrub.ts'
import { timedOut, withTimeLimit } from './time-limit.ts'

/** A created ticket is answered with all its bodies, so this is some times the size of the largest. */
const MAX_ANSWER_BYTES = 8_000_000

/** The calls of a handoff; set-up check and diagnosis only read beyond them. */
export interface GorgiasClient {
  /** `POST /api/tickets`. The one call of a handoff. */
  createTicket(body: object): Promise<ApiResult<TicketRef>>
  /**
   * `GET /api/tickets?external_id=`, oldest first. Gorgias does not keep external ids unique
   * (documented), so there can be several; rows with another external id are left out.
   */
  findTicketsByExternalId(externalId: string): Promise<ApiResult<TicketRef[]>>
  /**
   * Any `GET`, its JSON as it came.
   *
   * @param path with its query, such as `/api/users/0`.
   */
  read(path: string): Promise<ApiResult<unknown>>
}

/** What the client needs of the outside. */
export interface ClientPorts {
  clock: Clock
  fetch: Fetch
}

/**
 * A client of one Gorgias account.
 *
 * It never throws for what HTTP brings, never follows a redirect (the credentials would go along), reads
 * answers up to a size, and takes the API key out of every text it passes on. Retries are the business of
 * the caller, who knows what is safe.
 *
 * @param timeoutMs how long one answer may take, body included.
 */
export function createGorgiasClient(
  gorgias: OrgConfig['gorgias'],
  ports: ClientPorts,
  timeoutMs: number,
): GorgiasClient {
  const host = new URL(gorgias.baseUrl).host
  const scrub = createScrubber(gorgias.apiKeyUserEmail, gorgias.apiKey)
  const headers = {
    authorization: basicCredentials(gorgias.apiKeyUserEmail, gorgias.apiKey),
    accept: 'application/json',
    'user-agent': 'gorgias-harness-handoff',
  }

  async function call<T>(
    path: string,
    parse: (json: unknown) => T | undefined,
    body?: object,
  ): Promise<ApiResult<T>> {
    const init: RequestInit = { method: 'GET', headers, redirect: 'manual' }
    if (body) {
      init.method = 'POST'
      init.headers = { ...headers, 'content-type': 'application/json' }
      init.body = JSON.stringify(body)
    }
    try {
      const answer = await withTimeLimit(ports.clock, timeoutMs, async (signal) => {
        const response = await ports.fetch(`${gorgias.baseUrl}${path}`, { ...init, signal })
        return read(response, parse)
      })
      return answer === timedOut ? { ok: false, failure: noAnswerInTime(host, timeoutMs) } : answer
    } catch (error) {
      return { ok: false, failure: brokenConnection(error, host) }
    }
  }

  async function read<T>(response: Response, parse: (json: unknown) => T | undefined): Promise<ApiResult<T>> {
    const { status } = response
    const requestId = requestIdOf(response, scrub)
    const callLimit = callLimitOf(response)
    // The status of a refusal says enough even where its body breaks off.
    const text = await readBody(response, MAX_ANSWER_BYTES).catch((error: unknown) => {
      if (response.ok) throw error
      return undefined
    })
    const json = text === undefined ? undefined : parseJson(text)
    if (response.ok) {
      const value = parse(json)
      if (value !== undefined) return { ok: true, value, status, ...requestId, ...callLimit }
      return { ok: false, failure: { ...unreadableAnswer(host, status), ...requestId }, ...callLimit }
    }
    const location = redirectTarget(response, gorgias.baseUrl)
    const failure = refusal({ status, json, host, ...(location !== undefined && { location }) }, scrub)
    const moved = mergedInto(response, gorgias.baseUrl)
    return {
      ok: false,
      failure: { ...failure, ...requestId, ...retryAfterOf(response), ...moved },
      ...callLimit,
    }
  }

  return {
    createTicket: (body) => call('/api/tickets', parseTicket, body),
    findTicketsByExternalId: (externalId) =>
      call(withQuery('/api/tickets', { external_id: externalId, order_by: 'created_datetime:asc' }), (json) =>
        parseTickets(json, externalId),
      ),
    read: (path) => call(path, (json) => json),
  }
}

const withQuery = (path: string, query: Record<string, string>): string =>
  `${path}?${new URLSearchParams(query).toString()}`

function requestIdOf(response: Response, scrub: (text: string) => string): { requestId?: string } {
  const id = response.headers.get('x-request-id')
  return id ? { requestId: scrub(id).slice(0, 64) } : {}
}

/** Recorded on every answer, errors included; it counts the call itself. */
function callLimitOf(response: Response): { callLimit?: CallLimit } {
  const match = /^(\d+)\/(\d+)$/.exec(response.headers.get('x-gorgias-account-api-call-limit') ?? '')
  return match ? { callLimit: { used: Number(match[1]), limit: Number(match[2]) } } : {}
}

/** Documented as whole seconds. */
function retryAfterOf(response: Response): { retryAfterMs?: number } {
  const text = response.headers.get('retry-after')?.trim() ?? ''
  return /^\d{1,9}(\.\d+)?$/.test(text) ? { retryAfterMs: Math.ceil(Number(text) * 1000) } : {}
}

/** Where a redirect points to, without path and query: they may hold what was sent. */
function redirectTarget(response: Response, baseUrl: string): string | undefined {
  const location = response.headers.get('location')
  return location !== null && URL.canParse(location, baseUrl) ? new URL(location, baseUrl).origin : undefined
}

/** Of a redirect below the same origin only the number of a ticket is passed on, which can hold no secret. */
function mergedInto(response: Response, baseUrl: string): { movedToTicket?: number } {
  const location = response.headers.get('location')
  if (location === null || !URL.canParse(location, baseUrl)) return {}
  const { origin, pathname } = new URL(location, baseUrl)
  const id =
    origin === new URL(baseUrl).origin ? /^\/api\/tickets\/(\d{1,15})\/?$/.exec(pathname)?.[1] : undefined
  return id === undefined ? {} : { movedToTicket: Number(id) }
}
