import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clean } from '../transcript/clean.ts'
import { asksForSecret, redact, redactAnswer, redactReference } from './redact.ts'

describe('secrets are taken out of a text, with a mark', () => {
  test.each([
    ['4111 1111 1111 1111', '[card number removed]'],
    ['pay with 5555555555554444, please', 'pay with [card number removed], please'],
    ['amex 3782-822463-10005.', 'amex [card number removed].'],
    ['4111\u00a01111\n1111 1111', '[card number removed]'],
    ['**4111** 1111 1111 1111', '**[card number removed]'],
    ['4111&nbsp;1111\\-1111`1111`', '[card number removed]`'],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', '[card number removed]'],
    ['2 lamps, card 4111 1111 1111 1111', '2 lamps, card [card number removed]'],
    ['٤١١١ ١١١١ ١١١١ ١١١١', '[card number removed]'],
    ['４１１１１１１１１１１１１１１１', '[card number removed]'],
    ['cc4111111111111111', 'cc[card number removed]'],
    ['CVV: 737', 'CVV: [security code removed]'],
    ['the security code is 1234', 'the security code is [security code removed]'],
    ['4111 1111 1111 1111 12/27 cvc 737', '[card number removed] 12/27 cvc [security code removed]'],
    ['CVV: 123 456 789', 'CVV: [security code removed] 456 789'],
    ['password: hunter2, 4111 1111 1111 1111', 'password: [password removed] [card number removed]'],
    ['my password is hunter2', 'my password is [password removed]'],
    ['Passwort: Geheim!23', 'Passwort: [password removed]'],
    ['password is "correct horse"', 'password is [password removed]'],
    ['**Password:** hunter2', '**Password:** [password removed]'],
    ['pwd=abc and more', 'pwd=[password removed] and more'],
    ['user vicky and password 8437', 'user vicky and password [password removed]'],
    ['my PIN is 4821', 'my PIN is [PIN removed]'],
    ['otp 598422', 'otp [PIN removed]'],
    ['IBAN DE89 3704 0044 0532 0130 00 thanks', 'IBAN [IBAN removed] thanks'],
    ['GB82WEST12345698765432', '[IBAN removed]'],
    ['SSN 078-05-1120', 'SSN [SSN removed]'],
    ['my social security number is 078051120', 'my social security number is [SSN removed]'],
  ])('%j', (text, result) => expect(redact(text)).toBe(result))

  test.each([
    'order 4111 1111 1111 1112',
    'I forgot my password and cannot log in',
    'my password is not working',
    'I asked for a password reset 3 times',
    'Die PIN habe ich vergessen',
    'on 2025-11-22 at 14:03:22',
    'call +49 170 1234567',
    'call +49 170 12345675',
    'DE89 3704 0044 0532 0130 01',
    '000-12-3456 and 1-800-555-0100',
    'shopping at 1234 Main Street',
  ])('%j stays as it is', (text) => expect(redact(text)).toBe(text))

  test('a reference number keeps its digits unless it begins like a card', () => {
    expect(redactReference('JD014600003828392837')).toBe('JD014600003828392837')
    expect(redactReference('4111111111111111')).toBe('[card number removed]')
  })

  test('a bare answer to a question for a secret is the secret', () => {
    expect(asksForSecret('What is your password?')).toBe(true)
    expect(asksForSecret('What is your name?')).toBe(false)
    expect(redactAnswer('65624')).toBe('[secret removed]')
    expect(redactAnswer('john 4494')).toBe('john [secret removed]')
    expect(redactAnswer('I bought 3 lamps in the year 2024 from you')).toContain('2024')
    expect(redactAnswer('I do not know')).toBe('I do not know')
  })
})

test('no card number survives, however it is grouped and wherever it stands', () => {
  const card = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 })
    .filter((digits) => digits[0] !== 0)
    .map((digits) => {
      const body = digits.join('')
      return (
        Array.from('0123456789')
          .map((last) => body + last)
          .find((number) => luhn(number)) ?? ''
      )
    })
  fc.assert(
    fc.property(
      card,
      fc.constantFrom('', ' ', '-', '\u200b', '\u00a0', '.'),
      fc.lorem(),
      (number, gap, words) => {
        const grouped = number.replace(/(\d{4})(?=\d{3})/g, `$1${gap}`)
        const result = redact(clean(`${words} ${grouped} ${words}`))
        expect(result).toContain('[card number removed]')
        expect(result.replace(/\D/g, '')).not.toContain(number)
      },
    ),
  )
})

function luhn(number: string): boolean {
  const sum = Array.from(number)
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
      return total + (value > 9 ? value - 9 : value)
    }, 0)
  return sum % 10 === 0
}
