import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Option } from 'commander'
import type { Command } from 'commander'
import type { PlayResult } from '../player/play-scenario.ts'
import { toJsonReport } from '../report/json.ts'
import { createTerminalReport } from '../report/terminal.ts'
import { findScenarios } from './find-scenarios.ts'

/** `gorgias-scenarios play`: plays files and tells how they ended. */
export function addPlay(program: Command): void {
  program
    .command('play')
    .description('play scenario files against a simulated Gorgias and the real handoff')
    .argument('<paths...>', 'files, or folders that hold them')
    .addOption(new Option('--report <form>', 'what goes to standard output').choices(['terminal', 'json']))
    .option('--out <folder>', 'also write report.json into this folder')
    .action(async (paths: string[], options: { report?: 'terminal' | 'json'; out?: string }) => {
      // With --report json standard output belongs to the report, and people read standard error.
      const stream = options.report === 'json' ? process.stderr : process.stdout
      const terminal = createTerminalReport(stream, stream.isTTY)
      const { loaded, problems } = await findScenarios(paths)
      terminal.unreadable(problems)
      // Simulator and handoff take a while to load; the other commands do without them.
      const { defaultPorts } = await import('../defaults.ts')
      const { playScenario } = await import('../player/play-scenario.ts')
      const ports = defaultPorts()
      const results: PlayResult[] = []
      for (const scenario of loaded) {
        const result = await playScenario(scenario, ports)
        results.push(result)
        terminal.played(result)
      }
      terminal.finished(results, new Set(problems.map(({ file }) => file)).size)

      const report = `${JSON.stringify(toJsonReport(results, problems), null, 2)}\n`
      if (options.report === 'json') process.stdout.write(report)
      if (options.out !== undefined) {
        await mkdir(options.out, { recursive: true })
        await writeFile(join(options.out, 'report.json'), report)
      }
      if (problems.length > 0) process.exitCode = 2
      else if (results.some((result) => result.status === 'failed')) process.exitCode = 1
    })
}
