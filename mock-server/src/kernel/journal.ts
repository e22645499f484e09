import { TextRing } from './text-ring.ts'
import type { TextPlace } from './text-ring.ts'

/** What a journal keeps at the most. */
export interface JournalLimits {
  /** None at all with 0. */
  readonly entries: number
  /** Of the texts of all entries. */
  readonly bytes: number
}

/** The texts that go with an entry: the headers of both sides, what was asked, and what was answered. */
export interface Texts {
  readonly headers: string | null
  readonly request: string | null
  readonly response: string | null
}

/** What is left of them. */
export interface KeptTexts extends Texts {
  /** Whether one of them was too large to be kept. */
  readonly lost: boolean
}

/** An entry at its place; its texts are read when somebody asks. */
export interface Kept<Entry> {
  /** Counted from the first entry that was ever written. */
  readonly position: number
  readonly entry: Entry
  readonly texts: () => KeptTexts
}

/** Whoever follows a journal: told of each entry, and of the end. */
export interface Follower {
  appended(): void
  closed(): void
}

type Places = { readonly [Name in keyof Texts]: TextPlace | null }

interface Row<Entry> extends Places {
  readonly entry: Entry
}

/** A bounded record of what happened, oldest first: the oldest entries make room for new ones. */
export class Journal<Entry> {
  readonly #limits: JournalLimits
  readonly #texts: TextRing
  readonly #followers = new Set<Follower>()
  #rows: Row<Entry>[] = []
  /** The position of the oldest row. */
  #begin = 0
  #dropped = 0
  #era = 0

  constructor(limits: JournalLimits) {
    this.#limits = limits
    this.#texts = new TextRing(limits.bytes)
  }

  /** Whether it keeps anything: what is not kept need not be made. */
  get keeps(): boolean {
    return this.#limits.entries > 0
  }

  /** How many entries had to go. */
  get dropped(): number {
    this.#trim()
    return this.#dropped
  }

  /** The position of the oldest entry that is kept. */
  get begin(): number {
    this.#trim()
    return this.#begin
  }

  /** The position that the next entry will have. */
  get end(): number {
    return this.#begin + this.#rows.length
  }

  /** How often it was cleared: what began in an earlier era has no place in it. */
  get era(): number {
    return this.#era
  }

  /** How many follow it now. */
  get followers(): number {
    return this.#followers.size
  }

  append(entry: Entry, { headers, request, response }: Texts): void {
    if (!this.keeps) return
    this.#rows.push({
      entry,
      headers: this.#write(headers),
      request: this.#write(request),
      response: this.#write(response),
    })
    // Trimming in strides keeps an append O(1) on average.
    if (this.#rows.length > this.#limits.entries * 1.25) this.#trim()
    for (const follower of this.#followers) follower.appended()
  }

  /** The entries from a position on, oldest first. To be read at once: new entries may take their place. */
  *walk(from = 0): Generator<Kept<Entry>, void, undefined> {
    this.#trim()
    const [begin, rows] = [this.#begin, this.#rows]
    for (let index = Math.max(0, from - begin); index < rows.length; index++) {
      const row = rows[index]
      if (row !== undefined)
        yield { position: begin + index, entry: row.entry, texts: () => this.#textsOf(row) }
    }
  }

  /** Tells somebody of all that comes; answers how to stop. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower)
    return () => this.#followers.delete(follower)
  }

  /** Forgets everything. Positions count on, so that whoever follows misses nothing that comes. */
  clear(): void {
    this.#begin = this.end
    this.#rows = []
    this.#dropped = 0
    this.#era += 1
    this.#texts.clear()
  }

  /** Sends away whoever follows. */
  close(): void {
    for (const follower of [...this.#followers]) follower.closed()
    this.#followers.clear()
  }

  #write(text: string | null): TextPlace | null {
    return text === null ? null : this.#texts.write(text)
  }

  #textsOf({ headers, request, response }: Places): KeptTexts {
    const read = (place: TextPlace | null) => (place === null ? null : (this.#texts.read(place) ?? null))
    const lost = [headers, request, response].some((place) => place !== null && !this.#texts.has(place))
    return { headers: read(headers), request: read(request), response: read(response), lost }
  }

  /** How many of the oldest entries have lost a text. Texts go in their order: behind one that is there, all are. */
  #bereft(): number {
    let count = 0
    for (const [index, { headers, request, response }] of this.#rows.entries()) {
      // One that was too large to be kept at all leaves its entry without it.
      const places = [headers, request, response].filter((place) => place !== null && place.at >= 0)
      if (places.some((place) => place !== null && !this.#texts.has(place))) count = index + 1
      else if (places.length > 0) break
    }
    return count
  }

  #trim(): void {
    const surplus = Math.max(this.#rows.length - this.#limits.entries, this.#bereft())
    if (surplus <= 0) return
    this.#rows = this.#rows.slice(surplus)
    this.#begin += surplus
    this.#dropped += surplus
  }
}
