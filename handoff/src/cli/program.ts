import { Command, CommanderError, Option } from 'commander'
import { settings } from '../config/settings.ts'
import type { Setting } from '../config/settings.ts'
import { HandoffRequestSchema } from '../model/request.ts'
import { doctor } from './doctor.ts'
import type { DoctorOptions } from './doctor.ts'
import { bearerToken, decimal } from './arguments.ts'
import { exit } from './io.ts'
import type { Io } from './io.ts'
import { preview } from './preview.ts'
import type { PreviewOptions } from './preview.ts'
import { send } from './send.ts'
import type { RunOptions } from './running.ts'
import type { ServeOptions } from './serve.ts'
import type { SendOptions } from './send.ts'
import { verify } from './verify.ts'
import type { VerifyCommandOptions } from './verify.ts'
import { worker } from './worker.ts'

const EXAMPLES = `
Examples:
  gorgias-handoff verify
  gorgias-handoff doctor --customer ana@example.com
  gorgias-handoff preview handoff.json --out ticket.html
  gorgias-handoff send handoff.json
  gorgias-handoff send monday.jsonl tuesday.jsonl > outcomes.jsonl
  export-from-gladly | gorgias-handoff send --gladly -
  gorgias-handoff send --ledger handoffs.db monday.jsonl
  gorgias-handoff serve --port 4020
  DATABASE_URL=postgres://user@db/handoff gorgias-handoff worker

Exit codes: 0 everything is well, 1 something failed, 2 wrong usage or configuration.
`

const SEND_NOTES = `
A file holds one handoff request, an array of them, or one per line (JSON Lines). Each gives one line of
JSON on standard output, in the order of the input; notes go to standard error. If a file cannot
be read as JSON, nothing of it is sent. Within one run the same handoff makes one ticket; what an earlier run
may have sent is recognised with --again, at the price of one more call each, or without it if both used the same
ledger: then the same command finishes what was begun, in the files or not. Ctrl-C lets the running handoffs end
and begins no more.
`

const DOCTOR_NOTES = `
Without a ticket, conversation or customer the newest five handoffs are looked into. It makes some ten calls, and
one to a dozen for each ticket; they share the rate limit of the account, and wait where it is used up.
Exit code 1: something is wrong. Where the key is refused, GORGIAS_OTHER_ADMIN_EMAIL and
GORGIAS_OTHER_ADMIN_API_KEY let it look with the key of another admin.
`

const LEDGER_HELP = 'where handoffs are written down: a file, or postgres://...; or HANDOFF_LEDGER'
const DRAIN_HELP = 'how long running handoffs may take when the process ends; then they are left to the next'

const logOption = () =>
  new Option('--log <format>', 'print the run log on standard error').choices(['json'] as const)

/** Runs one command line. @returns the exit code. */
export async function runProgram(args: readonly string[], io: Io): Promise<number> {
  let code: number = exit.ok
  const program = new Command('gorgias-handoff')
    .description('Hands conversations of Gladly AI off to Gorgias: one conversation, one ticket.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .showHelpAfterError('(--help shows how it is used)')
    .addHelpText('after', `\n${environmentHelp()}${EXAMPLES}`)

  program
    .command('send')
    .description('hand off the conversations in the files; - reads standard input')
    .argument('<file...>', 'JSON or JSON Lines')
    .option('--gladly', "the files hold the answers of Gladly's API instead of handoff requests")
    .option('--again', 'look each handoff up before a ticket is made: they may have been sent before')
    .option('--ledger <where>', LEDGER_HELP)
    .addOption(logOption())
    .option('--config <file>', 'settings as JSON; the environment wins')
    .addHelpText('after', SEND_NOTES)
    .action(async (files: string[], options: SendOptions) => {
      code = await send(files, options, io)
    })

  program
    .command('serve')
    .description('take handoffs over HTTP, keep them in a ledger, and work them off')
    .option('--port <number>', 'port; 0 takes a free one', decimal(0, 65_535), 4020)
    .option('--host <address>', 'address to listen on; other machines need a token', '127.0.0.1')
    .option('--ledger <where>', `${LEDGER_HELP} (default: handoffs.db here)`)
    .option(
      '--token <token>',
      'what callers have to show; HANDOFF_TOKEN keeps it out of the process list',
      bearerToken,
    )
    .option('--at-once <number>', 'handoffs that run at the same time; 0 only accepts', decimal(0, 100), 4)
    .option('--drain <seconds>', DRAIN_HELP, decimal(0, 3_600), 60)
    .option('--body-limit <bytes>', 'the largest request', decimal(1_000, 50_000_000), 2_000_000)
    .addOption(logOption())
    .option('--config <file>', 'settings as JSON; the environment wins')
    .action(async (options: ServeOptions) => {
      // Nobody else has to carry the server.
      const { serve } = await import('./serve.ts')
      code = await serve(options, io)
    })

  program
    .command('worker')
    .description('work off a ledger in PostgreSQL, together with any number of others')
    .option('--ledger <where>', `${LEDGER_HELP}; or DATABASE_URL`)
    .option('--at-once <number>', 'handoffs that run at the same time', decimal(1, 100), 4)
    .option('--drain <seconds>', DRAIN_HELP, decimal(0, 3_600), 60)
    .addOption(logOption())
    .option('--config <file>', 'settings as JSON; the environment wins')
    .action(async (options: RunOptions) => {
      code = await worker(options, io)
    })

  program
    .command('verify')
    .description('check the set-up step by step, last with one verification ticket')
    .option('--read-only', 'stop before the ticket: nothing is made')
    .option('--json', 'print the result as JSON')
    .option('--config <file>', 'settings as JSON; the environment wins')
    .action(async (options: VerifyCommandOptions) => {
      code = await verify(options, io)
    })

  program
    .command('doctor')
    .description('say why a customer got no e-mail, or the team does not see a ticket; it only reads')
    .option('--customer <email>', 'the address that the customer has in Gladly')
    .option('--ticket <id>', 'a ticket of Gorgias')
    .option('--conversation <id>', 'a conversation of Gladly')
    .option('--json', 'print the findings as JSON')
    .option('--config <file>', 'settings as JSON; the environment wins')
    .addHelpText('after', DOCTOR_NOTES)
    .action(async (options: DoctorOptions) => {
      code = await doctor(options, io)
    })

  program
    .command('preview')
    .description(
      'write an HTML page that shows the tickets of a file as agents would see them; nothing is called',
    )
    .argument('<file>', 'JSON or JSON Lines; - reads standard input')
    .option('--gladly', "the file holds the answers of Gladly's API instead of handoff requests")
    .option('--out <file>', 'where the page is written; else to standard output')
    .option('--config <file>', 'settings as JSON; the environment wins; credentials are not needed')
    .action(async (file: string, options: PreviewOptions) => {
      code = await preview(file, options, io)
    })

  program
    .command('schema')
    .description('print the JSON Schema of a handoff request')
    .action(() => io.out(`${JSON.stringify(HandoffRequestSchema, null, 2)}\n`))

  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? exit.ok : exit.usage
  }
}

function environmentHelp(): string {
  const rows: Setting<unknown>[] = Object.values(settings)
  const lines = rows.flatMap((setting) =>
    setting.env === undefined ? [] : [`  ${setting.env}${note(setting)}\n      ${setting.description}\n`],
  )
  return `Environment:\n${lines.join('')}`
}

function note({ required, oneOf, default: value }: Setting<unknown>): string {
  if (required) return ' (required)'
  if (oneOf !== undefined) return ' (one of these two is required)'
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return ''
  return ` (default: ${shown(value)})`
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
