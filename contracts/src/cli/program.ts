import { Command, CommanderError } from 'commander'
import { addConformance } from './conformance.ts'
import { addFidelity } from './fidelity.ts'
import { exit } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { addOpenapi } from './openapi.ts'
import { addVerify } from './verify.ts'

/** Runs one command line. @returns the exit code. */
export async function runProgram(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = exit.kept
  const program = new Command('gorgias-contracts')
    .description('Keeps the contracts between the handoff and Gorgias, and the simulator to what is known.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .showHelpAfterError('(--help shows how it is used)')
  for (const add of [addVerify, addOpenapi, addConformance, addFidelity]) {
    add(program, io, (ended) => {
      code = ended
    })
  }

  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? exit.kept : exit.unusable
  }
}
