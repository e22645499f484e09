import fc from 'fast-check'
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
    ['an object', '{"token":{"value":"s3cret","n":[1,"s3cret"]}}'],
    ['objects in a list', '{"secret":[{"x":"s3cret"},"s3cret"]}'],
    ['an object that breaks off', '{"auth":{"value":"s3cret'],
    [
      'fields with short names',
      '{"pwd":"s3cret","otp":"s3cret","jwt":"s3cret","signature":"s3cret","auth":"s3cret"}',
    ],
    ['the user of a URL', '{"body_text":"See https://me:s3cret@shop.example/x"}'],
    ['a parameter in a text', '{"body_html":"<a href=\\"https://shop.example/?n=1&amp;token=s3cret\\">"}'],
    ['a form', 'password=s3cret&n=1'],
    [
      'JSON in JSON in a text',
      JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ token: ['s3\\"cret', 's3cret'] }) }) }),
    ],
    [
      'JSON of many lines in a text',
      JSON.stringify({ a: JSON.stringify({ token: { x: 's3cret' } }, null, 2) }),
    ],
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

  it.for([
    '{"secretary_name":"Ann","tokens_used":5,"author":"Bob","cookies_accepted":true,"stripped_signature":"Bye"}',
    '{"keyboard":"qwerty","idempotency_key":"7","passenger":"Cy","session_id":"8","code":"9"}',
    '{"body_text":"Who? https://shop.example/a@b?postcode=1&amp;page=2","assignee":"x"}',
  ])('keeps what only looks like a secret: %s', (text) => {
    expect(redactText(text)).toBe(text)
  })

  it('keeps what stands around a secret', () => {
    const body = {
      a: 1,
      token: { deep: ['"}', '\\', { x: ']' }] },
      b: [JSON.stringify({ jwt: 'x\\"', n: 2 })],
      c: '"',
    }
    const shown = { a: 1, token: '[redacted]', b: [JSON.stringify({ jwt: '[redacted]', n: 2 })], c: '"' }
    expect(JSON.parse(redactText(JSON.stringify(body)))).toEqual(shown)
  })

  it('stays JSON, and loses what is hidden in it, however deep', () => {
    const json = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: fc.constantFrom('"', '\\', '{', ']', ',', ':', 'a', '\n') }),
        fc.integer(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'hmac_secret', 'n'), tie('value'), { maxKeys: 3 }),
        tie('value').map((value) => JSON.stringify(value)),
      ),
    })).value
    fc.assert(
      fc.property(json, json, (before, after) => {
        const text = JSON.stringify({ before, refresh_token: ['s3cret', { x: before }], after, end: 1 })
        const shown = JSON.parse(redactText(text)) as object
        expect(JSON.stringify(shown)).not.toContain('s3cret')
        expect(Object.keys(shown)).toEqual(['before', 'refresh_token', 'after', 'end'])
      }),
    )
  })

  it('ends a text of JSON that breaks off where the text around it ends', () => {
    const text = JSON.stringify({ a: '{"token":"s3cret', end: 1 })
    expect(redactText(text)).not.toContain('s3cret')
    expect(JSON.parse(redactText(text))).toMatchObject({ end: 1 })
  })

  it('takes no longer for a hostile text', () => {
    for (const piece of ['\\', '"', '"a":', '"token":', '{', '://', 'a=', '\\"token\\":'])
      expect(redactText(piece.repeat(100_000)).length).toBeGreaterThan(0)
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
  expect(redactPath('/api/tickets?next=https%3A%2F%2Fx.test%2F%3Ftoken%3Ds3cret%26n%3D1&a=%25')).toBe(
    `/api/tickets?next=${encodeURIComponent('https://x.test/?token=[redacted]&n=1')}&a=%25`,
  )
  expect(redactPath('/api/tickets?postcode=1&%zz=1')).toBe('/api/tickets?postcode=1&%zz=1')
})

it('of credentials only the scheme is shown', () => {
  expect(redactHeader('authorization', 'Basic YTpi')).toBe('Basic [redacted]')
  expect(redactHeader('authorization', 'YTpi')).toBe('[redacted]')
  expect(redactHeader('x-api-key', 'abc')).toBe('[redacted]')
  for (const name of ['x-auth', 'x-session', 'x-hub-signature', 'x-hub-signature-256', 'x-credential'])
    expect(redactHeader(name, 'abc')).toBe('[redacted]')
  for (const name of ['x-trace', 'idempotency-key', 'x-author']) expect(redactHeader(name, 'abc')).toBe('abc')
  expect(redactHeader('x-forwarded-uri', '/a?token=abc')).toBe('/a?token=[redacted]')
})
