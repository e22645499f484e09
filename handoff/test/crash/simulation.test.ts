import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Ledger, Ports } from '../../src/index.ts'
import type { Database } from '../../src/ledger/database.ts'
import { sqlLedger } from '../../src/ledger/sql-ledger.ts'
import { openSqlite } from '../../src/ledger/sqlite.ts'
import { transitions } from '../../src/ledger/states.ts'
import type { HandoffState } from '../../src/ledger/states.ts'
import {
  fakeGorgias,
  html,
  afterCommit,
  refuse,
  refusedConnection,
  reset,
  tooMany,
  truncated,
} from '../support/fake-gorgias.ts'
import type { Fault } from '../support/fake-gorgias.ts'
import { testRequest } from '../support/request.ts'
import { virtualTime } from '../support/virtual-time.ts'
import { station } from './station.ts'

const MINUTE = 60_000

/** No answer, ever: the client's patience ends. */
const silence: Fault = () => new Promise(() => undefined)
const well: Fault = ({ commit }) => commit()

const postFaults: Record<string, Fault> = {
  well,
  'reset before': reset,
  'reset after': afterCommit(reset),
  'bad gateway before': html(502),
  'bad gateway after': afterCommit(html(502)),
  truncated,
  'silence before': silence,
  'silence after': afterCommit(silence),
  'rate limit': tooMany('40'),
  unreachable: refusedConnection,
  forbidden: refuse(403, 'No.'),
}
const lookUpFaults: Record<string, Fault> = {
  well,
  reset,
  silence,
  'bad gateway': html(502),
  'rate limit': tooMany('40'),
}

/** What happens to one life of a worker: at which of its calls, and how. */
interface Mishap {
  at: number
  /** It is held up for so long; or dead. */
  ms: number
}

interface World {
  handoffs: { customer: number; at: number }[]
  /** The lives of each worker; after them comes one without a mishap. */
  workers: Mishap[][]
  posts: string[]
  lookUps: string[]
}

const aWorld: fc.Arbitrary<World> = fc.record({
  handoffs: fc.array(fc.record({ customer: fc.nat(2), at: fc.nat(5 * MINUTE) }), {
    minLength: 1,
    maxLength: 8,
  }),
  workers: fc.array(
    fc.array(
      fc.record({ at: fc.integer({ min: 1, max: 40 }), ms: fc.constantFrom(MINUTE, 4 * MINUTE, Infinity) }),
      { maxLength: 5 },
    ),
    { minLength: 1, maxLength: 3 },
  ),
  posts: fc.array(fc.constantFrom(...Object.keys(postFaults)), { maxLength: 20 }),
  lookUps: fc.array(fc.constantFrom(...Object.keys(lookUpFaults)), { maxLength: 10 }),
})

/** Every change of state, as the database sees it. */
function watched(database: Database) {
  const changes: string[] = []
  const states = new Map<string, HandoffState>()
  const run: Database['run'] = (statements) => {
    const done = database.run(statements)
    void database.run([['SELECT handoff_id, state FROM handoffs', []]]).then(([rows = []]) => {
      for (const row of rows) {
        const id = row.handoff_id as string
        const [from, to] = [states.get(id), row.state as HandoffState]
        states.set(id, to)
        if (from !== to) changes.push(`${from ?? 'new'} > ${to}`)
      }
    })
    return done
  }
  return { changes, states, database: { ...database, run, shared: true } }
}

/** The ports of one life: from its mishap on they answer late, or never. */
function mortal(ports: Ports, { at, ms }: Mishap, died: () => void): Ports {
  let calls = 0
  let late: Promise<void> | undefined
  const gate = async (): Promise<void> => {
    calls += 1
    if (calls === at) {
      late = ms === Infinity ? new Promise(() => undefined) : ports.clock.sleep(ms)
      if (ms === Infinity) died()
    }
    await late
  }
  async function gated<T>(call: () => Promise<T>, before = true): Promise<T> {
    if (before) await gate()
    const result = await call()
    await gate()
    return result
  }
  const { clock, ledger, mailer, platform } = ports
  return {
    ...ports,
    clock: {
      now: () => clock.now(),
      sleep: async (...input) => {
        await clock.sleep(...input)
        await late
      },
    },
    ledger: {
      ...ledger,
      accept: (...input) => gated(() => ledger.accept(...input)),
      claim: (...input) => gated(() => ledger.claim(...input)),
      save: (...input) => gated(() => ledger.save(...input)),
      ofConversation: (...input) => gated(() => ledger.ofConversation(...input)),
      claimNotices: (...input) => gated(() => ledger.claimNotices(...input)),
      putNotice: (...input) => gated(() => ledger.putNotice(...input)),
    },
    // A hold-up between the last look at the ledger and the post is the gap that no client can close; death is not.
    fetch: (...input) => gated(() => ports.fetch(...input), ms === Infinity),
    mailer: { send: (...input) => gated(() => mailer.send(...input)) },
    ...(platform && {
      platform: {
        sendHandoffMessage: (...input) => gated(() => platform.sendHandoffMessage(...input)),
        markForFollowUp: (...input) => gated(() => platform.markForFollowUp(...input)),
      },
    }),
  }
}

async function play(world: World) {
  const time = virtualTime()
  const { clock } = time
  const gorgias = fakeGorgias({ ...clock, waits: [], advance: () => undefined })
  for (const fault of world.posts) gorgias.posts.push(postFaults[fault] ?? well)
  for (const fault of world.lookUps) gorgias.lookUps.push(lookUpFaults[fault] ?? well)
  const { database, changes, states } = watched(openSqlite(':memory:'))
  const ledger: Ledger = sqlLedger(database)
  const told: string[] = []
  const strays: string[] = []
  const ports: Ports = {
    clock,
    ledger,
    random: () => 0.5,
    fetch: (url, init) => {
      if (init.method === 'POST') {
        const { external_id } = JSON.parse(init.body as string) as { external_id: string }
        const state = states.get(external_id.split(':')[2] ?? '')
        if (state !== 'sending') strays.push(`${external_id} is ${state}`)
      }
      return gorgias.fetch(url, init)
    },
    mailer: {
      send: (mail) => {
        told.push(mail.text)
        return Promise.resolve('sent')
      },
    },
    platform: {
      sendHandoffMessage: () => Promise.resolve(),
      markForFollowUp: () => Promise.resolve(),
    },
  }
  const requests = world.handoffs
    .toSorted((a, b) => a.at - b.at)
    .map(({ customer, at }, index) => ({
      at,
      request: testRequest({
        handoffId: `h-${index}`,
        conversation: { ...testRequest().conversation, id: `c-${index}` },
        customer: { ...testRequest().customer, id: `cu-${customer}` },
      }),
    }))

  const stop = new AbortController()
  let lives = 0
  async function worker(mishaps: readonly Mishap[]): Promise<void> {
    for (const mishap of [...mishaps, { at: Infinity, ms: 0 }]) {
      if (stop.signal.aborted) return
      const death = Promise.withResolvers<undefined>()
      const life = station(
        mortal(ports, mishap, () => death.resolve(undefined)),
        `life ${(lives += 1)}`,
      )
      await Promise.race([life.workOff({ stop: stop.signal, untilIdle: false }), death.promise])
    }
  }
  async function visitors(): Promise<void> {
    const begin = clock.now()
    const door = station(ports, 'door')
    for (const { at, request } of requests) {
      await clock.sleep(Math.max(0, begin + at - clock.now()))
      await Promise.all([door.accept(request), door.accept(request)])
    }
    for (let left = 1; left > 0;) {
      await clock.sleep(10_000)
      const count = await ledger.count()
      left = count.accepted + count.sending + count.notices_due
    }
    stop.abort()
  }
  await time.run(Promise.all([visitors(), ...world.workers.map(worker)]))
  const entries = (await ledger.list({ limit: 100 })).reverse()
  return { entries, gorgias, changes, told, strays }
}

const legal = Object.entries(transitions).flatMap(([from, to]) =>
  Object.keys(to).map((state) => `${from} > ${state}`),
)

it('whatever dies, stalls or breaks: one ticket at most, in order, and nobody is forgotten', async () => {
  await fc.assert(
    fc.asyncProperty(aWorld, async (world) => {
      const { entries, gorgias, changes, told, strays } = await play(world)
      const made = gorgias.tickets.map(({ external_id }) => external_id)
      expect(new Set(made).size).toBe(made.length)
      expect(strays).toEqual([])
      for (const change of new Set(changes))
        expect([...legal, 'new > accepted', 'new > sending']).toContain(change)
      expect(entries).toHaveLength(world.handoffs.length)
      for (const { handoff_id, external_id, state, outcome, in_doubt } of entries) {
        if (state === 'failed') {
          expect(told.some((mail) => mail.includes(handoff_id))).toBe(true)
          if (!in_doubt) expect(made).not.toContain(external_id)
        } else {
          const ticket = gorgias.tickets.find((row) => row.external_id === external_id)
          expect({ state, outcome }).toMatchObject({ state: 'created', outcome: { ticket_id: ticket?.id } })
        }
      }
      for (const customer of new Set(entries.map(({ customer_id }) => customer_id))) {
        const accepted = entries.filter((row) => row.customer_id === customer).map((row) => row.external_id)
        const created = made.filter((id) => accepted.includes(id))
        expect(created).toEqual(accepted.filter((id) => created.includes(id)))
      }
    }),
    { numRuns: 100 },
  )
})
