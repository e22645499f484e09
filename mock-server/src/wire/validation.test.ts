import type { ErrorObject } from 'ajv'
import { Type } from './type.ts'
import type { TSchema } from 'typebox'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { FieldErrors } from '../kernel/refusal.ts'
import type { ValidationFailure } from './validation.ts'
import { AnyObject, Bounded } from './schema.ts'
import { fieldErrors, lazySerialisers, lazyValidators } from './validation.ts'

const compile = lazyValidators()

/** What a part of a request is refused with; undefined if it fits. */
function problems(schema: TSchema, value: unknown, httpPart = 'body'): FieldErrors | undefined {
  const validate = compile({ schema, httpPart, method: 'POST', url: '/' }) as (data: unknown) => {
    error?: ValidationFailure
  }
  return validate(value).error?.fields
}

const Message = Type.Object(
  { channel: Type.String({ minLength: 1, maxLength: 5 }), from_agent: Type.Boolean() },
  { additionalProperties: false },
)
const Body = Type.Object(
  {
    messages: Type.Array(Message, { minItems: 1, maxItems: 2 }),
    email: Type.Optional(Type.String({ format: 'email' })),
    link: Type.Optional(Type.String({ format: 'url' })),
    created_datetime: Type.Optional(Type.String({ format: 'datetime' })),
    timezone: Type.Optional(Type.String({ format: 'timezone' })),
    meta: Type.Optional(Bounded(AnyObject, 20)),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    status: Type.Optional(Type.Unsafe<string>({ type: ['string', 'null'], enum: ['open', 'closed', null] })),
  },
  { additionalProperties: false },
)
const fits = { messages: [{ channel: 'email', from_agent: true }] }

describe('what is wrong with a body', () => {
  test.for<[string, unknown, FieldErrors | undefined]>([
    ['nothing', fits, undefined],
    ['no field at all', {}, { messages: ['Missing data for required field.'] }],
    ['an empty list', { messages: [] }, { messages: ['Shorter than minimum length 1.'] }],
    ['a text for a list', { messages: 'x' }, { messages: ['Not a valid list.'] }],
    ['a list for the whole', [], { _schema: ['Not a valid mapping type.'] }],
    ['an unknown field', { ...fits, nope: 1 }, { nope: ['No such field'] }],
    ['null', { ...fits, email: null }, { email: ['Field may not be null.'] }],
    ['no address', { ...fits, email: 'ana' }, { email: ['Not a valid email address.'] }],
    ['no link', { ...fits, link: 'javascript:1' }, { link: ['Not a valid URL.'] }],
    ['no time', { ...fits, created_datetime: 'noon' }, { created_datetime: ['Not a valid datetime.'] }],
    ['no time zone', { ...fits, timezone: 'Moon/Base' }, { timezone: ['Not a valid timezone.'] }],
    ['a time zone', { ...fits, timezone: 'Asia/Jerusalem' }, undefined],
    ['too large', { ...fits, meta: { text: 'xxxxxxxxxx' } }, { meta: ['Longer than maximum length 20.'] }],
    ['large enough', { ...fits, meta: { text: 'xxxxxxxxx' } }, undefined],
    ['too much', { ...fits, limit: 101 }, { limit: ['Must be at most 100'] }],
    ['too little', { ...fits, limit: 0 }, { limit: ['Must be at least 1'] }],
    ['a number as a text', { ...fits, limit: '7' }, { limit: ['Not a valid integer.'] }],
    ['no choice', { ...fits, status: 'urgent' }, { status: ['Must be one of: open, closed.'] }],
  ])('is named by field: %s', ([, body, expected]) => {
    expect(problems(Body, body)).toEqual(expected)
  })

  it('is nested as the body is, items by their number, all of it at once', () => {
    const body = { messages: [fits.messages[0], { channel: 'e-mail!', extra: 1 }], limit: -1 }
    expect(problems(Body, body)).toEqual({
      messages: {
        '1': {
          channel: ['Longer than maximum length 5.'],
          from_agent: ['Missing data for required field.'],
          extra: ['No such field'],
        },
      },
      limit: ['Must be at least 1'],
    })
  })

  it('is told of the item, where a list and an item of it are both wrong', () => {
    const body = { messages: [...fits.messages, ...fits.messages, { channel: '', from_agent: true }] }
    expect(problems(Body, body)).toEqual({
      messages: { '2': { channel: ['Shorter than minimum length 1.'] } },
    })
  })

  it('is told of what a condition asks for, and not of the condition', () => {
    const schema = Type.Unsafe({
      type: 'object',
      if: { properties: { type: { const: 'a' } } },
      then: { properties: { data: { type: 'integer' } } },
    })
    expect(problems(schema, { type: 'a', data: 'x' })).toEqual({ data: ['Not a valid integer.'] })
    expect(problems(schema, { type: 'b', data: 'x' })).toBeUndefined()
  })

  it('keeps an address with blanks around it: they are not compared', () => {
    expect(problems(Body, { ...fits, email: ' ana@example.com ' })).toBeUndefined()
  })

  it('names fields with slashes and tildes as they are', () => {
    const schema = Type.Object({ 'a/b~c': Type.Optional(Type.Integer()) }, { additionalProperties: false })
    expect(problems(schema, { 'a/b~c': 'x' })).toEqual({ 'a/b~c': ['Not a valid integer.'] })
  })

  it('says each sentence once', () => {
    const error = { instancePath: '/a', keyword: 'made-up', params: {} } as ErrorObject
    expect(fieldErrors([error, error])).toEqual({ a: ['Invalid value.'] })
  })

  it('puts every sentence under a field that is part of some error, whatever the order of errors', () => {
    const path = fc.array(fc.constantFrom('a', 'b', '0'), { maxLength: 3 })
    fc.assert(
      fc.property(fc.array(path, { minLength: 1, maxLength: 6 }), (paths) => {
        const errors = paths.map(
          (parts) =>
            ({
              instancePath: parts.map((part) => `/${part}`).join(''),
              keyword: 'x',
              params: {},
            }) as ErrorObject,
        )
        const known = new Set(paths.map((parts) => (parts.length === 0 ? '_schema' : parts.join('/'))))
        const visit = (fields: FieldErrors, at: readonly string[]) => {
          for (const [key, value] of Object.entries(fields)) {
            if (Array.isArray(value)) expect(known).toContain([...at, key].join('/'))
            else visit(value as FieldErrors, [...at, key])
          }
        }
        visit(fieldErrors(errors), [])
      }),
    )
  })
})

describe('coercion', () => {
  const Query = Type.Object({
    limit: Type.Optional(Type.Integer()),
    ids: Type.Optional(Type.Array(Type.Integer())),
  })

  it('reads numbers and single items of a query string', () => {
    const query: Record<string, unknown> = { limit: '7', ids: '5' }
    expect(problems(Query, query, 'querystring')).toBeUndefined()
    expect(query).toEqual({ limit: 7, ids: [5] })
  })

  it('does not touch a body: it says what it means', () => {
    expect(problems(Query, { limit: '7' })).toEqual({ limit: ['Not a valid integer.'] })
    expect(problems(Query, { ids: 5 })).toEqual({ ids: ['Not a valid list.'] })
  })
})

describe('an answer', () => {
  const serialise = (schema: TSchema, value: unknown) =>
    lazySerialisers({ schema, method: 'GET', url: '/', httpStatus: '200' })(value)
  const text = Type.String()

  it('has its keys in the order of the schema, optional ones in their place, whatever the order of the row', () => {
    const schema = Type.Object({
      a: text,
      b: Type.Optional(text),
      c: Type.Object({ y: Type.Optional(text), x: text }),
    })
    expect(serialise(schema, { c: { x: '4', y: '3' }, b: '2', a: '1' })).toBe(
      '{"a":"1","b":"2","c":{"y":"3","x":"4"}}',
    )
    expect(serialise(schema, { c: { x: '4' }, a: '1' })).toBe('{"a":"1","c":{"x":"4"}}')
  })

  it('may have a key that is called required', () => {
    const schema = Type.Object({ label: text, required: Type.Boolean() })
    expect(serialise(schema, { required: true, label: 'x' })).toBe('{"label":"x","required":true}')
  })

  it('drops what the schema does not know', () => {
    expect(serialise(Type.Object({ a: text }), { a: '1', secret: 'x' })).toBe('{"a":"1"}')
  })
})
