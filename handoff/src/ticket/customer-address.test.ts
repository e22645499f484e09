import { describe, expect, test } from 'vitest'
import { testConfig } from '../../test/support/config.ts'
import { testRequest } from '../../test/support/request.ts'
import { chooseAddress } from './customer-address.ts'

const mail = (address: string, primary?: boolean) => ({
  address,
  ...(primary === undefined ? {} : { primary }),
})
const choose = (emails: { address: string; primary?: boolean }[], from?: string) =>
  chooseAddress(
    testRequest({
      customer: { ...testRequest().customer, emails },
      items: from
        ? [{ id: 'i', at: '2026-03-02T08:51:00Z', by: 'p-1', kind: 'email', from, text: 'hi' }]
        : testRequest().items,
    }),
    testConfig(),
  )

describe('REQ-035, REQ-036: which address the ticket is for', () => {
  test('the primary one', () =>
    expect(choose([mail('a@x.example'), mail('b@x.example', true)])).toEqual({
      kind: 'chosen',
      address: 'b@x.example',
      others: ['a@x.example'],
    }))

  test('else the one used in this conversation', () =>
    expect(choose([mail('a@x.example'), mail('B@x.example')], 'Bo <b@X.example>')).toMatchObject({
      address: 'B@x.example',
    }))

  test('else the first', () =>
    expect(choose([mail('a@x.example'), mail('b@x.example')])).toMatchObject({ address: 'a@x.example' }))

  test('blanks and the domain’s case do not matter', () =>
    expect(choose([mail(' ana@X.com ')])).toMatchObject({ address: 'ana@x.com', others: [] }))

  test('one that is no address is passed over', () =>
    expect(choose([mail('ana at home', true), mail('a@x.example')])).toMatchObject({
      address: 'a@x.example',
    }))

  test('none at all is said', () => expect(choose([])).toEqual({ kind: 'none', others: [] }))
})

describe('addresses that no customer has are refused', () => {
  test.each([
    'support@acme.test',
    'Support@ACME.test',
    'support+123@acme.test',
    'no-reply@shop.example',
    'noreply@shop.example',
    'do-not-reply@shop.example',
    'MAILER-DAEMON@mx.example',
    'postmaster@mx.example',
    'bounces+77@list.example',
  ])('%s', (address) => expect(choose([mail(address, true)]).kind).toBe('refused'))

  test.each(['norah.eply@x.example', 'bouncer@club.example', 'support@other.example'])(
    '%s is a customer’s',
    (address) => expect(choose([mail(address)]).kind).toBe('chosen'),
  )

  test('another address of the same customer is used instead', () =>
    expect(choose([mail('no-reply@x.example', true), mail('a@x.example')])).toMatchObject({
      address: 'a@x.example',
    }))
})
