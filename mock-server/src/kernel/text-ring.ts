/** Where a text lies in a ring. */
export interface TextPlace {
  /** Counted from the first byte that was ever written. */
  readonly at: number
  /** Bytes. */
  readonly length: number
}

const FIRST_CAPACITY = 64 * 1024

/**
 * Keeps the newest texts in a buffer of bounded size, beside the heap: what passes through in thousands a
 * second would else grow old there before it is let go, and double the memory of a process.
 *
 * @example
 * const ring = new TextRing(1024)
 * ring.read(ring.write('hello')) // 'hello', until it is overwritten
 */
export class TextRing {
  readonly #limit: number
  #buffer: Buffer
  /** Bytes written so far, with those that were skipped at the end of the buffer. */
  #written = 0

  /** @param limit bytes kept at the most; less is taken until it is needed */
  constructor(limit: number) {
    this.#limit = limit
    this.#buffer = Buffer.allocUnsafe(Math.min(FIRST_CAPACITY, limit))
  }

  /** Keeps a text, at the cost of the oldest ones. One that is larger than the ring is not kept. */
  write(text: string): TextPlace {
    // No character takes more than three bytes: most texts need no counting.
    const length = this.#fits(3 * text.length) ? undefined : Buffer.byteLength(text)
    if (length !== undefined && length > this.#limit) return { at: -Infinity, length }
    if (length !== undefined) this.#makeRoom(length)
    const at = this.#written
    this.#written += this.#buffer.write(text, at % this.#buffer.length)
    return { at, length: this.#written - at }
  }

  /** The text at a place; undefined if it is not kept (any more). */
  read(place: TextPlace): string | undefined {
    if (!this.has(place)) return undefined
    const start = place.at % this.#buffer.length
    return this.#buffer.toString('utf8', start, start + place.length)
  }

  has({ at }: TextPlace): boolean {
    return at >= this.#written - this.#buffer.length
  }

  clear(): void {
    this.#buffer = Buffer.allocUnsafe(Math.min(FIRST_CAPACITY, this.#limit))
    this.#written = 0
  }

  #fits(length: number): boolean {
    return (this.#written % this.#buffer.length) + length < this.#buffer.length
  }

  #makeRoom(length: number): void {
    while (!this.#fits(length) && this.#buffer.length < this.#limit) this.#grow()
    // A text lies in one piece: what is left at the end stays empty.
    if (!this.#fits(length)) this.#written += this.#buffer.length - (this.#written % this.#buffer.length)
  }

  /** Nothing was overwritten yet, so that every text keeps its place. */
  #grow(): void {
    const larger = Buffer.allocUnsafe(Math.min(2 * this.#buffer.length, this.#limit))
    this.#buffer.copy(larger)
    this.#buffer = larger
  }
}
