import Type from 'typebox'
import type { Static } from 'typebox'
import { Amount, Currency, Instant, Line, Money, Prose, RequiredLine, Strict, Url } from './fields.ts'

export const Product = Strict(
  {
    id: Type.Optional(Line('The product’s id in the shop.')),
    name: RequiredLine('The product’s name.'),
    url: Type.Optional(Url('The product page.')),
    imageUrl: Type.Optional(Url('A picture; shown only if it is https.')),
    price: Type.Optional(Money('What it costs.')),
    compareAt: Type.Optional(Money('What it cost before.')),
    variant: Type.Optional(Line('e.g. Size M, blue')),
    availability: Type.Optional(Line('e.g. In stock')),
    note: Type.Optional(Prose('A sentence about it.')),
  },
  'A product that was shown to the customer.',
)
export type Product = Static<typeof Product>

const OrderLine = Strict(
  {
    name: RequiredLine('What was bought.'),
    sku: Type.Optional(Line('The stock number.')),
    qty: Type.Number({ description: 'How many.' }),
    price: Amount('The price of one.'),
    status: Type.Optional(Line('e.g. Delivered')),
    imageUrl: Type.Optional(Url('A picture; shown only if it is https.')),
  },
  'A line of an order.',
)

const Shipment = Strict(
  {
    carrier: Type.Optional(Line('e.g. DHL')),
    trackingNumber: Type.Optional(Line('The tracking number.')),
    url: Type.Optional(Url('The tracking page.')),
    status: Type.Optional(Line('e.g. In transit')),
    eta: Type.Optional(Line('When it is expected, in words or as a date.')),
  },
  'A parcel of an order.',
)

const Totals = Strict(
  {
    subtotal: Type.Optional(Amount('Goods.')),
    shipping: Type.Optional(Amount('Shipping.')),
    tax: Type.Optional(Amount('Tax.')),
    discount: Type.Optional(Amount('Taken off.')),
    refunded: Type.Optional(Amount('Paid back.')),
    total: Type.Optional(Amount('What the customer paid.')),
  },
  'The sums of an order, in its currency.',
)

/** The fields of an order; an item of kind `order` has them beside its own, an `order_list` has up to three. */
export const orderFields = {
  orderNumber: RequiredLine('The number that the customer knows.'),
  placedAt: Type.Optional(Instant('When it was placed.')),
  status: Line('e.g. Shipped'),
  currency: Currency(),
  totals: Type.Optional(Totals),
  lines: Type.Array(OrderLine, { maxItems: 200 }),
  shipments: Type.Optional(Type.Array(Shipment, { maxItems: 50 })),
  shippingAddress: Type.Optional(Line('Masked, e.g. J… D…, Berlin.')),
  paymentMasked: Type.Optional(Line('Masked to the last four digits, e.g. Visa •••• 4242.')),
}
export const Order = Strict(orderFields, 'An order that was looked up.')
export type Order = Static<typeof Order>
