import type { FastifyInstance, FastifySchema } from 'fastify'
import type { OperationFacts } from './verdict.ts'

/** Writes down what the operations of an API are like, while they are registered. */
export function noteOperations(app: FastifyInstance, operations: Map<string, OperationFacts>): void {
  app.addHook('onRoute', ({ config, schema }) => {
    const { operationId } = (config ?? {}) as { readonly operationId?: string }
    if (operationId === undefined || operations.has(operationId)) return
    const { deprecated, body, consumes } = (schema ?? {}) as FastifySchema & {
      readonly deprecated?: boolean
      readonly consumes?: readonly string[]
    }
    // A form is no JSON: of its fields nothing is known here.
    const shape = consumes === undefined ? (body as object | undefined) : {}
    operations.set(operationId, { deprecated: deprecated === true, body: shape })
  })
}
