import type { ErrorCode } from '../errors.ts'

/** How full the account's bucket was, from `X-Gorgias-Account-Api-Call-Limit` (recorded: `4/80`). */
export interface CallLimit {
  used: number
  limit: number
}

/** One complaint of Gorgias about one field, such as `messages[0].sender`. */
export interface FieldProblem {
  field: string
  message: string
}

/** Why a call failed. Texts of Gorgias are bounded and free of the API key. */
export interface ApiFailure {
  code: ErrorCode
  /** What it means, and {@link ApiFailure.detail} in brackets. */
  message: string
  /** Who answered what, or what became of the connection. */
  detail: string
  status?: number
  requestId?: string
  /** From `Retry-After`, in milliseconds. */
  retryAfterMs?: number
  /** No answer came in time: the request may still be worked on. */
  timedOut?: boolean
  /** The call was not made. */
  notSent?: boolean
  fields?: readonly FieldProblem[]
  /** The ticket to which a merged ticket's address leads (documented: 301). */
  movedToTicket?: number
}

/** What one call came to. Failures of HTTP are values, never thrown. */
export type ApiResult<T> =
  | { ok: true; value: T; status: number; requestId?: string; callLimit?: CallLimit }
  | { ok: false; failure: ApiFailure; callLimit?: CallLimit }
