import type { SimulatedAccount } from './simulator.ts'

/** The part of a ticket that a story can look at; spelt as the API spells it. */
export interface TicketRow {
  readonly id: number
  readonly subject: string | null
  readonly status: string
  readonly priority: string
  readonly channel: string
  readonly tags: readonly { readonly name: string }[]
  readonly customer: {
    readonly id: number
    readonly name: string | null
    readonly email: string | null
  } | null
  readonly assignee_team: { readonly id: number; readonly name: string } | null
}

export interface MessageRow {
  readonly id: number
  readonly public: boolean
  readonly channel: string
  readonly via: string
  readonly from_agent: boolean
  readonly rule_id: number | null
  readonly sender: { readonly email: string | null } | null
  readonly body_text: string | null
  readonly body_html: string | null
}

export interface TicketWithMessages extends TicketRow {
  readonly messages: readonly MessageRow[]
}

/** One person at the desk of a Gorgias account, who works through the REST API. */
export interface Desk {
  get<T>(path: string): Promise<T>
  list<T>(path: string): Promise<T[]>
  send<T>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<T>
}

export type DeskFetch = (url: string, init: RequestInit) => Promise<Response>

/** Gorgias refused what the story wanted to do. */
export class DeskError extends Error {
  override name = 'DeskError'
}

/** Signs in with a key of the account. Every call throws a DeskError that holds the answer if it is refused. */
export function openDesk(url: string, email: string, apiKey: string, fetch: DeskFetch): Desk {
  const authorization = `Basic ${Buffer.from(`${email}:${apiKey}`).toString('base64')}`

  const request = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(new URL(path, url).href, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok)
      throw new DeskError(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`)
    return JSON.parse(text) as T
  }

  return {
    get: (path) => request('GET', path),
    send: (method, path, body) => request(method, path, body),
    list: async <T>(path: string) => {
      const rows: T[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const query = new URLSearchParams({ limit: '100', ...(cursor && { cursor }) })
        const page: { data: T[]; meta: { next_cursor: string | null } } = await request(
          'GET',
          `${path}?${query.toString()}`,
        )
        rows.push(...page.data)
        cursor = page.meta.next_cursor
      }
      return rows
    },
  }
}

/**
 * Works at a desk of a copy of the account. Looking costs requests, and those would count against the limit that
 * the handoff shares and would stand in the journal; on the copy they do neither.
 *
 * @param user who looks: an admin who is still active. Without one, the owner of the copy's own key.
 */
export async function lookAt<T>(
  { account, fetch, user }: Onlooker,
  work: (desk: Desk) => Promise<T>,
): Promise<T> {
  const copy = account.fork()
  try {
    copy.setRateLimit({ enabled: false })
    const { url, email, api_key: ownKey } = copy.credentials
    const desk = user
      ? openDesk(url, user.email, copy.createKey(user.id).api_key, fetch)
      : openDesk(url, email, ownKey, fetch)
    return await work(desk)
  } finally {
    copy.delete()
  }
}

export interface Onlooker {
  readonly account: SimulatedAccount
  readonly fetch: DeskFetch
  readonly user?: { readonly id: number; readonly email: string }
}
