import type { Static } from 'typebox'
import { expect } from 'vitest'
import type { Customer, CustomerRow } from '../../src/resources/customers/schema.ts'
import type { TicketMessage } from '../../src/resources/messages/schema.ts'
import type { Ticket, TicketRow, TicketTagList } from '../../src/resources/tickets/schema.ts'

export type TicketJson = Static<typeof Ticket>
export type TicketRowJson = Static<typeof TicketRow>
export type MessageJson = Static<typeof TicketMessage>
export type CustomerJson = Static<typeof Customer>
export type CustomerRowJson = Static<typeof CustomerRow>
export type TagJson = Static<typeof TicketTagList>['data'][number]

export interface ListJson<Row> {
  readonly object: string
  readonly uri: string
  readonly data: readonly Row[]
  readonly meta: { readonly prev_cursor: string | null; readonly next_cursor: string | null }
}

/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The text read as JSON; undefined where it is none. */
  readonly json: unknown
}

export interface CallOptions {
  /** Sent as JSON, unless it is a text: that goes as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** One call. Redirects are shown, not followed. */
export async function call(
  origin: string,
  method: string,
  path: string,
  { body, headers = {} }: CallOptions = {},
): Promise<Answer> {
  const response = await fetch(origin + path, {
    method,
    redirect: 'manual',
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: readJson(text) }
}

/** Expects a status; a failure shows the body that came instead. */
export function expectStatus(answer: Answer, status: number): Answer {
  expect(answer.status, answer.text.slice(0, 2000)).toBe(status)
  return answer
}

/** What callers do with the API of one account, each call with its credentials. */
export function apiOf(origin: string, { authorization }: { readonly authorization: string }) {
  const send = (method: string, path: string, options: CallOptions = {}) =>
    call(origin, method, path, {
      ...options,
      headers: { authorization, ...options.headers },
    })
  const read = async (path: string) => expectStatus(await send('GET', path), 200).json

  return {
    send,
    get: (path: string) => send('GET', path),
    post: (path: string, body: unknown) => send('POST', path, { body }),
    put: (path: string, body: unknown) => send('PUT', path, { body }),
    delete: (path: string, body?: unknown) => send('DELETE', path, body === undefined ? {} : { body }),

    createTicket: async (body: unknown) =>
      expectStatus(await send('POST', '/api/tickets', { body }), 201).json as TicketJson,
    updateTicket: async (id: number, body: unknown) =>
      expectStatus(await send('PUT', `/api/tickets/${id}`, { body }), 202).json as TicketJson,
    ticket: async (id: number) => (await read(`/api/tickets/${id}`)) as TicketJson,
    tickets: async (query = '') => (await read(`/api/tickets${query}`)) as ListJson<TicketRowJson>,
    reply: async (ticketId: number, body: unknown) =>
      expectStatus(await send('POST', `/api/tickets/${ticketId}/messages`, { body }), 201)
        .json as MessageJson,
    customers: async (query = '') => (await read(`/api/customers${query}`)) as ListJson<CustomerRowJson>,
    customer: async (id: number) => (await read(`/api/customers/${id}`)) as CustomerJson,
    tagsOf: async (id: number) => ((await read(`/api/tickets/${id}/tags`)) as { data: TagJson[] }).data,
  }
}
