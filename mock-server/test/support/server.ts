import { afterAll } from 'vitest'
import { startMockServer } from '../../src/index.ts'
import type { Account, CallOut, MockServerOptions, Seed } from '../../src/index.ts'
import { apiOf } from './api.ts'

/** A Monday morning. */
export const START = '2026-03-02T09:00:00+00:00'

/** What tests make up must reach nobody. */
export const noNetwork: CallOut = () =>
  Promise.resolve({ kind: 'failed', error: 'There is no network here.' })

/**
 * Starts one simulator for a file of tests, on a virtual clock, and stops it after the last of them. Each
 * test makes an account of its own: accounts share nothing.
 */
export async function testServer(options: MockServerOptions = {}) {
  const server = await startMockServer({
    clock: 'virtual',
    now: START,
    callOut: noNetwork,
    onFailure: (error) => {
      throw error
    },
    ...options,
  })
  afterAll(() => server.close())
  const use = (account: Account) => ({ account, api: apiOf(server.url, account) })
  return {
    server,
    url: server.url,
    use,
    /** A fresh account, and the calls of its admin. */
    fresh: (more: { seed?: 'demo' | Seed } = {}) => use(server.accounts.create(more)),
  }
}
