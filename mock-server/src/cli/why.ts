import { Command, InvalidArgumentError } from 'commander'
import type { WhyAnswer } from '../index.ts'
import { ControlCallFailed } from '../client/call.ts'
import { askControl, withControlOptions } from './control-client.ts'
import type { ControlFlags } from './control-client.ts'

interface WhyFlags extends ControlFlags {
  readonly json?: boolean
  readonly all?: boolean
}

function readId(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('The id of a ticket is a whole number, such as 82750012.')
}

const INDENT = ' '.repeat('09:00:00  '.length)

/** Breaks a text between words, so that it stands beside its time. */
function wrapped(text: string, width: number): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines.join(`\n${INDENT}`)
}

/**
 * An answer to read: each day with its times in UTC, and what happened.
 *
 * @param columns how wide it may be; lines are not broken by default, so that they can be searched
 */
export function renderWhy(
  { ticket_id, now, complete, left_out, entries }: WhyAnswer,
  columns = Infinity,
): string {
  const lines = [`Ticket ${ticket_id}: ${now}`]
  if (!complete) lines.push('', 'How it began is not remembered any more: only the newest changes are kept.')
  let day = ''
  for (const { at, sentence } of entries) {
    if (at.slice(0, 10) !== day) {
      day = at.slice(0, 10)
      lines.push('', `${day} (UTC)`)
    }
    lines.push(`${at.slice(11, 19)}  ${wrapped(sentence, columns - INDENT.length)}`)
  }
  if (left_out > 0) {
    const what = left_out === 1 ? '1 change' : `${left_out} changes`
    const [are, them] = left_out === 1 ? ['is', 'it'] : ['are', 'them']
    lines.push('', `${what} of nothing but when it was last updated ${are} left out: --all tells ${them}.`)
  }
  return lines.join('\n')
}

async function whyTicket(id: number, flags: WhyFlags): Promise<void> {
  try {
    const answer = (await askControl(
      flags,
      `/tickets/${id}/why`,
      flags.all === true ? { all: 'true' } : {},
    )) as WhyAnswer
    console.log(flags.json === true ? JSON.stringify(answer, null, 2) : renderWhy(answer, columns()))
  } catch (error) {
    if (!(error instanceof ControlCallFailed)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

/** The width of the terminal; undefined where the output goes elsewhere. */
const columns = (): number | undefined => (process.stdout.isTTY ? process.stdout.columns : undefined)

/** `gorgias-mock why`: what led to what. */
export function whyCommand(): Command {
  const why = new Command('why').description('why something is as it is, in sentences')
  withControlOptions(
    why
      .command('ticket')
      .argument('<id>', 'the id of the ticket', readId)
      .description('each change of a ticket: who made it, and what led to that'),
  )
    .option('--all', 'with what changed nothing but when the ticket was last updated')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  gorgias-mock why ticket 82750012 --account acme')
    .action(whyTicket)
  return why
}
