import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { loadScenario } from '../format/load-scenario.ts'
import type { LoadedScenario } from '../format/load-scenario.ts'
import type { Problem } from '../format/problem.ts'

export interface FoundScenarios {
  readonly loaded: readonly LoadedScenario[]
  readonly problems: readonly Problem[]
}

/** Reads the named files, and all scenario files below the named folders, in the order of their names. */
export async function findScenarios(paths: readonly string[]): Promise<FoundScenarios> {
  const loaded: LoadedScenario[] = []
  const problems: Problem[] = []
  for (const path of paths) {
    const files = await filesOf(path)
    if (!Array.isArray(files)) problems.push(files)
    else
      for (const file of files) {
        const result = await load(file)
        if (result.ok) loaded.push(result.loaded)
        else problems.push(...result.problems)
      }
  }
  return { loaded, problems }
}

async function filesOf(path: string): Promise<string[] | Problem> {
  const wrong = (message: string): Problem => ({ file: path, line: 1, column: 1, message })
  const info = await stat(path).catch(() => undefined)
  if (!info) return wrong('there is no such file or folder')
  if (!info.isDirectory()) return [path]
  const names = await readdir(path, { recursive: true })
  const files = names.filter((name) => /\.ya?ml$/.test(name) && !name.includes('node_modules')).sort()
  return files.length > 0
    ? files.map((name) => join(path, name))
    : wrong('there is no .yaml file in this folder')
}

async function load(file: string) {
  try {
    return loadScenario(file, await readFile(file, 'utf8'))
  } catch (error) {
    const message = `the file cannot be read: ${error instanceof Error ? error.message : String(error)}`
    return { ok: false as const, problems: [{ file, line: 1, column: 1, message }] }
  }
}
