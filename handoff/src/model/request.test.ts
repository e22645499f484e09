import { readFileSync, readdirSync } from 'node:fs'
import { Check } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { testRequest } from '../../test/support/request.ts'
import { HandoffRequestSchema, parseHandoffRequest } from './request.ts'

const text = { id: 'i', at: '2025-11-22T10:00:00Z', by: 'p-1', kind: 'text', format: 'plain', text: 'hello' }

/** The problems of a request in which some fields are replaced. */
function problemsOf(changes: object): Record<string, string> {
  const read = parseHandoffRequest({ ...testRequest(), ...changes })
  return read.ok ? {} : Object.fromEntries(read.problems.map(({ path, message }) => [path, message]))
}

describe('a request is read strictly', () => {
  test('a complete one is accepted as it is', () => {
    const read = parseHandoffRequest(testRequest())
    expect(read).toEqual({ ok: true, request: testRequest() })
  })

  test.each(
    readdirSync(new URL('../../examples', import.meta.url)).filter((name) => !name.startsWith('gladly-')),
  )('the fixture %s is accepted by the parser and by the published schema', (name) => {
    const value: unknown = JSON.parse(
      readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8'),
    )
    expect(parseHandoffRequest(value)).toMatchObject({ ok: true })
    expect(Check(HandoffRequestSchema, value)).toBe(true)
  })

  test('an unknown field is named with its path, and what is known there is listed', () => {
    const problems = problemsOf({ customer: { ...testRequest().customer, bcc: 'x', nmae: 'y' } })
    expect(Object.keys(problems)).toEqual(['customer.bcc', 'customer.nmae'])
    expect(problems['customer.nmae']).toContain('Known fields: id, name, emails')
  })

  test('an e-mail has no place for blind copies', () => {
    const email = {
      id: 'i',
      at: '2025-11-22T10:00:00Z',
      by: 'p-1',
      kind: 'email',
      text: 'x',
      bcc: ['a@b.example'],
    }
    expect(problemsOf({ items: [email] })).toHaveProperty(['items[0].bcc'])
  })

  test('a missing field is named and explained', () => {
    const rest: Record<string, unknown> = { ...testRequest() }
    delete rest.handoffId
    const read = parseHandoffRequest(rest)
    expect(read).toMatchObject({ ok: false, problems: [{ path: 'handoffId' }] })
    expect(JSON.stringify(read)).toContain('missing; add it. Unique for this handoff')
  })

  test('a wrong type, a wrong word and a wrong form are told in words', () => {
    expect(problemsOf({ handoffId: 7 }).handoffId).toBe('This is a number, but text is needed.')
    expect(problemsOf({ reason: { kind: 'bored' } })['reason.kind']).toContain('one of: asked_for_human')
    const conversation = { ...testRequest().conversation, id: 'a/b' }
    expect(problemsOf({ conversation })['conversation.id']).toContain('1 to 50 letters')
    expect(problemsOf({ items: [{ ...text, text: undefined }] })).toHaveProperty(['items[0].text'])
  })

  test('an item of an unknown kind is kept by its name, without the rest of it', () => {
    const raw = { id: 'i', at: '2025-11-22T10:00:00Z', by: 'p-1', kind: 'hologram', arguments: { secret: 1 } }
    const read = parseHandoffRequest({ ...testRequest(), items: [raw] })
    const kept = { id: 'i', at: raw.at, by: 'p-1', kind: 'unknown', rawType: 'hologram' }
    expect(read).toMatchObject({ ok: true, request: { items: [kept] } })
    expect(problemsOf({ items: [{ id: 'i', kind: 'hologram' }] })).toHaveProperty(['items[0].by'])
  })
})

describe('what a schema cannot say is checked too', () => {
  test('an author who is no participant', () => {
    expect(problemsOf({ items: [{ ...text, by: 'nobody' }] })['items[0].by']).toContain('No participant')
  })

  test('an id that is used twice', () => {
    expect(problemsOf({ items: [text, text] })['items[1].id']).toContain('items[0]')
  })

  test('a day that does not exist', () => {
    expect(problemsOf({ items: [{ ...text, at: '2025-02-30T10:00:00Z' }] })['items[0].at']).toContain(
      'no such moment',
    )
  })

  test('a conversation without items, unless the AI resolved it', () => {
    expect(problemsOf({ items: [] }).items).toContain('nothing to hand off')
    expect(parseHandoffRequest(testRequest({ items: [], outcome: 'resolved' })).ok).toBe(true)
  })

  test('nine digits of a second are kept as they came', () => {
    const at = '2025-11-22T10:00:00.123456789+05:30'
    const read = parseHandoffRequest({ ...testRequest(), items: [{ ...text, at }] })
    expect(read).toMatchObject({ ok: true, request: { items: [{ at }] } })
  })
})

describe('sizes are bounded', () => {
  test('2,000 items are read, 2,001 are refused', () => {
    const items = Array.from({ length: 2001 }, (_, index) => ({ ...text, id: `i${index}` }))
    expect(parseHandoffRequest({ ...testRequest(), items: items.slice(1) }).ok).toBe(true)
    expect(problemsOf({ items }).items).toContain('at most 2000')
  })

  test('a text of a million characters is read', () => {
    expect(
      parseHandoffRequest({ ...testRequest(), items: [{ ...text, text: 'x'.repeat(1_000_000) }] }).ok,
    ).toBe(true)
    expect(problemsOf({ items: [{ ...text, text: 'x'.repeat(1_000_001) }] })).toHaveProperty([
      'items[0].text',
    ])
  })

  test('at most ten problems are told, and the rest is counted', () => {
    const read = parseHandoffRequest({ ...testRequest(), items: Array.from({ length: 50 }, () => ({})) })
    expect(read.ok ? [] : read.problems).toHaveLength(11)
    expect(JSON.stringify(read)).toMatch(/There are \d+ more problems/)
  })

  test.each([undefined, null, 7, 'x', [], { items: 'none' }, { items: [null, 7, []] }])(
    '%j is refused without a throw',
    (value) => expect(parseHandoffRequest(value).ok).toBe(false),
  )
})

test('the published schema is plain JSON with a name and descriptions', () => {
  const schema = JSON.parse(JSON.stringify(HandoffRequestSchema)) as Record<string, unknown>
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'HandoffRequest',
    additionalProperties: false,
  })
  expect(schema.$id).toMatch(/^urn:/)
})
