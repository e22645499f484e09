/**
 * How many runs a property gets, and from which seed. The same everywhere unless somebody asks for more:
 * `FUZZ_RUNS` sets the number and looks elsewhere every time, `FUZZ_SEED` repeats a run by its printed seed.
 */
const { FUZZ_RUNS, FUZZ_SEED } = process.env

const USUAL_SEED = 20_260_302

const seedOf = (): { readonly seed?: number } => {
  if (FUZZ_SEED !== undefined) return { seed: Number(FUZZ_SEED) }
  return FUZZ_RUNS === undefined ? { seed: USUAL_SEED } : {}
}

/** The parameters of a property that usually gets so many runs. */
export const fuzzed = (runs: number) => ({ numRuns: Number(FUZZ_RUNS ?? runs), ...seedOf() })

/** What a test of such properties needs beside them: long runs take as long as they take. */
export const PATIENCE = FUZZ_RUNS === undefined ? {} : { timeout: 0 }
