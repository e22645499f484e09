import { Command } from 'commander'
import { addDemo } from './demo.ts'
import { addLint } from './lint.ts'
import { addPlay } from './play.ts'
import { addSchema } from './schema.ts'

const EXAMPLES = `
Examples:
  gorgias-scenarios play scenarios/library
  gorgias-scenarios play story.yaml --report json > report.json
  gorgias-scenarios lint scenarios/library
  gorgias-scenarios demo --port 4010

Exit codes: 0 all is well, 1 a story failed or a file is wrong (lint), 2 wrong usage or an unreadable file.`

/** The command line; one file per command. */
export function createProgram(): Command {
  const program = new Command('gorgias-scenarios')
    .description('Play stories against a simulated Gorgias and the real handoff.')
    .addHelpText('after', EXAMPLES)
    .exitOverride((exit) => {
      process.exitCode = exit.exitCode === 0 ? 0 : 2
      throw exit
    })
  for (const add of [addDemo, addPlay, addLint, addSchema]) add(program)
  // Sub-commands inherit exitOverride only if they are made after it, which they are.
  return program
}
