import { parse } from 'node:querystring'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errorParameters, OAuthError } from '../helpdesk/oauth/errors.ts'
import { htmlPage } from '../wire/errors.ts'
import { HTML_TYPE } from '../wire/headers.ts'
import { allow, readAuthorization, RefusedAuthorization, refuse } from './authorize.ts'
import { UnknownHost } from './installation.ts'
import type { Accounts } from './installation.ts'
import { consentPage, problemPage } from './page.ts'
import { readParameter } from './parameters.ts'
import type { Parameters } from './parameters.ts'
import { answerToken } from './token.ts'

const FORM_TYPE = 'application/x-www-form-urlencoded'
const FORM_LIMIT = 16 * 1024

/** Nothing of OAuth is kept anywhere (RFC 6749); the pages run no script, and stand in no frame. */
const HEADERS = {
  'cache-control': 'no-store',
  pragma: 'no-cache',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

const BAD_KEY = 'That e-mail address and API key do not belong together here. Nothing was allowed.'

const showPage = (reply: FastifyReply, status: number, page: string): FastifyReply =>
  reply.code(status).type(HTML_TYPE).send(page)

/** An error of the token endpoint: JSON, and 401 only where the app is not known (RFC 6749, section 5.2). */
function answerTokenError(error: OAuthError, reply: FastifyReply): FastifyReply {
  const unknown = error.code === 'invalid_client'
  if (unknown) reply.header('www-authenticate', 'Basic realm="oauth"')
  return reply.code(unknown ? 401 : 400).send(errorParameters(error))
}

/** What the framework's own refusals are in the words of OAuth. */
const FRAMEWORK_ERRORS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: `The body must have at most ${FORM_LIMIT} bytes.`,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: `The body must be ${FORM_TYPE}.`,
}

/** The error as OAuth knows it; undefined where it is a failure of ours. */
function asOAuthError(error: FastifyError): OAuthError | undefined {
  if (error instanceof OAuthError) return error
  const message = FRAMEWORK_ERRORS[error.code] ?? `${error.message}.`
  return (error.statusCode ?? 500) < 500 ? new OAuthError('invalid_request', message) : undefined
}

/**
 * OAuth 2.0 under `/oauth`: the page on which a user allows an app, and the endpoint that hands out tokens
 * (documented addresses). Beside the API: neither counted by the rate limit nor written into the journal.
 *
 * @param onFailure told what a caller sees as a 500 only
 */
export const oauthRoutes =
  (accounts: Accounts, onFailure: (error: unknown) => void) =>
  (app: FastifyInstance): void => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser<string>(
      FORM_TYPE,
      { parseAs: 'string', bodyLimit: FORM_LIMIT },
      (_request, body, done) => done(null, parse(body)),
    )
    app.addHook('onRequest', (_request, reply, done) => {
      reply.headers(HEADERS)
      done()
    })
    app.setErrorHandler((error: FastifyError, request, reply) => {
      if (error instanceof UnknownHost) return showPage(reply, 404, htmlPage(404, 'Not Found'))
      if (error instanceof RefusedAuthorization)
        return reply.redirect(error.location, request.method === 'POST' ? 303 : 302)
      const known = asOAuthError(error)
      if (known === undefined) {
        onFailure(error)
        return showPage(reply, 500, htmlPage(500, 'Internal Server Error'))
      }
      if (request.routeOptions.url?.endsWith('/token')) return answerTokenError(known, reply)
      return showPage(reply, 400, problemPage(known.message))
    })

    const asked = ({ headers, query }: FastifyRequest, key?: string) =>
      readAuthorization(accounts, headers.host, query as Parameters, key)

    app.get('/authorize', (request, reply) => showPage(reply, 200, consentPage(asked(request))))

    app.post('/authorize', (request, reply) => {
      const form = (request.body ?? {}) as Parameters
      const email = readParameter(form, 'email')
      const key = readParameter(form, 'api_key')
      const authorization = asked(request, key)
      const decision = readParameter(form, 'decision')
      if (decision === 'refuse') throw refuse(authorization)
      if (decision !== 'allow') throw new OAuthError('invalid_request', 'decision: must be allow or refuse.')
      const { tenant } = authorization
      const caller = email && key ? accounts.authenticate(tenant, { scheme: 'basic', email, key }) : undefined
      const user = caller && tenant.world.rows.users.get(caller.userId)
      if (user === undefined) return showPage(reply, 401, consentPage(authorization, BAD_KEY))
      return reply.redirect(allow(authorization, user), 303)
    })

    app.post('/token', (request, reply) => {
      const { host, authorization } = request.headers
      const form = (request.body ?? {}) as Parameters
      return reply.send(answerToken(accounts, { host, authorization, form }))
    })
  }
