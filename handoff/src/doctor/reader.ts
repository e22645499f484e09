import { errorEntry } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import { repeat } from '../delivery/deliver.ts'
import type { Retries } from '../delivery/retries.ts'
import { isRecord } from '../json/is-record.ts'
import type { ApiFailure, ApiResult } from '../gorgias/api-result.ts'
import type { GorgiasClient } from '../gorgias/client.ts'

/** The rows of a list; not complete where the bound on pages ended the reading. */
export interface Rows<T> {
  rows: T[]
  complete: boolean
}

/** What of a list is wanted. */
export interface ListOptions {
  /** Default 5, of 100 rows each. */
  maxPages?: number
}

/** Reads an account, and never changes it. A call that fails for now is repeated; a 429 waits as long as it says. */
export interface Reader {
  get<T>(path: string, parse: (json: unknown) => T | undefined): Promise<ApiResult<T>>
  /** Follows the cursors of a list, whose rows are parsed leniently: what is no such row is left out. */
  list<T>(
    path: string,
    parse: (row: unknown) => T | undefined,
    options?: ListOptions,
  ): Promise<ApiResult<Rows<T>>>
  /** Calls made so far, repetitions included. */
  readonly calls: number
}

/** Pages of a list that are read unless told otherwise. */
const MAX_PAGES = 5

/** @param retries the waits, and the deadline that all reading shares. */
export function createReader(client: Pick<GorgiasClient, 'read'>, retries: Retries): Reader {
  let calls = 0

  async function read(path: string): Promise<ApiResult<unknown>> {
    const answer = await repeat(retries.series(), () => {
      calls += 1
      return client.read(path)
    })
    return answer.ok ? answer : { ...answer, failure: asReading(answer.failure) }
  }

  return {
    get calls() {
      return calls
    },
    get: async (path, parse) => {
      const answer = await read(path)
      if (!answer.ok) return answer
      const value = parse(answer.value)
      return value === undefined ? notLikeGorgias(path) : { ...answer, value }
    },
    list: async (path, parse, { maxPages = MAX_PAGES } = {}) => {
      const rows: unknown[] = []
      let next: string | undefined = withQuery(path, 'limit=100')
      for (let page = 1; ; page += 1) {
        const answer: ApiResult<unknown> = await read(next)
        if (!answer.ok) return answer
        if (!isRecord(answer.value) || !Array.isArray(answer.value.data)) return notLikeGorgias(path)
        rows.push(...(answer.value.data as unknown[]))
        next = nextPage(path, answer.value.meta)
        if (next !== undefined && page < maxPages) continue
        const parsed = rows.map(parse).filter((row) => row !== undefined)
        return { ...answer, value: { rows: parsed, complete: next === undefined } }
      }
    },
  }
}

/** Lists name a cursor; items of a view the query of the next page (recorded). The path stays ours. */
function nextPage(path: string, meta: unknown): string | undefined {
  if (!isRecord(meta)) return undefined
  const { next_cursor: cursor, next_items: items } = meta
  if (typeof cursor === 'string' && cursor !== '')
    return withQuery(path, `limit=100&cursor=${encodeURIComponent(cursor)}`)
  if (typeof items !== 'string' || !items.includes('?')) return undefined
  return `${path.split('?')[0] ?? path}?${new URLSearchParams(items.slice(items.indexOf('?') + 1)).toString()}`
}

const withQuery = (path: string, query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`

const notLikeGorgias = (path: string): { ok: false; failure: ApiFailure } => ({
  ok: false,
  failure: named('unreadable_answer', `${path.split('?')[0] ?? path} answered something else`),
})

/** A call that only reads leaves nothing in doubt: what was lost is an answer, not a ticket. */
export const asReading = (failure: ApiFailure): ApiFailure =>
  failure.code === 'unknown_outcome' ? { ...failure, ...named('unreadable_answer', failure.detail) } : failure

const named = (code: ErrorCode, detail: string): ApiFailure => ({
  code,
  message: `${errorEntry(code).meaning} (${detail})`,
  detail,
})
