import type { ValidateFunction } from 'ajv'
import type { TSchema } from 'typebox'
import type { FieldErrors } from '../kernel/refusal.ts'
import { createAjv, fieldErrors } from '../wire/validation.ts'
import { ControlError } from './errors.ts'

/**
 * The first problem of a validation as one sentence that names the field.
 *
 * @param whole what is named where all of it is wrong
 */
export function firstProblem(
  fields: FieldErrors,
  whole = 'body',
  path: readonly string[] = [],
): { field: string; message: string } {
  const [key = '', value = []] = Object.entries(fields)[0] ?? []
  const here = [...path, key]
  if (!Array.isArray(value)) return firstProblem(value as FieldErrors, whole, here)
  const field = path.length === 0 && key === '_schema' ? whole : here.join('.')
  return { field, message: `${field}: ${String(value[0])}` }
}

let ajv: ReturnType<typeof createAjv> | undefined
const compiled = new WeakMap<TSchema, ValidateFunction>()

/**
 * Validates what a program hands over as the route of the same call validates a body: tests that are not
 * type-checked misspell names, too. A schema is compiled when it is first used.
 *
 * @param whole what it is called where all of it is wrong, such as `order`
 * @throws {ControlError} 400 that names the field
 * @example checked(FaultInput, order, 'order')
 */
export function checked<Value>(schema: TSchema, value: Value, whole: string): Value {
  const validate = compiled.get(schema) ?? (ajv ??= createAjv({ coerceTypes: false })).compile(schema)
  compiled.set(schema, validate)
  if (validate(value)) return value
  const { field, message } = firstProblem(fieldErrors(validate.errors ?? []), whole)
  throw new ControlError(400, message, field)
}
