import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LedgerEntry } from '../../src/index.ts'
import { openLedger } from '../../src/ledger/open-ledger.ts'
import { startPostgres } from '../support/postgres.ts'
import type { TestPostgres } from '../support/postgres.ts'
import { oneProcess } from './one-process.ts'
import type { Task } from './one-process.ts'
import { startOutside } from './outside.ts'
import type { Outside } from './outside.ts'

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url))

/** Longer than any lease: what a dead process held in PostgreSQL is free. */
const LATER_MS = 10 * 60_000

let folder: string
let files = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crash-'))
})
afterAll(() => rm(folder, { recursive: true }))

const newFile = () => join(folder, `${(files += 1)}.db`)

const start = (task: Task, dieAt?: number) =>
  spawn(process.execPath, [CHILD, JSON.stringify({ task, dieAt })], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Half of what such a short life takes is reading its program.
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache') },
  })

/** Runs a process until it ends. @returns the boundaries that it crossed, and the signal that it died of. */
async function run(task: Task, dieAt?: number): Promise<{ crossed: string[]; signal: string | null }> {
  const child = start(task, dieAt)
  const [crossed] = await Promise.all([text(child.stdout), once(child, 'close')])
  return { crossed: crossed.trim().split('\n'), signal: child.signalCode }
}

/** The pieces of work, four at a time. */
async function inFours<T>(pieces: readonly T[], work: (piece: T) => Promise<void>): Promise<void> {
  const rest = [...pieces]
  const lane = async () => {
    for (let piece = rest.shift(); piece !== undefined; piece = rest.shift()) await work(piece)
  }
  await Promise.all([lane(), lane(), lane(), lane()])
}

async function entryIn(address: string): Promise<LedgerEntry | undefined> {
  const { ledger } = await openLedger(address)
  const entry = await ledger.get('h-1')
  await ledger.close()
  return entry
}

interface Story {
  outside: Outside
  /** What the process crossed until it died. */
  crossed: string[]
  entry: LedgerEntry | undefined
}

/** Whether a process died after an effect and before its trace, which comes before the next effect. */
function betweenEffectAndTrace(crossed: readonly string[], effect: string, trace: string): boolean {
  const done = crossed.indexOf(`after ${effect}`)
  const next = crossed.slice(done + 1)
  return done >= 0 && !next.some((name) => name === `after ${trace}` || /^before (POST|mail)$/.test(name))
}

/** The boundaries of a process that does not die. */
async function boundaries(task: Omit<Task, 'outside'>, refuses = false): Promise<string[]> {
  await using outside = await startOutside({ refuses })
  return (await run({ ...task, outside: outside.url })).crossed
}

/** Tells one story for each boundary: a process dies there, a second one finishes. */
async function atEachBoundary(
  { as, refuses = false }: { as: Task['as']; refuses?: boolean },
  check: (story: Story) => void,
): Promise<void> {
  const all = await boundaries({ ledger: newFile(), as }, refuses)
  await inFours([...all.keys()], async (index) => {
    await using outside = await startOutside({ refuses })
    const task = { ledger: newFile(), outside: outside.url, as }
    const { crossed, signal } = await run(task, index + 1)
    expect({ crossed: crossed.length, signal }).toEqual({ crossed: index + 1, signal: 'SIGKILL' })
    await oneProcess(task)
    const story = { outside, crossed, entry: await entryIn(task.ledger) }
    try {
      check(story)
    } catch (error) {
      throw new Error(`It died ${crossed.at(-1)} (${index + 1} of ${all.length}).`, { cause: error })
    }
  })
}

/** Once; twice if the trace of the first was lost. The second is the first, word for word. */
function expectTold(told: readonly unknown[], twice: boolean): void {
  expect(told).toHaveLength(twice ? 2 : 1)
  if (twice) expect(told[1]).toEqual(told[0])
}

describe('a process that is killed between any two steps', () => {
  it.each(['handOff', 'worker'] as const)(
    'as %s leaves one ticket, and nobody is told wrong (REQ-007)',
    async (as) => {
      await atEachBoundary({ as }, ({ outside, entry, crossed }) => {
        expect(outside.tickets).toEqual(['gladly:c-h-1:h-1'])
        expectTold(outside.messages, betweenEffectAndTrace(crossed, 'message', 'save'))
        expect(outside.mails).toEqual([])
        expect(entry).toMatchObject({ state: 'created', outcome: { ticket_id: 1000 } })
      })
    },
  )

  it('while it fails leaves one e-mail about it (REQ-070)', async () => {
    await atEachBoundary({ as: 'worker', refuses: true }, ({ outside, entry, crossed }) => {
      expect(outside.tickets).toEqual([])
      expectTold(outside.messages, betweenEffectAndTrace(crossed, 'message', 'save'))
      expectTold(outside.mails, betweenEffectAndTrace(crossed, 'mail', 'putNotice'))
      expectTold(
        outside.followUps.map(({ code }) => code),
        betweenEffectAndTrace(crossed, 'follow-up', 'save'),
      )
      expect(entry).toMatchObject({ state: 'failed', outcome: { code: 'unauthorized' } })
    })
  })

  it('and again while it finishes what was left, makes one ticket', async () => {
    const pairs = [6, 8, 10, 12].flatMap((first) => [9, 13].map((second) => [first, second] as const))
    await inFours(pairs, async ([first, second]) => {
      await using outside = await startOutside()
      const task: Task = { ledger: newFile(), outside: outside.url, as: 'worker' }
      await run(task, first)
      await run(task, second)
      await oneProcess(task)
      expect(outside.tickets).toHaveLength(1)
      expect(outside.messages.length).toBeLessThanOrEqual(3)
      expect(await entryIn(task.ledger)).toMatchObject({ state: 'created' })
    })
  })
})

const fifty = Array.from({ length: 50 }, (_, n) => ({ handoffId: `h-${n}`, customerId: `cu-${n % 10}` }))

/** One ticket for each of the fifty, in the order of their acceptance within a customer. */
function expectFifty(tickets: readonly string[]): void {
  for (const customer of Array.from({ length: 10 }, (_, n) => `cu-${n}`)) {
    const wanted = fifty
      .filter(({ customerId }) => customerId === customer)
      .map(({ handoffId: id }) => `gladly:c-${id}:${id}`)
    expect(tickets.filter((ticket) => wanted.includes(ticket))).toEqual(wanted)
  }
  expect(tickets).toHaveLength(50)
}

describe('two processes on one ledger', () => {
  it('make one ticket of each handoff that both were given, in order', async () => {
    await using outside = await startOutside()
    const task: Task = { ledger: newFile(), outside: outside.url, as: 'handOff', handoffs: fifty }
    await Promise.all([run(task), run(task)])
    expectFifty(outside.tickets)
    expect(outside.messages).toHaveLength(50)
  })

  it('are as good as two handoffs in one process', async () => {
    await using outside = await startOutside()
    const task: Task = { ledger: newFile(), outside: outside.url, as: 'handOff', handoffs: fifty }
    await Promise.all([oneProcess(task), oneProcess(task)])
    expectFifty(outside.tickets)
    expect(outside.messages).toHaveLength(50)
  })

  it('of which one is killed leave nothing undone that a third cannot finish', async () => {
    await using outside = await startOutside()
    const task: Task = { ledger: newFile(), outside: outside.url, as: 'worker', handoffs: fifty }
    const [victim, other] = [start(task), start(task)]
    for (const child of [victim, other]) child.stdout.resume()
    outside.onTicket = () => outside.tickets.length === 12 && victim.kill('SIGKILL')
    await Promise.all([once(victim, 'close'), once(other, 'close')])
    expect(victim.signalCode).toBe('SIGKILL')
    await oneProcess(task)
    expectFifty(outside.tickets)
  })
})

describe('on PostgreSQL', () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres[Symbol.asyncDispose]())

  it('a process that is killed around its effects leaves one ticket', async () => {
    const as = 'worker'
    const all = await boundaries({ ledger: await postgres.newDatabase(), as })
    const around = all.flatMap((name, index) => (/message|POST|after claim$/.test(name) ? [index + 1] : []))
    await inFours(around, async (diedAt) => {
      await using outside = await startOutside()
      const task: Task = { ledger: await postgres.newDatabase(), outside: outside.url, as }
      const { crossed, signal } = await run(task, diedAt)
      expect(signal).toBe('SIGKILL')
      await oneProcess({ ...task, aheadMs: LATER_MS })
      expect(outside.tickets).toHaveLength(1)
      expect(await entryIn(task.ledger)).toMatchObject({ state: 'created' })
      expectTold(outside.messages, betweenEffectAndTrace(crossed, 'message', 'save'))
    })
  })

  it('two processes, of which one is killed, make one ticket of each handoff, in order', async () => {
    await using outside = await startOutside()
    const task: Task = {
      ledger: await postgres.newDatabase(),
      outside: outside.url,
      as: 'worker',
      handoffs: fifty,
    }
    const [victim, other] = [start(task), start(task)]
    for (const child of [victim, other]) child.stdout.resume()
    outside.onTicket = () => outside.tickets.length === 12 && victim.kill('SIGKILL')
    await Promise.all([once(victim, 'close'), once(other, 'close')])
    expect(victim.signalCode).toBe('SIGKILL')
    await oneProcess({ ...task, aheadMs: LATER_MS })
    expectFifty(outside.tickets)
  })
})
