import { TextRing } from './text-ring.ts'
import type { TextPlace } from './text-ring.ts'

/** What a journal keeps at the most. */
export interface JournalLimits {
  readonly entries: number
  /** Of the texts of all entries. */
  readonly bytes: number
}

/** The texts that go with an entry: what was asked, and what was answered. */
export interface Texts {
  readonly request: string | null
  readonly response: string | null
}

interface Row<Entry> {
  readonly entry: Entry
  readonly request: TextPlace | null
  readonly response: TextPlace | null
}

/** A bounded record of what happened, oldest first: the oldest entries make room for new ones. */
export class Journal<Entry> {
  readonly #limits: JournalLimits
  readonly #texts: TextRing
  #rows: Row<Entry>[] = []
  #dropped = 0

  constructor(limits: JournalLimits) {
    this.#limits = limits
    this.#texts = new TextRing(limits.bytes)
  }

  /** How many entries had to go. */
  get dropped(): number {
    this.#trim()
    return this.#dropped
  }

  append(entry: Entry, { request, response }: Texts): void {
    this.#rows.push({
      entry,
      request: request === null ? null : this.#texts.write(request),
      response: response === null ? null : this.#texts.write(response),
    })
    // Trimming in strides keeps an append O(1) on average.
    if (this.#rows.length > this.#limits.entries * 1.25) this.#trim()
  }

  entries(): (Entry & Texts)[] {
    this.#trim()
    const read = (place: TextPlace | null) => (place === null ? null : (this.#texts.read(place) ?? null))
    return this.#rows.map(({ entry, request, response }) => ({
      ...entry,
      request: read(request),
      response: read(response),
    }))
  }

  clear(): void {
    this.#rows = []
    this.#dropped = 0
    this.#texts.clear()
  }

  /** An entry goes with the first of its texts; one too large to be kept leaves the entry without it. */
  #trim(): void {
    const gone = (place: TextPlace | null) => place !== null && place.at >= 0 && !this.#texts.has(place)
    const surplus = Math.max(
      this.#rows.length - this.#limits.entries,
      this.#rows.findLastIndex(({ request, response }) => gone(request) || gone(response)) + 1,
    )
    if (surplus <= 0) return
    this.#rows = this.#rows.slice(surplus)
    this.#dropped += surplus
  }
}
