import { parseHandoffRequest } from '@gorgias-harness/handoff'
import { describe, expect, it } from 'vitest'
import { startConversation } from './conversation.ts'

const dana = { name: 'Dana Ruiz', email: 'dana@example.com' }
const at = (minute: number) => `2026-03-02T09:0${minute}:00.000Z`

describe('the conversation of a story', () => {
  it('becomes a request that the handoff accepts, with all kinds of turns', () => {
    const conversation = startConversation('dana r', dana, at(0))
    conversation.customerWrites({ text: 'Hello', channel: 'email', subject: 'Lamp' }, at(1))
    conversation.aiAnswers(
      {
        text: 'Look:',
        products: [{ name: 'Lamp', price: '49.00 USD', url: 'https://shop.example.com/lamp' }],
        order: {
          number: '1042',
          status: 'shipped',
          lines: [{ name: 'Lamp', quantity: 2, price: '49.00 USD' }],
          total: '98.00 USD',
          carrier: 'DHL',
        },
      },
      at(2),
    )
    const request = conversation.request('h1', at(3), {
      topics: ['Refund'],
      summary: { overview: 'Wants money.' },
      guide: 'returns',
      locale: 'de',
    })
    expect(parseHandoffRequest(request)).toMatchObject({ ok: true })
    expect(request.items.map(({ kind }) => kind)).toEqual(['email', 'text', 'products', 'order'])
    expect(request).toMatchObject({
      outcome: 'handed_off',
      conversation: { id: 'story-dana-r', channel: 'email', subject: 'Lamp', guideId: 'returns' },
      items: [
        {},
        {},
        { products: [{ price: { amount: '49.00', currency: 'USD' } }] },
        { orderNumber: '1042' },
      ],
    })
  })

  it('is judged by the channel of its last message, and marks what came by another', () => {
    const conversation = startConversation('dana', dana, at(0))
    conversation.customerWrites({ text: 'chat' }, at(1))
    conversation.customerWrites({ text: 'sms', channel: 'sms' }, at(2))
    expect(conversation.request('h1', at(3), {}).conversation.channel).toBe('sms')
    conversation.customerWrites({ text: 'chat again', channel: 'chat' }, at(4))
    const request = conversation.request('h2', at(5), {})
    expect(request.conversation.channel).toBe('chat')
    expect(request.items.map((item) => ('channel' in item ? item.channel : 'its own'))).toEqual([
      'its own',
      'sms',
      'its own',
    ])
  })

  it('says that the AI did not respond if it did not', () => {
    const conversation = startConversation('dana', dana, at(0))
    conversation.customerWrites({ text: 'Hello?' }, at(1))
    expect(conversation.request('h1', at(2), {}).outcome).toBe('did_not_respond')
    expect(conversation.resolved('h2', at(2)).outcome).toBe('resolved')
  })

  it('invents no address for a customer who has none', () => {
    const conversation = startConversation('sam', { name: 'Sam' }, at(0))
    conversation.customerWrites({ text: 'Hello' }, at(1))
    expect(conversation.request('h1', at(2), {}).customer).toMatchObject({
      emails: [],
      identity: 'anonymous',
    })
  })
})
