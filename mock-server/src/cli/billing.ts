import { Command, InvalidArgumentError, Option } from 'commander'
import { ControlError, estimateBilling } from '../index.ts'
import type { Bill, Comparison, EstimateQuery } from '../index.ts'
import { renderBill, renderComparison } from './billing-tables.ts'
import { ControlCallFailed } from '../client/call.ts'
import { askControl, withControlOptions } from './control-client.ts'
import type { ControlFlags } from './control-client.ts'

interface TermFlags {
  readonly term: 'monthly' | 'yearly'
  readonly overage: 'ticket' | 'block'
  readonly json?: boolean
}

type MonthFlags = ControlFlags & TermFlags & { readonly month?: string }
type CompareFlags = ControlFlags & TermFlags & { readonly resolved?: Share }
type EstimateFlags = TermFlags & {
  readonly tickets: readonly number[]
  readonly resolved?: Share
  readonly answered?: Share
  readonly plan?: NonNullable<EstimateQuery['plan']>
  readonly users?: number
}

/** A number, or so many of a hundred. */
interface Share {
  readonly count?: number
  readonly percent?: number
}

function readCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number from 0.')
}

const readCounts = (text: string): number[] => text.split(',').map((part) => readCount(part.trim()))

function readPercent(text: string): Share {
  const percent = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text)?.[1]
  if (percent !== undefined && Number(percent) <= 100) return { percent: Number(percent) }
  throw new InvalidArgumentError('It must be a share such as 40%.')
}

const readShare = (text: string): Share =>
  text.endsWith('%') ? readPercent(text) : { count: readCount(text) }

const withTerms = (command: Command): Command =>
  command
    .addOption(
      new Option('--term <term>', 'how the plan is paid').choices(['monthly', 'yearly']).default('monthly'),
    )
    .addOption(
      new Option('--overage <mode>', 'overage by the ticket, or by started blocks of 100')
        .choices(['ticket', 'block'])
        .default('ticket'),
    )
    .option('--json', 'print JSON')

/** Prints an answer as JSON or as text; a refusal becomes one line, and the command fails. */
async function print<T>(
  { json }: TermFlags,
  answer: () => T | Promise<T>,
  render: (answer: T) => string,
): Promise<void> {
  try {
    const result = await answer()
    console.log(json === true ? JSON.stringify(result, null, 2) : render(result))
  } catch (error) {
    if (!(error instanceof ControlCallFailed || error instanceof ControlError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

const showMonth = (flags: MonthFlags): Promise<void> =>
  print(
    flags,
    async () => {
      const { month, term, overage } = flags
      return (await askControl(flags, '/billing', { month, term, overage })) as Bill
    },
    (bill) => renderBill(bill, flags.account),
  )

const showComparison = (flags: CompareFlags): Promise<void> =>
  print(
    flags,
    async () => {
      const { term, overage, resolved } = flags
      const query = { term, overage, resolved_percent: resolved?.percent }
      return (await askControl(flags, '/billing/comparison', query)) as Comparison
    },
    (comparison) => renderComparison(comparison, `${flags.account} so far`),
  )

function showEstimate(flags: EstimateFlags): Promise<void> {
  const { tickets, resolved, answered, term, overage, plan, users } = flags
  const query: EstimateQuery = {
    tickets,
    term,
    overage,
    ...(resolved?.count !== undefined && { resolved: resolved.count }),
    ...(resolved?.percent !== undefined && { resolved_percent: resolved.percent }),
    ...(answered?.percent !== undefined && { answered_percent: answered.percent }),
    ...(plan !== undefined && { plan }),
    ...(users !== undefined && { users }),
  }
  const sum = tickets.reduce((total, number) => total + number, 0).toLocaleString('en-US')
  const about = `${sum} conversations in ${tickets.length === 1 ? 'a month' : `${tickets.length} months`}`
  return print(
    flags,
    () => estimateBilling(query),
    (estimate) => renderComparison(estimate, about),
  )
}

/** `gorgias-mock billing`: the bill of an account, its months so far, and a calculation without one. */
export function billingCommand(): Command {
  const billing = new Command('billing').description('what an account pays, and what it could')
  const share = new Option('--resolved <share>', 'how many of them need no person, such as 40%')

  const month = withControlOptions(
    withTerms(billing.command('month', { isDefault: true }).description('the bill of a month')),
  )
    .option('--month <month>', 'such as 2026-03; default: the one that it is')
    .action(showMonth)
  billing.addHelpText('after', () => `\nWithout a command, month is meant:\n\n${month.helpInformation()}`)

  withControlOptions(
    withTerms(
      billing
        .command('compare')
        .description('the months so far: cheapest plan, peak, AI Agent and Gladly beside each other'),
    ),
  )
    .addOption(share.argParser(readPercent))
    .action(showComparison)

  withTerms(billing.command('estimate').description('the same for any numbers; needs no simulator'))
    .requiredOption(
      '--tickets <numbers>',
      'conversations of a month, or of several: 1800,2000,2600',
      readCounts,
    )
    .addOption(
      new Option('--resolved <share>', 'how many of them need no person: 40%, or a number').argParser(
        readShare,
      ),
    )
    .option('--answered <share>', 'how many handoffs people answer, such as 90%', readPercent)
    .addOption(
      new Option('--plan <plan>', 'the plan that there is').choices(['starter', 'basic', 'pro', 'advanced']),
    )
    .option('--users <number>', 'who needs a seat', readCount)
    .addHelpText(
      'after',
      '\nExample:\n  gorgias-mock billing estimate --tickets 2000 --resolved 40% --plan pro',
    )
    .action(showEstimate)

  return billing
}
