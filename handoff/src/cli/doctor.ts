import type { Complaint, Severity } from '../doctor/findings.ts'
import type { Diagnosis } from '../doctor/diagnose.ts'
import { exit } from './io.ts'
import type { Io } from './io.ts'
import { openHandoff } from './open-handoff.ts'

export interface DoctorOptions {
  readonly customer?: string
  readonly ticket?: string
  readonly conversation?: string
  readonly json?: boolean
  readonly config?: string
}

const WORDS: Readonly<Record<Severity, string>> = { problem: 'Problem', warning: 'Warning', note: 'Note' }

const COMPLAINTS: Readonly<Record<Complaint, string>> = {
  customer_got_no_email: 'the customer gets no e-mail',
  team_does_not_see_the_ticket: 'the team does not see the ticket',
  set_up: 'the set-up',
}

/** `gorgias-handoff doctor`: names what is wrong, in words or with `--json`; it only reads. */
export async function doctor(options: DoctorOptions, io: Io): Promise<number> {
  const { ticket, customer, conversation } = options
  if (ticket !== undefined && !/^[1-9]\d{0,14}$/.test(ticket)) {
    io.err(`--ticket is the number of a ticket in Gorgias, not "${ticket}" (--help shows how it is used)\n`)
    return exit.usage
  }
  const handoff = await openHandoff(io, options.config)
  if (!handoff) return exit.usage
  const diagnosis = await handoff
    .diagnose({
      ...(customer !== undefined && { customer }),
      ...(ticket !== undefined && { ticket: Number(ticket) }),
      ...(conversation !== undefined && { conversation }),
    })
    .finally(() => handoff.close())
  io.out(options.json ? `${JSON.stringify(diagnosis)}\n` : inWords(diagnosis))
  return diagnosis.status === 'well' ? exit.ok : exit.failed
}

function inWords({ status, findings, tickets, calls }: Diagnosis): string {
  const parts = findings.map(({ code, severity, complaint, sentence, remedy, guide }) =>
    [
      `${WORDS[severity]} (${COMPLAINTS[complaint]}): ${sentence}`,
      `  What to do: ${remedy}`,
      `  Set-up guide: ${guide}. Code: ${code}`,
      '',
    ].join('\n'),
  )
  const looked = tickets.length === 0 ? 'no ticket' : `ticket ${tickets.join(', ')}`
  const verdict = status === 'well' ? 'Nothing is wrong as far as can be seen.' : 'Something is wrong.'
  return `${parts.join('\n')}${parts.length > 0 ? '\n' : ''}${verdict} Looked at the set-up and ${looked}, with ${calls} calls that only read.\n`
}
