import type { Snapshot } from '../../kernel/world.ts'

/** The state after a call. */
export interface Step {
  /** The call's number in the journal. */
  readonly request: number
  readonly operation: string
  /** The account's time then, in microseconds since the epoch. */
  readonly at: number
  readonly state: Snapshot
}

/** The states after the newest calls of an account, oldest first: the oldest make room for new ones. */
export class Steps {
  readonly limit: number
  #steps: Step[] = []

  constructor(limit: number) {
    this.limit = limit
  }

  add(step: Step): void {
    this.#steps.push(step)
    if (this.#steps.length > this.limit) this.#steps.shift()
  }

  list(): readonly Step[] {
    return this.#steps
  }

  /** The state after a call; after one that was refused, and so changed nothing, that of the call before it. */
  after(request: number): Step | undefined {
    return this.#steps.findLast((step) => step.request <= request)
  }

  /** Forgets what came after a call: it has not happened. */
  dropAfter(request: number): void {
    this.#steps = this.#steps.filter((step) => step.request <= request)
  }

  clear(): void {
    this.#steps = []
  }
}
