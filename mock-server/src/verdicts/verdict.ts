import type { Call } from '../wire/calls.ts'

/** How much a finding matters, the least first. */
export const SEVERITIES = ['info', 'warning', 'error'] as const
export type Severity = (typeof SEVERITIES)[number]

/** Something that a client did and that would hurt in production. */
export interface Finding {
  /** What kind of thing, such as `early-retry`; never used for another one. */
  readonly code: string
  readonly severity: Severity
  /** What the client did. */
  readonly message: string
  /** What to do instead. */
  readonly hint: string
  /** The calls that show it: their ids in the journal, in their order. At most 50. */
  readonly requests: readonly number[]
}

/** What is known of an operation besides its calls. */
export interface OperationFacts {
  readonly deprecated: boolean
  /** The JSON schema of its body; undefined where it takes none. */
  readonly body: object | undefined
}

/** What a client is judged by. */
export interface Evidence {
  /** In the order in which they came. */
  readonly calls: readonly Call[]
  readonly facts: (operation: string) => OperationFacts | undefined
  /** How many tickets have an external id now. */
  readonly ticketsWith: (external_id: string) => number
}

/** One thing that is looked for. */
export type Rule = (evidence: Evidence) => Finding[]

/** A kind of finding with all that stands fast about it. */
export interface FindingKind {
  readonly code: string
  readonly severity: Severity
  readonly hint: string
}

const MOST_REQUESTS = 50

/** A finding of a kind. */
export const finding = (kind: FindingKind, message: string, calls: readonly Call[]): Finding => ({
  code: kind.code,
  severity: kind.severity,
  message,
  hint: kind.hint,
  requests: calls.slice(0, MOST_REQUESTS).map(({ id }) => id),
})

/** One finding for each group of calls that show the same. */
export class Groups {
  readonly #groups = new Map<string, Call[]>()

  add(name: string, call: Call): void {
    const group = this.#groups.get(name)
    if (group === undefined) this.#groups.set(name, [call])
    else group.push(call)
  }

  findings(kind: FindingKind, tell: (name: string, calls: readonly Call[]) => string): Finding[] {
    return [...this.#groups].map(([name, calls]) => finding(kind, tell(name, calls), calls))
  }
}

/** Whether a call was answered with a 2xx. */
export const isOk = ({ entry }: Call): boolean => entry.status >= 200 && entry.status < 300

/** `1 call`, `3 calls`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** A call in a sentence. */
export const nameOf = (call: Call): string => `${call.entry.method} ${call.pathname} (call ${call.id})`
