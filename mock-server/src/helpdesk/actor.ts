/**
 * On whose behalf something changes. All events of one action share its context; `rules` is the chain of
 * rules that led here, so that no rule answers to its own doing.
 */
export interface Actor {
  /** Null where Gorgias acts by itself. */
  readonly user_id: number | null
  readonly context: string | null
  readonly rules?: readonly number[]
}
