/** `@gorgias-harness/mock-server/vitest`: a simulator as fixtures of vitest, which is an optional peer dependency. */
import { test } from 'vitest'
import type { TestAPI } from 'vitest'
import { startInProcess } from './in-process.ts'
import type { RunningAccount, RunningGorgias } from './running-gorgias.ts'

/** What a test takes as its context. */
export interface GorgiasFixtures {
  /** One simulator for each worker, started when the first test asks for it. */
  readonly gorgias: RunningGorgias
  /** An account of the test's own: a fork of the first one, gone after the test. */
  readonly account: RunningAccount
}

/**
 * A `test` whose context has a simulator and an account that no other test sees, so that tests may run at the
 * same time. It can be extended further with `.extend(...)`.
 *
 * @param start how the simulator is started: in this process, in one of its own, in a container
 * @example
 * const test = gorgiasTest(() => startInProcess({ seed: 'demo', clock: 'virtual' }))
 *
 * test.concurrent('a ticket is made once', async ({ account }) => {
 *   await account.control.addFault({ operation: 'createTicket', position: 'after-commit', kind: 'reset', first: 1 })
 *   await handOff({ url: account.url, email: account.email, apiKey: account.apiKey })
 *   await account.control.verify({ expect: { operation: 'createTicket' }, times: 1 })
 * })
 */
export function gorgiasTest(
  start: () => Promise<RunningGorgias> = () => startInProcess(),
): TestAPI<GorgiasFixtures> {
  return test.extend<GorgiasFixtures>({
    gorgias: [
      // vitest reads off the pattern what a fixture needs.
      // eslint-disable-next-line no-empty-pattern
      async ({}, use) => {
        const gorgias = await start()
        try {
          await use(gorgias)
        } finally {
          await gorgias.close()
        }
      },
      { scope: 'worker' },
    ],
    account: async ({ gorgias }, use) => {
      const account = await gorgias.createAccount({ from: gorgias.account.subdomain })
      try {
        await use(account)
      } finally {
        await account.control.delete()
      }
    },
  })
}
