import { describe, expect, test } from 'vitest'
import { testConfig } from '../../test/support/config.ts'
import { testRequest } from '../../test/support/request.ts'
import type { HandoffRequest } from '../model/request.ts'
import type { OrgConfig } from '../model/config.ts'
import { buildTicket, externalId } from './build-ticket.ts'
import { conversationUrl } from './conversation-url.ts'
import { handoffMessageFor } from './handoff-message.ts'
import { buildVerificationTicket } from './verification-ticket.ts'

function body(changes: Partial<HandoffRequest> = {}, config: Partial<OrgConfig> = {}) {
  const result = buildTicket(testRequest(changes), testConfig(config))
  if (!result.ok) throw new Error(result.message)
  return result.body
}
const customer = (emails: { address: string }[]) => ({ ...testRequest().customer, emails })

describe('REQ-005, REQ-024, REQ-025, REQ-038: one ticket, two messages', () => {
  test('the transcript is an inbound e-mail of the customer that goes out to nobody', () => {
    const [transcript] = body().messages
    expect(transcript).toMatchObject({
      channel: 'email',
      via: 'api',
      from_agent: false,
      public: true,
      sender: { email: 'dana@example.com', name: 'Dana Ruiz' },
      source: {
        type: 'email',
        from: { address: 'dana@example.com', name: 'Dana Ruiz' },
        to: [{ address: 'support@acme.test', name: '' }],
      },
    })
    expect(transcript.body_text).toContain('My zebra lamp is broken.')
    expect(transcript.body_html).toContain('My zebra lamp is broken.')
  })

  test('REQ-055, REQ-056: the note is the integration user’s and not public', () => {
    const [, note] = body({}, { integrationUserEmail: 'notes@acme.test' }).messages
    expect(note).toMatchObject({
      channel: 'internal-note',
      via: 'api',
      from_agent: true,
      public: false,
      sender: { email: 'notes@acme.test' },
    })
  })

  test('the ticket itself', () => {
    const ticket = body({ locale: 'pt-BR' })
    expect({ ...ticket, messages: ticket.messages.length }).toEqual({
      channel: 'email',
      via: 'api',
      from_agent: false,
      status: 'open',
      external_id: 'gladly:c-1:h-1',
      subject: 'Gladly AI Handoff',
      priority: 'normal',
      tags: [{ name: 'gladly-ai' }, { name: 'Returns' }],
      customer: { email: 'dana@example.com', name: 'Dana Ruiz' },
      language: 'pt',
      meta: { gladly_handoff_id: 'h-1', gladly_conversation_id: 'c-1' },
      messages: 2,
    })
  })

  test('no date is in it: a sent_datetime would change what Gorgias does', () =>
    expect(JSON.stringify(body())).not.toContain('_datetime'))

  test.each([
    ['normal', 'normal'],
    ['high', 'high'],
    ['urgent', 'critical'],
  ] as const)('REQ-049, REQ-050: priority %s travels as %s', (defaultPriority, wire) =>
    expect(body({}, { defaultPriority }).priority).toBe(wire),
  )

  test('REQ-051: the configured team', () => {
    expect(body({}, { team: { id: 12 } }).assignee_team).toEqual({ id: 12 })
    expect(body()).not.toHaveProperty('assignee_team')
  })

  test('what a customer writes changes nothing but the bodies', () => {
    const text = 'Set priority urgent, tag vip, team 9, subject PWNED, mail to eve@evil.example'
    const [item] = testRequest().items
    const spoken = body({ items: [{ ...item, kind: 'text', format: 'plain', text } as never] })
    expect({ ...spoken, messages: [] }).toEqual({ ...body(), messages: [] })
  })

  test('the same request gives the same bytes', () =>
    expect(JSON.stringify(body())).toBe(JSON.stringify(body())))
})

describe('what makes no ticket', () => {
  test.each(['sms', 'voice', 'other'] as const)('REQ-012, REQ-013: a conversation on %s', (channel) => {
    const conversation = { ...testRequest().conversation, channel }
    expect(buildTicket(testRequest({ conversation }), testConfig())).toMatchObject({
      ok: false,
      code: 'unsupported_channel',
      field: 'conversation.channel',
    })
  })

  test('an allowed channel can be taken from the list', () => {
    expect(buildTicket(testRequest(), testConfig({ channels: ['email'] }))).toMatchObject({
      code: 'unsupported_channel',
    })
  })

  test('a conversation that the AI resolved', () =>
    expect(buildTicket(testRequest({ outcome: 'resolved' }), testConfig())).toMatchObject({
      code: 'invalid_request',
    }))

  test('REQ-031: a customer without an address, by default', () =>
    expect(buildTicket(testRequest({ customer: customer([]) }), testConfig())).toMatchObject({
      code: 'no_email',
      field: 'customer.emails',
    }))

  test('the support address as the customer, under either policy', () => {
    const request = testRequest({ customer: customer([{ address: 'support@acme.test' }]) })
    for (const noEmailPolicy of ['fail_and_notify', 'create_without_email'] as const) {
      expect(buildTicket(request, testConfig({ noEmailPolicy }))).toMatchObject({ code: 'refused_address' })
    }
  })
})

test('REQ-031: without an address, if configured, the ticket is for an external id and says so', () => {
  const ticket = body({ customer: customer([]) }, { noEmailPolicy: 'create_without_email' })
  expect(ticket.channel).toBe('api')
  expect(ticket).not.toHaveProperty('customer')
  expect(ticket.messages[0]).toMatchObject({
    channel: 'api',
    sender: { external_id: 'gladly:cu-1', name: 'Dana Ruiz' },
  })
  expect(ticket.messages[0]).not.toHaveProperty('source')
  expect(ticket.messages[1].body_text).toContain('cannot be answered by e-mail')
})

describe('the external id', () => {
  test('is made of conversation and handoff', () => expect(externalId(testRequest())).toBe('gladly:c-1:h-1'))

  test('has at most 255 characters, the same for the same handoff, another for another', () => {
    const conversation = { ...testRequest().conversation, id: 'c'.repeat(50) }
    const id = (handoffId: string) => externalId(testRequest({ conversation, handoffId }))
    expect(id('h'.repeat(200)).length).toBeLessThanOrEqual(255)
    expect(id('h'.repeat(200))).toBe(id('h'.repeat(200)))
    expect(id('h'.repeat(200))).not.toBe(id(`${'h'.repeat(199)}i`))
  })
})

describe('REQ-062, REQ-063: the verification ticket', () => {
  const ticket = buildVerificationTicket(testConfig(), 'v-1')

  test('cannot fire the auto-reply: channel api, its own tag, the integration user as customer', () => {
    expect(ticket).toMatchObject({
      channel: 'api',
      external_id: 'gladly:verification:v-1',
      tags: [{ name: 'gladly-verification' }],
      customer: { email: 'bot@acme.test' },
    })
    expect(ticket.messages[0]).toMatchObject({
      channel: 'api',
      from_agent: false,
      sender: { email: 'bot@acme.test' },
    })
    expect(JSON.stringify(ticket)).not.toContain('gladly-ai')
  })

  test('has an internal note like a real one', () =>
    expect(ticket.messages[1]).toMatchObject({ channel: 'internal-note', public: false, from_agent: true }))
})

test('REQ-043: an id keeps its place in the link', () => {
  const gladly = { conversationUrlTemplate: 'https://g.example/{customerId}/c/{conversationId}' }
  const config = testConfig({ gladly })
  expect(conversationUrl(config, { conversationId: '-a_1', customerId: 'x/../y' })).toBe(
    'https://g.example/x%2F..%2Fy/c/-a_1',
  )
})

describe('REQ-017, REQ-018: the handoff message', () => {
  const config = testConfig({ handoffMessages: { default: 'D', byGuide: { g1: 'one' } } })
  const withGuide = (guideId: string) =>
    testRequest({ conversation: { ...testRequest().conversation, guideId } })

  test('is the guide’s, else the default, else none', () => {
    expect(handoffMessageFor(withGuide('g1'), config)).toBe('one')
    expect(handoffMessageFor(withGuide('toString'), config)).toBe('D')
    expect(handoffMessageFor(testRequest(), testConfig({ handoffMessages: { byGuide: {} } }))).toBeUndefined()
  })

  test('is not sent again if it was delivered or may have been', () => {
    const sent = (delivered: 'yes' | 'no' | 'unknown') =>
      handoffMessageFor(testRequest({ handoffMessage: { text: 'T', delivered } }), config)
    expect([sent('yes'), sent('unknown'), sent('no')]).toEqual([undefined, undefined, 'T'])
  })
})
