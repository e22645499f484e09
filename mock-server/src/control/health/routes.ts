import type { FastifyInstance } from 'fastify'

/** Where the server is in its life. */
export type Phase = 'starting' | 'ready' | 'stopping'

/** Whether it is up, for whoever may come in; whether it is to be sent calls, for everybody. */
export function healthRoutes(app: FastifyInstance, phase: () => Phase): void {
  app.get('/health', { schema: { operationId: 'health', summary: 'Whether the server is up' } }, () => ({
    status: 'ok',
  }))
  app.get(
    '/ready',
    {
      config: { open: true },
      schema: {
        operationId: 'ready',
        summary: 'Whether calls may come: 503 while it starts and stops; asks for no token',
      },
    },
    (_request, reply) => {
      const status = phase()
      return reply.code(status === 'ready' ? 200 : 503).send({ status })
    },
  )
}
