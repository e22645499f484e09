import { Command, CommanderError } from 'commander'
import { settings } from '../config/settings.ts'
import type { Setting } from '../config/settings.ts'
import { HandoffRequestSchema } from '../model/request.ts'
import { exit } from './io.ts'
import type { Io } from './io.ts'
import { send } from './send.ts'
import type { SendOptions } from './send.ts'
import { verify } from './verify.ts'

const EXAMPLES = `
Examples:
  gorgias-handoff verify
  gorgias-handoff send handoff.json
  gorgias-handoff send monday.jsonl tuesday.jsonl > outcomes.jsonl
  export-from-gladly | gorgias-handoff send --gladly -

Exit codes: 0 everything is well, 1 something failed, 2 wrong usage or configuration.
`

const SEND_NOTES = `
A file holds one handoff request, an array of them, or one per line (JSON Lines). Each gives one line of
JSON on standard output, in the order of the input; notes go to standard error. If a file cannot
be read as JSON, nothing of it is sent. Within one run the same handoff makes one ticket; what an earlier run
may have sent is recognised with --again, at the price of one more call each. Ctrl-C lets the running handoffs end and begins no more.
`

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
    .option('--config <file>', 'settings as JSON; the environment wins')
    .addHelpText('after', SEND_NOTES)
    .action(async (files: string[], options: SendOptions) => {
      code = await send(files, options, io)
    })

  program
    .command('verify')
    .description('check the set-up: the support address, then one verification ticket')
    .option('--config <file>', 'settings as JSON; the environment wins')
    .action(async (options: { config?: string }) => {
      code = await verify(options, io)
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
