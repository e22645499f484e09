import type { VerifyResult } from '../model/outcome.ts'
import { exit } from './io.ts'
import type { Io } from './io.ts'
import { openHandoff } from './open-handoff.ts'

export interface VerifyCommandOptions {
  readonly readOnly?: boolean
  readonly json?: boolean
  readonly config?: string
}

/** `gorgias-handoff verify`: checks the set-up against the account, a line for each step, or JSON. */
export async function verify(options: VerifyCommandOptions, io: Io): Promise<number> {
  const handoff = await openHandoff(io, options.config)
  if (!handoff) return exit.usage
  const result = await handoff
    .verifyConnection({ readOnly: options.readOnly === true })
    .finally(() => handoff.close())
  io.out(options.json ? `${JSON.stringify(result)}\n` : inLines(result))
  if (result.status === 'verified') return exit.ok
  io.err(`${result.message} ${result.hint}\n`)
  return exit.failed
}

function inLines(result: VerifyResult): string {
  const steps = result.steps.map(
    ({ step, status, message }) => `${status.padEnd(6)}  ${step.replaceAll('_', ' ')}: ${message}\n`,
  )
  return `${steps.join('')}${lastLine(result)}`
}

function lastLine(result: VerifyResult): string {
  if (result.status === 'failed') return 'The set-up does not work yet.\n'
  if (result.ticket_url === undefined) return 'The set-up looks right; no ticket was made.\n'
  return `The set-up works. The verification ticket is ${result.ticket_url}; it may be deleted.\n`
}
