import { describe, expect, it } from 'vitest'
import { parseDatetime } from '../../wire/datetimes.ts'
import { hourlyRounds } from './rounds.ts'

const at = (text: string): number => parseDatetime(text) ?? NaN
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

describe('the hours of a day', () => {
  it('are those of the time zone, summer and winter', () => {
    const roundAt = hourlyRounds(HOURS, 'Europe/Paris')
    expect(roundAt(at('2026-01-15T08:30:00Z'))).toMatchObject({ calls: 9, begin: at('2026-01-15T08:00:00Z') })
    expect(roundAt(at('2026-07-15T08:30:00Z')).calls).toBe(10)
  })

  it('follow each other where clocks change: one is left out in spring, one comes twice in autumn', () => {
    const walk = (from: string) => {
      const roundAt = hourlyRounds(HOURS, 'Europe/Paris')
      let begin = at(from)
      return Array.from({ length: 5 }, () => {
        const round = roundAt(begin)
        begin = round.end
        return round.calls
      })
    }
    expect(walk('2026-03-28T23:00:00Z')).toEqual([0, 1, 3, 4, 5])
    expect(walk('2026-10-24T22:00:00Z')).toEqual([0, 1, 2, 2, 3])
  })

  it('begin where the clocks of the zone say so', () => {
    const round = hourlyRounds(HOURS, 'Asia/Kolkata')(at('2026-03-02T09:59:59.999999Z'))
    expect(round).toMatchObject({ begin: at('2026-03-02T09:30:00Z'), end: at('2026-03-02T10:30:00Z') })
    expect(round.calls).toBe(15)
  })
})
