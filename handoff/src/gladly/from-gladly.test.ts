import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HandoffRequest } from '../model/request.ts'
import { fromGladly } from './from-gladly.ts'

interface Export {
  conversation: Record<string, unknown>
  customer: Record<string, unknown>
  items: Record<string, unknown>[]
  topics: unknown[]
  [more: string]: unknown
}

/** A fresh copy of an answer of Gladly's API with all its traps. */
function gladly(): Export {
  const file = new URL('../../examples/gladly-chat.json', import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Export
}

function adapted(input: unknown): HandoffRequest {
  const result = fromGladly(input, { legacyAiAgentIds: ['bot-old'] })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.request
}

const itemsById = (request: HandoffRequest) => new Map(request.items.map((item) => [item.id, item]))
const rolesById = (request: HandoffRequest) => new Map(request.participants.map(({ id, role }) => [id, role]))

describe('items', () => {
  const request = adapted(gladly())
  const items = itemsById(request)
  const roles = rolesById(request)
  const roleOf = (id: string) => roles.get(items.get(id)?.by ?? '')

  test('a chat message without a type is a text', () =>
    expect(items.get('g1')).toMatchObject({ kind: 'text', format: 'plain', text: 'Where is my order?' }))

  test('keys with a stray quote are read, and the AI writes Markdown', () => {
    expect(items.get('g2')).toMatchObject({ kind: 'text', format: 'markdown', at: '2025-11-22T09:00:04.07Z' })
    expect(roleOf('g2')).toBe('ai')
  })

  test('buttons and the one that was pressed', () => {
    expect(items.get('g3')).toMatchObject({
      kind: 'choices',
      prompt: 'Which one?',
      options: [{ label: '1001' }, {}],
    })
    expect(items.get('g4')).toMatchObject({
      kind: 'choice',
      label: '1001',
      optionId: '1',
      promptItemId: 'g3',
    })
  })

  test('an item of another conversation is left out', () => {
    expect(items.has('foreign')).toBe(false)
    expect(JSON.stringify(request)).not.toContain('stranger')
  })

  test('a note leaves its words behind', () => {
    expect(items.get('g5')).toMatchObject({ kind: 'event', event: 'note_added' })
    expect(JSON.stringify(request)).not.toContain('internal remark')
  })

  test('a call’s duration may be text or a number', () => {
    expect(items.get('g7')).toMatchObject({ kind: 'event', event: 'call', detail: 'recorded, 100 seconds' })
    expect(items.get('g8')).toMatchObject({ kind: 'event', event: 'call', detail: 'recorded, 7 seconds' })
  })

  test('a message of another channel keeps its channel', () =>
    expect(items.get('g9')).toMatchObject({ kind: 'text', channel: 'sms', text: 'also by text message' }))

  test('agents have their name, older bots count as AI if they are configured, strangers are nobody known', () => {
    expect(request.participants).toContainEqual({ id: 'ag-1', role: 'agent', name: 'Sam Okoro' })
    expect(roleOf('g11')).toBe('ai')
    expect(roleOf('g13')).toBe('system')
  })

  test('a redacted item stays as a trace', () =>
    expect(items.get('g12')).toMatchObject({ kind: 'event', event: 'redacted' }))

  test('a type that nobody knows is kept by its name', () =>
    expect(items.get('g13')).toMatchObject({ kind: 'unknown', rawType: 'HOLOGRAM' }))

  test('an e-mail of a third person has an address and no blind copies', () => {
    expect(items.get('g14')).toMatchObject({
      kind: 'email',
      from: 'carrier@parcels.example',
      text: 'It is on its way.',
    })
    expect(roleOf('g14')).toBe('third_party')
    expect(JSON.stringify(request)).not.toContain('hidden@acme.test')
  })

  test('an API author who is not configured is an automatic message, not an AI', () => {
    const result = fromGladly(gladly(), { legacyAiAgentIds: [] })
    expect(result.ok && result.request.participants.find(({ id }) => id === 'bot-old')?.role).toBe(
      'automation',
    )
  })
})

describe('the rest of the request', () => {
  const request = adapted(gladly())

  test('topics have their name and their way through the tree; an unknown id is left out', () =>
    expect(request.topics).toEqual([
      { id: 't-size', name: 'Size', path: 'Return › Size' },
      { id: 't-exch', name: 'Size', path: 'Exchange › Size' },
    ]))

  test('without a list of its own a conversation has the topics that were added', () => {
    const input = gladly()
    delete input.conversation.topicIds
    expect(adapted(input).topics.map(({ id }) => id)).toEqual(['t-size'])
  })

  test('a tree that bites its tail ends', () => {
    const input = gladly()
    input.conversation.topicIds = ['t-loop']
    expect(adapted(input).topics).toEqual([{ id: 't-loop', name: 'Loop' }])
  })

  test('the customer is read from the profile', () =>
    expect(request.customer).toEqual({
      id: 'cus_88',
      name: 'Ola Nowak',
      emails: [{ address: 'ola@example.com', primary: true }, { address: 'ola@work.example' }],
      phones: [{ raw: '(030) 123', e164: '+4930123', type: 'mobile', primary: true }],
      externalIds: { shopify: '778' },
      identity: 'claimed',
    }))

  test('the App Platform’s names for the same are read too', () => {
    const customer = {
      id: 'cus_88',
      primaryEmailAddress: 'two@example.com',
      emailAddresses: ['one@example.com', 'two@example.com'],
      primaryPhoneNumber: { number: '+4930123', type: 'HOME' },
      phoneNumbers: [{ number: '+4930123', type: 'HOME' }, '030 9'],
      externalCustomerId: '9',
    }
    expect(adapted({ ...gladly(), customer }).customer).toMatchObject({
      emails: [{ address: 'two@example.com', primary: true }, { address: 'one@example.com' }],
      phones: [{ raw: '+4930123', e164: '+4930123', type: 'home', primary: true }, { raw: '030 9' }],
      externalIds: { external: '9' },
    })
  })

  test('attributes of the conversation are kept, also repeated ones', () =>
    expect(request.conversation.attributes).toEqual([
      { key: 'order_no', value: '1001' },
      { key: 'order_no', value: '1002' },
    ]))

  test('the channel is that of the customer’s last message, unless the caller knows', () => {
    expect(request.conversation.channel).toBe('chat')
    expect(adapted({ ...gladly(), channel: 'EMAIL' }).conversation.channel).toBe('email')
    expect(adapted({ ...gladly(), items: gladly().items.slice(0, 10) }).conversation.channel).toBe('sms')
  })

  test('the handoff id is stable, and new when the conversation goes on', () => {
    expect(request.handoffId).toBe('pOVVdzweSumI4bFxjlT8LA:g15')
    expect(adapted(gladly()).handoffId).toBe(request.handoffId)
    expect(adapted({ ...gladly(), items: gladly().items.slice(0, 3) }).handoffId).not.toBe(request.handoffId)
  })

  test('a list at Gladly’s limit, or its header, says that items are missing', () => {
    const [first] = gladly().items
    const items = Array.from({ length: 1000 }, (_, index) => ({ ...first, id: `g${index}` }))
    expect(adapted({ ...gladly(), items }).truncated).toEqual({ reason: 'item_limit' })
    expect(adapted({ ...gladly(), limitedData: true }).truncated).toEqual({ reason: 'item_limit' })
    expect(request.truncated).toBeUndefined()
  })
})

describe('wrong input is told, not thrown', () => {
  test.each([undefined, null, 'x', [], {}, { conversation: [], items: {}, customer: null }])(
    '%j',
    (input) => {
      const result = fromGladly(input, { legacyAiAgentIds: [] })
      expect(result).toMatchObject({ ok: false })
    },
  )

  test('each part that is missing is named with the call that answers it', () => {
    const result = fromGladly({}, { legacyAiAgentIds: [] })
    const paths = result.ok ? [] : result.problems.map(({ path }) => path)
    expect(paths).toEqual(['conversation', 'items', 'customer'])
    expect(JSON.stringify(result)).toContain('GET conversations/{id}/items')
  })

  test('an item that is none is named by its place', () => {
    const input = gladly()
    input.items.push({}, 7 as never)
    const result = fromGladly(input, { legacyAiAgentIds: [] })
    expect(result.ok ? [] : result.problems.map(({ path }) => path)).toEqual(['items[16].id', 'items[17]'])
  })

  test('nothing throws, whatever stands in the fields', () => {
    const part = fc.oneof(
      fc.jsonValue(),
      fc.record({ id: fc.string(), type: fc.string(), content: fc.jsonValue() }),
    )
    const input = fc.record({
      conversation: fc.oneof(part, fc.constant(gladly().conversation)),
      customer: fc.oneof(part, fc.constant(gladly().customer)),
      items: fc.oneof(fc.array(part), fc.constant(gladly().items)),
      topics: fc.jsonValue(),
      agents: fc.jsonValue(),
      channel: fc.jsonValue(),
    })
    fc.assert(
      fc.property(input, (value) => {
        expect(fromGladly(value, { legacyAiAgentIds: [] })).toHaveProperty('ok')
      }),
    )
  })
})
