import { describe, expect, it } from 'vitest'
import { showReport } from './show-report.ts'
import type { InteractionReport } from '../verify.ts'

const show = (...interactions: InteractionReport[]): string =>
  showReport({ consumer: 'a', provider: 'b', providerUrl: 'http://127.0.0.1', passed: false, interactions })

const handoff: InteractionReport = {
  description: 'a handoff',
  states: [{ name: 'there is no team with the id', params: { id: 7 } }],
  outcome: 'failed',
  mismatches: ['status: expected 400 but was 201'],
}

describe('a report for a person', () => {
  it('has a line for each interaction, and below it what was expected and found', () => {
    expect(
      show(handoff, { ...handoff, description: 'a look', states: [], outcome: 'passed', mismatches: [] }),
    ).toBe(`a with b at http://127.0.0.1

FAILED  a handoff, given there is no team with the id (id 7)
          status: expected 400 but was 201
ok      a look

1 of 2 interactions passed, 1 failed.
`)
  })

  it('shows what a provider says as text: it neither steers the terminal nor forges a line', () => {
    const text = show({ ...handoff, mismatches: ['found \u001b[2J\nok      everything'] })
    expect(text).not.toContain('\u001b')
    expect(text).toContain('          found  [2J ok      everything\n')
  })
})
