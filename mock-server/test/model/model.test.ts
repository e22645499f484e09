import fc from 'fast-check'
import { afterAll, describe, it } from 'vitest'
import { declaredStatuses } from '../support/declared.ts'
import { fuzzed, PATIENCE } from '../support/fuzz.ts'
import { bareApi } from '../support/operations.ts'
import { customerSteps } from './customer-steps.ts'
import { openDesk } from './desk.ts'
import type { Desk } from './desk.ts'
import { expectInvariants } from './invariants.ts'
import { jobSteps } from './job-steps.ts'
import { listSteps } from './list-steps.ts'
import { lookSteps } from './look-steps.ts'
import { messageSteps } from './message-steps.ts'
import { newModel } from './model.ts'
import { recordSteps } from './record-steps.ts'
import { ORIGIN } from './step.ts'
import type { Step } from './step.ts'
import { tagSteps } from './tag-steps.ts'
import { ticketSteps } from './ticket-steps.ts'

const api = await bareApi()
const declared = await declaredStatuses()
api.accounts.create({ subdomain: ORIGIN })
afterAll(() => api.app.close())

/** Plays steps on a fresh copy of an account, and holds everything against the model at the end. */
async function play(steps: Iterable<Step>, realistic: boolean): Promise<void> {
  const tenant = api.accounts.create({ from: ORIGIN, subdomain: 'copy' })
  const desk: Desk = openDesk(api, declared, tenant)
  const model = newModel(realistic)
  try {
    tenant.world.transact({ kind: 'seed', id: 'effects' }, () =>
      tenant.world.rows.accounts.patch(1, { effects: realistic ? 'realistic' : 'instant' }),
    )
    await fc.asyncModelRun(() => ({ model, real: desk }), steps)
    await expectInvariants(model, desk)
  } catch (error) {
    const { message, stack } = error as Error
    throw Object.assign(new Error(`${message}\n\nafter these calls:\n${desk.transcript()}`), { stack })
  } finally {
    api.accounts.delete(tenant.name)
  }
}

const sequences = (...steps: readonly (readonly fc.Arbitrary<Step>[])[]) =>
  fc.commands(steps.flat(), { maxCommands: 40, size: 'max' })

describe('a sequence of calls leaves what a simple model says', () => {
  it.for([
    [
      'tickets, customers and tags',
      sequences(ticketSteps, messageSteps, customerSteps, tagSteps, jobSteps, lookSteps, listSteps),
    ],
    ['records that are made, changed and deleted', sequences(recordSteps, tagSteps, lookSteps, listSteps)],
    [
      'everything',
      sequences(
        ticketSteps,
        messageSteps,
        customerSteps,
        tagSteps,
        recordSteps,
        jobSteps,
        lookSteps,
        listSteps,
      ),
    ],
  ] as const)('about %s', PATIENCE, async ([, steps]) => {
    await fc.assert(fc.asyncProperty(steps, fc.boolean(), play), fuzzed(160))
  })
})
