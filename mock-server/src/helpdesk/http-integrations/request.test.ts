import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HttpSettings } from '../model/entities.ts'
import { requestOf } from './request.ts'

const settings = (fields: Partial<HttpSettings>): HttpSettings => ({
  id: 1,
  url: 'https://crm.test/tickets',
  method: 'POST',
  form: null,
  headers: {},
  request_content_type: 'application/json',
  response_content_type: 'application/json',
  triggers: {} as HttpSettings['triggers'],
  oauth2: null,
  hmac_secret: null,
  ...fields,
})
const callWith = (value: string, fields: Partial<HttpSettings>) => requestOf(settings(fields), () => value)

/** Any text, and above all such as tries to get out of its place. */
const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '"',
        '\\',
        '{',
        '}',
        '{{x}}',
        ',',
        ':',
        '&',
        '=',
        '?',
        '#',
        '/',
        '..',
        '@',
        '\r\n',
        '%',
        'a',
        '1',
        ' ',
        '€',
      ),
    )
    .map((parts) => parts.join('')),
)
const wellFormed = value.map((text) => text.toWellFormed())

describe('whatever a variable holds', () => {
  it('it stays within the text of a JSON form', () => {
    fc.assert(
      fc.property(value, (text) => {
        const { body } = callWith(text, { form: { a: '{{x}}', b: ['-{{x}}-', { c: 1 }] } })
        expect(JSON.parse(body ?? '')).toEqual({ a: text, b: [`-${text}-`, { c: 1 }] })
      }),
    )
  })

  it('it stays within its place in a JSON text', () => {
    fc.assert(
      fc.property(
        value.filter((text) => !/^(-?\d.*|true|false|\{\{x\}\})$/s.test(text)),
        (text) => {
          const { body } = callWith(text, { form: '{"a": {{x}}, "b": ["-{{x}}-", {"c": 1}]}' })
          expect(JSON.parse(body ?? '')).toEqual({ a: text, b: [`-${text}-`, { c: 1 }] })
        },
      ),
    )
  })

  it.each(['GET', 'POST'] as const)('it stays within its pair, in a form or as text: by %s', (method) => {
    fc.assert(
      fc.property(
        wellFormed.filter((text) => text !== '{{x}}'),
        (text) => {
          for (const form of [{ a: '{{x}}', b: 1 }, 'a={{x}}&b=1']) {
            const request_content_type = 'application/x-www-form-urlencoded'
            const { url, body } = callWith(text, { method, form, request_content_type })
            const pairs = new URLSearchParams(method === 'GET' ? new URL(url).search : (body ?? ''))
            expect([...pairs]).toEqual([
              ['a', text],
              ['b', '1'],
            ])
          }
        },
      ),
    )
  })

  it('the URL keeps its host, its parameters and their number', () => {
    fc.assert(
      fc.property(
        wellFormed.filter((text) => text !== '{{x}}'),
        (text) => {
          const { url } = callWith(text, { url: 'https://crm.test/a/{{x}}-/b?c={{x}}&d=1' })
          const { host, searchParams, pathname, hash } = new URL(url)
          expect([host, hash]).toEqual(['crm.test', ''])
          expect([...searchParams]).toEqual([
            ['c', text],
            ['d', '1'],
          ])
          expect(decodeURIComponent(pathname)).toBe(`/a/${text}-/b`)
        },
      ),
    )
  })

  it('a header is one line', () => {
    fc.assert(
      fc.property(value, (text) => {
        const { headers } = callWith(text, { headers: { 'X-Subject': 'about {{x}}' } })
        expect(headers['x-subject']).toMatch(/^about\P{Cc}*$/u)
      }),
    )
  })
})

it.each([
  [{ url: `https://crm.test/${'{{x}}'.repeat(200)}` }, 'http.url: it is longer than'],
  [{ headers: { a: '{{x}}'.repeat(3_000) } }, 'The request is longer than'],
  [{ form: 'no JSON {{x}}' }, 'http.form: the text is no JSON'],
])('a request that nobody could take is refused: %.60j', (fields, reason) => {
  expect(() => callWith('x'.repeat(100), fields)).toThrow(reason)
})
