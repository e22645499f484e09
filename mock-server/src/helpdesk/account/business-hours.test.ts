import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { businessHoursOf } from './business-hours.ts'
import type { Helpdesk } from '../model/helpdesk.ts'

interface Hours {
  readonly days: string
  readonly from_time: string
  readonly to_time: string
}

const ALWAYS = '1,2,3,4,5,6,7'
const WEEK: Hours = { days: '1,2,3,4,5', from_time: '09:00', to_time: '17:00' }

/** As much of a world as is asked for: its settings. */
const worldWith = (data: object): Helpdesk =>
  ({ rows: { settings: { first: () => ({ id: 1, type: 'business-hours', data }) } } }) as unknown as Helpdesk

const openAt = (timezone: string, hours: readonly Hours[]) => {
  const isOpen = businessHoursOf(worldWith({ timezone, business_hours: hours }))
  return (text: string) => isOpen(Date.parse(text) * 1000)
}

describe('business hours', () => {
  it('count from the opening minute to the one before closing, on the days that are named', () => {
    const isOpen = openAt('UTC', [WEEK])
    expect(isOpen('2026-03-02T08:59:59.999Z')).toBe(false)
    expect(isOpen('2026-03-02T09:00:00Z')).toBe(true)
    expect(isOpen('2026-03-06T16:59:59.999Z')).toBe(true)
    expect(isOpen('2026-03-06T17:00:00Z')).toBe(false)
    expect(isOpen('2026-03-07T12:00:00Z')).toBe(false)
    expect(isOpen('2026-03-08T12:00:00Z')).toBe(false)
  })

  it('are those of the clocks of their zone before and after they change', () => {
    const isOpen = openAt('Europe/Berlin', [{ ...WEEK, days: ALWAYS }])
    expect(isOpen('2026-03-28T08:00:00Z')).toBe(true)
    expect(isOpen('2026-03-28T07:59:59Z')).toBe(false)
    // The very moment of the change, and what is asked after it about the time before.
    expect(isOpen('2026-03-29T01:00:00Z')).toBe(false)
    expect(isOpen('2026-03-28T07:30:00Z')).toBe(false)
    expect(isOpen('2026-03-29T07:00:00Z')).toBe(true)
    expect(isOpen('2026-03-29T15:00:00Z')).toBe(false)
    expect(isOpen('2026-10-24T07:00:00Z')).toBe(true)
    expect(isOpen('2026-10-25T07:00:00Z')).toBe(false)
    expect(isOpen('2026-10-25T08:00:00Z')).toBe(true)
  })

  it('may last past midnight, and belong to the day on which they begin', () => {
    const isOpen = openAt('Asia/Kolkata', [{ days: '7', from_time: '22:00', to_time: '02:00' }])
    expect(isOpen('2026-03-01T16:30:00Z')).toBe(true)
    expect(isOpen('2026-03-01T20:29:00Z')).toBe(true)
    expect(isOpen('2026-03-01T20:30:00Z')).toBe(false)
    expect(isOpen('2026-02-28T16:30:00Z')).toBe(false)
  })

  it('are never without a setting', () => {
    expect(businessHoursOf(worldWith({}))(Date.parse('2026-03-02T10:00:00Z') * 1000)).toBe(false)
  })

  it('are told as the calendar of the zone tells them, in whatever order it is asked', () => {
    const zone = fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu')
    const instant = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) })
    fc.assert(
      fc.property(zone, fc.array(instant, { minLength: 1, maxLength: 20 }), (timezone, instants) => {
        const isOpen = businessHoursOf(worldWith({ timezone, business_hours: [WEEK] }))
        for (const at of instants) {
          const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone)
          const expected = local.dayOfWeek <= 5 && local.hour >= 9 && local.hour < 17
          expect(isOpen(at * 1000)).toBe(expected)
        }
      }),
    )
  })
})
