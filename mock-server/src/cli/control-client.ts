import { Option } from 'commander'
import type { Command } from 'commander'
import { ControlCallFailed, queryOf } from '../client/call.ts'
import { controlClient } from '../client/control-client.ts'

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
  const control = controlClient({ url, token: controlToken })
  try {
    return await control.account(account).call('GET', path + queryOf(query))
  } catch (error) {
    if (!(error instanceof ControlCallFailed) || error.status !== 401) throw error
    throw new ControlCallFailed('The control plane wants its token: give it with --control-token.')
  }
}
