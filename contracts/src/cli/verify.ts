import { startMockServer } from '@gorgias-harness/mock-server'
import { handoffPact } from '../pact-file.ts'
import { verify } from '../verify.ts'
import { attempt, exit } from './io.ts'
import type { AddCommand, ExitCode, Io } from './io.ts'
import { showReport } from './show-report.ts'

interface Flags {
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

export const addVerify: AddCommand = (program, io, end) => {
  program
    .command('verify')
    .description('replay the interactions of a pact file against a provider')
    .option('--provider <url>', 'the origin of a running simulator')
    .option('--pact <file>', 'the pact file', handoffPact)
    .option('--control-token <token>', "what the provider's control plane asks for")
    .option('--json', 'print the report as one line of JSON')
    .addHelpText('after', NOTES)
    .action(async (flags: Flags) => end(await attempt(io, () => runVerify(flags, io))))
}

async function runVerify({ provider, pact, controlToken, json }: Flags, io: Io): Promise<ExitCode> {
  const token = controlToken === undefined ? {} : { token: controlToken }
  const server = provider === undefined ? await startMockServer() : undefined
  try {
    const providerUrl = server?.url ?? provider ?? ''
    const report = await verify({ providerUrl, pactFile: pact, control: token })
    io.out(json === true ? `${JSON.stringify(report)}\n` : showReport(report))
    return report.passed ? exit.kept : exit.broken
  } finally {
    await server?.close()
  }
}
