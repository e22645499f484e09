import fastify from 'fastify'
import type { FastifyInstance } from 'fastify'

/** Serves a document as a page under a prefix; the page is built when it is first asked for. */
export function servePage(app: FastifyInstance, prefix: string, document: () => Promise<object>): void {
  let page: Promise<FastifyInstance> | undefined
  const build = async (): Promise<FastifyInstance> => {
    const { default: swagger } = await import('@fastify/swagger')
    const { default: swaggerUi } = await import('@fastify/swagger-ui')
    const inner = fastify()
    await inner.register(swagger, {
      mode: 'static',
      specification: { document: (await document()) as never },
    })
    await inner.register(swaggerUi, { routePrefix: prefix })
    await inner.ready()
    return inner
  }
  for (const url of [prefix, `${prefix}/*`]) {
    app.get(url, async (request, reply) => {
      page ??= build()
      const inner = await page
      reply.hijack()
      inner.routing(request.raw, reply.raw)
    })
  }
}
