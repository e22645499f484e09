import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testConfig } from '../../test/support/config.ts'
import { testRequest } from '../../test/support/request.ts'
import { redactRequest } from '../privacy/redact-request.ts'
import { subjectFor } from './subject.ts'
import { tagsFor, topicTag } from './tags.ts'

const topics = (...names: string[]) => names.map((name, index) => ({ id: `t${index}`, name }))

describe('REQ-045..048: topics become tags', () => {
  test.each([
    ['Order Status', 'Order_Status'],
    ['Returns', 'Returns'],
    ['  a \t\u00a0 b ', 'a_b'],
    ['Returns, Refunds; "VIP"', 'Returns_Refunds_VIP'],
    ['Can’t log in', 'Cant_log_in'],
    ['zero\u200bwidth\u0007', 'zerowidth'],
    [' ,"\' ', ''],
    ['Größe', 'Größe'],
  ])('%j', (name, tag) => expect(topicTag(name)).toBe(tag))

  test('the handoff tag is there exactly once, first, whatever else is configured', () => {
    const config = testConfig({ customTags: ['vip', 'gladly-ai', 'vip'] })
    expect(tagsFor(topics('gladly-ai', 'Returns'), config).tags).toEqual(['gladly-ai', 'vip', 'Returns'])
    expect(tagsFor([], testConfig()).tags).toEqual(['gladly-ai'])
  })

  test('spellings that differ by case stay apart, as in Gorgias', () =>
    expect(tagsFor(topics('returns', 'Returns'), testConfig()).tags).toEqual([
      'gladly-ai',
      'returns',
      'Returns',
    ]))

  test('what is beyond the cap is handed back for the note', () => {
    const names = Array.from({ length: 25 }, (_, index) => `T ${index}`)
    const { tags, left } = tagsFor(topics(...names), testConfig())
    expect(tags).toHaveLength(20)
    expect(left).toEqual(['T_19', 'T_20', 'T_21', 'T_22', 'T_23', 'T_24'])
  })

  test('a tag has no blank, comma, quote or control character and at most 256 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (name) => {
        const tag = topicTag(name)
        expect(tag).not.toMatch(/[\s,;"'\p{Cc}]/u)
        expect(Array.from(tag).length).toBeLessThanOrEqual(256)
        expect(tag.isWellFormed()).toBe(true)
      }),
    )
  })
})

describe('REQ-053, REQ-054: the subject', () => {
  const subject = (subjectTemplate: string, changes = {}) =>
    subjectFor(
      redactRequest(testRequest(changes), testConfig()),
      testConfig({ subjectTemplate }),
      'dana@example.com',
    )

  test.each([
    ['Gladly AI Handoff', 'Gladly AI Handoff'],
    ['Help for {{customer.name}}', 'Help for Dana Ruiz'],
    ['{{ topic }} / {{conversation.id}} / {{customer.email}}', 'Returns / c-1 / dana@example.com'],
    ['{{conversation.channel}}: {{reason}}', 'Chat: asked for human'],
    ['Hi {{nobody}}', 'Gladly AI Handoff'],
    ['Hi {{constructor}}', 'Gladly AI Handoff'],
    ['{{conversation.subject}}', 'Gladly AI Handoff'],
    ['two\r\nlines', 'two lines'],
    ['   ', 'Gladly AI Handoff'],
  ])('%j', (template, result) => expect(subject(template)).toBe(result))

  test('a name cannot break the line, fill in a variable or carry a secret', () => {
    const customer = { ...testRequest().customer, name: 'A\r\nBcc: {{topic}} 4111 1111 1111 1111' }
    expect(subject('{{customer.name}}', { customer })).toBe('A Bcc: {{topic}} [card number removed]')
  })

  test('it has at most 998 characters', () => {
    expect(subject('x'.repeat(2000))).toHaveLength(998)
    const long = topics('y'.repeat(1000), 'z'.repeat(1000))
    expect(
      subject('{{topics}} {{topic}} {{topic}} {{topic}} {{topic}}', { topics: long }).length,
    ).toBeLessThan(999)
  })
})
