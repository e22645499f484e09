/**
 * How a fact about the original is known: from its documentation, from what it was seen to answer, or by
 * inference where both are silent.
 */
export type Standing = 'documented' | 'recorded' | 'inferred'

/** A test, named so that a reader can run it. */
export interface TestReference {
  /** From the root of the repository. */
  readonly file: string
  /** The full name: the group's title, then the test's. */
  readonly name: string
}

/** One entry of the ledger: what the emulator does, how it is known, and the test that shows it. */
export interface FidelityRecord {
  /** What the record is listed under, such as a resource. */
  readonly area: string
  /** The operationId of an operation, or the name of a behaviour. */
  readonly subject: string
  /** A short sentence: what the emulator does. */
  readonly aspect: string
  readonly standing: Standing
  /** Where the fact comes from, and of when. */
  readonly source: string
  readonly test: TestReference
  /** The day of the last comparison with an answer of the original, ISO 8601; null: never. */
  readonly compared: string | null
}

/** A record as an area writes it. */
export interface Entry extends Omit<FidelityRecord, 'area' | 'test' | 'compared'> {
  /** The name of a test in the area's usual file, or another one. */
  readonly test: string | TestReference
  /** Absent: never. */
  readonly compared?: string
}

/**
 * The records of one area.
 *
 * @param file the test file of all entries that name none of their own
 * @example
 * recordsOf('Tags', 'test/tags.test.ts', [
 *   { subject: 'getTag', aspect: '...', standing: 'recorded', source: '...', test: 'a tag has its keys' },
 * ])
 */
export const recordsOf = (area: string, file: string, entries: readonly Entry[]): FidelityRecord[] =>
  entries.map(({ subject, aspect, standing, source, test, compared }) => ({
    area,
    subject,
    aspect,
    standing,
    source,
    test: typeof test === 'string' ? { file, name: test } : test,
    compared: compared ?? null,
  }))
