import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redactRequest } from '../src/index.ts'
import type { HandoffRequest, OrgConfig } from '../src/index.ts'
import { addressKey, readAddresses } from '../src/ticket/addresses.ts'
import { buildTicket } from '../src/ticket/build-ticket.ts'
import { chooseAddress } from '../src/ticket/customer-address.ts'
import { anyRequest } from './support/any-request.ts'
import { testConfig } from './support/config.ts'
import { planted } from './support/planted.ts'
import { testRequest } from './support/request.ts'
import { handoffWorld } from './support/world.ts'

type Customer = HandoffRequest['customer']

const customer = (changes: Partial<Customer>): Customer => ({ ...testRequest().customer, ...changes })

function ticketFor(request: HandoffRequest, config: Partial<OrgConfig> = {}) {
  const built = buildTicket(request, testConfig(config))
  if (!built.ok) throw new Error(built.message)
  return built.body
}

/** The note's words; its columns do not matter here. */
const noteFor = (request: HandoffRequest) => ticketFor(request).messages[1].body_text.replace(/ +/g, ' ')

const order: HandoffRequest['items'][number] = {
  id: 'o',
  at: '2026-03-02T08:52:00Z',
  by: 'p-1',
  kind: 'order',
  orderNumber: 'LH-20418',
  status: 'Shipped',
  currency: 'EUR',
  lines: [],
}

describe('the note', () => {
  it('says why this address, and names the others (REQ-036)', () => {
    const note = noteFor(
      testRequest({
        customer: customer({
          emails: [
            { address: 'a@x.example' },
            { address: 'b@x.example', primary: true },
            { address: 'c@x.example' },
            { address: 'noreply@x.example' },
            { address: 'dana at home' },
          ],
        }),
      }),
    )
    expect(note).toContain('E-mail: b@x.example')
    expect(note).toContain('Address used: the primary one in Gladly')
    expect(note).toContain('Other addresses: a@x.example, c@x.example')
    expect(note).toContain(
      'Not used: noreply@x.example (belongs to a robot that nobody reads), dana at home (is no complete address)',
    )
  })

  it.each([
    ['verified', 'chat', 'Identity: verified'],
    ['claimed', 'chat', 'Identity: not verified: the address was typed by the visitor.'],
    ['claimed', 'email', 'Identity: not verified: the address is the sender of an e-mail'],
    ['anonymous', 'chat', 'Identity: anonymous: nobody said who they are.'],
  ] as const)('says how sure it is who wrote: %s on %s', (identity, channel, line) => {
    const conversation = { ...testRequest().conversation, channel }
    expect(noteFor(testRequest({ customer: customer({ identity }), conversation }))).toContain(line)
  })

  it.each(['claimed', 'anonymous'] as const)(
    'warns above all else where order data is shown to somebody %s',
    (identity) => {
      const note = noteFor(testRequest({ customer: customer({ identity }), items: [order] }))
      const warning = note.indexOf('not verified, and the conversation shows order data (LH-20418)')
      expect(warning).toBeGreaterThan(0)
      expect(warning).toBeLessThan(note.indexOf('Intent'))
    },
  )

  it('warns of orders in a list, too, and of none where the customer is verified or no order is shown', () => {
    const { id: _i, at: _a, by: _b, kind: _k, ...fields } = order as typeof order & { kind: 'order' }
    const list = { id: 'o', at: order.at, by: 'p-1', kind: 'order_list' as const, orders: [fields] }
    const claimed = customer({ identity: 'claimed' })
    expect(noteFor(testRequest({ customer: claimed, items: [list] }))).toContain('shows order data')
    expect(noteFor(testRequest({ customer: claimed }))).not.toContain('shows order data')
    expect(noteFor(testRequest({ items: [order] }))).not.toContain('shows order data')
  })

  it('is the only place for all this: the transcript, which the customer gets quoted, has none of it', () => {
    const request = testRequest({
      customer: customer({
        identity: 'claimed',
        emails: [{ address: 'a@x.example' }, { address: 'b@x.example' }],
      }),
      items: [order],
    })
    expect(ticketFor(request).messages[0].body_text).not.toMatch(/verified|b@x\.example|Address used/)
  })
})

describe('a customer without an address', () => {
  const nobody = testRequest({ customer: customer({ emails: [{ address: 'dana at home' }] }) })

  it('makes no ticket by default: a person is told, nothing is sent (REQ-031)', async () => {
    const { handoff, effects, mails } = handoffWorld()
    expect(await handoff.handOff(nobody)).toMatchObject({ code: 'no_email', field: 'customer.emails' })
    expect(effects).toEqual(['follow-up', 'mail'])
    expect(mails[0]?.text).toContain('https://acme.gladly.test/conversation/c-1')
  })

  it('makes a ticket with name and external id where that is configured, and the note says so (REQ-031)', () => {
    const ticket = ticketFor(nobody, { noEmailPolicy: 'create_without_email' })
    expect(ticket).not.toHaveProperty('customer')
    expect(ticket.channel).toBe('api')
    expect(ticket.messages[0].sender).toEqual({ external_id: 'gladly:cu-1', name: 'Dana Ruiz' })
    expect(ticket.messages[1].body_text).toMatch(/E-mail: +none: this ticket cannot be answered by e-mail/)
    expect(ticket.messages[1].body_text).toMatch(/Not used: +dana at home \(is no complete address\)/)
  })

  it('is looked for by nothing but this conversation’s own profile: its request makes one call (REQ-031, REQ-032)', async () => {
    const { handoff, gorgias } = handoffWorld({ noEmailPolicy: 'create_without_email' })
    await handoff.handOff(nobody)
    expect(gorgias.calls.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /api/tickets'])
  })
})

describe('what stands where an address belongs', () => {
  const kept = (address: string) =>
    redactRequest(testRequest({ customer: customer({ emails: [{ address }] }) }), testConfig()).customer
      .emails

  it('is kept to the letter if it is one', () =>
    expect(kept(' "4111 1111 1111 1111" <Dana+4111111111111111@Example.com>')).toEqual([
      { address: ' "4111 1111 1111 1111" <Dana+4111111111111111@Example.com>' },
    ]))

  it('is masked at the door like any text if it is none, so that no ledger holds it', () => {
    expect(kept('4111 1111 1111 1111')).toEqual([{ address: '[card number removed]' }])
    expect(kept('4111 1111 1111 1111 '.repeat(16))[0]?.address.length).toBeLessThanOrEqual(320)
  })
})

describe('the customer of a ticket', () => {
  it('is named by address and name, and nothing else is asked or changed (REQ-032, REQ-034, REQ-035)', async () => {
    const { handoff, gorgias } = handoffWorld()
    await handoff.handOff(
      testRequest({ customer: customer({ emails: [{ address: ' Dana@Example.COM ' }] }) }),
    )
    expect(gorgias.calls.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /api/tickets'])
    expect(gorgias.tickets[0]?.body.customer).toEqual({ email: 'Dana@example.com', name: 'Dana Ruiz' })
  })

  /** Texts that would like to be the customer's address. */
  const bait = fc.constantFrom(
    'my address is eve@evil.example',
    'From: eve@evil.example',
    '<eve@evil.example>',
    '"customer": {"email": "eve@evil.example"}',
    'Dana <eve@evil.example>, dana@example.com',
    '\n\nReply-To: eve@evil.example\r\nBcc: eve@evil.example',
  )
  const mine = fc.constantFrom(
    'dana@example.com',
    ' DANA@example.com',
    'd.ruiz+lamp@work.example',
    'Dana <dana@müller.example>',
    'a@x.example, b@x.example',
    'no-reply@x.example',
    'support@acme.test',
    'dana at home',
    '',
  )
  const emails = fc.array(
    fc.record({ address: mine, primary: fc.boolean() }, { requiredKeys: ['address'] }),
    { maxLength: 4 },
  )
  const policies = fc.constantFrom('fail_and_notify' as const, 'create_without_email' as const)

  it('has the chosen address or none, whatever the texts say, and never one that is not theirs (REQ-031)', () => {
    fc.assert(
      fc.property(anyRequest(6), bait, emails, policies, (request, words, addresses, noEmailPolicy) => {
        const config = testConfig({ noEmailPolicy })
        // A customer's e-mail has a real sender; that one is part of the envelope, not of a text.
        const items = request.items.map((item) =>
          item.kind === 'email' ? { ...item, from: 'dana@example.com' } : item,
        )
        const asked = { ...request, items, customer: { ...request.customer, emails: addresses } }
        const said = planted(asked, words)
        expect(chooseAddress(said, config)).toEqual(chooseAddress(asked, config))

        const choice = chooseAddress(said, config)
        const built = buildTicket(said, config)
        expect(built.ok).toBe(
          choice.kind === 'chosen' || (choice.kind === 'none' && noEmailPolicy === 'create_without_email'),
        )
        if (!built.ok) return
        const { body } = built
        const [message] = body.messages
        const used = [
          body.customer?.email,
          'email' in message.sender ? message.sender.email : undefined,
          'source' in message ? message.source.from.address : undefined,
        ]
        expect(new Set(used)).toEqual(new Set([choice.kind === 'chosen' ? choice.address : undefined]))
        const own = [...addresses.map(({ address }) => address), 'dana@example.com'].flatMap(readAddresses)
        for (const address of used)
          if (address !== undefined) expect(own.map(addressKey)).toContain(addressKey(address))
      }),
    )
  })
})
