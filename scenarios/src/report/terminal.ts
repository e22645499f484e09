import { formatProblem } from '../format/problem.ts'
import type { Problem } from '../format/problem.ts'
import { counted } from '../player/checks/finding.ts'
import type { PlayResult } from '../player/play-scenario.ts'

/** A sink for lines, such as standard output. */
export interface LineWriter {
  write(text: string): unknown
}

/** Tells a person how the stories go, one line each as they end, details only where something failed. */
export function createTerminalReport(out: LineWriter, colours: boolean) {
  const paint = (code: number, text: string) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text)
  const line = (text = '') => out.write(`${text}\n`)
  return {
    unreadable: (problems: readonly Problem[]) => {
      for (const problem of problems) line(`${paint(31, 'unreadable')}  ${formatProblem(problem)}`)
    },
    played: (result: PlayResult) => {
      const passed = result.status === 'passed'
      line(`${passed ? paint(32, 'passed') : paint(31, 'failed')}  ${result.name}  ${paint(2, result.file)}`)
      for (const failure of result.failures) line(`        ${formatProblem(failure)}`)
    },
    finished: (results: readonly PlayResult[], unreadable: number) => {
      const failed = results.filter((result) => result.status === 'failed').length
      const checks = results.reduce((sum, result) => sum + result.checks, 0)
      const requirements = new Set(results.flatMap((result) => result.requirements)).size
      const parts = [
        `${results.length - failed} passed`,
        ...(failed > 0 ? [paint(31, `${failed} failed`)] : []),
        ...(unreadable > 0 ? [paint(31, `${unreadable} unreadable`)] : []),
      ]
      line()
      line(
        `${parts.join(', ')}; looked ${counted(checks, 'time')}, at ${counted(requirements, 'requirement')}`,
      )
    },
  }
}
