import { Option } from 'commander'
import type { Command } from 'commander'

/** Where a running simulator is, and which of its accounts is meant. */
export interface ControlFlags {
  readonly url: string
  readonly account: string
  readonly controlToken?: string
}

/** Adds the options that say which simulator and which account a command asks. */
export const withControlOptions = (command: Command): Command =>
  command
    .option('--url <origin>', 'where the simulator listens', 'http://127.0.0.1:4010')
    .option('--account <name>', 'the account that is meant', 'acme')
    .addOption(
      new Option('--control-token <token>', 'what the control plane asks for').env('GORGIAS_MOCK_TOKEN'),
    )

/** A control plane did not answer as it was asked to; the message says what to do. */
export class ControlCallFailed extends Error {
  override readonly name = 'ControlCallFailed'
}

/**
 * Asks the control plane of a running simulator about one account.
 *
 * @param path below the account, such as `/billing`
 * @throws {ControlCallFailed} in one line, for a simulator that is not there and for every refusal
 */
export async function askControl(
  { url, account, controlToken }: ControlFlags,
  path: string,
  query: Readonly<Record<string, string | number | undefined>> = {},
): Promise<unknown> {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
  const search = given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
  const origin = url.replace(/\/+$/, '')
  let response: Response
  try {
    response = await fetch(`${origin}/_control/v1/accounts/${encodeURIComponent(account)}${path}${search}`, {
      headers: controlToken === undefined ? {} : { authorization: `Bearer ${controlToken}` },
    })
  } catch {
    throw new ControlCallFailed(
      `No simulator answers at ${origin}. Start one with "gorgias-mock serve", or name another with --url.`,
    )
  }
  const text = await response.text()
  if (response.status === 200) return JSON.parse(text) as unknown
  if (response.status === 401)
    throw new ControlCallFailed('The control plane wants its token: give it with --control-token.')
  throw new ControlCallFailed(reasonOf(text) ?? `${origin} answered ${response.status}: is it a simulator?`)
}

function reasonOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { error?: { message?: string } }).error?.message
  } catch {
    return undefined
  }
}
