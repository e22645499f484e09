/** What is wrong with which field: a list of sentences per field, nested as the input is. */
export interface FieldErrors {
  readonly [field: string]: readonly string[] | FieldErrors
}

export type RefusalReason = 'invalid' | 'unauthorized' | 'forbidden' | 'missing' | 'conflict' | 'too-large'

/** What was asked for has gone into something else, which stands at another path. */
export class Moved extends Error {
  override readonly name = 'Moved'
  /** The path's segment that names what is gone, such as `/tickets/82`. */
  readonly from: string
  /** What takes its place, such as `/tickets/77`. */
  readonly to: string

  constructor(from: string, to: string) {
    super(`Moved from ${from} to ${to}.`)
    this.from = from
    this.to = to
  }
}

/**
 * An operation that the emulated service declines. It is an answer, not a failure: the transaction is undone
 * and the caller is told why.
 *
 * @example
 * throw new Refusal('invalid', 'Failed to create ticket', { sender: ['Missing data for required field.'] })
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly reason: RefusalReason
  readonly fields: FieldErrors | undefined

  /** An empty message stands for the usual sentence of the reason. */
  constructor(reason: RefusalReason, message = '', fields?: FieldErrors) {
    super(message)
    this.reason = reason
    this.fields = fields
  }
}

/**
 * Runs a step that concerns one field, and puts the field in front of what the step refuses.
 *
 * @example
 * within(['tags'], () => tagsByName(world, actor, draft.tags)) // refuses { tags: { name: [...] } }
 */
export function within<T>(path: readonly string[], step: () => T): T {
  try {
    return step()
  } catch (error) {
    if (!(error instanceof Refusal) || error.fields === undefined) throw error
    const fields = path.reduceRight<FieldErrors>((inner, key) => ({ [key]: inner }), error.fields)
    throw new Refusal(error.reason, error.message, fields)
  }
}
