import { isRecord } from '../json/is-record.ts'

/** What of a ticket is needed after it was created. */
export interface TicketRef {
  id: number
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

/**
 * Lists come as `{data: [...]}` (recorded). `data: null` was seen where permissions were missing: it must
 * not pass for "there is no such ticket".
 */
function rowsOf(json: unknown): unknown[] | undefined {
  return isRecord(json) && Array.isArray(json.data) ? (json.data as unknown[]) : undefined
}
