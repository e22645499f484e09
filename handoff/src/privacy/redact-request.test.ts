import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyRequest } from '../../test/support/any-request.ts'
import { API_KEY, testConfig } from '../../test/support/config.ts'
import { planted } from '../../test/support/planted.ts'
import { testRequest } from '../../test/support/request.ts'
import type { Item } from '../model/items.ts'
import type { HandoffRequest } from '../model/request.ts'
import { parseHandoffRequest } from '../model/request.ts'
import { redactRequest } from './redact-request.ts'

const secrets = [
  '4111 1111 1111 1111',
  '4111111111111111',
  'DE89 3704 0044 0532 0130 00',
  '078-05-1120',
  'cvv 737',
  'my PIN is 4821',
  'password: hunter2!',
  'CVV: 123 456 789',
  '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 4111111111111111',
  API_KEY,
]
const anySecret = fc.array(fc.constantFrom(...secrets), { minLength: 1, maxLength: 4 })

const say = (...texts: string[]): HandoffRequest =>
  testRequest({
    participants: [
      { id: 'c', role: 'customer' },
      { id: 'a', role: 'ai' },
    ],
    items: texts.map((text, index) => ({
      id: `i${index}`,
      at: `2026-03-02T08:5${index}:00Z`,
      by: index % 2 === 0 ? 'a' : 'c',
      kind: 'text',
      format: 'plain',
      text,
    })),
  })

const textsOf = (request: HandoffRequest): string[] =>
  request.items.map((item) => ('text' in item ? item.text : ''))

describe('whatever is said', () => {
  test('masking twice changes nothing (REQ-069)', () => {
    fc.assert(
      fc.property(anyRequest(), anySecret, (request, said) => {
        const once = redactRequest(planted(request, said.join(' ')), testConfig())
        expect(redactRequest(once, testConfig())).toEqual(once)
      }),
    )
  })

  test('a masked request is one that the schema accepts', () => {
    fc.assert(
      fc.property(anyRequest(), anySecret, (request, said) => {
        const masked = redactRequest(planted(request, said.join('\n')), testConfig())
        const read = parseHandoffRequest(JSON.parse(JSON.stringify(masked)))
        expect(read.ok ? [] : read.problems).toEqual([])
      }),
    )
  })

  test('no secret is left in any text of it', () => {
    fc.assert(
      fc.property(anyRequest(), fc.constantFrom(...secrets.slice(0, 4), API_KEY), (request, secret) => {
        const masked = JSON.stringify(redactRequest(planted(request, secret), testConfig()))
        expect(masked).not.toContain(secret)
      }),
    )
  })

  test('ids, addresses, moments and amounts stay as they are', () => {
    fc.assert(
      fc.property(anyRequest(), (request) => {
        const kept = ({ handoffId, conversation, customer, items }: HandoffRequest) => [
          [handoffId, conversation.id, customer.id, customer.emails],
          items.map(({ id, at, by, kind }) => [id, at, by, kind]),
          items.flatMap((item) => (item.kind === 'order' ? [item.currency, item.totals] : [])),
        ]
        expect(kept(redactRequest(request, testConfig()))).toEqual(kept(request))
      }),
    )
  })
})

describe('what stands in a field of its own', () => {
  const customer = (changes: object) => ({ customer: { ...testRequest().customer, ...changes } })

  test('telephone numbers are kept to the digit, though one in ten has the check digit of a card', () => {
    const phones = [{ raw: '+49 170 1234 5675' }, { raw: '0049 170 12345675', e164: '+4917012345675' }]
    const masked = redactRequest(testRequest(customer({ phones })), testConfig())
    expect(masked.customer.phones).toEqual(phones)
  })

  test('a name of nothing but hidden characters is blank, not missing: the schema accepts it still', () => {
    const product = { kind: 'products', products: [{ name: '\u200b' }] }
    const items = [{ ...product, id: 'p', at: '2026-03-02T08:51:00Z', by: 'p-1' } as Item]
    const masked = redactRequest(testRequest({ items }), testConfig())
    expect(masked.items[0]).toMatchObject({ products: [{ name: ' ' }] })
    expect(parseHandoffRequest(masked).ok).toBe(true)
  })

  test('a card number in the place of a telephone number is masked', () => {
    const phones = [{ raw: '4111 1111 1111 1111' }]
    const masked = redactRequest(testRequest(customer({ phones })), testConfig())
    expect(masked.customer.phones).toEqual([{ raw: '[card number removed]' }])
  })

  test('numbers of other systems are kept unless they begin like a card', () => {
    const externalIds = { shop: '1000000000009', bank: '4111111111111111', id: '5555555555554444' }
    expect(redactRequest(testRequest(customer({ externalIds })), testConfig()).customer.externalIds).toEqual({
      shop: '1000000000009',
      bank: '[card number removed]',
      id: '[card number removed]',
    })
  })

  test('the answer to a question for a PIN is masked, in a form and among the facts', () => {
    const item = { kind: 'form', fields: [{ label: 'Card PIN', value: '4821' }] }
    const attributes = [{ key: 'Password', value: 'abc123' }]
    const { conversation } = testRequest()
    const form = { ...item, id: 'f', at: '2026-03-02T08:51:00Z', by: 'p-1' } as Item
    const masked = redactRequest(
      testRequest({ items: [form], conversation: { ...conversation, attributes } }),
      testConfig(),
    )
    expect(JSON.stringify(masked)).not.toMatch(/4821|abc123/)
  })

  test('a long text does not lose its end to a mark', () => {
    const [text = ''] = textsOf(redactRequest(say(`${'x '.repeat(45)}PIN 4821 end`), testConfig()))
    expect(text.endsWith('PIN [PIN removed] end')).toBe(true)
  })
})

describe('a conversation', () => {
  test('a bare answer to a question for a password is masked', () => {
    const masked = redactRequest(say('Please tell me your password.', 'john 4494'), testConfig())
    expect(textsOf(masked)[1]).toBe('john [secret removed]')
  })

  test('HTML becomes plain text, in which no tag parts a number', () => {
    const item = {
      ...say('').items[0],
      format: 'html',
      text: '<p>4111<b> 1111</b> 1111&#32;1111</p>',
    } as Item
    const [masked] = redactRequest({ ...say(''), items: [item] }, testConfig()).items
    expect(masked).toMatchObject({ format: 'plain', text: '[card number removed]' })
  })

  test('hidden characters do not hide a number', () => {
    expect(textsOf(redactRequest(say('4111\u200b1111\u202e1111\u00ad1111'), testConfig()))).toEqual([
      '[card number removed]',
    ])
  })

  test('the API key is taken out in each of its forms', () => {
    const basic = Buffer.from(`bot@acme.test:${API_KEY}`).toString('base64')
    const said = `${API_KEY} ${encodeURIComponent(API_KEY)} Basic ${basic} key-0123\u200b456789abcdef`
    expect(textsOf(redactRequest(say(said), testConfig()))).toEqual([
      '[secret] [secret] Basic [secret] [secret]',
    ])
  })
})

describe('what is masked is a setting', () => {
  const said = 'DE89 3704 0044 0532 0130 00, 078-05-1120, password: hunter2, 4111 1111 1111 1111 cvv 737'
  const masked = (...redaction: ('cards' | 'passwords' | 'iban' | 'ssn')[]) =>
    textsOf(redactRequest(say(said), testConfig({ redaction })))[0]

  test('each kind can be left out, cards and their codes cannot', () => {
    expect(masked()).toBe(
      'DE89 3704 0044 0532 0130 00, 078-05-1120, password: hunter2, [card number removed] cvv [security code removed]',
    )
    expect(masked('iban')).toContain('[IBAN removed], 078-05-1120, password: hunter2, [card number removed]')
    expect(masked('ssn')).toContain('0130 00, [SSN removed], password: hunter2, [card number removed]')
    expect(masked('passwords')).toContain('078-05-1120, password: [password removed] [card number removed]')
  })
})
