import { startMockServer } from '@gorgias-harness/mock-server'
import { Command, CommanderError } from 'commander'
import { handoffPact } from '../pact-file.ts'
import { VerificationError } from '../verification-error.ts'
import { verify } from '../verify.ts'
import { showReport } from './show-report.ts'

/** Where a command writes. */
export interface Io {
  out(text: string): void
  err(text: string): void
}

/** Exit codes: the contract is kept, it is broken, it could not be verified. */
const exit = { kept: 0, broken: 1, unusable: 2 } as const

interface VerifyFlags {
  readonly provider?: string
  readonly pact: string
  readonly controlToken?: string
  readonly json?: boolean
}

const NOTES = `
Without --provider, a simulator is started for the occasion. Whoever is verified needs the simulator's control
plane under the same address: each interaction gets an account of its own there, and its state.

Examples:
  gorgias-contracts verify
  gorgias-contracts verify --provider http://127.0.0.1:4010 --json

Exit codes: 0 all passed, 1 the provider answered otherwise, 2 wrong usage, nobody there, or a broken pact file.
`

/** Runs one command line. @returns the exit code. */
export async function runProgram(args: readonly string[], io: Io): Promise<number> {
  let code: number = exit.kept
  const program = new Command('gorgias-contracts')
    .description('Keeps the contracts between the handoff and Gorgias.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .showHelpAfterError('(--help shows how it is used)')

  program
    .command('verify')
    .description('replay the interactions of a pact file against a provider')
    .option('--provider <url>', 'the origin of a running simulator')
    .option('--pact <file>', 'the pact file', handoffPact)
    .option('--control-token <token>', "what the provider's control plane asks for")
    .option('--json', 'print the report as one line of JSON')
    .addHelpText('after', NOTES)
    .action(async (flags: VerifyFlags) => {
      code = await runVerify(flags, io)
    })

  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? exit.kept : exit.unusable
  }
}

async function runVerify({ provider, pact, controlToken, json }: VerifyFlags, io: Io): Promise<number> {
  const token = controlToken === undefined ? {} : { token: controlToken }
  const server = provider === undefined ? await startMockServer() : undefined
  try {
    const providerUrl = server?.url ?? provider ?? ''
    const report = await verify({ providerUrl, pactFile: pact, control: token })
    io.out(json === true ? `${JSON.stringify(report)}\n` : showReport(report))
    return report.passed ? exit.kept : exit.broken
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error
    io.err(`${error.message}\n`)
    return exit.unusable
  } finally {
    await server?.close()
  }
}
