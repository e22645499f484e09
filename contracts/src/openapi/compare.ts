import { compareOperations, record } from './compare-operations.ts'
import type { SchemaChange } from './compare-schemas.ts'
import { resolverOf } from './schema.ts'
import type { Schema } from './schema.ts'

/** One difference between two documents. */
export interface Change extends SchemaChange {
  /** The operations that it is about, by operationId. */
  readonly operations: readonly string[]
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options'])

/** Operations by method and path; what the parts of a path are called is nobody's business. */
function operationsOf(document: unknown): Map<string, Schema> {
  const operations = new Map<string, Schema>()
  for (const [path, item] of Object.entries(record(record(document).paths))) {
    for (const [method, operation] of Object.entries(record(item))) {
      if (!METHODS.has(method)) continue
      operations.set(`${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, '{}')}`, record(operation))
    }
  }
  return operations
}

/**
 * What is different between two OpenAPI documents of one API, operation by operation: the same difference of
 * several operations is one change. Examples, descriptions and the order of keys count for nothing.
 *
 * @example
 * compareDocuments(committed, generated).filter(({ breaking }) => breaking)
 */
export function compareDocuments(base: unknown, head: unknown): Change[] {
  const [before, after] = [operationsOf(base), operationsOf(head)]
  const resolve = { resolveBefore: resolverOf(base), resolveAfter: resolverOf(head) }
  const found = new Map<string, { breaking: boolean; operations: string[] }>()
  const say = (operation: Schema, { what, breaking }: SchemaChange): void => {
    const known = found.get(what) ?? { breaking, operations: [] }
    const id = String(operation.operationId)
    if (!known.operations.includes(id)) known.operations.push(id)
    found.set(what, known)
  }
  for (const [key, was] of before) {
    const is = after.get(key)
    if (is === undefined) say(was, { what: `there is no ${key} any more`, breaking: true })
    else for (const one of compareOperations({ before: was, after: is, ...resolve })) say(is, one)
  }
  for (const [key, is] of after) {
    if (!before.has(key)) say(is, { what: `${key} is new`, breaking: false })
  }
  return [...found].map(([what, rest]) => ({ what, ...rest }))
}
