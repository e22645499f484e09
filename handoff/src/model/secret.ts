/** A value that may be used but never shown. Only {@link Secret.reveal} gives the text. */
export interface Secret {
  /** The text itself. Call it where the text leaves for the wire, and nowhere else. */
  reveal(): string
  toString(): string
  toJSON(): string
}

const SHOWN = '[secret]'

/**
 * Wraps a text so that printing, logging, JSON and string templates show `[secret]`.
 *
 * The text lives in a closure, not in a property, so object spread and inspection find nothing.
 *
 * @example
 * const key = secret('k-123')
 * `${key}`        // '[secret]'
 * key.reveal()    // 'k-123'
 */
export function secret(text: string): Secret {
  const shown = () => SHOWN
  const value = {
    reveal: () => text,
    toString: shown,
    toJSON: shown,
    [Symbol.for('nodejs.util.inspect.custom')]: shown,
  }
  return Object.freeze(value)
}
