import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { formatDatetime, formatNaive, formatNullable, parseDatetime } from './datetimes.ts'

/** All of the years 1 to 9999, in microseconds. */
const instants = fc.oneof(
  fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }).map((seconds) => seconds * 1_000_000),
  fc.integer({ min: 1_700_000_000_000_000, max: 1_900_000_000_000_000 }),
  fc.integer({ min: -2_000_000, max: 2_000_000 }),
)

describe('a datetime', () => {
  it('is read as it was written, to the microsecond', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(parseDatetime(formatDatetime(instant))).toBe(instant)
        expect(parseDatetime(formatNaive(instant))).toBe(instant)
      }),
    )
  })

  it('is written with six digits of microseconds and an offset, or without a fraction when that is zero', () => {
    expect(formatDatetime(1_787_770_071_764_128)).toBe('2026-08-26T18:47:51.764128+00:00')
    expect(formatDatetime(1_787_770_071_018_000)).toBe('2026-08-26T18:47:51.018000+00:00')
    expect(formatDatetime(1_787_747_400_000_000)).toBe('2026-08-26T12:30:00+00:00')
    expect(formatNaive(1_787_769_561_578_374)).toBe('2026-08-26T18:39:21.578374')
    expect(formatNullable(null)).toBeNull()
    expect(formatNullable(0)).toBe('1970-01-01T00:00:00+00:00')
  })

  test.for([
    ['2026-08-26T18:47:51.764128+00:00', 1_787_770_071_764_128],
    ['2026-08-26T18:47:51.764128', 1_787_770_071_764_128],
    ['2026-08-26 18:47:51.764128Z', 1_787_770_071_764_128],
    ['2026-08-26T20:47:51.764128+02:00', 1_787_770_071_764_128],
    ['2026-08-26T20:47:51.764128+0200', 1_787_770_071_764_128],
    ['2026-08-26T18:47:51.764128999Z', 1_787_770_071_764_128],
    ['2026-08-26T12:30Z', 1_787_747_400_000_000],
  ] as const)('%s is read as UTC unless it names an offset', ([text, instant]) => {
    expect(parseDatetime(text)).toBe(instant)
  })

  test.for([
    '',
    'yesterday',
    '2026-08-26',
    '2026-02-30T12:00:00Z',
    '2026-08-26T24:30:00Z',
    '2026-08-26T12:61:00Z',
    '20260826T123000Z',
    '2026-08-26T12:30:00+99:00',
    '2026-08-26T12:30:00Z tomorrow',
    '+002026-08-26T12:30:00Z',
    '1787770071',
  ])('"%s" is none', (text) => {
    expect(parseDatetime(text)).toBeUndefined()
  })

  it('outside of the years 1 to 9999 in UTC is none: it could not be written', () => {
    expect(parseDatetime('9999-12-31T23:59:59Z')).toBe(253_402_300_799_000_000)
    expect(parseDatetime('9999-12-31T23:59:59-01:00')).toBeUndefined()
    expect(parseDatetime('0001-01-01T00:00:00Z')).toBe(-62_135_596_800_000_000)
    expect(parseDatetime('0001-01-01T00:00:00+01:00')).toBeUndefined()
    expect(parseDatetime('0000-06-01T00:00:00Z')).toBeUndefined()
  })

  it('that cannot be read is no error, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.?$/)), (text) => {
        const instant = parseDatetime(text)
        if (instant !== undefined) expect(parseDatetime(formatDatetime(instant))).toBe(instant)
      }),
    )
  })
})
