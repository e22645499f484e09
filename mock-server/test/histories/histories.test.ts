import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fuzzed, PATIENCE } from '../support/fuzz.ts'
import { openDesk, openServer } from './desk.ts'
import type { Desk, Server } from './desk.ts'
import {
  expectBillsOfWhatLeft,
  expectBoundedReplies,
  expectFewTimers,
  expectNotesInside,
  expectRest,
  expectWhys,
  isAutomatic,
} from './invariants.ts'
import { inHalfHours, inManySteps, inOneStep, play } from './play.ts'
import type { Pace } from './play.ts'
import { expectSame, recount } from './recount.ts'
import type { Recount } from './recount.ts'
import { story } from './step.ts'
import type { Story } from './step.ts'
import { watch } from './watch.ts'

/** A failure takes its time to shrink: as long as it may take in all. */
const UNHURRIED = { timeout: 300_000, ...PATIENCE }

/** Does something with a fresh account, during which nothing may go wrong inside. */
async function withDesk<T>(server: Server, told: Story, run: (desk: Desk) => Promise<T>): Promise<T> {
  const desk = openDesk(server, told)
  try {
    const result = await run(desk)
    expect(server.failures).toEqual([])
    return result
  } finally {
    desk.close()
    server.failures.length = 0
  }
}

/** What a story leaves behind. */
const endOf = (server: Server, told: Story, pace: Pace): Promise<Recount> =>
  withDesk(server, told, async (desk) => {
    await play(desk, told, pace)
    return recount(desk)
  })

/** Lives through a story, and looks at everything that has to hold whatever happens; answers what there was. */
const liveThrough = (server: Server, told: Story) =>
  withDesk(server, told, async (desk) => {
    const seen = watch(desk)
    const look = () => {
      const before = seen.outgoing.length
      seen.look()
      if (seen.outgoing.length > before) expectBoundedReplies(seen)
    }
    await play(desk, told, inHalfHours(look), look)
    expectBillsOfWhatLeft(desk, seen)
    expectNotesInside(desk)
    expectWhys(desk, seen)
    expectFewTimers(seen)
    const vias = seen.outgoing.map(({ message }) => message?.via)
    const there = {
      accepted: desk.accepted(),
      messages: seen.outgoing.length,
      automatic: seen.outgoing.filter(isAutomatic).length,
      'AI Agent': vias.filter((via) => via === 'ai-agent').length,
      chats: seen.outgoing.filter(({ message }) => message?.channel === 'chat').length,
      surveys: seen.surveys,
      merges: desk.world.rows.mergedTickets.size,
      snoozes: [...desk.world.rows.events.values()].filter(({ type }) => type === 'ticket-self-unsnoozed')
        .length,
    }
    await expectRest(desk)
    return there
  })

describe('whatever customers, agents, callers, rules, robots and AI Agent do', () => {
  it(
    'what left is billed, notes stay inside, rules do not flood, and every ticket can say why',
    UNHURRIED,
    async () => {
      const server = await openServer()
      const total: Record<string, number> = {}
      await fc.assert(
        fc.asyncProperty(story, async (told) => {
          const there = await liveThrough(server, told)
          for (const [what, count] of Object.entries(there)) total[what] = (total[what] ?? 0) + count
        }),
        fuzzed(80),
      )
      await server.close()
      // Histories in which nothing happens would show nothing.
      for (const [what, count] of Object.entries(total)) expect(count, what).toBeGreaterThan(0)
    },
  )
})

describe('the same steps from the same seed', () => {
  it(
    'make the same history to the byte, in a fresh server as in one that has seen others',
    UNHURRIED,
    async () => {
      const server = await openServer()
      await fc.assert(
        fc.asyncProperty(story, async (told) => {
          const fresh = await openServer()
          try {
            expectSame(await endOf(server, told, inOneStep), await endOf(fresh, told, inOneStep))
          } finally {
            await fresh.close()
          }
        }),
        fuzzed(8),
      )
      await server.close()
    },
  )

  it('make the same history whether time goes by in one step or in many', UNHURRIED, async () => {
    const server = await openServer()
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        expectSame(await endOf(server, told, inOneStep), await endOf(server, told, inManySteps))
      }),
      fuzzed(25),
    )
    await server.close()
  })
})
