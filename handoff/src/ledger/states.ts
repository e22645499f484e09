/**
 * Where a handoff stands.
 *
 * `accepted` is on disk and nobody works on it. `sending` belongs to one worker until its lease runs out:
 * whoever takes it over then looks the ticket up before posting. `created` is final. `failed` was told to a
 * person and waits for one.
 */
export type HandoffState = keyof typeof transitions

/** Every change of state there is, and what makes it. A ledger refuses all others. */
export const transitions = {
  accepted: { sending: 'a worker claims it' },
  sending: {
    sending: 'the lease ran out: another worker claims it',
    accepted: 'the worker stops before it is done',
    created: 'the ticket is known',
    failed: 'given up',
  },
  created: {},
  failed: { accepted: 'handed off again, or replayed' },
} as const satisfies Record<string, Record<string, string>>

/** Not at its end: it holds back later handoffs of the same customer. */
export const OPEN: readonly HandoffState[] = ['accepted', 'sending']
