import { expect } from 'vitest'
import { noNetwork } from '../support/server.ts'
import { startMockServer } from '../../src/index.ts'
import type { MockServer, MockServerOptions } from '../../src/index.ts'

/** A resource as it is answered. */
export interface Row {
  readonly id: number
  readonly [field: string]: unknown
}

export interface List {
  readonly data: readonly Row[]
  readonly uri: string
  readonly meta: { readonly prev_cursor: string | null; readonly next_cursor: string | null }
}

export interface Refused {
  readonly error: { readonly msg: string; readonly data?: unknown }
}

/** Makes a call, asserts its status (the message is the body), and answers the body. */
export type Call = <T = Row>(status: number, method: string, path: string, body?: unknown) => Promise<T>

export interface Api extends AsyncDisposable {
  readonly call: Call
  readonly server: MockServer
  /** Calls as another user, with a key of their own: made as an admin, then given the role. */
  as(role: string): Promise<Call>
}

const caller =
  (url: string, authorization: string): Call =>
  async <T>(status: number, method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    expect(answer.status, `${method} ${path} answered ${text}`).toBe(status)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }

/** A simulator of its own, with a virtual clock that starts at a fixed time. */
export async function startApi(options: MockServerOptions = {}): Promise<Api> {
  const server = await startMockServer({
    rateLimit: 'off',
    clock: 'virtual',
    now: '2026-03-02T10:00:00Z',
    callOut: noNetwork,
    ...options,
  })
  const call = caller(server.url, server.account.authorization)
  return {
    call,
    server,
    async as(role) {
      const email = `${role}@acme.test`
      const { id } = await call(201, 'POST', '/api/users', { name: role, email, role: { name: 'admin' } })
      const { api_key } = server.account.createKey(id)
      await call(202, 'PUT', `/api/users/${id}`, { role: { name: role } })
      return caller(server.url, `Basic ${Buffer.from(`${email}:${api_key}`).toString('base64')}`)
    },
    [Symbol.asyncDispose]: () => server.close(),
  }
}

/** Reads a list page by page through its cursors. */
export async function readPages(call: Call, path: string): Promise<number[][]> {
  const pages: number[][] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const next: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const page: List = await call<List>(200, 'GET', path + next)
    pages.push(page.data.map(({ id }) => id))
    cursor = page.meta.next_cursor
  }
  return pages
}

/** A ticket of a customer who wrote by phone, so that nothing is sent. */
export const phoneTicket = (email: string, fields: object = {}) => ({
  messages: [{ channel: 'phone', from_agent: false, sender: { email }, body_text: 'Where is my order?' }],
  ...fields,
})
