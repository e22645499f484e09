import { Refusal } from '../kernel/refusal.ts'
import type { FieldErrors, RefusalReason } from '../kernel/refusal.ts'
import { ControlError } from './errors.ts'

const STATUS: Readonly<Partial<Record<RefusalReason, 403 | 404 | 409>>> = {
  conflict: 409,
  forbidden: 403,
  missing: 404,
}

/** The first field that is wrong, with its sentence. */
function firstOf(fields: FieldErrors, path: string[] = []): readonly [field: string, sentence: string] {
  const [key = '', value = []] = Object.entries(fields)[0] ?? []
  const here = [...path, key]
  if (Array.isArray(value)) return [here.join('.'), value.map(String).join(' ')]
  return firstOf(value as FieldErrors, here)
}

/**
 * Runs something that the helpdesk may decline, and declines it in the control plane's words: a sentence that
 * names the field.
 *
 * @param field what is wrong where the refusal names nothing
 * @throws {ControlError}
 */
export function refusedInWords<T>(run: () => T, field?: string): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const [name, sentence] =
      error.fields === undefined ? [field, error.message || `It is ${error.reason}.`] : firstOf(error.fields)
    const message = name === undefined ? sentence : `${name}: ${sentence}`
    throw new ControlError(STATUS[error.reason] ?? 400, message, name)
  }
}
