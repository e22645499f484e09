import type { FastifyError, FastifySchemaValidationError } from 'fastify'

/** A refusal of the service; answered as `{error: {code, message, hint}}`. */
export class ServiceProblem extends Error {
  readonly status: number
  readonly code: string
  readonly hint: string

  constructor(status: number, code: string, message: string, hint: string) {
    super(message)
    this.status = status
    this.code = code
    this.hint = hint
  }
}

const badRequest = (status: number): ServiceProblem =>
  new ServiceProblem(
    status,
    'bad_request',
    'The request or its address cannot be read.',
    'Correct the request.',
  )

/** What is answered for an error of Fastify or of a route. Texts of a body are never in it. */
export function problemOf(error: unknown): ServiceProblem {
  if (error instanceof ServiceProblem) return error
  const { code, statusCode } = error as { code?: string; statusCode?: number }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH')
    return notJson
  if (code === 'FST_ERR_VALIDATION') {
    const { validation, validationContext } = error as FastifyError
    return validationContext === 'params'
      ? badRequest(400)
      : new ServiceProblem(
          400,
          'invalid_query',
          wrongQuery(validation?.[0]),
          'Correct the query of the address.',
        )
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return badRequest(statusCode)
  return internalError
}

/** Waits for the ledger; what it fails with is the ledger's trouble and not a mistake of this program. */
export const asked = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch(() => {
    throw ledgerUnavailable
  })

/** What is wrong with a query, by the name of the parameter and what it may be. */
function wrongQuery(error: FastifySchemaValidationError | undefined): string {
  const { instancePath = '', message = 'is wrong', params = {} } = error ?? {}
  const { additionalProperty, allowedValues } = params
  if (typeof additionalProperty === 'string')
    return `There is no parameter ${JSON.stringify(additionalProperty)} here.`
  const wanted = Array.isArray(allowedValues) ? `must be one of ${allowedValues.join(', ')}` : message
  return `${instancePath.slice(1)} ${wanted}.`
}

export const ledgerUnavailable = new ServiceProblem(
  503,
  'ledger_unavailable',
  'The ledger cannot be read or written.',
  'See to the disk or the database of the ledger, then try again.',
)
export const internalError = new ServiceProblem(
  500,
  'internal_error',
  'The service itself failed.',
  'Report the line that it has written on standard error.',
)
export const unknownAfter = new ServiceProblem(
  422,
  'unknown_after',
  'after: there is no handoff with this id.',
  'Pass the next_after of the page before, as it is.',
)

const tooLarge = new ServiceProblem(
  413,
  'too_large',
  'The body is larger than this service takes.',
  'Send one handoff at a time; --body-limit sets another limit.',
)
const notJson = new ServiceProblem(
  415,
  'not_json',
  'The body has to be JSON.',
  'Send it with content-type: application/json.',
)
export const unauthorized = new ServiceProblem(
  401,
  'unauthorized',
  'The bearer token is missing or wrong.',
  'Send authorization: Bearer TOKEN, with the token of HANDOFF_TOKEN.',
)
export const foreignHost = new ServiceProblem(
  403,
  'foreign_host',
  'Without a token this service answers under a name of this machine only.',
  'Call it as localhost or 127.0.0.1, or start it with a token.',
)
export const unknownHandoff = new ServiceProblem(
  404,
  'unknown_handoff',
  'There is no handoff with this id.',
  'Check the id; GET /handoffs lists those there are.',
)
export const unknownNotice = new ServiceProblem(
  404,
  'unknown_notice',
  'There is no e-mail with this id that could not be sent.',
  'GET /notices?state=dead lists them.',
)
export const notFailed = new ServiceProblem(
  409,
  'not_failed',
  'Only a handoff that has failed can be replayed.',
  'Look at its state: GET /handoffs/ID.',
)
export const unknownRoute = new ServiceProblem(
  404,
  'unknown_route',
  'There is nothing at this address.',
  'The guide "Run the handoff" has the list.',
)
export const draining = new ServiceProblem(
  503,
  'draining',
  'The service is ending and takes nothing more.',
  'Send it to another instance, or again when it is back.',
)
