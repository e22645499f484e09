import type { FastifyError, FastifyInstance } from 'fastify'
import type { Accounts } from '../control/accounts/accounts.ts'
import type { guardOf } from '../doors/control-door.ts'
import type { Machine } from './machine.ts'
import type { Meter } from './meter.ts'

/** Serves `/metrics`, to whoever may use the control plane. */
export function metricsRoute(accounts: Accounts, meter: Meter, guard: ReturnType<typeof guardOf>) {
  return (app: FastifyInstance): void => {
    let machine: Machine | undefined
    app.addHook('onRequest', (request, _reply, done) => {
      guard(request)
      done()
    })
    app.addHook('onClose', (_app, done) => {
      machine?.close()
      done()
    })
    app.setErrorHandler((error: FastifyError, _request, reply) =>
      reply
        .code(error.statusCode ?? 500)
        .type('text/plain; charset=utf-8')
        .send(`${error.message}\n`),
    )
    app.get('/metrics', async (_request, reply) => {
      const { EXPOSITION_TYPE, expose } = await import('./exposition.ts')
      const { metricsOf } = await import('./metrics.ts')
      machine ??= (await import('./machine.ts')).thisMachine()
      return reply.type(EXPOSITION_TYPE).send(expose(metricsOf(accounts, meter, machine.read())))
    })
  }
}
