import { AsyncLocalStorage } from 'node:async_hooks'
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Context, ContextManager } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { API_KEY } from './support/config.ts'
import { refuse, tooMany } from './support/fake-gorgias.ts'
import { testRequest } from './support/request.ts'
import { handoffWorld } from './support/world.ts'

const exporter = new InMemorySpanExporter()

/** What an SDK brings to know which span is the parent. */
function contextManager(): ContextManager {
  const storage = new AsyncLocalStorage<Context>()
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (inner, work, self, ...args) => storage.run(inner, () => work.call(self as never, ...args)),
    bind: (_, target) => target,
    enable: () => manager,
    disable: () => manager,
  }
  return manager
}

beforeAll(() => {
  context.setGlobalContextManager(contextManager())
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  )
})
beforeEach(() => exporter.reset())
afterAll(() => {
  trace.disable()
  context.disable()
})

describe('traces', () => {
  it('have a span for the handoff and one for each call, by the HTTP conventions', async () => {
    const { handoff, gorgias } = handoffWorld()
    gorgias.posts.push(tooMany('5'))
    await handoff.handOff(testRequest())
    const [first, second, whole] = exporter.getFinishedSpans()
    expect(whole).toMatchObject({
      name: 'handoff',
      kind: SpanKind.CONSUMER,
      attributes: { 'handoff.id': 'h-1', 'handoff.status': 'created', 'handoff.ticket_id': 1000 },
    })
    expect(first).toMatchObject({
      name: 'POST /api/tickets',
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.ERROR },
      attributes: {
        'http.request.method': 'POST',
        'url.full': 'https://acme.gorgias.com/api/tickets',
        'server.address': 'acme.gorgias.com',
        'server.port': 443,
        'http.response.status_code': 429,
        'error.type': '429',
      },
    })
    expect(second?.attributes).toMatchObject({ 'http.response.status_code': 201 })
    for (const call of [first, second])
      expect(call?.parentSpanContext?.spanId).toBe(whole?.spanContext().spanId)
  })

  it('name the cause of a failure', async () => {
    const { handoff, gorgias } = handoffWorld()
    gorgias.posts.push(refuse(401, 'Unauthorized.'))
    await handoff.handOff(testRequest())
    expect(exporter.getFinishedSpans().at(-1)).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'handoff.status': 'failed', 'error.type': 'unauthorized' },
    })
  })

  it('hold nothing of the customer and no credentials', async () => {
    const { handoff } = handoffWorld()
    await handoff.handOff(testRequest())
    await handoff.verifyConnection()
    const told = JSON.stringify(
      exporter
        .getFinishedSpans()
        .map(({ name, attributes, status, events }) => [name, attributes, status, events]),
    )
    expect(exporter.getFinishedSpans().length).toBeGreaterThan(5)
    expect(told).not.toMatch(/zebra|Dana|dana@|bot@|\?/)
    expect(told).not.toContain(API_KEY)
  })
})
