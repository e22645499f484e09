import { Command, Option } from 'commander'
import type { Finding, Severity, Verdicts } from '../index.ts'
import { ControlCallFailed } from '../client/call.ts'
import { askControl, withControlOptions } from './control-client.ts'
import type { ControlFlags } from './control-client.ts'

const LEVELS = ['info', 'warning', 'error', 'never'] as const

interface VerdictFlags extends ControlFlags {
  readonly json?: boolean
  readonly failOn: (typeof LEVELS)[number]
}

/** Whether a finding is at a level or above it. */
const reaches = (severity: Severity, level: VerdictFlags['failOn']): boolean =>
  LEVELS.indexOf(severity) >= LEVELS.indexOf(level)

const MOST_SHOWN = 10

function lines({ severity, code, message, hint, requests }: Finding): string {
  const shown = requests.slice(0, MOST_SHOWN).join(', ')
  const more = requests.length > MOST_SHOWN ? ', ...' : ''
  return `${severity.padEnd(7)}  ${code}\n         ${message}\n         ${hint}\n         calls ${shown}${more}`
}

/** Verdicts to read: each finding with what to do and the calls that show it, then how many there are. */
export function renderVerdicts({ data, counts, calls, complete }: Verdicts): string {
  const { error, warning, info } = counts
  const told = [
    ...data.map(lines),
    `${calls} calls: ${error} errors, ${warning} warnings, ${info} notes.`,
    ...(complete
      ? []
      : ['Not all of it was looked at: the journal did not keep all calls, or all that they said.']),
  ]
  return told.join('\n\n')
}

async function showVerdicts(flags: VerdictFlags): Promise<void> {
  try {
    const verdicts = (await askControl(flags, '/verdicts')) as Verdicts
    console.log(flags.json === true ? JSON.stringify(verdicts, null, 2) : renderVerdicts(verdicts))
    if (verdicts.data.some(({ severity }) => reaches(severity, flags.failOn))) process.exitCode = 1
    // Not 0: nobody can tell what the calls that were not looked at would have shown.
    else if (!verdicts.complete && flags.failOn !== 'never') process.exitCode = 2
  } catch (error) {
    if (!(error instanceof ControlCallFailed)) throw error
    console.error(error.message)
    // Not 1: a report that is not there is no finding.
    process.exitCode = 2
  }
}

/** `gorgias-mock verdicts`: what the client did that would hurt in production; a report that CI can fail on. */
export function verdictsCommand(): Command {
  return withControlOptions(
    new Command('verdicts').description('what the client did that would hurt in production'),
  )
    .option('--json', 'print JSON')
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 where there is a finding of that level or above')
        .choices(LEVELS)
        .default('warning'),
    )
    .addHelpText('after', '\nExample:\n  gorgias-mock verdicts --account acme --fail-on error')
    .action(showVerdicts)
}
