import { describe, expect, test } from 'vitest'
import { gladlyConversation, gladlyExport, gladlyItem } from '../../test/support/gladly-export.ts'
import { testConfig } from '../../test/support/config.ts'
import type { Item } from '../model/items.ts'
import type { HandoffRequest } from '../model/request.ts'
import { buildTicket } from '../ticket/build-ticket.ts'
import { fromGladly } from './from-gladly.ts'
import type { GladlyConversationExport } from './from-gladly.ts'

// One test for each trap that Gladly's API, its examples and its exports are known to hold.

const read = (changes: Partial<GladlyConversationExport>) =>
  fromGladly(gladlyExport(changes), { legacyAiAgentIds: ['bot-old'] })

function adapted(changes: Partial<GladlyConversationExport>): HandoffRequest {
  const result = read(changes)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.request
}

const itemOf = (content: Record<string, unknown> | null, envelope = {}): Item | undefined =>
  adapted({ items: [gladlyItem(content, envelope)] }).items[0]

const problemOf = (changes: Partial<GladlyConversationExport>) => {
  const result = read(changes)
  return result.ok ? undefined : result.problems[0]
}

const customerOf = (customer: Record<string, unknown>) =>
  adapted({ customer: { id: 'cus-1', ...customer } }).customer

/** The two bodies of the ticket, as one text. */
function ticketText(request: HandoffRequest): string {
  const built = buildTicket(request, testConfig())
  if (!built.ok) throw new Error(built.message)
  return built.body.messages.map(({ body_text }) => body_text).join('\n')
}

describe('messages', () => {
  test('a chat message without a messageType is a text', () =>
    expect(itemOf({ content: 'Hi' })).toMatchObject({ kind: 'text', text: 'Hi', format: 'plain' }))

  test.each(['content', 'body', 'bodyPlain'])('a text under the key %s is not lost', (key) => {
    expect(itemOf({ type: 'SMS', [key]: 'By text message' })).toMatchObject({
      text: 'By text message',
      channel: 'sms',
    })
  })

  test('keys that are spelt with a stray quote are the same keys', () =>
    expect(
      adapted({
        items: [
          {
            'id"': 'item-1',
            timestamp: '2026-03-02T08:51:00Z',
            initiator: { id: 'SIDEKICK_V2', 'type"': 'SYSTEM' },
            content: { 'type"': 'CHAT_MESSAGE', content: '**Hi**' },
          },
        ],
      }),
    ).toMatchObject({ participants: [{ role: 'ai' }], items: [{ id: 'item-1', format: 'markdown' }] }))

  test.each([100, '100'])('a duration of %j is a number of seconds', (recordingDuration) =>
    expect(itemOf({ type: 'VOICEMAIL', recordingDuration })).toMatchObject({
      kind: 'event',
      event: 'call',
      detail: 'recorded, 100 seconds',
    }),
  )

  test('a recording’s address, which leads nowhere outside Gladly, goes nowhere', () =>
    expect(JSON.stringify(itemOf({ type: 'PHONE_CALL', recordingUrl: '/api/v1/media/1' }))).not.toContain(
      'media',
    ))

  test.each([{ body: 'secret plan' }, { content: { body: 'secret plan' } }])(
    'a note in either of its documented forms leaves its words behind: %j',
    (content) => {
      const item = itemOf({ type: 'CONVERSATION_NOTE', ...content })
      expect(item).toMatchObject({ kind: 'event', event: 'note_added' })
      expect(JSON.stringify(item)).not.toContain('secret plan')
    },
  )

  test('an activity, a task, a topic and a status stay internal', () => {
    const types = ['CUSTOMER_ACTIVITY', 'TASK', 'TOPIC_CHANGE', 'CONVERSATION_STATUS_CHANGE']
    const request = adapted({
      items: [
        gladlyItem({ content: 'Hi' }),
        ...types.map((type) => gladlyItem({ type, title: 'secret plan', body: 'secret plan' }, { id: type })),
      ],
    })
    expect(request.items).toHaveLength(5)
    expect(ticketText(request)).not.toContain('secret plan')
  })

  test('a type of content that is not known yet is a visible line, and decides no channel', () => {
    const request = adapted({
      items: [gladlyItem({ content: 'Hi' }), gladlyItem({ type: 'HOLOGRAM', rays: 3 }, { id: 'item-2' })],
    })
    expect(request.items[1]).toMatchObject({ kind: 'unknown', rawType: 'HOLOGRAM' })
    expect(request.conversation.channel).toBe('chat')
    expect(ticketText(request)).toContain('Content that cannot be shown here (HOLOGRAM)')
  })

  test('fields that are not known yet are passed over', () =>
    expect(itemOf({ content: 'Hi', mood: 'good' }, { weather: { sky: 'blue' } })).toMatchObject({
      text: 'Hi',
    }))

  test('a pressed button whose label is only among the options is found there', () =>
    expect(
      itemOf({
        messageType: 'QUICK_REPLY_RESPONSE',
        messageData: {
          selectedOptionId: '2',
          requestMessageId: 'item-0',
          quickReplyRequest: {
            options: [
              { id: '1', label: 'Refund' },
              { id: '2', label: 'New lamp' },
            ],
          },
        },
      }),
    ).toMatchObject({ kind: 'choice', label: 'New lamp', optionId: '2', promptItemId: 'item-0' }))
})

describe('redacted items', () => {
  test.each([
    ['without content', null],
    ['with only its type', {}],
    ['with null in it', { content: null, attachments: null }],
    ['an e-mail that kept its addresses', { type: 'EMAIL', from: 'dana@example.com', to: ['a@acme.test'] }],
    ['buttons', { messageType: 'QUICK_REPLY_REQUEST', messageData: null }],
    ['a pressed button', { messageType: 'QUICK_REPLY_RESPONSE', messageData: { selectedOptionId: '2' } }],
    ['a spoken answer', { type: 'VOICE_AI_MESSAGE', status: 'PLAYED' }],
  ])('%s leave a visible mark', (_, content) => {
    const request = adapted({ channel: 'chat', items: [gladlyItem(content)] })
    expect(request.items).toMatchObject([{ kind: 'event', event: 'redacted' }])
    expect(ticketText(request)).toContain('This message was removed in Gladly.')
  })
})

describe('e-mails', () => {
  const mail = (fields: Record<string, unknown>) => itemOf({ type: 'EMAIL', subject: 'Lamp', ...fields })

  test('nobody learns who got a blind copy', () =>
    expect(JSON.stringify(mail({ content: 'Hi', bcc: ['boss@acme.test'] }))).not.toContain('boss'))

  test.each([
    '<div dir="ltr">It is <b>broken</b>.<br>Please help &amp; hurry.</div>',
    '<!DOCTYPE html>\n<html><head><style>p {color: red}</style></head><body><p>It is <b>broken</b>.</p>Please help &amp; hurry.</body></html>\n',
  ])('a body in HTML is read as its words: %j', (content) =>
    expect(mail({ content })).toMatchObject({ text: 'It is broken.\nPlease help & hurry.' }),
  )

  test('a body in HTML gives way to its plain form', () =>
    expect(mail({ content: '<p>It is<br>broken</p>', bodyPlain: 'It is broken, really.' })).toMatchObject({
      text: 'It is broken, really.',
    }))

  test.each(['<Otoh> I like it', 'a < b and b > c', 'Write <br> for a line break.', '<3 thanks <3'])(
    'plain text that looks a little like HTML stays as it was typed: %s',
    (content) => expect(mail({ content })).toMatchObject({ text: content }),
  )

  test('one receiver may stand alone', () =>
    expect(mail({ content: 'Hi', to: 'support@acme.test', cc: null })).toMatchObject({
      to: ['support@acme.test'],
      cc: [],
    }))

  test('a letter to two hundred people is handed off, the first are named and the rest counted', () => {
    const to = Array.from({ length: 200 }, (_, index) => `p${index}@example.com`)
    const item = mail({ content: 'Hi', to })
    expect(item?.kind === 'email' ? item.to?.length : 0).toBe(100)
    expect(item).toMatchObject({ to: expect.arrayContaining(['and 101 more']) as string[] })
  })
})

describe('people', () => {
  const roleOf = (initiator: unknown, content = {}) =>
    adapted({ items: [gladlyItem({ content: 'Hi', ...content }, { initiator })] }).participants[0]

  test.each([
    ['the AI of today', { id: 'SIDEKICK_V2', type: 'SYSTEM' }, 'ai'],
    ['an AI of the older kind, which is configured', { id: 'bot-old', type: 'API' }, 'ai'],
    ['any other API user', { id: 'bot-new', type: 'API' }, 'automation'],
    ['an automation', { id: 'x', type: 'AUTOMATION' }, 'automation'],
    ['an agent', { id: 'x', type: 'AGENT' }, 'agent'],
    ['a colleague in an e-mail thread', { id: 'x', type: 'INTERNAL' }, 'third_party'],
    ['a stranger in an e-mail thread', { id: 'x', type: 'EXTERNAL' }, 'third_party'],
    ['the system', { id: 'x', type: 'SYSTEM' }, 'system'],
    ['the AI’s id under another type', { id: 'SIDEKICK_V2', type: 'AGENT' }, 'agent'],
    ['a type of tomorrow', { id: 'x', type: 'ROBOT_DOG' }, 'system'],
  ])('%s', (_, initiator, role) => expect(roleOf(initiator)?.role).toBe(role))

  test('an item without an initiator is by Unknown', () => {
    for (const initiator of [undefined, null, 'CUSTOMER'])
      expect(roleOf(initiator)).toEqual({ id: 'unknown', role: 'system', name: 'Unknown' })
  })

  test('third persons without an id are told apart by their addresses', () => {
    const from = (address: string) =>
      gladlyItem(
        { type: 'EMAIL', from: address, content: 'Hi' },
        { id: address, initiator: { type: 'EXTERNAL' } },
      )
    const { participants } = adapted({ items: [from('a@x.example'), from('b@x.example')] })
    expect(participants.map(({ name }) => name)).toEqual(['a@x.example', 'b@x.example'])
  })

  test('an agent has a name only where the caller knows the agents', () => {
    const items = [gladlyItem({ content: 'Hi' }, { initiator: { id: 'ag-1', type: 'AGENT' } })]
    expect(adapted({ items }).participants).toEqual([{ id: 'ag-1', role: 'agent' }])
    const agents = [{ id: 'ag-1', name: 'Sam Okoro', emailAddress: 'sam@acme.test' }]
    expect(adapted({ items, agents }).participants[0]?.name).toBe('Sam Okoro')
  })
})

describe('times', () => {
  test.each(['2026-03-02T08:51:00Z', '2026-03-02T08:51:12.07Z', '2026-03-02T08:51:18.072729331Z'])(
    '%s is kept to the letter',
    (timestamp) => expect(itemOf({ content: 'Hi' }, { timestamp })?.at).toBe(timestamp),
  )

  test('an item without a time stands behind the one before it', () => {
    const items = [
      gladlyItem({ content: 'one' }, { timestamp: '2026-03-02T09:00:00Z' }),
      gladlyItem({ content: 'two' }, { id: 'item-2', timestamp: null }),
    ]
    expect(adapted({ items }).items.map(({ at }) => at)).toEqual(Array(2).fill('2026-03-02T09:00:00Z'))
  })

  test('a time that cannot be read is named by Gladly’s field and its place in Gladly’s list', () => {
    const items = [
      gladlyItem({ content: 'a stranger’s' }, { conversationId: 'conv-2' }),
      gladlyItem({ content: 'Hi' }, { id: 'item-2', timestamp: '2026-02-30T08:51:00Z' }),
    ]
    expect(problemOf({ items })?.path).toBe('items[1].timestamp')
  })

  test('the order of the list does not matter: the last words are the latest', () => {
    const at = (id: string, timestamp: string, type = 'CHAT_MESSAGE') =>
      gladlyItem({ type, content: id }, { id, timestamp })
    const items = [
      at('second', '2026-03-02T09:00:00.2Z'),
      at('first', '2026-03-02T09:00:00.100000001Z', 'SMS'),
      at('zeroth', '2026-03-02T09:00:00.1Z', 'SMS'),
    ]
    const request = adapted({ items })
    expect(request.items.map(({ id }) => id)).toEqual(['zeroth', 'first', 'second'])
    expect(request.conversation.channel).toBe('chat')
    expect(request.handoffId).toBe('conv-1:second')
  })
})

describe('ids', () => {
  test('items of another conversation or customer are somebody else’s, and are counted', () => {
    const result = read({
      items: [
        gladlyItem({ content: 'mine' }),
        gladlyItem({ content: 'stranger' }, { id: 'x', conversationId: 'conv-2' }),
        gladlyItem({ content: 'stranger' }, { id: 'y', conversationId: undefined, customerId: 'cus-2' }),
      ],
    })
    expect(result).toMatchObject({ ok: true, left: { foreign: 2, repeated: 0 } })
    expect(JSON.stringify(result)).not.toContain('stranger')
  })

  test('an item that comes twice is one item, in its later version', () => {
    const result = read({ items: [gladlyItem({ content: 'before' }), gladlyItem(null)] })
    expect(result).toMatchObject({ ok: true, left: { foreign: 0, repeated: 1 } })
    expect(result.ok && result.request.items).toMatchObject([{ id: 'item-1', event: 'redacted' }])
  })

  test('items of a conversation that was merged into this one belong to it, if the caller says so', () => {
    const items = [gladlyItem({ content: 'older' }, { conversationId: 'conv-0' })]
    expect(adapted({ items, mergedConversationIds: ['conv-0'] }).items).toHaveLength(1)
  })

  test('a profile that is not the conversation’s is refused: it may be somebody else’s', () => {
    const customer = { id: 'cus-9', emails: [{ normalized: 'else@example.com' }] }
    expect(problemOf({ customer })).toMatchObject({ path: 'customer.id' })
  })

  test('a profile that the conversation’s was merged into is taken, and its id is the customer’s', () => {
    const customer = { id: 'cus-9', emails: [{ normalized: 'dana@example.com' }] }
    expect(adapted({ customer, mergedCustomerIds: ['cus-1'] }).customer.id).toBe('cus-9')
    // Gladly itself may say so: by the customer of the conversation's own items.
    const items = [gladlyItem({ content: 'Hi' }, { customerId: 'cus-9' })]
    expect(adapted({ customer, items }).customer.id).toBe('cus-9')
  })

  test.each([
    ['a list', [{ code: 'moved', detail: 'Moved', meta: { new: 'cus-9' } }]],
    ['one object', { code: 'moved', meta: { new: 'cus-9' } }],
  ])('an answer that says where a merged profile went is explained, errors being %s', (_, errors) => {
    const problem = problemOf({ customer: { errors } })
    expect(problem?.path).toBe('customer')
    expect(problem?.message).toContain('moved')
    expect(problem?.message).toContain('cus-9')
  })

  test.each(['-dash', '_under'])('a conversation may be called %s', (id) =>
    expect(
      adapted({
        conversation: gladlyConversation({ id }),
        items: [gladlyItem({ content: 'Hi' }, { conversationId: id })],
      }).conversation.id,
    ).toBe(id),
  )

  test('a handoff that is asked for twice has one id, whatever Gladly wrote down in between (REQ-007)', () => {
    const asked = [gladlyItem({ content: 'A person please' })]
    const later = (content: Record<string, unknown>, id: string, initiator: unknown) =>
      gladlyItem(content, { id, initiator, timestamp: '2026-03-02T09:30:00Z' })
    const again = [
      ...asked,
      later({ content: 'One moment please' }, 'said', { id: 'SIDEKICK_V2', type: 'SYSTEM' }),
      later({ type: 'CONVERSATION_STATUS_CHANGE', status: 'CLOSED' }, 'closed', { id: 'x', type: 'SYSTEM' }),
      later({ type: 'CUSTOMER_ACTIVITY', title: 'Order' }, 'activity', { id: 'cus-1', type: 'CUSTOMER' }),
    ]
    expect(adapted({ items: again }).handoffId).toBe(adapted({ items: asked }).handoffId)
  })

  test('a conversation that goes on after its handoff has a new id for the next (REQ-008)', () => {
    const first = [gladlyItem({ content: 'A person please' })]
    const next = [...first, gladlyItem({ content: 'Still here' }, { id: 'item-2' })]
    expect(adapted({ items: next }).handoffId).not.toBe(adapted({ items: first }).handoffId)
  })
})

describe('long conversations', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      gladlyItem({ content: `line ${index}` }, { id: `i${index}`, timestamp: clock(index) }),
    )
  const clock = (index: number) => new Date(Date.UTC(2026, 2, 1) + index * 1000).toISOString()

  test.each([
    ['a list at the limit of 1,000', { items: many(1000) }],
    ['the header Gladly-Limited-Data', { items: many(3), limitedData: true }],
    ['the header’s text', { items: many(3), limitedData: 'true' as never }],
  ])('%s says that items are missing, in transcript and note', (_, changes) => {
    const text = ticketText(adapted(changes))
    expect(text).toContain('Some messages are not in this transcript')
    expect(text).toContain('not complete, Gladly held more messages than were sent')
  })

  test.each([false, null, undefined, '', 'false'])('limitedData %j says nothing', (limitedData) =>
    expect(adapted({ limitedData: limitedData as never })).not.toHaveProperty('truncated'),
  )

  test('of more items than a request holds the newest are kept and the others counted', () => {
    const request = adapted({ items: many(2001) })
    expect(request.items).toHaveLength(2000)
    expect(request.items[0]?.id).toBe('i1')
    expect(request.truncated).toEqual({ reason: 'item_limit', omitted: 1 })
  })

  test('what is longer than a field is cut, not refused', () => {
    const long = 'x'.repeat(3_000_000)
    const request = adapted({
      conversation: gladlyConversation({ customAttributes: [{ id: 'a', value: long }] }),
      customer: { id: 'cus-1', name: long, emails: [{ normalized: `${long}@x.example` }] },
      items: [
        gladlyItem({ content: long, attachments: [{ id: long, filename: long, contentType: long }] }),
        gladlyItem({ type: long }, { id: 'item-2' }),
        gladlyItem(
          { messageType: 'QUICK_REPLY_REQUEST', content: long, messageData: { options: [{ label: long }] } },
          { id: 'item-3' },
        ),
        gladlyItem({ type: 'EMAIL', subject: long, from: long, to: [long], content: 'x' }, { id: 'item-4' }),
      ],
    })
    expect(request.items).toHaveLength(4)
    // An address that was cut would be another address.
    expect(request.customer.emails).toEqual([])
  })
})

describe('the conversation', () => {
  test.each([
    ['OPEN', 'open'],
    ['WAITING', 'waiting'],
    ['CLOSED', 'closed'],
    ['NEW', 'open'],
    ['SNOOZED', 'open'],
    [null, 'open'],
  ])('status %j is %s', (status, ours) =>
    expect(adapted({ conversation: gladlyConversation({ status }) }).conversation.status).toBe(ours),
  )

  test.each(['topicIds', 'topicIDs'])('topics are read from %s', (key) =>
    expect(
      adapted({
        conversation: gladlyConversation({ [key]: ['t-1'] }),
        topics: [{ id: 't-1', name: 'Returns' }],
      }).topics,
    ).toEqual([{ id: 't-1', name: 'Returns' }]),
  )

  test('topics of one name are told apart by their way through the tree', () =>
    expect(
      adapted({
        conversation: gladlyConversation({ topicIds: ['a', 'b'] }),
        topics: [
          { id: 'r', name: 'Return' },
          { id: 'a', name: 'Size', parentId: 'r' },
          { id: 'b', name: 'Size' },
        ],
      }).topics,
    ).toEqual([
      { id: 'a', name: 'Size', path: 'Return › Size' },
      { id: 'b', name: 'Size' },
    ]))

  test('optional parts that are null are not there', () =>
    expect(
      adapted({
        topics: null,
        agents: null,
        summary: null as never,
        guideId: null as never,
        reason: null as never,
        handoffId: null as never,
        conversation: gladlyConversation({ topicIds: null, customAttributes: null, agentId: null }),
      }).reason,
    ).toEqual({ kind: 'unknown' }))

  test.each([
    ['handoffId', 7],
    ['requestedAt', 7],
    ['identity', 'certain'],
    ['channel', 7],
    ['guideId', 7],
    ['locale', 7],
    ['mergedCustomerIds', 'cus-1'],
  ])('%s, which only the caller knows, is checked', (name, value) =>
    expect(problemOf({ [name]: value })?.path).toBe(name),
  )
})

describe('the customer', () => {
  test('may have nothing but an id', () =>
    expect(customerOf({ name: null, emails: null, phones: null, externalCustomerIds: null })).toEqual({
      id: 'cus-1',
      emails: [],
      phones: [],
      externalIds: {},
      identity: 'anonymous',
    }))

  test.each([
    ['of the API', { emails: [{ original: 'A@X.example', normalized: 'a@x.example' }] }],
    ['of the API, typed only', { emails: [{ original: 'a@x.example', normalized: null }] }],
    ['of the App Platform', { primaryEmailAddress: 'a@x.example', emailAddresses: ['a@x.example'] }],
    ['of the data export', { emailAddresses: ['a@x.example'] }],
    ['of a list of plain texts', { emails: ['a@x.example'] }],
  ])('is read under the names %s', (_, customer) =>
    expect(customerOf(customer).emails).toMatchObject([{ address: 'a@x.example' }]),
  )

  test('may have several addresses and no primary one', () =>
    expect(
      customerOf({ emails: [{ normalized: 'a@x.example' }, { normalized: 'b@x.example', primary: false }] }),
    ).toMatchObject({ emails: [{ address: 'a@x.example' }, { address: 'b@x.example' }] }))

  test.each([
    [{ externalCustomerIds: { shop: '1', crm: '2' } }, { shop: '1', crm: '2' }],
    [{ externalCustomerId: '1' }, { external: '1' }],
    [{ externalCustomerIds: { shop: 7, crm: null } }, { shop: '7' }],
  ])('has ids elsewhere: %j', (customer, externalIds) =>
    expect(customerOf(customer).externalIds).toEqual(externalIds),
  )
})
