import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scenarioSchemaText } from '../src/index.ts'

const published = readFileSync(new URL('../schema/scenario.schema.json', import.meta.url), 'utf8')

interface Described {
  description?: string
  properties?: Record<string, Described>
}

describe('the published schema of scenario files', () => {
  it('is the one that the loader uses (gorgias-scenarios schema > scenarios/schema/scenario.schema.json)', () => {
    // The layout of the file is the formatter's business.
    expect(JSON.stringify(JSON.parse(published))).toBe(JSON.stringify(JSON.parse(scenarioSchemaText())))
  })

  it('explains every verb, so that an editor can', () => {
    const steps = (JSON.parse(published) as { properties: { steps: { items: Described } } }).properties.steps
      .items
    const verbs = Object.entries(steps.properties ?? {})
    expect(verbs.length).toBeGreaterThan(10)
    expect(verbs.filter(([, { description }]) => !description).map(([verb]) => verb)).toEqual([])
  })
})
