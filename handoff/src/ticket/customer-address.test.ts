import { describe, expect, test } from 'vitest'
import { testConfig } from '../../test/support/config.ts'
import { testRequest } from '../../test/support/request.ts'
import { chooseAddress } from './customer-address.ts'

const mail = (address: string, primary?: boolean) => ({
  address,
  ...(primary === undefined ? {} : { primary }),
})
const letter = (from: string, minute = 51, by = 'p-1') => ({
  id: `i${minute}`,
  at: `2026-03-02T08:${minute}:00Z`,
  by,
  kind: 'email' as const,
  from,
  text: 'hi',
})
const choose = (
  emails: readonly { address: string; primary?: boolean }[],
  items: readonly ReturnType<typeof letter>[] = [],
) =>
  chooseAddress(
    testRequest({
      customer: { ...testRequest().customer, emails: [...emails] },
      participants: [
        { id: 'p-1', role: 'customer' },
        { id: 'p-2', role: 'third_party' },
      ],
      items: [...testRequest().items, ...items],
    }),
    testConfig(),
  )

describe('which address the ticket is for', () => {
  test('the primary one (REQ-036)', () =>
    expect(choose([mail('a@x.example'), mail('b@x.example', true)], [letter('a@x.example')])).toEqual({
      kind: 'chosen',
      address: 'b@x.example',
      why: 'primary',
      others: ['a@x.example'],
      unused: [],
    }))

  test('else the one used in this conversation (REQ-036)', () =>
    expect(choose([mail('a@x.example'), mail('B@x.example')], [letter('Bo <b@X.example>')])).toMatchObject({
      address: 'B@x.example',
      why: 'used',
    }))

  test('of several that were used the one used last (REQ-036)', () => {
    const emails = [mail('a@x.example'), mail('b@x.example')]
    const last = (a: number, b: number) =>
      choose(emails, [letter('a@x.example', a), letter('b@x.example', b)])
    expect(last(52, 53)).toMatchObject({ address: 'b@x.example', why: 'used' })
    expect(last(53, 52)).toMatchObject({ address: 'a@x.example', why: 'used' })
  })

  test('else the first (REQ-036)', () =>
    expect(choose([mail('a@x.example'), mail('b@x.example')])).toMatchObject({
      address: 'a@x.example',
      why: 'first',
    }))

  test('the sender of the conversation only where the profile has none: anybody can write a sender', () => {
    const from = [letter('z@x.example')]
    expect(choose([mail('a@x.example')], from)).toMatchObject({ address: 'a@x.example', why: 'first' })
    expect(choose([], from)).toMatchObject({ address: 'z@x.example', why: 'sender' })
  })

  test('never the sender of somebody else’s e-mail (REQ-031)', () =>
    expect(choose([], [letter('carrier@x.example', 51, 'p-2')])).toEqual({ kind: 'none', unused: [] }))

  test('blanks and case do not matter (REQ-035)', () => {
    expect(choose([mail(' ana@X.com ')])).toMatchObject({ address: 'ana@x.com', others: [] })
    expect(choose([mail('ana@x.com'), mail(' ANA@X.COM ')])).toMatchObject({ others: [] })
  })

  test('a field may hold a name, or several addresses', () => {
    expect(choose([mail('"Ruiz, Dana" <dana@x.example>')])).toMatchObject({ address: 'dana@x.example' })
    expect(choose([mail('a@x.example; b@x.example')])).toMatchObject({
      address: 'a@x.example',
      others: ['b@x.example'],
    })
  })

  test('what is no address is passed over and shown, without the secrets that somebody typed there', () =>
    expect(choose([mail('card 4111 1111 1111 1111', true), mail('a@x.example')])).toMatchObject({
      address: 'a@x.example',
      why: 'first',
      unused: [{ text: 'card [card number removed]', why: 'is no complete address' }],
    }))

  test('none at all is said (REQ-031)', () => expect(choose([])).toEqual({ kind: 'none', unused: [] }))
})

describe('addresses that no customer has are refused', () => {
  test.each([
    'support@acme.test',
    'Support@ACME.test',
    '"support"@acme.test',
    'support+123@acme.test',
    'no-reply@shop.example',
    'MAILER-DAEMON@mx.example',
    'postmaster@mx.example',
    'bounces+77@list.example',
  ])('%s', (address) => expect(choose([mail(address, true)]).kind).toBe('refused'))

  test('a support address in another script is the same address', () => {
    const gorgias = { ...testConfig().gorgias, supportEmail: 'help@müller.example' }
    const customer = { ...testRequest().customer, emails: [mail('help@xn--mller-kva.example')] }
    expect(chooseAddress(testRequest({ customer }), testConfig({ gorgias })).kind).toBe('refused')
  })

  test.each(['bouncer@club.example', 'support@other.example'])('%s is a customer’s', (address) =>
    expect(choose([mail(address)]).kind).toBe('chosen'),
  )

  test('another address of the same customer is used instead, and the note can say why', () =>
    expect(choose([mail('no-reply@x.example', true), mail('a@x.example')])).toEqual({
      kind: 'chosen',
      address: 'a@x.example',
      why: 'first',
      others: [],
      unused: [{ text: 'no-reply@x.example', why: 'belongs to a robot that nobody reads' }],
    }))

  test('also the sender of the conversation', () =>
    expect(choose([], [letter('mailer-daemon@x.example')]).kind).toBe('refused'))
})
