import type { FastifyInstance } from 'fastify'
import { WireError } from '../wire/errors.ts'
import { CATALOGUE } from '../wire/catalogue.ts'

/**
 * Registers every operation of the catalogue that is not built: it answers 501 and says its name, so that a
 * client which needs it finds out at once, and not by an answer that was made up.
 *
 * @param built the operationIds that are registered already
 */
export function unbuiltRoutes(app: FastifyInstance, built: ReadonlySet<string>): void {
  for (const [operationId, method, url] of CATALOGUE) {
    if (built.has(operationId)) continue
    const refuse = (): Promise<never> => {
      const message = `This operation is not simulated yet: ${operationId} (${method} ${url})`
      return Promise.reject(new WireError('not-built', message))
    }
    app.route({
      method,
      url: url.slice('/api'.length),
      schema: { hide: true },
      config: { operationId },
      // Behind the call's credentials, before its body: whatever it holds, the answer is the same.
      onRequest: refuse,
      handler: refuse,
    })
  }
}
