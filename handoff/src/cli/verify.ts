import { exit } from './io.ts'
import type { Io } from './io.ts'
import { openHandoff } from './open-handoff.ts'

/** `gorgias-handoff verify`: checks the set-up against the account and prints the result as JSON. */
export async function verify(options: { config?: string }, io: Io): Promise<number> {
  const handoff = await openHandoff(io, options.config)
  if (!handoff) return exit.usage
  const result = await handoff.verifyConnection().finally(() => handoff.close())
  io.out(`${JSON.stringify(result)}\n`)
  if (result.status === 'verified') {
    io.err(`The set-up works. The verification ticket is ${result.ticket_url}; it may be deleted.\n`)
    return exit.ok
  }
  io.err(`${result.message} ${result.hint}\n`)
  return exit.failed
}
