import { describe, expect, it, test } from 'vitest'
import { redactHeader, redactPath, redactText } from './redaction.ts'

describe('a text', () => {
  test.for<[string, string]>([
    ['a field', '{"hmac_secret": "s3cret"}'],
    ['a field in other words', '{"apiKey":"s3cret","refreshToken":"s3cret","X-API-Key":"s3cret"}'],
    ['a value with quotes', '{"password":"a\\"s3cret"}'],
    ['a body that breaks off', '{"client_secret":"s3cret'],
    ['a list', '{"Authorization":["s3cret"]}'],
    ['a list that breaks off', '{"tokens":["s3cret"'],
    ['a header in a text', '{"body_text":"curl -H \'Authorization: Bearer s3cret-s3cret\'"}'],
    ['JSON in a text', JSON.stringify({ form: JSON.stringify({ access_token: 's3cret', n: 1 }) })],
  ])('loses the secret of %s', ([, text]) => {
    const shown = redactText(text)
    expect(shown).not.toContain('s3cret')
    expect(shown).toContain('[redacted]')
  })

  it('loses numbers that are secrets, and nothing else', () => {
    expect(redactText('{"password": 12345, "code": "if (a) {}", "count": 5}')).toBe(
      '{"password": "[redacted]", "code": "if (a) {}", "count": 5}',
    )
  })

  it('stays JSON', () => {
    const text = JSON.stringify({ token: 'a"b\\', nested: [{ cookie: null, secret: ['x'] }], text: 'Basic' })
    expect(JSON.parse(redactText(text))).toEqual({
      token: '[redacted]',
      nested: [{ cookie: null, secret: '[redacted]' }],
      text: 'Basic',
    })
  })
})

it('a path loses what its parameters give away', () => {
  expect(redactPath('/api/tickets?limit=2&access_token=abc&code=x&api%5Fkey=y')).toBe(
    '/api/tickets?limit=2&access_token=[redacted]&code=[redacted]&api%5Fkey=[redacted]',
  )
  expect(redactPath('/api/tickets?postcode=1&%zz=1')).toBe('/api/tickets?postcode=1&%zz=1')
})

it('of credentials only the scheme is shown', () => {
  expect(redactHeader('authorization', 'Basic YTpi')).toBe('Basic [redacted]')
  expect(redactHeader('authorization', 'YTpi')).toBe('[redacted]')
  expect(redactHeader('x-api-key', 'abc')).toBe('[redacted]')
  expect(redactHeader('x-trace', 'abc')).toBe('abc')
})
