import { Faker, base, en } from '@faker-js/faker'
import type { HandoffRequest } from '@gorgias-harness/handoff'

export interface InventedCustomer {
  readonly name: string
  /** Unique within a factory, in a domain that is reserved for examples. */
  readonly email: string
}

export interface RequestWishes {
  readonly channel?: HandoffRequest['conversation']['channel']
  readonly reason?: HandoffRequest['reason']['kind']
  readonly topics?: readonly string[]
  readonly outcome?: 'handed_off' | 'resolved'
  /** Without it, an invented one. */
  readonly customer?: InventedCustomer
  /** The instant of the handoff, RFC 3339; the conversation ends there. */
  readonly requestedAt: string
}

/** Invents people and conversations. */
export interface Factory {
  customer(): InventedCustomer
  /** The turns of a shop conversation, customer first, both sides in turn. */
  conversation(): readonly { readonly by: 'customer' | 'ai'; readonly text: string }[]
  /** A request that `parseHandoffRequest` accepts; each has its own ids. */
  handoffRequest(wishes: RequestWishes): HandoffRequest
}

const SECONDS_PER_TURN = 15
const TOPICS = ['Order status', 'Returns', 'Damaged item', 'Shipping', 'Invoice', 'Product question']

/**
 * A source of invented data that is the same for the same seed, on every machine and every day.
 *
 * @param seed any whole number
 * @example
 * const factory = createFactory(7)
 * await handoff.handOff(factory.handoffRequest({ requestedAt: '2026-03-02T09:00:00Z' }))
 */
export function createFactory(seed: number): Factory {
  const faker = new Faker({ locale: [en, base], seed })
  let count = 0

  const customer = (): InventedCustomer => {
    const firstName = faker.person.firstName()
    const lastName = faker.person.lastName()
    count += 1
    const local = `${firstName}.${lastName}`.toLowerCase().replaceAll(/[^a-z.]/g, '')
    return { name: `${firstName} ${lastName}`, email: `${local}.${count}@example.com` }
  }

  const conversation = () => {
    const product = faker.commerce.productName()
    const order = faker.string.numeric({ length: 6, allowLeadingZeros: false })
    const opening = faker.helpers.arrayElement([
      `Where is my order ${order}? The ${product} should have been here by now.`,
      `The ${product} from order ${order} arrived damaged.`,
      `I want to send the ${product} back. The order is ${order}.`,
      `Does the ${product} come in ${faker.color.human()}?`,
    ])
    const more = Array.from({ length: faker.number.int({ min: 0, max: 3 }) }, () => [
      { by: 'ai' as const, text: `I had a look: **${product}**. ${faker.lorem.sentence()}` },
      { by: 'customer' as const, text: faker.lorem.sentences({ min: 1, max: 3 }) },
    ])
    return [
      { by: 'customer' as const, text: opening },
      ...more.flat(),
      { by: 'ai' as const, text: 'I cannot decide that. Shall I ask a colleague?' },
      { by: 'customer' as const, text: 'Yes, please.' },
    ]
  }

  return {
    customer,
    conversation,
    handoffRequest: (wishes) => {
      const person = wishes.customer ?? customer()
      const turns = conversation()
      const end = Date.parse(wishes.requestedAt)
      const at = (turnsBefore: number) => new Date(end - turnsBefore * SECONDS_PER_TURN * 1000).toISOString()
      const topics = wishes.topics ?? faker.helpers.arrayElements(TOPICS, { min: 1, max: 2 })
      const id = faker.string.alphanumeric(18)
      return {
        handoffId: `handoff-${id}`,
        requestedAt: wishes.requestedAt,
        ...(wishes.outcome !== undefined && { outcome: wishes.outcome }),
        reason: { kind: wishes.reason ?? 'asked_for_human' },
        conversation: {
          id: `conversation-${id}`,
          channel: wishes.channel ?? 'chat',
          createdAt: at(turns.length),
          status: 'open',
        },
        customer: {
          id: `customer-${id}`,
          name: person.name,
          emails: [{ address: person.email, primary: true }],
          identity: 'claimed',
        },
        participants: [
          { id: 'customer', role: 'customer', name: person.name },
          { id: 'ai', role: 'ai' },
        ],
        items: turns.map((turn, index) => ({
          id: `item-${index + 1}`,
          at: at(turns.length - index),
          by: turn.by,
          kind: 'text',
          format: turn.by === 'ai' ? 'markdown' : 'plain',
          text: turn.text,
        })),
        topics: topics.map((name, index) => ({ id: `topic-${index + 1}`, name })),
        summary: {
          overview: `${person.name} needs a person. ${turns[0]?.text ?? ''}`,
          topics: [...topics],
          intent: 'Get help from a person',
        },
      }
    },
  }
}
