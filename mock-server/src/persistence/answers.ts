import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Persistence } from './persistence.ts'

/**
 * Lets no answer out before what it tells of is on the disk; where that cannot be written the answer is a 500.
 * To be added before the routes.
 */
export function answerOnceWritten(app: FastifyInstance, persistence: Persistence): void {
  // Their answer tells of the failure: it has nothing to wait for.
  const failed = new WeakSet<FastifyRequest>()
  app.addHook('onSend', (request, _reply, payload, done) => {
    if (failed.has(request)) {
      done(null, payload)
      return
    }
    if (request.method !== 'GET') persistence.touch()
    persistence.whenWritten((error) => {
      if (error === undefined) {
        done(null, payload)
        return
      }
      failed.add(request)
      done(error)
    })
  })
}
