import type { Snapshot } from '../../kernel/world.ts'

/** The state after a call; after one that was refused, the state that it found. */
export interface Step {
  /** The call's number in the journal. */
  readonly request: number
  /** Null for a call that was refused, or is not answered yet, and for the mark of going back. */
  readonly operation: string | null
  /** The account's time then, in microseconds since the epoch. */
  readonly at: number
  readonly state: Snapshot
}

/** Whether nothing has happened between two states; real time goes on without that. */
const isSame = (one: Snapshot, other: Snapshot): boolean =>
  one.mode === other.mode &&
  (one.mode === 'real' || one.root.time === other.root.time) &&
  // What has not changed is one object.
  Object.entries(one.root.trees).every(([name, trees]) => trees === other.root.trees[name])

/** The states after the newest calls of an account, oldest first: the oldest make room for new ones. */
export class Steps {
  readonly limit: number
  #steps: Step[] = []

  constructor(limit: number) {
    this.limit = limit
  }

  /** A call begins. What has happened since the last one is none of its doing, and stays if it is refused. */
  arrive(step: Step): void {
    const last = this.#steps.at(-1)
    if (last === undefined || !isSame(last.state, step.state)) this.add(step)
  }

  add(step: Step): void {
    if (this.#steps.at(-1)?.request === step.request) this.#steps.pop()
    this.#steps.push(step)
    if (this.#steps.length > this.limit) this.#steps.shift()
  }

  list(): readonly Step[] {
    return this.#steps
  }

  /** The state after a call; where it found what the call before it had left, that one's. */
  after(request: number): Step | undefined {
    return this.#steps.findLast((step) => step.request <= request)
  }

  /** Forgets what came after a call: it has not happened. */
  dropAfter(request: number): void {
    this.#steps = this.#steps.filter((step) => step.request <= request)
  }

  /** The account has gone back to the last of them: this is the same state, in its new world. */
  resume(state: Snapshot): void {
    const last = this.#steps.pop()
    if (last !== undefined) this.#steps.push({ ...last, state })
  }

  clear(): void {
    this.#steps = []
  }
}
