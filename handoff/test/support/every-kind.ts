import type { Item } from '../../src/model/items.ts'
import type { HandoffRequest } from '../../src/model/request.ts'
import { testRequest } from './request.ts'

const lines = [
  { name: 'Floor lamp “Alba”, brass', sku: 'ALB-FL-BR', qty: 1, price: '149.00', status: 'Delivered' },
  {
    name: 'Bulb E27, warm white, 2700 K',
    sku: 'BLB-E27-2700-WW',
    qty: 2,
    price: '7.95',
    status: 'On its way',
  },
]
const order = {
  orderNumber: 'LH-20418',
  placedAt: '2026-02-20T10:00:00Z',
  status: 'Partly delivered',
  currency: 'EUR',
  totals: { subtotal: '164.90', shipping: '4.90', total: '169.80' },
  lines,
  shipments: [
    {
      carrier: 'DHL',
      trackingNumber: 'JD014600003828392837',
      url: 'https://tracking.example.com/JD014600003828392837',
      status: 'In transit',
      eta: '4 March',
    },
  ],
  shippingAddress: 'D… R…, Berlin',
  paymentMasked: 'Visa •••• 4242',
}
const product = {
  name: 'Alba glass shade',
  url: 'https://lumenhaus.example/products/alba-glass-shade',
  imageUrl: 'https://cdn.example/shade.png',
  price: { amount: '39.00', currency: 'EUR' },
  compareAt: { amount: '49.00', currency: 'EUR' },
  variant: 'Opal white',
  availability: 'In stock',
  note: 'Fits every Alba since 2021.',
}
const quotation = `My lamp again, see below.

> On Mon, 2 Mar 2026, Support wrote:
>> We have sent it.

-----Original Message-----
From: support@example.com
Sent: Monday
To: dana@example.com

On Sunday, 1 March 2026 at 10:00 Support <support@example.com>
wrote:
--
Dana Ruiz
Sent from my iPhone`

type Content = { [K in Item['kind']]: Omit<Extract<Item, { kind: K }>, 'id' | 'at'> }[Item['kind']]

const said: Content[] = [
  { by: 'c', kind: 'text', format: 'plain', text: 'Hello, my lamp is broken:\n- the shade\n- the switch' },
  {
    by: 'a',
    kind: 'text',
    format: 'markdown',
    text:
      '## I am sorry\nHere is **what** I *found*:\n\n1. one\n2. two\n   - nested\n\n`code` and [a page](https://help.example/a)\n\n' +
      '| Part | Price |\n|---|--:|\n| Shade | 39 |\n| Switch | 9 |\n\n```\nid  =  7\n```',
  },
  { by: 'a', kind: 'products', title: 'You may like', products: [product, { name: 'Alba switch' }] },
  {
    by: 'a',
    kind: 'choices',
    prompt: 'What shall we do?',
    options: [{ label: 'Send it' }, { label: 'Refund' }],
  },
  { by: 'c', kind: 'choice', label: 'Send it' },
  { by: 'a', kind: 'order', ...order },
  { by: 'a', kind: 'order_list', orders: [order, { ...order, orderNumber: 'LH-20001', lines: [] }] },
  {
    by: 'a',
    kind: 'article',
    title: 'How to change a shade',
    url: 'https://help.example/shade',
    snippet: 'Unscrew it.',
  },
  {
    by: 'c',
    kind: 'form',
    fields: [
      { label: 'Order', value: 'LH-20418' },
      { label: 'Damage', value: 'a crack' },
    ],
  },
  { by: 'a', kind: 'action', name: 'look_up', outcome: 'done', label: 'Looked up the order' },
  { by: 'c', kind: 'attachment', filename: 'cracked-shade.jpg', contentType: 'image/jpeg', size: 1_234_567 },
  {
    by: 'c',
    kind: 'email',
    subject: 'Re: lamp',
    from: 'dana@example.com',
    to: ['support@example.com'],
    text: quotation,
  },
  {
    by: 'g',
    kind: 'text',
    format: 'plain',
    text: 'אני כאן, one moment. https://status.example/a/very/long/address/that/has/no/blank/in/it/and/goes/on/and/on/until/the/line/is/full',
  },
  { by: 's', kind: 'event', event: 'call' },
  { by: 's', kind: 'event', event: 'redacted' },
  { by: 'b', kind: 'unknown', rawType: 'HOLOGRAM' },
]

/** A conversation in which every kind of item and every role comes once or more, over two days. */
export const everyKind = (): HandoffRequest =>
  testRequest({
    participants: [
      { id: 'c', role: 'customer', name: 'Dana Ruiz' },
      { id: 'a', role: 'ai' },
      { id: 'g', role: 'agent', name: 'Noa Levi' },
      { id: 's', role: 'system' },
      { id: 'b', role: 'automation', name: 'Night desk' },
    ],
    items: said.map((content, index) => ({
      ...content,
      id: `i${index}`,
      at: new Date(Date.UTC(2026, 2, 2, 8) + index * 75 * 60_000).toISOString(),
    })),
    topics: [
      { id: 't-1', name: 'Damaged Item', path: 'Orders › Damaged Item' },
      { id: 't-2', name: 'Returns' },
    ],
    summary: {
      overview: 'The lamp arrived with a cracked shade. The AI offered a replacement.',
      intent: 'Get a new shade by Friday',
      topics: ['Express delivery'],
      triedSteps: ['Looked up order LH-20418', 'Offered a shade'],
      openQuestions: ['May the express fee be waived?'],
      sentiment: 'Annoyed',
    },
  })
