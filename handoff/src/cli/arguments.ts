import { InvalidArgumentError } from 'commander'
import { token } from '../config/parsers.ts'

/** Reads a whole number of an option, within bounds. */
export const decimal =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }

/** Reads a bearer token; a short one is guessed, and an empty one is none. */
export function bearerToken(text: string): string {
  const parsed = token(text)
  if (!parsed.ok) throw new InvalidArgumentError(`It ${parsed.problem}.`)
  return text
}
