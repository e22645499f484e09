import type { Command } from 'commander'
import { formatProblem } from '../format/problem.ts'
import { findScenarios } from './find-scenarios.ts'

/** `gorgias-scenarios lint`: are the files right? Nothing is played. */
export function addLint(program: Command): void {
  program
    .command('lint')
    .description('check scenario files without playing them')
    .argument('<paths...>', 'files, or folders that hold them')
    .action(async (paths: string[]) => {
      const { loaded, problems } = await findScenarios(paths)
      for (const problem of problems) console.log(formatProblem(problem))
      const wrong = new Set(problems.map(({ file }) => file)).size
      console.error(`${loaded.length} right, ${wrong} wrong`)
      if (wrong > 0) process.exitCode = 1
    })
}
