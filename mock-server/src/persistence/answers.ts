import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { JSON_TYPE } from '../wire/headers.ts'
import type { Persistence } from './persistence.ts'

const UNWRITTEN = 'It is written as soon as that can be; until then the server answers nothing else.'

/** Both as the API and as the control plane write errors. */
function unavailable(reply: FastifyReply, reason: Error): string {
  const message = `${reason.message} ${UNWRITTEN}`
  reply.code(503).type(JSON_TYPE).header('retry-after', '1').removeHeader('content-length')
  return JSON.stringify({ error: { message, msg: message } })
}

/**
 * Lets no answer out before what it tells of is on the disk. Where that cannot be written, the answer is a 503 with
 * the reason; from then on nothing is carried out, and every call is told so, until the disk takes what is left.
 * To be added before the routes.
 */
export function answerOnceWritten(app: FastifyInstance, persistence: Persistence): void {
  // Their answer tells of the failure: it has nothing to wait for.
  const refused = new WeakSet<FastifyRequest>()
  app.addHook('onRequest', (request, reply, done) => {
    if (persistence.failure === undefined) {
      done()
      return
    }
    // To ask is to try again.
    persistence.whenWritten((error) => {
      if (error === undefined) {
        done()
        return
      }
      refused.add(request)
      reply.send(unavailable(reply, error))
    })
  })
  app.addHook('onSend', (request, reply, payload, done) => {
    if (refused.has(request)) {
      done(null, payload)
      return
    }
    if (request.method !== 'GET') persistence.touch()
    persistence.whenWritten((error) => {
      if (error !== undefined && payload instanceof Readable) payload.destroy()
      done(null, error === undefined ? payload : unavailable(reply, error))
    })
  })
}
