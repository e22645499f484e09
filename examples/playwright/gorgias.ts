import { test as base } from '@playwright/test'
import { startProcess } from '@gorgias-harness/mock-server/testing'
import type { RunningAccount, RunningGorgias } from '@gorgias-harness/mock-server/testing'

/** Playwright's `test` with one simulator for each worker, and an account for each test. */
export const test = base.extend<{ account: RunningAccount }, { gorgias: RunningGorgias }>({
  gorgias: [
    // Playwright reads off the pattern what a fixture needs.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const gorgias = await startProcess({ clock: 'virtual' })
      await use(gorgias)
      await gorgias.close()
    },
    { scope: 'worker' },
  ],
  account: async ({ gorgias }, use) => {
    await use(await gorgias.createAccount({ from: gorgias.account.subdomain }))
  },
})
