/** What a journal keeps at the most. */
export interface JournalLimits {
  readonly entries: number
  readonly bytes: number
}

/** A bounded record of what happened, oldest first: the oldest entries make room for new ones. */
export class Journal<Entry> {
  readonly #limits: JournalLimits
  readonly #sizeOf: (entry: Entry) => number
  #entries: Entry[] = []
  #bytes = 0
  #dropped = 0

  constructor(limits: JournalLimits, sizeOf: (entry: Entry) => number) {
    this.#limits = limits
    this.#sizeOf = sizeOf
  }

  /** How many entries had to go. */
  get dropped(): number {
    return this.#dropped
  }

  append(entry: Entry): void {
    this.#entries.push(entry)
    this.#bytes += this.#sizeOf(entry)
    // Trimming in strides keeps an append O(1) on average.
    if (this.#entries.length > this.#limits.entries * 1.25 || this.#bytes > this.#limits.bytes * 1.25)
      this.#trim()
  }

  entries(): readonly Entry[] {
    this.#trim()
    return this.#entries
  }

  clear(): void {
    this.#entries = []
    this.#bytes = 0
    this.#dropped = 0
  }

  #trim(): void {
    let surplus = 0
    let bytes = this.#bytes
    while (
      this.#entries.length - surplus > this.#limits.entries ||
      (bytes > this.#limits.bytes && surplus < this.#entries.length)
    ) {
      bytes -= this.#sizeOf(this.#entries[surplus] as Entry)
      surplus++
    }
    if (surplus === 0) return
    this.#entries = this.#entries.slice(surplus)
    this.#bytes = bytes
    this.#dropped += surplus
  }
}
