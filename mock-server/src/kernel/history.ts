import type { Identified } from './index-tree.ts'

/** Why something happened. */
export interface Cause {
  readonly kind: 'request' | 'rule' | 'timer' | 'agent' | 'control' | 'seed'
  readonly id: number | string
  /** What it was called at the time: method and path of a request, the kind of a timer, the name of a rule. */
  readonly name?: string
  /** What made it act: the trigger of a rule. */
  readonly occasion?: string
  /** What caused the cause. */
  readonly parent?: Cause
}

/** One row that a commit made, replaced or removed. */
export interface Change {
  readonly collection: string
  readonly before: Identified | undefined
  readonly after: Identified | undefined
  /** Of this change: the commit's own cause, or one that lies nearer (see `World.because`). */
  readonly cause: Cause
}

export interface Commit {
  readonly cause: Cause
  /** Microseconds since the epoch. */
  readonly at: number
  readonly changes: readonly Change[]
}

/** What a history keeps at the most; the newest commit stays, whatever its size. */
export interface HistoryLimits {
  /** Default 10,000. */
  readonly commits: number
  /** Of all commits together; default: ten times as many. */
  readonly changes: number
  /** The collections whose changes are kept, where somebody asks about a few of them; default: all. */
  readonly only: readonly string[] | undefined
}

const USUAL_COMMITS = 10_000
/** On average; where commits are larger, the history has fewer of them. */
const CHANGES_PER_COMMIT = 10
/** So many pages make up what is kept; one more is held until the oldest can go as a whole. */
const PAGES = 4

/** What all changes of a commit share. */
type Moment = Pick<Commit, 'cause' | 'at'>

/**
 * A stretch of the past. Changes lie flat in one list, five entries each: an object for every change would
 * outlive the short life that collectors of garbage are made for, and cost more than what it holds.
 */
export interface Page {
  readonly entries: unknown[]
  commits: number
}

const ENTRIES_PER_CHANGE = 5

const emptyPage = (): Page => ({ entries: [], commits: 0 })
const changesOn = ({ entries }: Page): number => entries.length / ENTRIES_PER_CHANGE

function read({ entries }: Page): Commit[] {
  const commits: { cause: Cause; at: number; changes: Change[] }[] = []
  let last: Moment | undefined
  for (let i = 0; i < entries.length; i += ENTRIES_PER_CHANGE) {
    const [moment, collection, before, after, cause] = entries.slice(i, i + ENTRIES_PER_CHANGE)
    if (moment !== last) commits.push({ ...(moment as Moment), changes: [] })
    last = moment as Moment
    commits.at(-1)?.changes.push({ collection, before, after, cause } as Change)
  }
  return commits
}

/** A history as it was at a moment: pages are only ever added to, so that it knows how far they were filled. */
export interface Past {
  readonly pages: readonly Page[]
  /** Of the last page. */
  readonly entries: number
  readonly commits: number
}

/** The newest commits of a world, oldest first. Rows are immutable, so that to keep them is to hold on to them. */
export class History {
  readonly #limits: HistoryLimits
  #pages: Page[]

  constructor(limits: Partial<HistoryLimits> = {}, past: readonly Page[] = []) {
    const { commits = USUAL_COMMITS, changes = commits * CHANGES_PER_COMMIT, only } = limits
    this.#limits = { commits, changes, only }
    this.#pages = [...past, emptyPage()]
  }

  /** How many commits are held, be they up to a page more than are to be kept. */
  get held(): number {
    return this.#sum(({ commits }) => commits)
  }

  append({ at, cause, changes }: Commit): void {
    const { only } = this.#limits
    const page = this.#pages.at(-1) ?? emptyPage()
    const moment: Moment = { cause, at }
    const before = page.entries.length
    for (const change of changes)
      if (only === undefined || only.includes(change.collection))
        page.entries.push(moment, change.collection, change.before, change.after, change.cause)
    if (page.entries.length === before) return
    page.commits++
    if (page.commits >= this.#limits.commits / PAGES || changesOn(page) >= this.#limits.changes / PAGES)
      this.#turnPage()
  }

  commits(): readonly Commit[] {
    const kept: Commit[] = []
    let changes = 0
    for (const commit of this.#pages.flatMap(read).reverse()) {
      changes += commit.changes.length
      if (kept.length === this.#limits.commits || (changes > this.#limits.changes && kept.length > 0)) break
      kept.push(commit)
    }
    return kept.reverse()
  }

  /** A history with the same past, and a future of its own: full pages are shared. */
  copy(): History {
    if ((this.#pages.at(-1)?.commits ?? 0) > 0) this.#turnPage()
    return new History(this.#limits, this.#pages.slice(0, -1))
  }

  /** What has happened so far. To ask costs the same whatever that is. */
  past(): Past {
    const { entries, commits } = this.#pages.at(-1) ?? emptyPage()
    return { pages: [...this.#pages], entries: entries.length, commits }
  }

  /** A history that goes on from a past. */
  since({ pages, entries, commits }: Past): History {
    const last = pages.at(-1)
    if (last === undefined || commits === 0) return new History(this.#limits, pages.slice(0, -1))
    return new History(this.#limits, [
      ...pages.slice(0, -1),
      { entries: last.entries.slice(0, entries), commits },
    ])
  }

  #sum(count: (page: Page) => number): number {
    return this.#pages.reduce((sum, page) => sum + count(page), 0)
  }

  /** Begins a page; the oldest go that are not needed any more, because what is behind them is enough. */
  #turnPage(): void {
    const { commits, changes } = this.#limits
    const isUnneeded = (page: Page) =>
      this.held - page.commits >= commits || this.#sum(changesOn) - changesOn(page) >= changes
    while (this.#pages.length > 1 && isUnneeded(this.#pages[0] ?? emptyPage())) this.#pages.shift()
    this.#pages.push(emptyPage())
  }
}
