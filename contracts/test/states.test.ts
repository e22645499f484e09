import { describe, expect, it } from 'vitest'
import { handoffPact, stateProblem, states } from '../src/index.ts'
import { readPactFile } from '../src/pact-file.ts'

const { interactions } = await readPactFile(handoffPact)
const used = interactions.flatMap((interaction) => interaction.states)

describe('the provider states', () => {
  it('cover every `given` of the pact, with its parameters', () => {
    expect(used.map(({ name, params }) => stateProblem(name, params)).filter(Boolean)).toEqual([])
  })

  it('are all in use', () => {
    const names = new Set(used.map(({ name }) => name))
    expect(Object.keys(states).filter((name) => !names.has(name))).toEqual([])
  })

  it('are named where a `given` is unknown', () => {
    expect(stateProblem('the moon is full', {})).toMatch(
      /no provider state "the moon is full".*"the API key was revoked"/,
    )
    expect(stateProblem('toString', {})).toMatch(/no provider state "toString"/)
  })

  it('say which parameter is missing, of the wrong kind, or unknown', () => {
    const name = 'there is a ticket with the external id'
    expect(stateProblem(name, {})).toContain('needs "external_id", a string')
    expect(stateProblem(name, { external_id: 7 })).toContain('needs "external_id", a string')
    expect(stateProblem(name, { external_id: 'x', extra: 1 })).toContain('knows no parameter "extra"')
    expect(stateProblem(name, { external_id: 'x' })).toBeUndefined()
  })
})
