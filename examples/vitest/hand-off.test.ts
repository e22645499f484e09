import { startInProcess } from '@gorgias-harness/mock-server/testing'
import type { RunningAccount } from '@gorgias-harness/mock-server/testing'
import { gorgiasTest } from '@gorgias-harness/mock-server/vitest'
import { describe, expect } from 'vitest'
import { handOff } from './client.ts'

// One simulator for all of these; each test gets a fork of its demo shop, and may run beside the others.
const test = gorgiasTest(() => startInProcess({ seed: 'demo', clock: 'virtual' }))

const handoff = {
  id: 'conversation-1',
  customer: 'mara@example.com',
  mailbox: 'support@acme.test',
  transcript: 'Where is my order?',
}

/** The client waits in the account's time: a test never does. */
const sleepOf = (account: RunningAccount) => (milliseconds: number) => account.control.advance(milliseconds)

describe.concurrent('a handoff', () => {
  test('is one ticket in one call', async ({ account }) => {
    await handOff(account, handoff, sleepOf(account))
    await account.control.verify({
      expect: { operation: 'createTicket', body: { external_id: handoff.id } },
      times: 1,
      nothing_else: true,
    })
  })

  test('is one ticket where the answer was lost on its way', async ({ account }) => {
    await account.control.addFault({
      operation: 'createTicket',
      position: 'after-commit',
      kind: 'reset',
      first: 1,
    })
    const id = await handOff(account, handoff, sleepOf(account))
    await account.control.verify({
      in_order: [{ operation: 'createTicket' }, { operation: 'listTickets', status: 200 }],
    })
    const { entries } = await account.control.why(id)
    expect(entries[0]?.sentence).toContain('POST /api/tickets')
  })

  test('waits as long as it is told to where others have used up the rate limit', async ({ account }) => {
    await account.control.setRateLimit({ used: 40 })
    await handOff(account, handoff, sleepOf(account))
    const statuses = (await account.control.journal()).map(({ status }) => status)
    expect(statuses).toEqual([429, 201])
    expect((await account.control.verdicts()).counts).toMatchObject({ error: 0, warning: 0 })
  })
})
