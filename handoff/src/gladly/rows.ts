import { instantNanos } from '../model/instant.ts'
import type { Json } from './fields.ts'
import { field, list, record, words } from './fields.ts'

/** An item of the conversation, and where it stood in Gladly's list. */
export interface Row {
  item: Json
  index: number
  /** Its own time; without one, that of the item before it. */
  at: string | undefined
}

/** The items of the conversation by time, and how many of the list were left out. */
export interface Rows {
  rows: Row[]
  left: LeftOut
}

/** Entries of Gladly's list that are not in the request. */
export interface LeftOut {
  /** Items of another conversation or customer: somebody else's words. */
  foreign: number
  /** Items that came again later in the list; the last version counts. */
  repeated: number
}

/** Which conversations and customers are meant. */
export interface Own {
  conversationIds: readonly string[]
  customerIds: readonly string[]
}

/** Reads Gladly's list without trust: lists were seen that held items of others. */
export function rowsOf(items: unknown, createdAt: string | undefined, own: Own): Rows {
  let before = createdAt
  const all = list(items).map((entry, index): Row => {
    const item = record(entry)
    before = words(item, 'timestamp') ?? before
    return { item, index, at: before }
  })
  const ours = all.filter(({ item }) => isOwn(item, own))
  const byId = new Map(ours.map((row) => [words(row.item, 'id'), row]))
  return {
    rows: byTime([...byId.values()]),
    left: { foreign: all.length - ours.length, repeated: ours.length - byId.size },
  }
}

/** The conversation decides; an item that names none is judged by its customer. */
function isOwn(item: Json, { conversationIds, customerIds }: Own): boolean {
  const conversation = words(item, 'conversationId')
  if (conversation !== undefined) return conversationIds.includes(conversation)
  const customer = words(item, 'customerId')
  return customer === undefined || customerIds.includes(customer)
}

/** Gladly's order is by time already, but a caller may have put lists together. */
const byTime = (rows: readonly Row[]): Row[] =>
  rows
    .map((row) => ({ row, at: instantNanos(row.at ?? '') ?? 0n }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.row.index - b.row.index))
    .map(({ row }) => row)

export const contentIn = ({ item }: Row): Json => record(field(item, 'content'))
export const typeOf = (row: Row): string | undefined => words(contentIn(row), 'type')
export const isByCustomer = ({ item }: Row): boolean =>
  words(record(field(item, 'initiator')), 'type') === 'CUSTOMER'
