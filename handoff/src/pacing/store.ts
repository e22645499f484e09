import type { Step } from './plan.ts'
import type { PacingState } from './state.ts'

/**
 * Where the callers of an account keep what they share: one small state per account, changed by one caller
 * at a time.
 */
export interface PacingStore {
  /**
   * Reads, changes and writes the state of an account in one go.
   *
   * @param change may be called more than once, where the store has to try again.
   */
  update<T>(account: string, change: (state: PacingState | undefined) => Step<T>): Promise<T>
}

/** A store for the callers of one process. */
export function memoryPacingStore(): PacingStore {
  const states = new Map<string, PacingState>()
  return {
    update: (account, change) => {
      const { state, result } = change(states.get(account))
      states.set(account, state)
      return Promise.resolve(result)
    },
  }
}
