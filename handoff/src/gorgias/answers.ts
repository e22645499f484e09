import { isRecord } from '../json/is-record.ts'

/** What of a ticket is needed after it was created. */
export interface TicketRef {
  id: number
}

/** What of an integration the set-up check reads. */
export interface Integration {
  type: string
  /** `meta.address` of e-mail integrations (recorded). */
  address?: string
}

/** One page of integrations. */
export interface IntegrationPage {
  integrations: Integration[]
  nextCursor?: string
}

// Answers are read leniently: only what is used must have its shape, whatever Gorgias adds.

/** A full ticket, as `POST /api/tickets` answers it; `undefined` if it is none. */
export function parseTicket(json: unknown): TicketRef | undefined {
  if (!isRecord(json) || typeof json.id !== 'number' || !Number.isSafeInteger(json.id)) return undefined
  return { id: json.id }
}

/**
 * A list of tickets, lowest id first. A server that does not know the filter answers with every ticket,
 * so each row's own external id decides.
 */
export function parseTickets(json: unknown, externalId: string): TicketRef[] | undefined {
  return rowsOf(json)
    ?.filter((row) => isRecord(row) && row.external_id === externalId)
    .map(parseTicket)
    .filter((ticket) => ticket !== undefined)
    .sort((a, b) => a.id - b.id)
}

/** A list of integrations with its cursor. */
export function parseIntegrations(json: unknown): IntegrationPage | undefined {
  const rows = rowsOf(json)
  if (!rows || !isRecord(json)) return undefined
  const next = isRecord(json.meta) ? json.meta.next_cursor : undefined
  return {
    integrations: rows.filter(isRecord).map(integration),
    ...(typeof next === 'string' && next !== '' && { nextCursor: next }),
  }
}

function integration(row: Record<string, unknown>): Integration {
  const address = isRecord(row.meta) ? row.meta.address : undefined
  return {
    type: typeof row.type === 'string' ? row.type : '',
    ...(typeof address === 'string' && { address }),
  }
}

/**
 * Lists come as `{data: [...]}` (recorded). `data: null` was seen where permissions were missing: it must
 * not pass for "there is no such ticket".
 */
function rowsOf(json: unknown): unknown[] | undefined {
  return isRecord(json) && Array.isArray(json.data) ? (json.data as unknown[]) : undefined
}
