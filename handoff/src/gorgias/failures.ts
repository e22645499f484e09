import { errorEntry } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import type { ApiFailure, FieldProblem } from './api-result.ts'
import { isRecord } from '../json/is-record.ts'

const MAX_FIELDS = 10
const MAX_TEXT = 200

/** An answer that is not a success, as far as its meaning goes. */
export interface RefusedAnswer {
  status: number
  /** The parsed body; `undefined` where it is no JSON. */
  json: unknown
  /** The host that answered, for the message. */
  host: string
  location?: string
}

/**
 * Reads Gorgias' error dialect: `{"error": {"msg": "...", "data": {...}}}` (recorded), or an HTML page
 * (recorded for unknown subdomains, observed for 5xx).
 *
 * @param scrub takes secrets out of the texts of the server.
 */
export function refusal(answer: RefusedAnswer, scrub: (text: string) => string): ApiFailure {
  const error = isRecord(answer.json) && isRecord(answer.json.error) ? answer.json.error : {}
  const said = typeof error.msg === 'string' ? shorten(scrub(error.msg)) : ''
  const fields = fieldProblems(error.data, scrub)
  const code = refusalCode(answer, said)
  const details = [
    ...(said ? [`"${said}"`] : []),
    ...fields.map(({ field, message }) => `${field}: ${message}`),
    ...(code === 'redirected' && answer.location ? [`it points to ${answer.location}`] : []),
  ]
  const where = `${answer.host} answered ${answer.status}`
  return {
    ...named(code, [where, ...details].join('; ')),
    status: answer.status,
    ...(fields.length > 0 && { fields }),
  }
}

function refusalCode({ status, json }: RefusedAnswer, said: string): ErrorCode {
  if (status >= 500 || status === 408) return 'server_error'
  if (status >= 300 && status < 400) return 'redirected'
  switch (status) {
    case 401:
      return 'unauthorized'
    case 403:
      return /quota exceeded/i.test(said) ? 'quota' : 'forbidden'
    case 404:
      return isRecord(json) ? 'not_found' : 'unknown_subdomain'
    case 409:
      return 'conflict'
    case 413:
      return 'too_large'
    case 429:
      return 'rate_limited'
    default:
      return 'rejected'
  }
}

/** Flattens `error.data`, where field names lead to lists of sentences through any nesting. */
function fieldProblems(data: unknown, scrub: (text: string) => string): FieldProblem[] {
  const found: FieldProblem[] = []
  const visit = (value: unknown, path: string, depth: number): void => {
    if (found.length === MAX_FIELDS || depth > 8) return
    if (typeof value === 'string') found.push({ field: shorten(path), message: shorten(scrub(value)) })
    else if (Array.isArray(value))
      value.forEach((entry, index) => visit(entry, isRecord(entry) ? `${path}[${index}]` : path, depth + 1))
    else if (isRecord(value))
      for (const [key, entry] of Object.entries(value)) visit(entry, joinPath(path, scrub(key)), depth + 1)
  }
  visit(data, '', 0)
  return found
}

function joinPath(path: string, key: string): string {
  if (/^\d+$/.test(key)) return `${path}[${key}]`
  return path === '' ? key : `${path}.${key}`
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= MAX_TEXT) return line
  // Counted in code points, so that no pair of surrogates is cut in two.
  return `${Array.from(line).slice(0, MAX_TEXT).join('')}…`
}

const NOT_SENT = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_HAS_EXPIRED',
])

/**
 * What a rejected `fetch` means. Only a failure that certainly came before the request was sent is
 * `unreachable`; everything else leaves the outcome unknown. The error's own text is not passed on.
 */
export function brokenConnection(error: unknown, host: string): ApiFailure {
  const { code, connecting } = causeOf(error)
  const notSent = connecting || NOT_SENT.has(code) || code.startsWith('ERR_TLS_')
  return named(notSent ? 'unreachable' : 'unknown_outcome', `${host}: ${code || 'connection lost'}`)
}

/** fetch wraps the error of the socket, sometimes more than once. */
function causeOf(error: unknown): { code: string; connecting: boolean } {
  let cause = error
  for (let depth = 0; depth < 5 && isRecord(cause); depth += 1) {
    if (typeof cause.code === 'string' && /^[A-Z_0-9]{1,60}$/.test(cause.code))
      return { code: cause.code, connecting: cause.syscall === 'connect' }
    cause = cause.cause
  }
  return { code: '', connecting: false }
}

/** No answer within the time: the request may be applied, or may be yet. */
export const noAnswerInTime = (host: string, ms: number): ApiFailure => ({
  ...named('unknown_outcome', `${host}: no answer within ${ms / 1000} s`),
  timedOut: true,
})

/** A success without the content a success has. */
export const unreadableAnswer = (host: string, status: number): ApiFailure => ({
  ...named('unknown_outcome', `${host} answered ${status} with a body that cannot be read`),
  status,
})

const named = (code: ErrorCode, detail: string): ApiFailure => ({
  code,
  message: `${errorEntry(code).meaning} (${detail})`,
  detail,
})
