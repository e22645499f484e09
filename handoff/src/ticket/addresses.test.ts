import fc from 'fast-check'
import addressparser from 'nodemailer/lib/addressparser'
import { describe, expect, test } from 'vitest'
import { addressKey, isRobot, readAddresses } from './addresses.ts'

describe('an address is read', () => {
  test.each([
    ['dana@example.com', 'dana@example.com'],
    ['  Dana.Ruiz@Example.COM\u00a0', 'Dana.Ruiz@example.com'],
    ['dana+lamp@example.com', 'dana+lamp@example.com'],
    ["o'brien_{x}!#$%&*/=?^`|~-@example.com", "o'brien_{x}!#$%&*/=?^`|~-@example.com"],
    ['"dana ruiz"@example.com', '"dana ruiz"@example.com'],
    ['"a,b\\"c@d"@example.com', '"a,b\\"c@d"@example.com'],
    ['dana@müller.example', 'dana@müller.example'],
    ['dana@xn--mller-kva.example', 'dana@xn--mller-kva.example'],
    ['дана@пример.example', 'дана@пример.example'],
    ['\u200bdana@example.com\u202c', 'dana@example.com'],
    ['Dana Ruiz <dana@example.com>', 'dana@example.com'],
    ['<dana@example.com>', 'dana@example.com'],
    ['"Ruiz, Dana" <dana@example.com>', 'dana@example.com'],
    ['"boss@acme.test" <dana@example.com>', 'dana@example.com'],
    ['boss@acme.test <dana@example.com>', 'dana@example.com'],
    ['dana@example.com (boss@acme.test)', 'dana@example.com'],
    ['mailto:dana@example.com', 'dana@example.com'],
  ])('%j', (field, address) => expect(readAddresses(field)).toEqual([address]))

  test.each([
    ['a@x.example, b@y.example', ['a@x.example', 'b@y.example']],
    ['a@x.example; Bo <b@y.example>;', ['a@x.example', 'b@y.example']],
    ['"A, B" <a@x.example>, , b@y.example', ['a@x.example', 'b@y.example']],
    ['Family: a@x.example, b@y.example;', ['a@x.example', 'b@y.example']],
    ['nobody, b@y.example', ['b@y.example']],
  ])('several in one field: %j', (field, addresses) => expect(readAddresses(field)).toEqual(addresses))
})

describe('what is none is never made one', () => {
  test.each([
    '',
    '   ',
    '<>',
    '@',
    'dana',
    'dana@',
    '@example.com',
    'dana@localhost',
    'dana@example',
    'dana@example.c-',
    'dana@-x.example',
    'dana@.example.com',
    'dana@example.com.',
    'dana@127.0.0.1',
    'dana@[127.0.0.1]',
    'dana@1.2',
    'dana@exam%70le.com',
    'dana@exa_mple.com',
    'dana@example.com…',
    '.dana@example.com',
    'dana.@example.com',
    'da..na@example.com',
    'dana ruiz@example.com',
    'dana @example.com',
    'a@x.example b@y.example',
    'a@b@example.com',
    'Dana <a@x.example> <b@y.example>',
    '<a@x.example> b@y.example',
    'Dana <a@x.example',
    'dana"x@example.com',
    'dana@example.com>',
    `${'a'.repeat(65)}@example.com`,
    `dana@${'a'.repeat(64)}.example`,
    `dana@${'a.'.repeat(130)}example`,
    'write to dana@example.com please',
  ])('%j', (field) => expect(readAddresses(field)).toEqual([]))

  test('a field of any length ends, and is not cut in the middle of an address', () => {
    for (const part of ['"', '(', '<', '<"', '\\', '"a" ', '(a) ', '<a> '])
      expect(readAddresses(`${part.repeat(4990 / part.length)}@`)).toEqual([])
    expect(readAddresses(`${'a@x.example, '.repeat(400)}b@y.example`)).toEqual([])
  })

  test('whatever is typed, what is read stands in it, and reads as itself', () => {
    const piece = fc.constantFrom(
      ...'@@.<>",;:()\\ [] a b x.example @y.example "q r" Dé \u202e'.split(/(?<=.)/u),
      'a@x.example',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const field = pieces.join('')
        for (const address of readAddresses(field)) {
          expect(field.replaceAll('\u202e', '').toLowerCase()).toContain(address.toLowerCase())
          expect(readAddresses(address)).toEqual([address])
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('what is read is what a mail program reads', () => {
    const local = fc.oneof(fc.stringMatching(/^[a-z0-9+_'-]{1,12}(\.[a-z0-9]{1,8})?$/), fc.constant('"q, r"'))
    const domain = fc.stringMatching(/^[a-z][a-z0-9]{0,10}\.(?:example|co\.test)$/)
    const address = fc.tuple(local, domain).map((parts) => parts.join('@'))
    const name = fc.constantFrom('', 'Dana', '"Ruiz, Dana"', '"a@b.example"')
    const mailbox = fc.tuple(name, address).map(([who, at]) => (who === '' ? at : `${who} <${at}>`))
    fc.assert(
      fc.property(fc.array(mailbox, { minLength: 1, maxLength: 4 }), (boxes) => {
        const field = boxes.join(', ')
        const theirs = addressparser(field, { flatten: true }).map((box) => box.address)
        expect(readAddresses(field)).toEqual(theirs)
      }),
    )
  })
})

describe('two spellings of one address', () => {
  test.each([
    ['Dana@example.com', 'dana@EXAMPLE.com'],
    ['dana@müller.example', 'dana@xn--mller-kva.example'],
    ['"dana"@example.com', 'dana@example.com'],
  ])('%s and %s', (one, other) => expect(addressKey(one)).toBe(addressKey(other)))

  test('a plus makes another address', () =>
    expect(addressKey('dana+x@example.com')).not.toBe(addressKey('dana@example.com')))
})

describe('robots', () => {
  test.each([
    'no-reply@x.example',
    'noreply@x.example',
    'No.Reply@x.example',
    'noreply-orders@x.example',
    'orders-noreply@x.example',
    'orders.no_reply+7@x.example',
    'donotreply@x.example',
    'do-not-reply@x.example',
    'mailer-daemon@x.example',
    'MAILER_DAEMON@x.example',
    'postmaster@x.example',
    'bounce@x.example',
    'bounces+77@x.example',
    'bounce-7-dana=example.com@x.example',
    'prvs=123=dana@x.example',
    'SRS0=ab=cd=example.com=dana@x.example',
    'auto-reply@x.example',
    'autoresponder@x.example',
  ])('%s', (address) => expect(isRobot(address)).toBe(true))

  test.each([
    'norah.eply@x.example',
    'bouncer@x.example',
    'bounce.music@x.example',
    'nora.reply@x.example',
    'casino-reply@x.example',
    'postmasters@x.example',
    'dana@no-reply.example',
    'reply@x.example',
  ])('%s is a person', (address) => expect(isRobot(address)).toBe(false))
})
