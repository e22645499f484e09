import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toMilliseconds } from './duration.ts'

describe('a duration', () => {
  it.each([
    ['PT1S', 1_000],
    ['PT5M', 300_000],
    ['PT2H30M', 9_000_000],
    ['P3D', 259_200_000],
    ['P1W', 604_800_000],
    ['P1DT1S', 86_401_000],
  ])('%s is %d milliseconds', (text, milliseconds) => {
    expect(toMilliseconds(text)).toBe(milliseconds)
  })

  it('is the sum of its parts', () => {
    const part = fc.nat({ max: 9999 })
    fc.assert(
      fc.property(part, part, part, part, (days, hours, minutes, seconds) => {
        const sum = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
        expect(toMilliseconds(`P${days}DT${hours}H${minutes}M${seconds}S`)).toBe(sum)
      }),
    )
  })
})
