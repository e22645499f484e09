import { isDeeper } from '../kernel/json.ts'

/** Deeper than any real body, and far from where serialising would run out of stack. */
const MAX_DEPTH = 100

/** What is wrong with a body that is nested too deeply; undefined for all others. Gorgias's limit is unknown. */
export function deepBody(body: unknown): Error | undefined {
  if (!isDeeper(body, MAX_DEPTH)) return undefined
  return Object.assign(new Error(`The body is nested more than ${MAX_DEPTH} levels deep.`), {
    statusCode: 400,
  })
}
