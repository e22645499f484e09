import { FIDELITY } from '@gorgias-harness/mock-server'
import type { FidelityRecord, Standing } from '@gorgias-harness/mock-server'
import { Option } from 'commander'
import { exit } from './io.ts'
import type { AddCommand } from './io.ts'

interface Flags {
  readonly standing?: Standing
  readonly operation?: string
  readonly json?: boolean
}

const STANDINGS: readonly Standing[] = ['documented', 'recorded', 'inferred']

const NOTES = `
A record says what the simulator does, and how it is known that Gorgias does the same: documented, recorded
(seen), or inferred (nothing says it). "compared" is the day on which the simulator's answer was last held
against a recorded one. There is no score: look for what you rely on.

Examples:
  gorgias-contracts fidelity --operation createTicket
  gorgias-contracts fidelity --standing inferred --json

Exit codes: 0 done, 1 no record matches, 2 wrong usage.
`

export const addFidelity: AddCommand = (program, io, end) => {
  program
    .command('fidelity')
    .description('what the simulator does, how each fact is known, and which test shows it')
    .addOption(new Option('--standing <standing>', 'only records of this standing').choices(STANDINGS))
    .option('--operation <name>', 'only records of this operationId or behaviour, whatever the case')
    .option('--json', 'print the records as one line of JSON')
    .addHelpText('after', NOTES)
    .action(({ standing, operation, json }: Flags) => {
      const records = FIDELITY.filter(
        (record) =>
          (standing === undefined || record.standing === standing) &&
          (operation === undefined || record.subject.toLowerCase() === operation.toLowerCase()),
      )
      io.out(json === true ? `${JSON.stringify(records)}\n` : showRecords(records))
      if (records.length === 0) io.err(`No record matches.${suggest(operation)}\n`)
      end(records.length > 0 ? exit.kept : exit.broken)
    })
}

/** Names that hold what was asked for. */
function suggest(operation: string | undefined): string {
  if (operation === undefined) return ''
  const part = operation.toLowerCase()
  const names = [...new Set(FIDELITY.map(({ subject }) => subject))]
  const near = names.filter((name) => name.toLowerCase().includes(part)).slice(0, 10)
  return near.length === 0 ? ` There is nothing about "${operation}".` : ` There is: ${near.join(', ')}.`
}

const COLUMNS = ['subject', 'standing', 'compared', 'what it does'] as const

/** A table for people: what it does last, with source and test below it. */
function showRecords(records: readonly FidelityRecord[]): string {
  const rows = records.map(
    ({ subject, standing, compared, aspect }) => [subject, standing, compared ?? 'never', aspect] as const,
  )
  const widths = COLUMNS.map((_, i) => Math.max(...[COLUMNS, ...rows].map((row) => (row[i] ?? '').length)))
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join('  ')
  const below = (text: string) => `  ${text}`
  return [
    line(COLUMNS),
    ...records.flatMap(({ source, test }, i) => [
      line(rows[i] ?? []),
      below(`source: ${source}`),
      below(`test: ${test.file}: ${test.name}`),
    ]),
    '',
  ].join('\n')
}
