import type { FastifyReply, FastifyRequest } from 'fastify'
import { CALL_LIMIT_HEADER } from './headers.ts'
import { redactHeader } from './redaction.ts'

/** Headers of a call as the journal keeps them. */
export type HeaderMap = Readonly<Record<string, string>>

/** Of a call: who calls, what is sent, and what is named by the caller's own means, `x-...`. */
const ASKED = new Set([
  'accept',
  'authorization',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'prefer',
  'traceparent',
  'transfer-encoding',
  'user-agent',
])

const ANSWERED = ['content-type', 'location', 'retry-after', CALL_LIMIT_HEADER] as const

const MOST_HEADERS = 40
const LONGEST_VALUE = 500

const MOST_HARMLESS = 1_000
/** Values that hide nothing, and the header they stood in: callers send the same ones with each call. */
const harmless = new Map<string, string>()

/** A header's value as it may be shown. What holds a secret is not remembered. */
function shownHeader(name: string, value: string): string {
  if (harmless.get(value) === name) return value
  const shown = redactHeader(name, value)
  if (shown === value) {
    if (harmless.size >= MOST_HARMLESS) harmless.clear()
    harmless.set(value, name)
  }
  return shown
}

/** The headers of both sides that a journal keeps, as one text: few, short, and without credentials. */
export function keptHeaders({ headers }: FastifyRequest, reply: FastifyReply | undefined): string {
  const asked: Record<string, string> = {}
  let count = 0
  for (const name in headers) {
    const value = headers[name]
    if (value === undefined || !(ASKED.has(name) || name.startsWith('x-'))) continue
    if (++count > MOST_HEADERS) break
    asked[name] = shownHeader(name, String(value).slice(0, LONGEST_VALUE))
  }
  const answered: Record<string, string> = {}
  for (const name of ANSWERED) {
    const value = reply?.getHeader(name)
    if (value !== undefined) answered[name] = shownHeader(name, String(value))
  }
  return JSON.stringify([asked, answered])
}

/** What {@link keptHeaders} wrote; nothing where it is gone. */
export function readKeptHeaders(text: string | null): readonly [asked: HeaderMap, answered: HeaderMap] {
  return text === null ? [{}, {}] : (JSON.parse(text) as [HeaderMap, HeaderMap])
}
