import type { FieldErrors, RefusalReason } from '../kernel/refusal.ts'

/** Every error that the API answers: its status and its usual sentence. The one registry of the wire. */
export const ERRORS = {
  invalid: { status: 400, msg: 'Invalid request.' },
  unauthorized: { status: 401, msg: 'Unauthorized.' },
  forbidden: { status: 403, msg: 'You do not have enough permissions to perform this action.' },
  missing: { status: 404, msg: 'Resource not found.' },
  'method-not-allowed': { status: 405, msg: 'The specified HTTP method is not allowed.' },
  conflict: { status: 409, msg: 'The resource already exists.' },
  'too-large': { status: 413, msg: 'The request body is too large.' },
  'unsupported-media-type': { status: 415, msg: 'Only application/json is accepted.' },
  'rate-limited': { status: 429, msg: 'Rate limit exceeded.' },
  internal: { status: 500, msg: 'Internal server error.' },
  'external-service': { status: 503, msg: 'An external service had an issue.' },
} as const satisfies Record<string, { status: number; msg: string }> & Record<RefusalReason, unknown>

export type ErrorCode = keyof typeof ERRORS

export interface ErrorBody {
  readonly error: { readonly msg: string; readonly data?: FieldErrors }
}

export const errorBody = (msg: string, data?: FieldErrors): ErrorBody => ({
  error: { ...(data !== undefined && { data }), msg },
})

/** An answer that is an error of the wire itself, decided before or beside an operation. */
export class WireError extends Error {
  override readonly name = 'WireError'
  readonly code: ErrorCode
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: ErrorCode,
    message: string = ERRORS[code].msg,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.code = code
    this.headers = headers
  }
}

/** The page that an edge in front of the API answers with: HTML, as clients of 5xx and unknown hosts see it. */
export const htmlPage = (status: number, title: string): string =>
  `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n`
