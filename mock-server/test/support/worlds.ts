import { afterAll } from 'vitest'
import { accountOf } from '../../src/control/account.ts'
import { Accounts } from '../../src/control/accounts/accounts.ts'
import type { AccountDefaults, NewAccount } from '../../src/control/accounts/tenant.ts'
import { realHost } from '../../src/kernel/host.ts'
import { START } from './server.ts'

/** Accounts without a server: on a virtual clock, without a rate limit, the same each time. */
export const testAccounts = (options: Partial<AccountDefaults> = {}): Accounts =>
  new Accounts({
    host: realHost,
    clock: 'virtual',
    now: Date.parse(START) * 1000,
    effects: 'instant',
    rateLimit: { enabled: false, capacity: 40, window: 20_000_000 },
    randomSeed: 1,
    onFailure: (error) => {
      throw error
    },
    ...options,
  })

/** For what no call can bring about: accounts whose worlds can be reached. */
export function testWorlds() {
  const accounts = testAccounts()
  afterAll(() => accounts.close())
  return (options: NewAccount = {}) => {
    const { name, world } = accounts.create(options)
    return { world, account: accountOf(accounts, name) }
  }
}
