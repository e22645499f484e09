import type { Problem } from '../format/problem.ts'
import type { PlayResult } from '../player/play-scenario.ts'

/** The result of a run for a machine; keys are spelt as in the files. */
export interface JsonReport {
  readonly passed: number
  readonly failed: number
  readonly unreadable: readonly Problem[]
  readonly scenarios: readonly PlayResult[]
}

/**
 * Everything that is known of a run. It holds no wall-clock times, so two runs of the same stories are the
 * same bytes.
 */
export function toJsonReport(results: readonly PlayResult[], unreadable: readonly Problem[]): JsonReport {
  const failed = results.filter((result) => result.status === 'failed').length
  return { passed: results.length - failed, failed, unreadable, scenarios: results }
}
