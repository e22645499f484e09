import type { HandoffRequest } from '@gorgias-harness/handoff'
import type { CustomerGiven } from '../format/schema/given.ts'
import type { Detail } from '../format/schema/steps.ts'

type Item = HandoffRequest['items'][number]
type Channel = 'chat' | 'email' | 'sms' | 'voice'
type Turn = { readonly item: Item; readonly channel: Channel }
type Long<D> = Exclude<D, string | null>

/** What one customer and the AI said to each other so far. */
export interface Conversation {
  readonly id: string
  readonly customerName: string
  customerWrites(detail: Long<Detail<'customer writes'>>, at: string): void
  aiAnswers(detail: Long<Detail<'ai answers'>>, at: string): void
  /** The request that hands this conversation over as it stands now. */
  request(handoffId: string, at: string, detail: Long<Detail<'handoff'>>): HandoffRequest
  /** The same for a conversation that needs nobody. */
  resolved(handoffId: string, at: string): HandoffRequest
}

/**
 * Starts the conversation of one customer of a story. Instants come from the caller, so the same story makes
 * the same bytes.
 *
 * @param handle the name that the story gives to the customer
 */
export function startConversation(handle: string, customer: CustomerGiven, at: string): Conversation {
  const id = `story-${handle.replaceAll(/[^A-Za-z0-9]/g, '-')}`
  const turns: Turn[] = []
  let subject: string | undefined

  const add = (channel: Channel, item: DistributiveOmit<Item, 'id'>) => {
    turns.push({ channel, item: { ...item, id: `item-${turns.length + 1}` } })
  }
  const current = (): Channel => turns.at(-1)?.channel ?? 'chat'

  const base = (handoffId: string, requestedAt: string, channel: Channel): HandoffRequest => ({
    handoffId,
    requestedAt,
    reason: { kind: 'asked_for_human' },
    conversation: {
      id,
      channel,
      createdAt: at,
      status: 'open',
      ...(subject !== undefined && { subject }),
    },
    customer: {
      id: `customer-${handle.replaceAll(/[^A-Za-z0-9]/g, '-')}`,
      ...(customer.name !== undefined && { name: customer.name }),
      emails: customer.email === undefined ? [] : [{ address: customer.email, primary: true }],
      ...(customer.phone !== undefined && { phones: [{ raw: customer.phone, primary: true }] }),
      identity: customer.email === undefined ? 'anonymous' : 'claimed',
    },
    participants: [
      { id: 'customer', role: 'customer', ...(customer.name !== undefined && { name: customer.name }) },
      { id: 'ai', role: 'ai' },
    ],
    items: turns.map((turn) =>
      turn.item.kind === 'text' && turn.channel !== channel
        ? { ...turn.item, channel: turn.channel }
        : turn.item,
    ),
    topics: [],
  })

  return {
    id,
    customerName: handle,
    customerWrites: (detail, when) => {
      const channel = detail.channel ?? (turns.length > 0 ? current() : 'chat')
      subject ??= detail.subject
      if (channel === 'email') {
        add(channel, {
          kind: 'email',
          at: when,
          by: 'customer',
          ...(detail.subject !== undefined && { subject: detail.subject }),
          ...(customer.email !== undefined && { from: customer.email }),
          text: detail.text,
        })
      } else add(channel, { kind: 'text', at: when, by: 'customer', format: 'plain', text: detail.text })
    },
    aiAnswers: (detail, when) => {
      const channel = current()
      if (detail.text !== undefined)
        add(channel, { kind: 'text', at: when, by: 'ai', format: 'markdown', text: detail.text })
      if (detail.products)
        add(channel, { kind: 'products', at: when, by: 'ai', products: detail.products.map(toProduct) })
      if (detail.order) add(channel, { kind: 'order', at: when, by: 'ai', ...toOrder(detail.order) })
    },
    request: (handoffId, when, detail) => {
      const request = base(handoffId, when, detail.channel ?? current())
      const topics = detail.topics ?? []
      const answered = turns.some(({ item }) => item.by === 'ai')
      return {
        ...request,
        outcome: answered ? 'handed_off' : 'did_not_respond',
        reason: { kind: detail.reason ?? 'asked_for_human' },
        conversation: {
          ...request.conversation,
          ...(detail.guide !== undefined && { guideId: detail.guide }),
        },
        topics: topics.map((name, index) => ({ id: `topic-${index + 1}`, name })),
        ...(detail.summary && {
          summary: { overview: detail.summary.overview, intent: detail.summary.intent ?? '', topics },
        }),
        ...(detail.locale !== undefined && { locale: detail.locale }),
      }
    },
    resolved: (handoffId, when) => ({ ...base(handoffId, when, current()), outcome: 'resolved' }),
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
type Answer = Long<Detail<'ai answers'>>

/** `49.00 USD`, whose form the schema has checked. */
function readMoney(text: string): { amount: string; currency: string } {
  const [amount = '', currency = ''] = text.split(' ')
  return { amount, currency }
}

const toProduct = ({ price, ...product }: NonNullable<Answer['products']>[number]) => ({
  ...product,
  ...(price !== undefined && { price: readMoney(price) }),
})

function toOrder(order: NonNullable<Answer['order']>) {
  const { amount, currency } = readMoney(order.total)
  const shipped = order.carrier !== undefined || order.tracking !== undefined
  return {
    orderNumber: order.number,
    status: order.status,
    currency,
    totals: { total: amount },
    lines: order.lines.map(({ name, quantity, price }) => ({
      name,
      qty: quantity,
      price: readMoney(price).amount,
    })),
    ...(shipped && {
      shipments: [
        {
          ...(order.carrier !== undefined && { carrier: order.carrier }),
          ...(order.tracking !== undefined && { trackingNumber: order.tracking }),
        },
      ],
    }),
  }
}
