import type { MockServer, MockServerOptions } from '../options.ts'
import { startMockServer } from '../server.ts'
import { runningGorgias } from './running-gorgias.ts'
import type { RunningGorgias } from './running-gorgias.ts'

/** A simulator in this process: what all of them are, and the library's own server beside it. */
export interface InProcessGorgias extends RunningGorgias {
  /** The same simulator without a wire between: its calls answer at once. */
  readonly server: MockServer
}

/**
 * Starts a simulator in this process: the quickest way to have one.
 *
 * @throws {ControlError} for options that do not fit; the error of the system if the port is taken
 * @example
 * await using gorgias = await startInProcess({ clock: 'virtual', seed: 'demo' })
 * const account = await gorgias.createAccount({ from: gorgias.account.subdomain })
 */
export async function startInProcess(options: MockServerOptions = {}): Promise<InProcessGorgias> {
  const server = await startMockServer(options)
  const running = runningGorgias({
    url: server.url,
    first: server.account.credentials,
    controlToken: options.controlToken,
    close: () => server.close(),
  })
  return { ...running, server }
}
