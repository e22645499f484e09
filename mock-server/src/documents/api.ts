import { RESPONSE_HEADERS } from '../wire/headers.ts'
import { shelveSchemas } from './components.ts'
import { describeRoutes } from './describe.ts'
import type { DocumentOptions, Routes } from './describe.ts'
import { playExamples } from './examples.ts'
import type { PlayedExample, PlayedExamples } from './examples.ts'
import { isReference, mapOperations } from './openapi.ts'
import type { MediaType, OpenApiDocument, OperationObject, ResponseObject } from './openapi.ts'
import { ErrorSchema, playRefusals, withRefusals } from './refusals.ts'
import { SECURITY_SCHEMES, securityOf } from './security.ts'
import { openExampleStage } from './stage.ts'
import type { BuildApp } from './stage.ts'
import { describeOutcome, describeParameter, TAGS } from './words.ts'

const CALL_LIMIT = 'CallLimit'
/** As it is documented; names of headers have no case. */
const CALL_LIMIT_HEADER = 'X-Gorgias-Account-Api-Call-Limit'

const HEADERS = {
  [CALL_LIMIT]: {
    description: 'How full the rate bucket is: calls in it, this one included, and calls that it holds.',
    schema: { type: 'string', pattern: '^\\d+/\\d+$' },
    example: '1/40',
  },
}

const withCallLimit = (response: ResponseObject): ResponseObject => ({
  ...response,
  headers: { [CALL_LIMIT_HEADER]: { $ref: `#/components/headers/${CALL_LIMIT}` }, ...response.headers },
})

const inContent = (
  content: Readonly<Record<string, MediaType>>,
  value: unknown,
): Readonly<Record<string, MediaType>> =>
  Object.fromEntries(
    Object.entries(content).map(([type, media]) => [
      type,
      { ...media, examples: { demo: { summary: 'On the demo account', value } } },
    ]),
  )

/** What JSON a text is; undefined where it is none. */
function readJson({ headers, text }: PlayedExample): unknown {
  if (!String(headers['content-type']).startsWith('application/json') || text === '') return undefined
  return JSON.parse(text)
}

/** Headers that only this operation sends, as they came. */
const ownHeaders = ({ headers }: PlayedExample): Record<string, object> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith('x-gorgias-') && !(name in RESPONSE_HEADERS))
      .filter(([name]) => name !== CALL_LIMIT_HEADER.toLowerCase())
      .map(([name, value]) => [name, { schema: { type: 'string' }, example: value }]),
  )

/** The operation with the call that was made, and the answer that came. */
function withExample(operation: OperationObject, played: PlayedExample): OperationObject {
  const { parameters, requestBody, responses } = operation
  const given: Readonly<Record<string, unknown>> = { ...played.query, ...played.path }
  const status = String(played.status)
  const answer = responses[status]
  const value = readJson(played)
  const shown =
    answer !== undefined && !isReference(answer) && answer.content !== undefined && value !== undefined
      ? {
          [status]: {
            ...answer,
            headers: { ...answer.headers, ...ownHeaders(played) },
            content: inContent(answer.content, value),
          },
        }
      : {}
  return {
    ...operation,
    ...(parameters && {
      parameters: parameters.map((one) =>
        given[one.name] === undefined ? one : { ...one, example: given[one.name] },
      ),
    }),
    ...(requestBody &&
      played.body !== undefined && {
        requestBody: { ...requestBody, content: inContent(requestBody.content, played.body) },
      }),
    responses: { ...responses, ...shown },
  }
}

/** Who may call it, words for parameters and outcomes, and the header that is on every answer. */
function withWords(operation: OperationObject): OperationObject {
  const { parameters, responses } = operation
  const outcomes = Object.entries(responses).map(([status, response]) => [
    status,
    isReference(response) ? response : withCallLimit({ ...response, description: describeOutcome(status) }),
  ])
  return {
    ...operation,
    security: securityOf(operation.operationId),
    ...(parameters && { parameters: parameters.map(describeParameter) }),
    responses: Object.fromEntries(outcomes) as OperationObject['responses'],
  }
}

const usedTags = ({ paths }: OpenApiDocument): ReadonlySet<string> =>
  new Set(
    Object.values(paths)
      .flatMap((item) => Object.values(item))
      .flatMap(({ tags = [] }) => tags),
  )

export interface ApiDocument {
  readonly document: OpenApiDocument
  /** What came of each operation's example. */
  readonly played: PlayedExamples
}

/**
 * The OpenAPI document of the API: read off the routes, with examples and refusals that were played against
 * the demo account. The same bytes in every run.
 *
 * @param build puts a whole server together, on which the examples are played
 */
export async function describeApi(
  routes: Routes,
  options: DocumentOptions,
  build: BuildApp,
): Promise<ApiDocument> {
  const described = await describeRoutes(routes, { ...options, securitySchemes: SECURITY_SCHEMES })
  const stage = await openExampleStage(build)
  try {
    const played = await playExamples(stage, described.routes)
    const responses = Object.entries(await playRefusals(stage)).map(([name, response]) => [
      name,
      withCallLimit(response),
    ])
    const shelved = shelveSchemas(described.document)
    const { openapi, info, paths } = mapOperations(shelved, (operation, method, path) => {
      const example = played.get(operation.operationId)
      const worded = withWords(operation)
      const shown = example instanceof Object ? withExample(worded, example) : worded
      return withRefusals(shown, method, path)
    })
    const used = usedTags(described.document)
    const document: OpenApiDocument = {
      openapi,
      info: { ...info, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: '/', description: 'The simulator that serves this document.' }],
      tags: TAGS.filter(({ name }) => used.has(name)),
      paths,
      components: {
        securitySchemes: SECURITY_SCHEMES,
        schemas: { ...shelved.components?.schemas, Error: ErrorSchema },
        responses: Object.fromEntries(responses) as Record<string, ResponseObject>,
        headers: HEADERS,
      },
    }
    return { document, played }
  } finally {
    await stage.close()
  }
}
