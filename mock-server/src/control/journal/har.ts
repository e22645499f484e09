import type { Call } from '../../wire/calls.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import type { HeaderMap } from '../../wire/kept-headers.ts'

interface NameValue {
  readonly name: string
  readonly value: string
}

/** An archive of calls as browsers' tools read it (HAR 1.2). What is not known is -1, as the format has it. */
export interface Har {
  readonly log: {
    readonly version: '1.2'
    readonly creator: { readonly name: string; readonly version: string }
    readonly entries: readonly HarEntry[]
    readonly comment?: string
  }
}

export interface HarEntry {
  readonly startedDateTime: string
  /** Milliseconds. */
  readonly time: number
  readonly request: {
    readonly method: string
    readonly url: string
    readonly httpVersion: string
    readonly cookies: readonly []
    readonly headers: readonly NameValue[]
    readonly queryString: readonly NameValue[]
    readonly postData?: { readonly mimeType: string; readonly text: string }
    readonly headersSize: -1
    readonly bodySize: number
  }
  readonly response: {
    readonly status: number
    readonly statusText: string
    readonly httpVersion: string
    readonly cookies: readonly []
    readonly headers: readonly NameValue[]
    readonly content: { readonly size: number; readonly mimeType: string; readonly text?: string }
    readonly redirectURL: string
    readonly headersSize: -1
    readonly bodySize: -1
  }
  readonly cache: object
  readonly timings: { readonly send: 0; readonly wait: number; readonly receive: 0 }
  /** The call's number in the journal, and the operation. */
  readonly _id: number
  readonly _operation: string | null
}

const CREATOR = { name: 'gorgias-mock', version: '0.1.0' }
const HTTP = 'HTTP/1.1'

/**
 * What the statuses of the API are called (RFC 9110); the journal keeps no names, and node:http is for
 * the edge alone.
 */
const STATUS_TEXTS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  301: 'Moved Permanently',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

const pairs = (headers: HeaderMap): NameValue[] =>
  Object.entries(headers).map(([name, value]) => ({ name, value }))

function harEntry(call: Call): HarEntry {
  const { entry, requestHeaders, responseHeaders, requestText, responseText } = call
  const size = Buffer.byteLength(responseText ?? '')
  return {
    startedDateTime: formatDatetime(entry.at),
    time: entry.duration_ms,
    request: {
      method: entry.method,
      url: `${entry.scheme}://${requestHeaders.host ?? 'localhost'}${call.path}`,
      httpVersion: HTTP,
      cookies: [],
      headers: pairs(requestHeaders),
      queryString: [...call.query].map(([name, value]) => ({ name, value })),
      ...(requestText !== null && {
        postData: { mimeType: requestHeaders['content-type'] ?? '', text: requestText },
      }),
      headersSize: -1,
      bodySize: Buffer.byteLength(requestText ?? ''),
    },
    response: {
      status: entry.status,
      statusText: STATUS_TEXTS[entry.status] ?? '',
      httpVersion: HTTP,
      cookies: [],
      headers: pairs(responseHeaders),
      content: {
        size,
        mimeType: responseHeaders['content-type'] ?? 'x-unknown',
        ...(responseText !== null && { text: responseText }),
      },
      redirectURL: responseHeaders.location ?? '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: entry.duration_ms, receive: 0 },
    _id: entry.id,
    _operation: entry.operation,
  }
}

/** Calls as an archive (HAR 1.2), without the secrets that some of them carried. */
export function toHar(calls: Iterable<Call>, dropped: number): Har {
  return {
    log: {
      version: '1.2',
      creator: CREATOR,
      entries: Array.from(calls, harEntry),
      ...(dropped > 0 && { comment: `${dropped} older calls are not kept any more.` }),
    },
  }
}
