import { OAuthError } from '../helpdesk/oauth/errors.ts'

/** A query or a form as it was parsed: a name that stands there twice has a list. */
export type Parameters = Readonly<Record<string, unknown>>

/** More than any client sends: what is stored of a request is bounded by it. */
const LONGEST = 2_000

/**
 * One parameter; an empty one counts as absent, as RFC 6749 has it.
 *
 * @throws {OAuthError} invalid_request if it stands there twice or is too long
 */
export function readParameter(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name]
  if (value === undefined || value === '') return undefined
  if (typeof value !== 'string') throw new OAuthError('invalid_request', `${name}: stands there twice.`)
  if (value.length > LONGEST)
    throw new OAuthError('invalid_request', `${name}: longer than ${LONGEST} characters.`)
  return value
}

/** A parameter that has to be there. */
export function requireParameter(parameters: Parameters, name: string): string {
  const value = readParameter(parameters, name)
  if (value === undefined) throw new OAuthError('invalid_request', `${name}: is missing.`)
  return value
}
