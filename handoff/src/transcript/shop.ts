import type { Order, Product } from '../model/commerce.ts'
import type { ItemOf } from '../model/items.ts'
import type { Room, Setting } from './content.ts'
import { plainBlocks } from './plain.ts'
import { link, safeImage } from './safe-link.ts'
import { shownLine, shownText } from './shown.ts'
import type { Block, Cell, Inline } from './tree.ts'
import { notice, strong, text } from './tree.ts'

/** Products that were recommended: picture, name, variant, price, availability. */
export function productCards(item: ItemOf<'products'>, setting: Setting, room: Room): Block[] {
  const shown = item.products.slice(0, room.rows)
  const rest = item.products.length - shown.length
  const title = shownLine(item.title ?? '')
  const cards: Block[] = [
    ...shown.map((product) => productCard(product, setting, room)),
    ...(rest > 0 ? [notice(`… ${rest} more products not shown, see the Gladly conversation`)] : []),
  ]
  return title === '' ? cards : [{ type: 'section', title, children: cards }]
}

function productCard(product: Product, setting: Setting, room: Room): Block {
  const name = shownLine(product.name)
  // A picture that a customer chose could tell its owner who opened the ticket.
  const src = setting.role === 'customer' ? undefined : safeImage(product.imageUrl)
  const price = (sum: Product['price']) => (sum ? setting.figures.money(sum.amount, sum.currency) : '')
  const before = price(product.compareAt)
  const facts = [
    shownLine(product.variant ?? ''),
    price(product.price) + (before === '' ? '' : ` (was ${before})`),
    shownLine(product.availability ?? ''),
  ].filter((fact) => fact !== '')
  return {
    type: 'card',
    children: [
      ...(src === undefined ? [] : [{ type: 'image', src, alt: name } as const]),
      { type: 'paragraph', children: link([strong(name)], product.url) },
      ...(facts.length > 0 ? [{ type: 'paragraph', children: [text(facts.join(' · '))] } as const] : []),
      ...plainBlocks(shownText(product.note ?? '', Math.min(room.chars, 1000)).text),
    ],
  }
}

/** Orders that were looked up, each with its lines, sums and parcels. */
export const ordersCards = (orders: readonly Order[], setting: Setting, room: Room): Block[] =>
  orders.map((order) => ({
    type: 'card',
    children: [
      head(order, setting),
      ...linesTable(order, setting, room),
      ...sums(order, setting),
      ...parcels(order, room),
    ],
  }))

function head(order: Order, setting: Setting): Block {
  const row = (label: string, words: string | undefined) =>
    words === undefined || words === '' ? [] : [{ label, value: [text(words)] }]
  return {
    type: 'facts',
    rows: [
      { label: 'Order', value: [strong(shownLine(order.orderNumber))] },
      ...row('Status', shownLine(order.status)),
      ...row('Placed', order.placedAt === undefined ? undefined : setting.times.date(order.placedAt)),
      ...row(
        'Delivery to',
        order.shippingAddress === undefined ? undefined : shownLine(order.shippingAddress),
      ),
      ...row('Paid with', order.paymentMasked === undefined ? undefined : masked(order.paymentMasked)),
    ],
  }
}

/** The last four digits at most, even if somebody forgot to mask. */
const masked = (payment: string): string =>
  shownLine(payment).replace(/\d[\d \-.]{3,}\d/g, (run) => `•••• ${run.replace(/\D/g, '').slice(-4)}`)

function linesTable(order: Order, setting: Setting, room: Room): Block[] {
  const shown = order.lines.slice(0, room.rows)
  if (shown.length === 0) return []
  const cell = (words: string, right = false): Cell => ({
    children: [text(words)],
    ...(right ? { right } : {}),
  })
  const columns: readonly (readonly [Cell, (line: Order['lines'][number]) => Cell, boolean])[] = [
    [cell('Item'), (line) => cell(shownLine(line.name)), true],
    [cell('SKU'), (line) => cell(shownLine(line.sku ?? '')), shown.some((line) => line.sku !== undefined)],
    [cell('Qty', true), (line) => cell(String(line.qty), true), true],
    [cell('Price', true), (line) => cell(setting.figures.money(line.price, order.currency), true), true],
    [
      cell('Status'),
      (line) => cell(shownLine(line.status ?? '')),
      shown.some((line) => line.status !== undefined),
    ],
  ]
  const used = columns.filter(([, , wanted]) => wanted)
  const rest = order.lines.length - shown.length
  return [
    {
      type: 'table',
      caption: 'Items',
      head: used.map(([title]) => title),
      rows: shown.map((line) => used.map(([, of]) => of(line))),
    },
    ...(rest > 0 ? [notice(`… ${rest} more lines not shown, see the Gladly conversation`)] : []),
  ]
}

const SUMS = [
  ['subtotal', 'Subtotal'],
  ['discount', 'Discount'],
  ['shipping', 'Shipping'],
  ['tax', 'Tax'],
  ['refunded', 'Refunded'],
  ['total', 'Total'],
] as const

function sums({ totals, currency }: Order, setting: Setting): Block[] {
  const rows = SUMS.flatMap(([key, label]) => {
    const amount = totals?.[key]
    return amount === undefined ? [] : [{ label, value: [text(setting.figures.money(amount, currency))] }]
  })
  return rows.length === 0 ? [] : [{ type: 'facts', rows }]
}

function parcels({ shipments = [] }: Order, room: Room): Block[] {
  const shown = shipments.slice(0, room.rows)
  const rest = shipments.length - shown.length
  const rows = shown.map((parcel) => {
    const number = shownLine(parcel.trackingNumber ?? '')
    const words = number === '' && parcel.url !== undefined ? 'track the parcel' : number
    const parts: readonly (readonly Inline[])[] = [
      [text(shownLine(parcel.carrier ?? ''))],
      words === '' ? [] : link([text(words)], parcel.url),
      [text(shownLine(parcel.status ?? ''))],
      parcel.eta === undefined ? [] : [text(`expected ${shownLine(parcel.eta)}`)],
    ]
    return { label: 'Parcel', value: joined(parts) }
  })
  return [
    ...(rows.length === 0 ? [] : [{ type: 'facts', rows } as const]),
    ...(rest > 0 ? [notice(`… ${rest} more parcels not shown, see the Gladly conversation`)] : []),
  ]
}

function joined(parts: readonly (readonly Inline[])[]): Inline[] {
  const filled = parts.filter((part) => part.some((node) => node.type !== 'text' || node.text !== ''))
  return filled.flatMap((part, index) => (index === 0 ? part : [text(' · '), ...part]))
}
