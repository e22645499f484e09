import { describe, expect, it } from 'vitest'
import { lineOf } from '../src/openapi/changelog.ts'
import { compareDocuments } from '../src/openapi/compare.ts'

const tag = {
  type: 'object',
  required: ['id', 'name', 'color'],
  properties: {
    id: { type: 'integer' },
    name: { type: 'string' },
    color: { type: ['string', 'null'] },
    kind: { type: 'string', enum: ['user', 'system'] },
    uses: { type: 'array', items: { $ref: '#/components/schemas/Use' } },
  },
}

/** A document of two operations. Made anew each time: a mutation may do to it what it likes. */
const document = () => ({
  openapi: '3.1.0',
  paths: {
    '/api/tags': {
      post: {
        operationId: 'createTag',
        security: [{ basic: [] }],
        parameters: [
          { in: 'query', name: 'dry_run', required: false, schema: { type: 'boolean' } },
          { in: 'query', name: 'order', required: false, schema: { type: 'string', enum: ['asc', 'desc'] } },
        ] as object[],
        requestBody: {
          required: false,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['name'],
                additionalProperties: false,
                properties: {
                  name: { type: 'string', maxLength: 256 },
                  color: { type: ['string', 'null'] },
                  count: { type: 'number' },
                },
              } as Record<string, unknown>,
            },
          } as Record<string, object>,
        },
        responses: {
          201: {
            description: 'Made.',
            headers: { 'X-Limit': { schema: { type: 'string' } } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Tag' } } },
          },
          400: { $ref: '#/components/responses/BadRequest' },
        },
      },
    },
    '/api/tags/{id}': {
      get: {
        operationId: 'getTag',
        parameters: [{ in: 'path', name: 'id', required: true, schema: { type: 'integer' } }],
        responses: {
          200: {
            description: 'It.',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Tag' } } },
          },
        },
      },
    },
  } as Record<string, Record<string, unknown>>,
  components: {
    schemas: {
      Tag: structuredClone(tag) as { required: string[]; properties: Record<string, object> },
      Use: { type: 'object', properties: { at: { type: 'string' } as object } },
    },
    responses: { BadRequest: { description: 'No.' } },
  },
})

type Draft = ReturnType<typeof document>

/** What the comparison says of a document after a mutation: breaking lines with a `!` in front. */
function said(mutate: (draft: Draft) => void): string[] {
  const draft = document()
  mutate(draft)
  return compareDocuments(document(), draft).map(
    (change) => `${change.breaking ? '! ' : ''}${lineOf(change)}`,
  )
}

interface CreateTag {
  operationId: string
  deprecated?: boolean
  security: object[]
  parameters: Record<string, unknown>[]
  requestBody?: {
    required: boolean
    content: Record<
      string,
      { schema: { required: string[]; additionalProperties?: boolean; properties: Record<string, object> } }
    >
  }
  responses: Record<string, { headers?: object; content?: Record<string, object> }>
}

const create = (draft: Draft): CreateTag => draft.paths['/api/tags']?.post as CreateTag
const sent = (draft: Draft) => create(draft).requestBody?.content['application/json']?.schema ?? raise()
const answered = ({ components }: Draft) => components.schemas.Tag
const raise = (): never => {
  throw new Error('The document of this test has changed.')
}

/** A mutation of the document, and what has to be said of it. */
interface Case {
  readonly name: string
  readonly mutate: (draft: Draft) => void
  readonly expected: readonly string[]
}

const of = (name: string, mutate: (draft: Draft) => void, ...expected: string[]): Case => ({
  name,
  mutate,
  expected: expected.toSorted(),
})

const breaking: Case[] = [
  of(
    'an operation is removed',
    (draft) => delete draft.paths['/api/tags'],
    '! createTag: there is no POST /api/tags any more',
  ),
  of(
    'an operation has another method',
    (draft) => {
      draft.paths['/api/tags'] = { put: create(draft) }
    },
    '! createTag: there is no POST /api/tags any more',
    'createTag: PUT /api/tags is new',
  ),
  of(
    'the operationId changes',
    (draft) => (create(draft).operationId = 'makeTag'),
    '! makeTag: the operationId was `createTag`',
  ),
  of(
    'a required parameter is added',
    (draft) => create(draft).parameters.push({ in: 'query', name: 'x', required: true, schema: {} }),
    '! createTag: the query parameter `x` is new and required',
  ),
  of(
    'a parameter becomes required',
    (draft) => Object.assign(create(draft).parameters[0] ?? {}, { required: true }),
    '! createTag: the query parameter `dry_run` is required',
  ),
  of(
    'a parameter is removed',
    (draft) => create(draft).parameters.shift(),
    '! createTag: the query parameter `dry_run` is gone',
  ),
  of(
    'a parameter takes a value less',
    (draft) =>
      Object.assign(create(draft).parameters[1] ?? {}, { schema: { type: 'string', enum: ['asc'] } }),
    '! createTag: the query parameter `order`: the value is never "desc" any more',
  ),
  of(
    'the request body becomes required',
    (draft) => Object.assign(create(draft).requestBody ?? {}, { required: true }),
    '! createTag: the request body is required',
  ),
  of(
    'the request body goes',
    (draft) => delete create(draft).requestBody,
    '! createTag: the request body is gone',
  ),
  of(
    'the request has another content type',
    (draft) => {
      const { requestBody } = create(draft)
      if (requestBody) requestBody.content = { 'text/csv': { schema: sent(draft) } }
    },
    '! createTag: the request is never application/json any more',
    'createTag: the request can be text/csv',
  ),
  of(
    'a field of the request becomes required',
    (draft) => sent(draft).required.push('color'),
    '! createTag: the request: `color` is required',
  ),
  of(
    'a required field of the request is added',
    (draft) => {
      sent(draft).properties.slug = { type: 'string' }
      sent(draft).required.push('slug')
    },
    '! createTag: the request: `slug` is new and required',
  ),
  of(
    'a field of the request is removed where unknown fields are refused',
    (draft) => delete sent(draft).properties.color,
    '! createTag: the request: `color` is gone',
  ),
  of(
    'a field of the request takes a type less',
    (draft) => (sent(draft).properties.color = { type: 'string' }),
    '! createTag: the request: the type of `color` was null or string and is string',
  ),
  of(
    'a number of the request has to be whole',
    (draft) => (sent(draft).properties.count = { type: 'integer' }),
    '! createTag: the request: the type of `count` was number and is integer',
  ),
  of(
    'a bound of the request is tightened',
    (draft) => (sent(draft).properties.name = { type: 'string', maxLength: 100 }),
    '! createTag: the request: maxLength of `name` was 256 and is 100',
  ),
  of(
    'a bound of the request is new',
    (draft) => (sent(draft).properties.name = { type: 'string', maxLength: 256, minLength: 3 }),
    '! createTag: the request: minLength of `name` was none and is 3',
  ),
  of(
    'a field of the request is limited to values',
    (draft) => (sent(draft).properties.name = { type: 'string', maxLength: 256, enum: ['a'] }),
    '! createTag: the request: `name` is limited to certain values',
  ),
  of(
    'the status of success changes',
    (draft) => {
      const { responses } = create(draft)
      responses[200] = responses[201] ?? raise()
      delete responses[201]
    },
    'createTag: 200 can be answered',
    '! createTag: 201 is not answered any more',
  ),
  of(
    'a header of an answer goes',
    (draft) => delete create(draft).responses[201]?.headers,
    '! createTag: the answer 201 has no header `x-limit` any more',
  ),
  of(
    'an answer has another content type',
    (draft) => Object.assign(create(draft).responses[201] ?? {}, { content: { 'text/html': {} } }),
    '! createTag: the answer 201 is never application/json any more',
    '! createTag: the answer 201 can be text/html',
  ),
  of(
    'a field of an answer is removed: said for every operation that had it',
    (draft) => delete answered(draft).properties.kind,
    '! createTag: the answer 201: `kind` is gone',
    '! getTag: the answer 200: `kind` is gone',
  ),
  of(
    'a field of an answer can be missing',
    (draft) => answered(draft).required.pop(),
    '! createTag: the answer 201: `color` can be missing',
    '! getTag: the answer 200: `color` can be missing',
  ),
  of(
    'a field of an answer can be null',
    (draft) => (answered(draft).properties.name = { type: ['string', 'null'] }),
    '! createTag: the answer 201: the type of `name` was string and is null or string',
    '! getTag: the answer 200: the type of `name` was string and is null or string',
  ),
  of(
    'the type of a field of an answer is narrowed',
    (draft) => (answered(draft).properties.color = { type: 'string' }),
    '! createTag: the answer 201: the type of `color` was null or string and is string',
    '! getTag: the answer 200: the type of `color` was null or string and is string',
  ),
  of(
    'a field of an answer has a value more',
    (draft) => (answered(draft).properties.kind = { type: 'string', enum: ['user', 'system', 'bot'] }),
    '! createTag: the answer 201: `kind` can be "bot"',
    '! getTag: the answer 200: `kind` can be "bot"',
  ),
  of(
    'what lists of an answer hold changes, behind a reference',
    (draft) => (draft.components.schemas.Use.properties.at = { type: 'integer' }),
    '! createTag: the answer 201: the type of `uses[].at` was string and is integer',
    '! getTag: the answer 200: the type of `uses[].at` was string and is integer',
  ),
  of(
    'conditions of the request change, whatever they are',
    (draft) => Object.assign(sent(draft), { if: { required: ['color'] }, then: { required: ['count'] } }),
    '! createTag: the request: the conditions of the value differ',
  ),
  of(
    'credentials do not do any more',
    (draft) => (create(draft).security = [{ oauth2: ['tags:write'] }]),
    '! createTag: the credentials {"basic":[]} do not do any more',
  ),
]

const compatible: Case[] = [
  of('nothing is different', () => undefined),
  of(
    'an operation is added',
    (draft) => (draft.paths['/api/x'] = { get: { operationId: 'listX', responses: {} } }),
    'listX: GET /api/x is new',
  ),
  of(
    'an optional parameter is added',
    (draft) => create(draft).parameters.push({ in: 'query', name: 'x', schema: {} }),
    'createTag: the query parameter `x` is new',
  ),
  of('a part of a path is called otherwise', (draft) => {
    const item = draft.paths['/api/tags/{id}'] ?? raise()
    delete draft.paths['/api/tags/{id}']
    draft.paths['/api/tags/{tag_id}'] = item
  }),
  of(
    'the request takes more: a field, a type, a longer text, unknown fields',
    (draft) => {
      sent(draft).properties = {
        name: { type: 'string', maxLength: 512 },
        color: { type: ['string', 'null'] },
        count: { type: ['number', 'null'] },
        slug: { type: 'string' },
      }
      delete sent(draft).additionalProperties
    },
    'createTag: the request: the value takes unknown fields',
    'createTag: the request: maxLength of `name` was 256 and is 512',
    'createTag: the request: the type of `count` was number and is null or number',
    'createTag: the request: `slug` is new',
  ),
  of(
    'an answer holds a field more',
    (draft) => (answered(draft).properties.slug = { type: 'string' }),
    'createTag: the answer 201: `slug` is new',
    'getTag: the answer 200: `slug` is new',
  ),
  of(
    'a refusal comes or goes',
    (draft) => {
      const { responses } = create(draft)
      delete responses[400]
      responses[409] = {}
    },
    'createTag: 409 can be answered',
    'createTag: 400 is not answered any more',
  ),
  of('a schema moves behind a reference, and null into a union', (draft) => {
    Object.assign(draft.components.schemas, { Color: { type: 'string' } })
    answered(draft).properties.color = { anyOf: [{ $ref: '#/components/schemas/Color' }, { type: 'null' }] }
  }),
  of('words, examples and the order of keys change', (draft) => {
    const { id, name, ...rest } = answered(draft).properties
    answered(draft).properties = {
      ...rest,
      name: { ...name, description: 'x' },
      id: { ...id, examples: [1] },
    }
  }),
  of(
    'an operation is deprecated',
    (draft) => (create(draft).deprecated = true),
    'createTag: it is deprecated',
  ),
]

describe('a comparison of two documents', () => {
  it.each(breaking)('calls it breaking that $name', ({ mutate, expected }) => {
    expect(said(mutate).toSorted()).toEqual(expected)
    expect(said(mutate).some((line) => line.startsWith('! '))).toBe(true)
  })

  it.each(compatible)('lets it pass that $name', ({ mutate, expected }) => {
    expect(said(mutate).toSorted()).toEqual(expected)
    expect(said(mutate).filter((line) => line.startsWith('! '))).toEqual([])
  })

  it('says the same difference of several operations once', () => {
    const draft = document()
    const get = draft.paths['/api/tags/{id}']?.get as { responses: object }
    get.responses = { 201: { content: { 'application/json': { schema: { type: 'string' } } } } }
    const base = document()
    const other = base.paths['/api/tags/{id}']?.get as { responses: object }
    other.responses = {
      201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Tag' } } } },
    }
    Object.assign(draft.components.schemas.Tag, { type: 'string' })
    const [change] = compareDocuments(base, draft)
    expect(change).toEqual({
      what: 'the answer 201: the type of the value was object and is string',
      breaking: true,
      operations: ['createTag', 'getTag'],
    })
  })
})
