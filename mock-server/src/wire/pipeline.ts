import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FaultMoment } from '../kernel/faults.ts'
import { Moved, Refusal } from '../kernel/refusal.ts'
import { findAddressee, readCredentials } from './authentication.ts'
import { isFixedPath, isKnownPath } from './catalogue.ts'
import { errorBody, ERRORS, htmlPage, WireError } from './errors.ts'
import type { ErrorBody, ErrorCode } from './errors.ts'
import { passFaults, sendBroken, spoils } from './fault-answers.ts'
import { CALL_LIMIT_HEADER, HTML_TYPE, JSON_TYPE, REQUEST_ID_HEADER, RESPONSE_HEADERS } from './headers.ts'
import { keptHeaders } from './kept-headers.ts'
import { limitRate, NO_CALLS, showCallLimit } from './rate-limit.ts'
import { readAgain, readAhead } from './read-ahead.ts'
import type { Caller, Directory, JournalEntry, Tenant } from './tenant.ts'
import { ValidationFailure } from './validation.ts'

/** Counts the calls of all accounts. */
export interface CallMeter {
  /** @param status 0 where no answer left */
  count(operation: string | null, status: number, isFaulted: boolean): void
}

declare module 'fastify' {
  interface FastifyInstance {
    readonly meter: CallMeter
  }
  interface FastifyRequest {
    /** The account that the call is for; null until it is known. */
    tenant: Tenant | null
    /** Who calls; null until it is known. */
    caller: Caller | null
    /** The body as it was sent, if it was JSON. */
    bodyText: string | null
    /** The operation that is called; null where there is none. */
    operationId: string | null
    /** The call's number in the account's journal; 0 without an account. */
    callId: number
    /** The era of the account's journal in which it came. */
    era: number
    /** When it came, in microseconds of the account's clock. */
    arrivedAt: number
    /** The same by the machine's clock, to measure with. */
    startedAt: number
  }
  interface FastifyContextConfig {
    operationId?: string
    /** What a 400 of this operation says, such as "Failed to create ticket". */
    failure?: string
  }
}

const sendError = (reply: FastifyReply, body: ErrorBody): FastifyReply =>
  reply.type(JSON_TYPE).serializer(JSON.stringify).send(body)

/** Lets a call meet what is on order at a moment of its life, and go on from there if it can. */
export function meetFaults(
  request: FastifyRequest,
  reply: FastifyReply,
  moment: FaultMoment,
  goOn: () => void,
  answersBody = false,
): void {
  const { tenant } = request
  if (tenant === null || tenant.faults.idle) {
    goOn()
    return
  }
  const onLost = () => {
    countCall(request, 0)
    // A reset ends the calls that are held: they belong to the journal that it cleared.
    if (request.era === tenant.journal.era) writeJournal(request, undefined, 0, null)
  }
  const pass = () => {
    const caller = request.caller ?? undefined
    passFaults({ request, reply, tenant, caller, moment, answersBody, goOn, onLost })
  }
  // A fault may look at the body, and a call that is held must have it: by then its caller may be gone.
  if (moment === 'before') readAhead(request, pass)
  else pass()
}

function countCall({ server, operationId, faultId }: FastifyRequest, status: number): void {
  server.meter.count(operationId, status, faultId !== null)
}

/** What the journal keeps of a body; of files only what they are called, if they were read at all. */
function sentText({ bodyText, body, headers }: FastifyRequest): string | null {
  const files = bodyText === null && headers['content-type']?.startsWith('multipart/') === true
  return files && body !== undefined ? JSON.stringify(body) : bodyText
}

const isEncrypted = ({ raw }: FastifyRequest): boolean =>
  (raw.socket as { encrypted?: boolean }).encrypted === true

/** Writes down what became of a call; answers how to add that its caller was gone before all of it was sent. */
function writeJournal(
  request: FastifyRequest,
  reply: FastifyReply | undefined,
  status: number,
  payload: string | null,
): () => void {
  const { tenant, callId, brokenAnswer } = request
  if (tenant?.journal.keeps !== true) return () => undefined
  const entry: JournalEntry & { hung_up: boolean } = {
    id: callId,
    at: request.arrivedAt,
    answered_at: tenant.world.now,
    duration_ms: (tenant.realTime() - request.startedAt) / 1000,
    operation: request.operationId,
    method: request.method,
    path: request.url,
    status,
    cause: { kind: 'request', id: callId },
    request_id: request.id,
    user_id: request.caller?.userId ?? null,
    client_id: request.caller?.app?.clientId ?? null,
    fault_id: request.faultId,
    scheme: isEncrypted(request) ? 'https' : 'http',
    hung_up: request.raw.socket.destroyed,
    broken: brokenAnswer !== null && spoils(brokenAnswer.rule),
  }
  tenant.journal.append(entry, {
    headers: keptHeaders(request, reply),
    request: sentText(request),
    response: payload,
  })
  return () => {
    entry.hung_up = true
  }
}

const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? ''

/** Fastify's own refusals, in the dialect. */
const FASTIFY_ERRORS: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
}

function describe(
  error: FastifyError,
  request: FastifyRequest,
): { code: ErrorCode; msg: string; data?: Refusal['fields'] } {
  const failure = request.routeOptions.config.failure
  if (error instanceof WireError) return { code: error.code, msg: error.message }
  // A fixed path under another method was taken for an id.
  if (error instanceof Refusal && error.reason === 'missing' && isFixedPath(pathOf(request)))
    return { code: 'method-not-allowed', msg: ERRORS['method-not-allowed'].msg }
  if (error instanceof Refusal) {
    const usual = error.reason === 'invalid' ? failure : undefined
    return { code: error.reason, msg: error.message || usual || ERRORS[error.reason].msg, data: error.fields }
  }
  if (error instanceof ValidationFailure)
    return { code: 'invalid', msg: failure ?? error.message, data: error.fields }
  const code = FASTIFY_ERRORS[error.code]
  if (code !== undefined) return { code, msg: ERRORS[code].msg }
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return { code: 'invalid', msg: 'Invalid request.', data: { _schema: [error.message] } }
  }
  return { code: 'internal', msg: ERRORS.internal.msg }
}

/** Where the same call goes after a merge (documented: 301, with whatever follows in the path). */
const redirect = ({ from, to }: Moved, request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply
    .code(301)
    .header('location', request.url.replace(from, to))
    .type(HTML_TYPE)
    .send(htmlPage(301, 'Moved Permanently'))

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Moved) return redirect(error, request, reply)
  const { code, msg, data } = describe(error, request)
  if (error instanceof WireError) reply.headers(error.headers)
  return sendError(reply.code(ERRORS[code].status), errorBody(msg, data))
}

/** Why a call goes no further: nobody is known to call, or too often. */
function refusalOf(reply: FastifyReply, tenant: Tenant, caller: Caller | undefined): WireError | undefined {
  if (caller === undefined) return new WireError('unauthorized')
  return limitRate(reply, tenant, caller)
}

/**
 * The life of a call: find the account, fault before, authenticate, limit the rate; then the operation does
 * its work; at the end headers, journal, errors in the dialect. To be registered once, on the API's scope.
 *
 * @param onFailure told what a caller sees as a 500 only
 */
export function usePipeline(
  app: FastifyInstance,
  directory: Directory,
  onFailure: (error: unknown) => void,
): void {
  app.decorateRequest('tenant', null)
  app.decorateRequest('caller', null)
  app.decorateRequest('callId', 0)
  app.decorateRequest('era', 0)
  app.decorateRequest('arrivedAt', 0)
  app.decorateRequest('startedAt', 0)
  app.decorateRequest('operationId', null)
  app.decorateRequest('bodyText', null)
  app.decorateRequest('readAhead', null)
  app.decorateRequest('faultId', null)
  app.decorateRequest('brokenAnswer', null)

  // Not asynchronous, and neither are the others: a promise for each hook of each call adds up.
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(RESPONSE_HEADERS).header(REQUEST_ID_HEADER, request.id)
    const credentials = readCredentials(request.headers.authorization)
    const addressee = findAddressee(directory, request.headers.host, credentials)
    if (addressee === 'unknown-host') {
      reply.code(404).type(HTML_TYPE).send(htmlPage(404, 'Not Found'))
      return
    }
    if (addressee === 'unknown-credentials')
      throw new WireError('unauthorized', undefined, { [CALL_LIMIT_HEADER]: NO_CALLS })
    const { tenant } = addressee
    request.tenant = tenant
    request.callId = tenant.nextRequestId()
    request.era = tenant.journal.era
    request.arrivedAt = tenant.world.now
    request.startedAt = tenant.realTime()
    // Once: Fastify makes the options anew whenever they are read.
    request.operationId = request.routeOptions.config.operationId ?? null
    const caller = credentials && directory.authenticate(tenant, credentials)
    request.caller = caller ?? null
    meetFaults(request, reply, 'before', () => {
      done(refusalOf(reply, tenant, caller))
    })
  })

  app.removeContentTypeParser('text/plain')
  // Many clients name a content type without sending a body: an empty one stands for no fields.
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') {
      done(null, undefined)
      return
    }
    request.bodyText = body
    void parseJson(request, body, done)
  })
  app.addHook('preParsing', (request, _reply, payload, done) => {
    done(null, request.readAhead === null ? payload : readAgain(request.readAhead))
  })
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.body === undefined && request.method !== 'GET') request.body = {}
    done()
  })

  app.addHook('onSend', (request, reply, payload, done) => {
    // Fastify adds a charset that is not recorded.
    if (String(reply.getHeader('content-type')).startsWith(JSON_TYPE)) reply.header('content-type', JSON_TYPE)
    showCallLimit(request, reply)
    countCall(request, reply.statusCode)
    const text = typeof payload === 'string' ? payload : null
    // Who is refused before the body was looked at has sent one all the same.
    readAhead(request, () => {
      const onHungUp = writeJournal(request, reply, reply.statusCode, text)
      if (request.brokenAnswer === null) done(null, payload)
      else sendBroken(request, reply, request.brokenAnswer, payload, onHungUp)
    })
  })

  app.setErrorHandler((error: FastifyError, request, reply) => {
    answerError(error, request, reply)
    if (reply.statusCode === 500) onFailure(error)
    return reply
  })
  app.setNotFoundHandler((request) => {
    // The path exists under another method: 405 instead of 404.
    throw new WireError(isKnownPath(pathOf(request)) ? 'method-not-allowed' : 'missing')
  })
}

/** Answers a URL that cannot be decoded, which no hook and no route ever sees. */
export function answerUndecodable(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  reply.headers({
    ...RESPONSE_HEADERS,
    [REQUEST_ID_HEADER]: request.id,
    [CALL_LIMIT_HEADER]: NO_CALLS,
    'content-type': JSON_TYPE,
  })
  // As bytes, because no hook takes the charset away again that Fastify adds to a text.
  reply.code(ERRORS.missing.status).send(Buffer.from(JSON.stringify(errorBody(ERRORS.missing.msg))))
}
