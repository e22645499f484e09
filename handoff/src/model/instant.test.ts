import { describe, expect, test } from 'vitest'
import { instantNanos } from './instant.ts'

describe('a moment is read to the nanosecond', () => {
  test.each([
    ['1970-01-01T00:00:00Z', 0n],
    ['1970-01-01T00:00:01.5Z', 1_500_000_000n],
    ['1970-01-01T01:00:00+01:00', 0n],
    ['1969-12-31T23:59:59.999999999z', -1n],
    ['2024-02-29t00:00:00Z', 1_709_164_800_000_000_000n],
  ])('%s', (text, nanos) => expect(instantNanos(text)).toBe(nanos))

  test.each([
    '2025-02-29T00:00:00Z',
    '2025-13-01T00:00:00Z',
    '2025-01-01T24:00:00Z',
    '2025-01-01',
    'now',
    '',
  ])('%j is none', (text) => expect(instantNanos(text)).toBeUndefined())
})
