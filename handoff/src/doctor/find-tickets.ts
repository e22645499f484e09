import { parseCustomer, parseEvent, parseTicketRow } from '../gorgias/rows.ts'
import type { TicketRow } from '../gorgias/rows.ts'
import { looksLike, sameAddress } from './addresses.ts'
import type { Look } from './look.ts'
import { HANDOFF_TAG } from './rule-code.ts'

/** What somebody asks about; nothing named means the newest handoffs. */
export interface Subject {
  /** The customer's address. */
  customer?: string
  /** A ticket of Gorgias. */
  ticket?: number
  /** A conversation of Gladly. */
  conversation?: string
}

/** So many handoffs are looked into, the newest first. */
export const MAX_TICKETS = 5

/** So many merges are looked back at. */
const MAX_MERGES = 5

/** A rule can take the tag off, not the external id; that of verification tickets is another. */
const isHandoff = (ticket: TicketRow): boolean => ticket.tags.includes(HANDOFF_TAG) || isOurs(ticket)

/** Whether the ticket was made by a handoff, rather than tagged by somebody or by a merge. */
const isOurs = ({ externalId }: TicketRow): boolean =>
  externalId.startsWith('gladly:') && !externalId.startsWith('gladly:verification:')

/** Finds the tickets in question, each with its messages; tells those that are missing, merged or somebody else's. */
export async function findTickets(look: Look, subject: Subject): Promise<TicketRow[]> {
  if (subject.ticket !== undefined) return one(look, subject.ticket, subject)
  const rows =
    subject.conversation === undefined && subject.customer !== undefined
      ? await rowsOfCustomer(look, subject.customer)
      : await newestRows(look, subject)
  if (!rows) return []
  const tickets: TicketRow[] = []
  for (const { id } of rows.slice(0, MAX_TICKETS)) tickets.push(...(await one(look, id, subject)))
  return tickets
}

/** One ticket in full; where it was merged, it is told and the ticket that took it in is not taken for it. */
async function one(look: Look, id: number, { customer }: Subject): Promise<TicketRow[]> {
  const answer = await look.reader.get(`/api/tickets/${id}`, parseTicketRow)
  if (answer.ok) {
    const ticket = answer.value
    compareAddress(look, ticket, customer)
    if (!isOurs(ticket)) await nameMergeInto(look, ticket.id)
    return [ticket]
  }
  const { code, movedToTicket: into } = answer.failure
  if (into !== undefined)
    look.add('ticket_merged', { ticket: id, into, by: await mergedBy(look, id, into) }, { ticket_id: into })
  else if (code === 'not_found')
    look.add('ticket_missing', { of: `with the number ${id}` }, { ticket_id: id })
  else look.valueOf(`ticket ${id}`, answer)
  return []
}

function compareAddress(look: Look, ticket: TicketRow, wanted: string | undefined): void {
  const found = ticket.customer?.email ?? ''
  if (wanted === undefined || found === '' || sameAddress(found, wanted)) return
  look.add('wrong_address', { ticket: ticket.id, found, wanted }, { ticket_id: ticket.id })
}

async function newestRows(look: Look, { conversation }: Subject): Promise<TicketRow[] | undefined> {
  const path = '/api/tickets?order_by=created_datetime:desc'
  // Without a conversation the newest page will do; a conversation is looked for further back.
  const maxPages = conversation === undefined ? 1 : 5
  const read = look.valueOf('the tickets', await look.reader.list(path, parseTicketRow, { maxPages }))
  if (!read) return undefined
  const looked = read.rows.length
  const handoffs = read.rows.filter(isHandoff)
  if (conversation === undefined) {
    if (handoffs.length === 0) look.add('no_handoffs', { looked })
    return handoffs
  }
  const rows = handoffs.filter(({ conversationId }) => conversationId === conversation)
  if (rows.length > 0 || (await nameMerge(look, (text) => text.includes(conversation)))) return rows
  look.add('ticket_missing', { of: `of conversation ${conversation}` })
  if (!read.complete) look.add('not_looked_further', { looked, what: 'tickets' })
  return rows
}

async function rowsOfCustomer(look: Look, email: string): Promise<TicketRow[] | undefined> {
  const { reader } = look
  const found = look.valueOf(
    'the customers',
    await reader.list(`/api/customers?email=${encodeURIComponent(email)}`, parseCustomer, { maxPages: 1 }),
  )
  if (!found) return undefined
  const [customer] = found.rows
  if (customer) {
    const path = `/api/tickets?customer_id=${customer.id}&order_by=created_datetime:desc`
    const read = look.valueOf('the tickets', await reader.list(path, parseTicketRow, { maxPages: 2 }))
    if (!read) return undefined
    const handoffs = read.rows.filter(isHandoff)
    if (handoffs.length > 0) return handoffs
  }
  await nameLookAlike(look, email)
  return []
}

/** A customer who has no handoff: was one made for an address that differs by a typing error? */
async function nameLookAlike(look: Look, email: string): Promise<void> {
  const path = '/api/tickets?order_by=created_datetime:desc'
  const read = look.valueOf('the tickets', await look.reader.list(path, parseTicketRow, { maxPages: 2 }))
  if (!read) return
  const other = read.rows.filter(isHandoff).find((row) => looksLike(row.customer?.email ?? '', email))
  if (other?.customer)
    look.add(
      'wrong_address',
      { ticket: other.id, found: other.customer.email, wanted: email },
      { ticket_id: other.id },
    )
  else look.add('ticket_missing', { of: `of a handoff for ${email}` })
}

/** Looks for a handoff among what was merged lately: its messages, note included, stand in the other ticket. */
async function nameMerge(look: Look, isMeant: (text: string) => boolean): Promise<boolean> {
  const events = look.valueOf('the history', await readMerges(look))
  for (const { objectId: into, data } of events?.rows.slice(0, MAX_MERGES) ?? []) {
    const answer = await look.reader.get(`/api/tickets/${into}`, parseTicketRow)
    if (!answer.ok) continue
    const note = answer.value.messages.find(
      ({ channel, text }) => channel === 'internal-note' && isMeant(text),
    )
    if (!note) continue
    tellMerge(look, into, data)
    return true
  }
  return false
}

/** A ticket that carries the tag and is no handoff itself has taken one in, if its history says so. */
async function nameMergeInto(look: Look, into: number): Promise<void> {
  const events = look.valueOf('the history', await readMerges(look))
  const merge = events?.rows.find(({ objectId }) => objectId === into)
  if (merge) tellMerge(look, into, merge.data)
}

function tellMerge(look: Look, into: number, data: Record<string, unknown>): void {
  const ticket = typeof data.source_ticket_id === 'number' ? data.source_ticket_id : 'in question'
  look.add('ticket_merged', { ticket, into, by: byWhom(data) }, { ticket_id: into })
}

const readMerges = (look: Look) =>
  look.reader.list('/api/events?types=ticket-merged&order_by=created_datetime:desc', parseEvent, {
    maxPages: 1,
  })

async function mergedBy(look: Look, source: number, into: number): Promise<string> {
  const events = await readMerges(look)
  const merge = events.ok
    ? events.value.rows.find(({ objectId, data }) => objectId === into && data.source_ticket_id === source)
    : undefined
  return merge ? byWhom(merge.data) : ''
}

/** `merged_by` is how auto-merge signs (inferred from the words of the documentation). */
const byWhom = (data: Record<string, unknown>): string =>
  data.merged_by === 'auto-merge' ? 'by auto-merge' : ''
