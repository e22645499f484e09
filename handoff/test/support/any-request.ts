import fc from 'fast-check'
import type { HandoffRequest } from '../../src/model/request.ts'
import { testRequest } from './request.ts'

/** Pieces that have broken transcripts before, among random characters of all planes. */
const nasty = fc.constantFrom(
  '<script>x</script>',
  '</div>',
  '<!--',
  '&amp;',
  '"\'>',
  '**',
  '- a\n- b',
  '> q',
  '\n--\n',
  '-----Original Message-----',
  'On x, y wrote:',
  '[a](javascript:x)',
  '![i](https://e.example/i.png)',
  '| a | b |\n|--|--|\n| c | d |',
  '```\ncode',
  '\u202e',
  '\u200b',
  '\u0000',
  '\ud800',
  '👩‍👩‍👧',
  'https://e.example/a?b=c&d',
  'שלום',
  '\r\n',
  '\t',
)
const words = fc
  .array(fc.oneof(nasty, fc.lorem(), fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 8 })
  .map((parts) => parts.join(' '))
const line = words.map((text) => text.slice(0, 300))
const filled = line.map((text) => `${text}x`)
const money = fc.integer({ min: 0, max: 1_000_000 }).map((cents) => (cents / 100).toFixed(2))
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

const order = {
  orderNumber: filled,
  status: line,
  currency: fc.constantFrom('EUR', 'USD', 'JPY'),
  lines: fc.array(fc.record({ name: filled, sku: line, qty: fc.nat(9), price: money, status: line }), {
    maxLength: 3,
  }),
  totals: fc.record({ total: money }),
  shipments: fc.array(fc.record({ carrier: line, trackingNumber: line, url: line, eta: line }), {
    maxLength: 2,
  }),
}
const files = fc.array(fc.record({ filename: line, contentType: line, size: fc.nat() }), { maxLength: 2 })
const product = fc.record({
  name: filled,
  url: line,
  imageUrl: fc.constantFrom('https://cdn.example/p.png', 'http://e.example/p.png', 'data:image/png,x'),
  price: fc.record({ amount: money, currency: fc.constant('EUR') }),
  variant: line,
  availability: line,
  note: words,
})
const kinds = [
  {
    kind: fc.constant('text'),
    text: words,
    format: fc.constantFrom('plain', 'markdown', 'html'),
    attachments: files,
  },
  {
    kind: fc.constant('email'),
    subject: line,
    from: line,
    to: fc.array(line, { maxLength: 2 }),
    text: words,
  },
  {
    kind: fc.constant('choices'),
    prompt: words,
    options: fc.array(fc.record({ label: line }), { maxLength: 3 }),
  },
  { kind: fc.constant('choice'), label: line },
  { kind: fc.constant('products'), title: line, products: fc.array(product, { minLength: 1, maxLength: 2 }) },
  { kind: fc.constant('order'), ...order },
  { kind: fc.constant('order_list'), orders: fc.array(fc.record(order), { minLength: 1, maxLength: 2 }) },
  { kind: fc.constant('article'), title: filled, url: line, snippet: words },
  {
    kind: fc.constant('form'),
    fields: fc.array(fc.record({ label: line, value: words }), { minLength: 1, maxLength: 3 }),
  },
  { kind: fc.constant('action'), name: line, outcome: fc.constantFrom('done', 'failed'), label: filled },
  { kind: fc.constant('attachment'), filename: line, size: fc.nat() },
  { kind: fc.constant('event'), event: fc.constantFrom('redacted', 'call', 'routed', 'topic_added') },
  { kind: fc.constant('unknown'), rawType: line },
]

/** Any conversation: all kinds, all roles, text that means harm. */
export const anyRequest = (most = 12): fc.Arbitrary<HandoffRequest> => {
  const item = fc.oneof(
    ...kinds.map((fields: Record<string, fc.Arbitrary<unknown>>) =>
      fc.record({ ...fields, by: fc.constantFrom('c', 'a', 'g') }),
    ),
  )
  return fc
    .record({
      items: fc.array(item, { minLength: 1, maxLength: most }),
      name: line,
      topics: fc.array(line, { maxLength: 3 }),
      overview: optional(words),
    })
    .map(({ items, name, topics, overview }) =>
      testRequest({
        customer: { ...testRequest().customer, name },
        participants: [
          { id: 'c', role: 'customer' },
          { id: 'a', role: 'ai' },
          { id: 'g', role: 'agent', name },
        ],
        items: items.map((fields, index) => ({
          ...fields,
          id: `i${index}`,
          at: `2026-03-02T08:${String(index % 60).padStart(2, '0')}:00Z`,
        })) as HandoffRequest['items'],
        topics: topics.map((topic, index) => ({ id: `t${index}`, name: topic })),
        ...(overview === undefined ? {} : { summary: { overview, topics, intent: name } }),
      }),
    )
}
