import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memoryLedger } from '../src/index.ts'
import type { Ledger, LedgerEntry, NewHandoff, Notice } from '../src/index.ts'
import { isGone, newOwner } from '../src/delivery/owner.ts'
import { openLedger } from '../src/ledger/open-ledger.ts'
import { sqlPacingStore } from '../src/ledger/sql-pacing.ts'
import { defaultPacingRules, firstState } from '../src/pacing/state.ts'
import { testRequest } from './support/request.ts'
import { startPostgres } from './support/postgres.ts'
import type { TestPostgres } from './support/postgres.ts'

let postgres: TestPostgres
let folder: string
let files = 0

beforeAll(async () => {
  postgres = await startPostgres()
  folder = await mkdtemp(join(tmpdir(), 'ledger-'))
}, 60_000)
afterAll(async () => {
  await postgres[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const addresses = {
  SQLite: () => Promise.resolve(join(folder, `${(files += 1)}.db`)),
  PostgreSQL: () => postgres.newDatabase(),
}

const handoff = (id: string, changes: Partial<NewHandoff> = {}): NewHandoff => ({
  handoff_id: id,
  conversation_id: `c-${id}`,
  customer_id: `cu-${id}`,
  external_id: `gladly:c-${id}:${id}`,
  request: testRequest({ handoffId: id }),
  in_doubt: false,
  accepted_at: 1_000,
  ...changes,
})

const claim = (changes = {}) => ({ owner: 'a', now: 2_000, lease_until: 3_000, ...changes })

async function claimed(ledger: Ledger, changes = {}): Promise<LedgerEntry> {
  const entry = await ledger.claim(claim(changes))
  if (!entry) throw new Error('There was nothing to claim.')
  return entry
}

const notice = (id: string, due = 0): Notice => ({
  notice_id: id,
  facts: {
    handoffId: id,
    conversationId: 'c',
    code: 'unauthorized',
    message: 'No.',
    at: due,
    attempts: 1,
    waitedMs: 0,
    inDoubt: false,
  },
  state: 'due',
  due_at: due,
  tries: 0,
})

const kinds: Record<string, () => Promise<Ledger>> = {
  memory: () => Promise.resolve(memoryLedger()),
  SQLite: async () => (await openLedger(await addresses.SQLite())).ledger,
  PostgreSQL: async () => (await openLedger(await addresses.PostgreSQL())).ledger,
}

describe.each(Object.entries(kinds))('a ledger in %s', (_, open) => {
  let ledger: Ledger
  const use = async () => (ledger = await open())
  const withLedger = (name: string, test: () => Promise<void>) =>
    it(name, async () => {
      await use()
      try {
        await test()
      } finally {
        await ledger.close()
      }
    })

  withLedger('writes a handoff down once, however often and however much at once it comes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => ledger.accept(handoff('h', { accepted_at: n }))),
    )
    expect(new Set(answers.map(({ accepted_at }) => accepted_at)).size).toBe(1)
    expect(await ledger.list({ limit: 10 })).toHaveLength(1)
    expect(await ledger.get('h')).toMatchObject({
      state: 'accepted',
      request: { handoffId: 'h' },
      attempts: 0,
    })
  })

  withLedger('keeps what belongs to the first conversation of an id', async () => {
    await ledger.accept(handoff('h'))
    expect(await ledger.accept(handoff('h', { conversation_id: 'other' }), { again: true })).toMatchObject({
      conversation_id: 'c-h',
    })
  })

  withLedger('gives each handoff to one worker only', async () => {
    await Promise.all(['1', '2', '3'].map((id) => ledger.accept(handoff(id))))
    const claims = await Promise.all(
      Array.from({ length: 9 }, (_, n) => ledger.claim(claim({ owner: `w${n}` }))),
    )
    const got = claims.flatMap((entry) => entry?.handoff_id ?? [])
    expect(got.length).toBe(new Set(got).size)
    while (await ledger.claim(claim())) got.push('late')
    expect(got).toHaveLength(3)
  })

  withLedger('keeps the order within a customer, and lets nobody else wait for it', async () => {
    for (const id of ['1', '2']) await ledger.accept(handoff(id, { customer_id: 'ana' }))
    await ledger.accept(handoff('3', { customer_id: 'ben' }))
    expect((await claimed(ledger)).handoff_id).toBe('1')
    expect((await claimed(ledger)).handoff_id).toBe('3')
    expect(await ledger.claim(claim())).toBeUndefined()
    expect(await ledger.claim(claim({ handoff_id: '2' }))).toBeUndefined()
    await ledger.save({ ...((await ledger.get('1')) as LedgerEntry), state: 'created' })
    expect((await claimed(ledger, { handoff_id: '2' })).handoff_id).toBe('2')
  })

  withLedger('gives a handoff to the next worker when the lease has run out, and in doubt', async () => {
    await ledger.accept(handoff('h'))
    await claimed(ledger)
    expect(await ledger.claim(claim({ owner: 'b', now: 2_999 }))).toBeUndefined()
    expect(await claimed(ledger, { owner: 'b', now: 3_000, lease_until: 4_000 })).toMatchObject({
      in_doubt: true,
      owner: 'b',
    })
  })

  withLedger('takes nothing more from a worker that has lost its lease', async () => {
    await ledger.accept(handoff('h'))
    const first = await claimed(ledger)
    const second = await claimed(ledger, { owner: 'b', now: 9_000, lease_until: 10_000 })
    expect(await ledger.save({ ...first, state: 'failed' }, notice('h'))).toBe(false)
    expect(await ledger.count()).toMatchObject({ sending: 1, failed: 0, notices_due: 0 })
    expect(await ledger.save({ ...second, state: 'created' })).toBe(true)
    expect(await ledger.save({ ...second, state: 'failed' })).toBe(false)
  })

  withLedger('lets go of a handoff at its end, and of the request once the ticket is known', async () => {
    for (const id of ['good', 'bad']) await ledger.accept(handoff(id))
    await ledger.save({ ...(await claimed(ledger, { handoff_id: 'good' })), state: 'created' })
    await ledger.save({ ...(await claimed(ledger, { handoff_id: 'bad' })), state: 'failed' }, notice('bad'))
    expect(await ledger.get('good')).not.toHaveProperty('request')
    expect(await ledger.get('good')).not.toHaveProperty('owner')
    expect(await ledger.get('bad')).toHaveProperty('request')
    expect(await ledger.count()).toMatchObject({ created: 1, failed: 1, notices_due: 1 })
  })

  withLedger('makes a failed handoff a new try only if that is wished', async () => {
    await ledger.accept(handoff('h'))
    await ledger.save({ ...(await claimed(ledger)), state: 'failed', message_sent: true, attempts: 3 })
    expect(await ledger.accept(handoff('h'))).toMatchObject({ state: 'failed' })
    expect(await ledger.accept(handoff('h', { accepted_at: 7_000 }), { again: true })).toMatchObject({
      state: 'accepted',
      message_sent: true,
      attempts: 3,
      accepted_at: 7_000,
    })
  })

  withLedger('gives a notice to one sender at a time', async () => {
    await ledger.putNotice(notice('1', 500))
    await ledger.putNotice(notice('2', 100))
    await ledger.putNotice(notice('later', 5_000))
    const due = { owner: 'a', now: 1_000, until: 2_000, limit: 10 }
    expect((await ledger.claimNotices(due)).map(({ notice_id }) => notice_id)).toEqual(['2', '1'])
    expect(await ledger.claimNotices(due)).toEqual([])
    await ledger.putNotice({ ...notice('1'), state: 'sent' })
    expect(await ledger.claimNotices({ ...due, now: 2_000 })).toMatchObject([{ notice_id: '2' }])
    expect(await ledger.notices({ states: ['sent'], limit: 5 })).toMatchObject([{ notice_id: '1' }])
  })

  withLedger('finds the notices of one handoff, whatever its id begins with', async () => {
    for (const handoffId of ['a', 'a@b'])
      for (const n of [1, 2, 3]) {
        const { facts, ...rest } = notice(`${handoffId}@${n}`)
        await ledger.putNotice({ ...rest, facts: { ...facts, handoffId } })
      }
    const found = await ledger.notices({ handoff_id: 'a', limit: 3 })
    expect(found.map(({ notice_id }) => notice_id).sort()).toEqual(['a@1', 'a@2', 'a@3'])
  })

  withLedger('gives notices before their time only if nobody has them in hand', async () => {
    await ledger.putNotice(notice('waiting', 5_000))
    await ledger.putNotice({ ...notice('in hand', 5_000), owner: 'b' })
    const all = { owner: 'a', now: 1_000, until: 2_000, early: 'all' as const, limit: 10 }
    expect((await ledger.claimNotices(all)).map(({ notice_id }) => notice_id)).toEqual(['waiting'])
    expect(await ledger.claimNotices(all)).toEqual([])
    expect(await ledger.claimNotices({ ...all, now: 5_000 })).toHaveLength(2)
    await ledger.putNotice({ ...notice('tried', 9_000), tries: 1 })
    await ledger.putNotice(notice('new', 9_000))
    const untried = { ...all, early: 'untried' as const }
    expect((await ledger.claimNotices(untried)).map(({ notice_id }) => notice_id)).toEqual(['new'])
  })

  withLedger('lists the newest first, in pages, by state, conversation and customer', async () => {
    for (const id of ['1', '2', '3', '4'])
      await ledger.accept(handoff(id, { conversation_id: `c-${Number(id) % 2}` }))
    await ledger.save({ ...(await claimed(ledger)), state: 'created' })
    const ids = async (filter: object) =>
      (await ledger.list({ limit: 2, ...filter })).map(({ handoff_id }) => handoff_id)
    expect(await ids({})).toEqual(['4', '3'])
    expect(await ids({ after: '3' })).toEqual(['2', '1'])
    expect(await ids({ states: ['created'] })).toEqual(['1'])
    expect(await ids({ states: [] })).toEqual([])
    expect(await ids({ conversation_id: 'c-1' })).toEqual(['3', '1'])
    expect(await ids({ customer_id: 'cu-2' })).toEqual(['2'])
    expect((await ledger.ofConversation('c-1')).map(({ handoff_id }) => handoff_id)).toEqual(['1', '3'])
  })
})

describe.each(Object.entries(addresses))('a database of %s', (_, address) => {
  it('keeps everything when it is opened again, and migrates once however many open it', async () => {
    const place = await address()
    const opened = await Promise.all([openLedger(place), openLedger(place), openLedger(place)])
    await opened[0].ledger.accept(handoff('h'))
    opened[0].runs.log({
      at: '2026-03-02T09:00:00.000Z',
      event: 'attempt',
      handoff_id: 'h',
      http_status: 201,
    })
    expect(await opened[0].runs.of('h')).toEqual([
      { at: '2026-03-02T09:00:00.000Z', event: 'attempt', handoff_id: 'h', http_status: 201 },
    ])
    await Promise.all(opened.map(({ ledger }) => ledger.close()))
    const again = await openLedger(place)
    expect(await again.ledger.get('h')).toMatchObject({ state: 'accepted' })
    expect(await again.runs.of('h')).toHaveLength(1)
    await again.ledger.close()
  })

  it('lets processes change the shared budget one after the other', async () => {
    const place = await address()
    const both = await Promise.all([openLedger(place), openLedger(place)])
    const stores = both.map(({ database }) => sqlPacingStore(database))
    const count = (store: (typeof stores)[number]) =>
      store.update('acme', (state = firstState(0, defaultPacingRules)) => ({
        state: { ...state, nextCall: state.nextCall + 1 },
        result: state.nextCall,
      }))
    const seen = await Promise.all(
      Array.from({ length: 20 }, (_, n) => count(stores.at(n % 2) as (typeof stores)[number])),
    )
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
    await Promise.all(both.map(({ ledger }) => ledger.close()))
  })
})

describe('the owner of a lease', () => {
  it('is gone if an earlier process had the number that this one has', () => {
    const [host = '', pid = '', part = ''] = newOwner().split(':')
    expect(isGone(`${host}:${pid}:${part}:9:1`)).toBe(false)
    expect(isGone(`${host}:${pid}:another:9:1`)).toBe(true)
    expect(isGone(`elsewhere:${pid}:another:9:1`)).toBe(false)
  })
})

describe('what is no ledger', () => {
  it.each([
    ['http://example.test/x', /file or postgres:/],
    ['postgres://nobody@127.0.0.1:1/x', /PostgreSQL at 127\.0\.0\.1:1 cannot be used \(.+\)/],
    ['', /not ""/],
    [':memory:', /not ":memory:"/],
    ['file:x?mode=memory', /A ledger is the name of a file/],
    ['postgres:db', /names no host/],
    ['/nowhere/at/all.db', /nowhere\/at\/all\.db cannot be used as a ledger/],
  ])('%s is refused with what to do', async (address, message) => {
    await expect(openLedger(address)).rejects.toThrow(message)
  })
})
