import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { defaultPorts } from '../src/defaults.ts'
import { formatProblem, loadScenario, playScenario } from '../src/index.ts'
import type { LoadedScenario } from '../src/index.ts'

const folder = new URL('../library/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))

function load(file: string): LoadedScenario {
  const result = loadScenario(file, readFileSync(new URL(file, folder), 'utf8'))
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'))
  return result.loaded
}

describe('the library of stories', () => {
  it.each(files)('%s is as it is told, against the simulator', async (file) => {
    const { failures } = await playScenario(load(file), defaultPorts())
    expect(failures.map(formatProblem)).toEqual([])
  })

  it('tells each story under a name of its own', () => {
    const names = files.map((file) => load(file).scenario.name)
    expect(new Set(names).size).toBe(names.length)
  })

  it('completes in editors: each file names the schema in its first line', () => {
    const first = '# yaml-language-server: $schema=../schema/scenario.schema.json'
    const without = files.filter(
      (file) => !readFileSync(new URL(file, folder), 'utf8').startsWith(`${first}\n`),
    )
    expect(without).toEqual([])
  })

  it('looks at something in every story', () => {
    const blind = files.filter((file) => !load(file).scenario.steps.some((step) => step.then))
    expect(blind).toEqual([])
  })
})
