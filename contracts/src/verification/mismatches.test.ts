import { describe, expect, it } from 'vitest'
import { readResult } from './mismatches.ts'

const failed = (mismatch: unknown) =>
  readResult({ description: 'a handoff', result: { Error: 'mismatch' }, mismatch })?.mismatches

describe("Pact's result of an interaction", () => {
  it('is without mismatches where all is well', () => {
    expect(readResult({ description: 'a handoff', result: 'OK' })).toEqual({
      description: 'a handoff',
      mismatches: [],
    })
  })

  it('names the place of each mismatch', () => {
    const mismatches = [
      { type: 'StatusMismatch', expected: 401, actual: 403, mismatch: 'expected 401 but was 403' },
      {
        type: 'HeaderMismatch',
        key: 'Age',
        mismatch: "Mismatch with header 'Age': Expected '1' to match 'x'",
      },
      { type: 'BodyMismatch', path: '$.id', mismatch: 'Expected an integer' },
      { type: 'BodyTypeMismatch', mismatch: 'Expected JSON' },
    ]
    expect(failed({ type: 'mismatches', mismatches })).toEqual([
      'status: expected 401 but was 403',
      "header Age: Expected '1' to match 'x'",
      'body $.id: Expected an integer',
      'body: Expected JSON',
    ])
  })

  it('says what went wrong where there was no answer to compare', () => {
    expect(failed({ type: 'error', message: 'Request timed out' })).toEqual([
      'no answer to compare: Request timed out',
    ])
  })

  it('is never silent about a failure, and never long', () => {
    expect(failed(undefined)).toEqual(['Pact gives no reason'])
    expect(failed({ mismatches: [{ type: 'NewMismatch', what: 7 }] })).toEqual([
      '{"type":"NewMismatch","what":7}',
    ])
    const [long = ''] =
      failed({ mismatches: [{ type: 'BodyMismatch', path: '$', mismatch: 'x'.repeat(9_999) }] }) ?? []
    expect(long.length).toBeLessThan(400)
  })

  it('is none where it is not in the shape that Pact documents', () => {
    expect(readResult(null)).toBeUndefined()
    expect(readResult({ result: 'OK' })).toBeUndefined()
  })
})
