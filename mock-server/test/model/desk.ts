import { expect } from 'vitest'
import { accountOf } from '../../src/control/account.ts'
import type { Account } from '../../src/control/account.ts'
import type { AccountTenant } from '../../src/control/accounts/tenant.ts'
import { keyOf } from '../support/furnished.ts'
import { sorted } from './model.ts'
import type { BareApi } from '../support/operations.ts'

export interface Row {
  readonly id: number
  readonly [field: string]: unknown
}

export interface Event extends Row {
  readonly type: string
  readonly object_type: string
  readonly object_id: number
  readonly data: Readonly<Record<string, unknown>> | null
}

export interface Page {
  readonly data: readonly Row[]
  readonly meta: { readonly prev_cursor: string | null; readonly next_cursor: string | null }
}

/** What a call left, oldest first. */
export interface Happened {
  readonly events: readonly Event[]
}

export interface Answer<T> extends Happened {
  readonly json: T
  readonly location: string | undefined
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** The simulator as the sequences use it: an account whose every call and every event is looked at. */
export interface Desk {
  readonly account: Account
  readonly tenant: AccountTenant
  /** Makes a call that has to be answered so. A call that is refused, or reads, must leave no event. */
  call<T = Row>(status: number, method: Method, url: string, body?: unknown): Promise<Answer<T>>
  read<T = Row>(url: string): Promise<T>
  /** Lets time go by; answers the events of whatever that brings. */
  pass(duration: string): Promise<readonly Event[]>
  /** What Gorgias or its agents do without a call; answers the events of it. */
  act(what: string, run: (account: Account) => void): Promise<readonly Event[]>
  /** The calls so far, for whoever has to understand a failure. */
  transcript(): string
}

export const MINUTE = 'PT1M'

export function openDesk(
  { app, accounts, operations }: BareApi,
  declared: ReadonlyMap<string, ReadonlySet<number>>,
  tenant: AccountTenant,
): Desk {
  const authorization = keyOf(tenant, tenant.apiKey)
  const calls: string[] = []
  let lastEvent = 0
  // The fewer parameters, the closer a path: /customers/merge comes before /customers/:id.
  const patterns = operations
    .map(({ operationId, method, url }) => ({
      key: `${method} ${operationId}`,
      operationId,
      method,
      parameters: url.split(':').length,
      pattern: new RegExp(`^${url.replaceAll(/:\w+/g, '[^/]+')}$`),
    }))
    .toSorted((a, b) => a.parameters - b.parameters)

  async function send(method: Method, url: string, body?: unknown) {
    const [path = ''] = url.split('?', 1)
    const answer = await app.inject({
      method,
      url,
      headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    })
    const operation = patterns.find((one) => one.method === method && one.pattern.test(path))
    const promised = declared.get(operation?.operationId ?? '') ?? new Set()
    expect([...promised], `${operation?.operationId ?? url} answers what it does not declare`).toContain(
      answer.statusCode,
    )
    return answer
  }

  async function newEvents(): Promise<readonly Event[]> {
    const { body } = await send('GET', '/api/events?limit=100&order_by=created_datetime:desc')
    const page = JSON.parse(body) as { readonly data: readonly Event[] }
    const fresh = page.data.filter(({ id }) => id > lastEvent).toReversed()
    const ids = fresh.map(({ id }) => id)
    expect(ids, 'the ids of events grow, and none comes twice').toEqual(sorted(new Set(ids)))
    lastEvent = ids.at(-1) ?? lastEvent
    return fresh
  }

  async function call<T>(status: number, method: Method, url: string, body?: unknown): Promise<Answer<T>> {
    const answer = await send(method, url, body)
    const sent = body === undefined ? '' : ` ${JSON.stringify(body)}`
    calls.push(`${method} ${url}${sent} -> ${answer.statusCode}`)
    expect(answer.statusCode, answer.body.slice(0, 500)).toBe(status)
    const events = await newEvents()
    if (status >= 300 || method === 'GET') expect(events, 'nothing happened').toEqual([])
    const isJson = answer.headers['content-type'] === 'application/json' && answer.body !== ''
    return {
      json: (isJson ? JSON.parse(answer.body) : undefined) as T,
      location: answer.headers.location,
      events,
    }
  }

  const account = accountOf(accounts, tenant.name)
  return {
    account,
    tenant,
    call,
    read: async <T>(url: string) => (await call<T>(200, 'GET', url)).json,
    async pass(duration) {
      await account.clock.advance(duration)
      calls.push(`(${duration} go by)`)
      return newEvents()
    },
    act(what, run) {
      run(account)
      calls.push(`(${what})`)
      return newEvents()
    },
    transcript: () => calls.join('\n'),
  }
}

/** Holds events against what a change must leave: each of these exactly once. */
export function expectEvents(
  events: readonly Event[],
  wanted: readonly (readonly [type: string, object_id: number])[],
): void {
  const shown = JSON.stringify(events.map(({ type, object_id }) => [type, object_id]))
  for (const [type, object_id] of wanted) {
    const found = events.filter((event) => event.type === type && event.object_id === object_id)
    expect(found.length, `${type} of ${object_id} once among ${shown}`).toBe(1)
  }
}
