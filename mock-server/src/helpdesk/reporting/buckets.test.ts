import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketsOf, GRANULARITIES, isTimezone } from './buckets.ts'

const at = (text: string): number => Date.parse(text) * 1000
const HOUR = 3_600_000_000

const labelOf = (granularity: (typeof GRANULARITIES)[number], timezone: string, instant: string): string => {
  const buckets = bucketsOf(granularity, timezone)
  return buckets.label(buckets.startOf(at(instant)))
}

describe('a piece of time', () => {
  it.each([
    ['hour', '2026-03-02T10:00:00+01:00'],
    ['day', '2026-03-02T00:00:00+01:00'],
    ['week', '2026-03-02T00:00:00+01:00'],
    ['month', '2026-03-01T00:00:00+01:00'],
  ] as const)('of a %s begins where the clocks of the place say', (granularity, label) => {
    expect(labelOf(granularity, 'Europe/Oslo', '2026-03-02T09:30:00Z')).toBe(label)
  })

  it('of a week begins on Monday', () => {
    expect(labelOf('week', 'UTC', '2026-03-08T23:59:59Z')).toBe('2026-03-02T00:00:00+00:00')
    expect(labelOf('week', 'UTC', '2026-03-09T00:00:00Z')).toBe('2026-03-09T00:00:00+00:00')
  })

  it('of a day has 23 hours where clocks go forward, and 25 where they go back', () => {
    const days = bucketsOf('day', 'Europe/Oslo')
    const hours = (noon: string, next: string) => (days.startOf(at(next)) - days.startOf(at(noon))) / HOUR
    expect(hours('2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toBe(24)
    expect(hours('2026-03-29T12:00:00Z', '2026-03-30T12:00:00Z')).toBe(23)
    expect(hours('2026-10-25T12:00:00Z', '2026-10-26T12:00:00Z')).toBe(25)
  })

  it('of a day whose midnight the clocks leave out ends at the next midnight all the same', () => {
    const days = bucketsOf('day', 'America/Sao_Paulo')
    const labels = ['2018-11-04T12:00:00-02:00', '2018-11-05T00:30:00-02:00'].map((text) =>
      days.label(days.startOf(at(text))),
    )
    expect(labels).toEqual(['2018-11-04T01:00:00-02:00', '2018-11-05T00:00:00-02:00'])
  })

  it('of the hour that comes twice is told apart by its offset', () => {
    const hours = bucketsOf('hour', 'Europe/Oslo')
    const labels = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map((text) =>
      hours.label(hours.startOf(at(text))),
    )
    expect(labels).toEqual(['2026-10-25T02:00:00+02:00', '2026-10-25T02:00:00+01:00'])
  })

  it('begins at or before each of its instants, and is the same for all of them, in whatever order', () => {
    const zones = [
      'UTC',
      'Europe/Oslo',
      'America/Sao_Paulo',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      '+05:30',
    ]
    const instants = fc.array(fc.integer({ min: at('2010-01-01'), max: at('2030-01-01') }), { minLength: 1 })
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...GRANULARITIES),
        instants,
        (zone, size, times) => {
          const buckets = bucketsOf(size, zone)
          for (const time of times) {
            const start = buckets.startOf(time)
            expect(start).toBeLessThanOrEqual(time)
            expect(buckets.startOf(start)).toBe(start)
            expect(bucketsOf(size, zone).startOf(time)).toBe(start)
            expect(at(buckets.label(start))).toBe(start)
          }
        },
      ),
    )
  })
})

it('a timezone is a name or an offset', () => {
  expect(['UTC', 'Europe/Oslo', '+02:00'].filter(isTimezone)).toHaveLength(3)
  expect(['', 'Mars/Olympus', 'constructor', '25:00'].filter(isTimezone)).toEqual([])
})
