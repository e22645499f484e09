/** Where in a request's life a fault strikes. */
export type FaultPosition = 'before' | 'after-commit'

/** What goes wrong. */
export type FaultKind = 'status' | 'reset'

/** A fault on order: deterministic, for one operation. */
export interface FaultOrder {
  readonly operation: string
  readonly position: FaultPosition
  readonly kind: FaultKind
  /** The HTTP status of kind `status`. */
  readonly status?: number
  /** What the answer of kind `status` says, where it says anything; its usual sentence if absent. */
  readonly message?: string
  /** Seconds that a 429 asks to wait. */
  readonly retry_after?: number
  /** Strikes the first n calls. */
  readonly first?: number
  /** Strikes every n-th call. */
  readonly every?: number
}

export interface Fault extends FaultOrder {
  readonly id: number
  /** Calls of the operation that passed its position. */
  readonly seen: number
  /** Calls that it struck. */
  readonly hits: number
}

const strikes = ({ first, every }: FaultOrder, call: number): boolean =>
  first !== undefined ? call <= first : every === undefined || call % every === 0

/** The faults on order for one account; the first one registered that matches a call strikes. */
export class FaultTable {
  #faults: Fault[] = []
  #nextId = 1

  add(order: FaultOrder): Fault {
    const fault: Fault = { ...order, id: this.#nextId++, seen: 0, hits: 0 }
    this.#faults.push(fault)
    return fault
  }

  remove(id: number): boolean {
    const before = this.#faults.length
    this.#faults = this.#faults.filter((fault) => fault.id !== id)
    return this.#faults.length < before
  }

  list(): readonly Fault[] {
    return this.#faults
  }

  clear(): void {
    this.#faults = []
  }

  /** Counts a call that passes a position, and answers the fault that strikes it. */
  strike(operation: string, position: FaultPosition): Fault | undefined {
    if (this.#faults.length === 0) return undefined
    let struck: Fault | undefined
    this.#faults = this.#faults.map((fault) => {
      if (fault.operation !== operation || fault.position !== position) return fault
      const seen = fault.seen + 1
      if (struck !== undefined || !strikes(fault, seen)) return { ...fault, seen }
      struck = { ...fault, seen, hits: fault.hits + 1 }
      return struck
    })
    return struck
  }
}
