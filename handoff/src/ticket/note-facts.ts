import type { Order } from '../model/commerce.ts'
import type { HandoffRequest } from '../model/request.ts'
import { clean } from '../transcript/clean.ts'
import { htmlToPlain } from '../transcript/html-to-plain.ts'
import { guardQuotes } from '../transcript/quote-guard.ts'
import { shownLine } from '../transcript/shown.ts'
import { inOrder } from '../transcript/in-order.ts'
import type { Fact } from './note.ts'

const MOST = 10

/** What an agent would otherwise search for in the transcript, copied to the letter. */
export function identifiers({ customer, conversation, items }: HandoffRequest, address?: string): Fact[] {
  const orders = ordersIn(items)
  const parcels = orders.flatMap(({ shipments = [] }) =>
    shipments.map((parcel) => parcel.trackingNumber ?? ''),
  )
  return [
    ['Order', some(orders.map(({ orderNumber }) => shownLine(orderNumber)))],
    ['Tracking', some(parcels.map((number) => shownLine(number)))],
    ['E-mail', address],
    ['Phone', some((customer.phones ?? []).map(({ e164, raw }) => e164 ?? raw))],
    ...(conversation.attributes ?? [])
      .filter(({ value }) => !orders.some(({ orderNumber }) => orderNumber === value))
      .slice(0, 2 * MOST)
      .map(({ key, value }): Fact => [shownLine(key, 80), shownLine(value)]),
    ...Object.entries(customer.externalIds ?? {})
      .slice(0, MOST)
      .map(([system, id]): Fact => [shownLine(`Id in ${system}`, 80), shownLine(id)]),
  ]
}

const ordersIn = (items: HandoffRequest['items']): readonly Order[] =>
  items.flatMap((item): readonly Order[] => {
    if (item.kind === 'order') return [item]
    return item.kind === 'order_list' ? item.orders : []
  })

/** The orders that the conversation shows. */
export const orderNumbers = ({ items }: HandoffRequest): string[] =>
  ordersIn(items).map(({ orderNumber }) => shownLine(orderNumber))

/** What can be said without an AI: how much was written, and what the customer wrote last. */
export function automaticFacts(request: HandoffRequest): Fact[] {
  const role = new Map(request.participants.map(({ id, role: own }) => [id, own]))
  const spoken = inOrder(request.items).filter(({ kind }) => kind !== 'event' && kind !== 'action')
  const count = (...roles: string[]) => spoken.filter(({ by }) => roles.includes(role.get(by) ?? '')).length
  const last = spoken.findLast(
    ({ by, kind }) => role.get(by) === 'customer' && (kind === 'text' || kind === 'email'),
  )
  const html = last?.kind === 'text' && last.format === 'html'
  const words = last && 'text' in last ? (html ? htmlToPlain(last.text) : last.text) : ''
  // What an e-mail quotes is not what the customer wrote last.
  const fresh = guardQuotes(clean(words.slice(0, 5000))).split(/^│/m)[0] ?? ''
  const written = shownLine(fresh.trim() === '' ? words : fresh, 300)
  return [
    [
      'Messages',
      `${count('customer')} from the customer, ${count('ai')} from the AI, ${spoken.length} in all`,
    ],
    ['Last customer message', written === '' ? undefined : `“${written}”`],
  ]
}

/** What the summary says was tried, else what the conversation shows was done. */
export function triedSteps({ summary, items }: HandoffRequest): string[] {
  if (summary?.triedSteps && summary.triedSteps.length > 0) return summary.triedSteps
  return inOrder(items).flatMap((item) => (item.kind === 'action' ? [`${item.label} (${item.outcome})`] : []))
}

/** The first of some values, and how many more there are. */
export function some(values: readonly string[]): string | undefined {
  const distinct = [...new Set(values)].filter((value) => value !== '')
  const rest = distinct.length - MOST
  return distinct.length === 0
    ? undefined
    : distinct.slice(0, MOST).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}
