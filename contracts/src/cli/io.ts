import type { Command } from 'commander'
import { VerificationError } from '../verification-error.ts'

/** Where a command writes. */
export interface Io {
  out(text: string): void
  err(text: string): void
}

/** Exit codes of every command: the contract is kept, it is broken, it could not be looked at. */
export const exit = { kept: 0, broken: 1, unusable: 2 } as const

export type ExitCode = (typeof exit)[keyof typeof exit]

/** Adds a command to the program; `end` takes its exit code. */
export type AddCommand = (program: Command, io: Io, end: (code: ExitCode) => void) => void

/** Runs a command. What cannot be looked at is told in one line. */
export async function attempt(io: Io, run: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error
    io.err(`${error.message}\n`)
    return exit.unusable
  }
}
