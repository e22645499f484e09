import { describe, expect, it } from 'vitest'
import { ControlError } from '../src/index.ts'
import { call, expectStatus } from './support/api.ts'
import { fromCustomer, handoff, ticket } from './support/bodies.ts'
import { START, testServer } from './support/server.ts'

const { server, url, use, fresh } = await testServer()

const control = (method: string, path: string, body?: unknown) =>
  call(url, method, `/_control/v1/accounts${path}`, body === undefined ? {} : { body })

describe('a snapshot of an account', () => {
  it('is what the account goes back to, as often as wanted', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    const kept = await api.createTicket(handoff())
    const { messages } = await api.ticket(kept.id)
    account.snapshot('handed-off')
    for (const text of ['Once.', 'Twice.']) {
      await api.reply(kept.id, fromCustomer({ body_text: text }))
      await api.createTicket(ticket())
      await account.clock.advance('P2D')
      expect(account.restore('handed-off')).toMatchObject({ name: 'handed-off', at: START, tickets: 2 })
      expect((await api.tickets()).data.map(({ id }) => id)).toContain(kept.id)
      expect((await api.tickets()).data).toHaveLength(2)
      expect((await api.ticket(kept.id)).messages).toEqual(messages)
      expect(account.readClock().now).toBe(START)
    }
  })

  it('leaves the key valid, the bucket empty, the faults on order, and a mark in the journal', async () => {
    const { account, api } = fresh()
    account.snapshot('empty')
    const { id } = account.addFault({
      operation: 'getTicket',
      position: 'before',
      kind: 'status',
      status: 502,
    })
    for (let i = 0; i < 30; i++) await api.get('/api/account')
    account.restore('empty')
    const answer = expectStatus(await api.get('/api/account'), 200)
    expect(answer.headers.get('x-gorgias-account-api-call-limit')).toBe('1/40')
    expect(account.faults()).toMatchObject([{ id }])
    const paths = account.journal().map(({ path, operation }) => [path, operation])
    expect(paths).toHaveLength(32)
    expect(paths.at(-2)).toEqual([`/_control/v1/accounts/${account.name}/snapshots/empty/restore`, null])
  })

  it('lets happen after a restore what happened before it, to the letter', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    account.snapshot('start')
    const first = await api.post('/api/tickets', handoff())
    const mails = account.outbox()
    account.restore('start')
    const second = await api.post('/api/tickets', handoff())
    expect(second.text).toBe(first.text)
    expect(account.outbox()).toEqual(mails)
  })

  it('is what a fork can begin from, which the account does not notice', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket({ subject: 'As it was' }))
    account.snapshot('as-it-was')
    await api.updateTicket(id, { subject: 'Changed' })
    const fork = use(account.fork({ snapshot: 'as-it-was' }))
    expect((await fork.api.ticket(id)).subject).toBe('As it was')
    await fork.api.updateTicket(id, { subject: 'In the fork' })
    expect((await api.ticket(id)).subject).toBe('Changed')
    expect(fork.account.snapshots()).toEqual([])
    expect(fork.account.credentials.api_key).not.toBe(account.credentials.api_key)
  })

  it('survives a reset, and goes when it is removed', () => {
    const { account } = fresh()
    account.snapshot('kept')
    account.reset()
    expect(account.snapshots().map(({ name }) => name)).toEqual(['kept'])
    account.removeSnapshot('kept')
    expect(account.snapshots()).toEqual([])
  })

  it('is taken, listed, restored, forked and removed over HTTP', async () => {
    const { account } = fresh()
    const path = `/${account.name}/snapshots`
    const row = { name: 'one', at: START, request: 0, tickets: 0 }
    expect(expectStatus(await control('POST', path, { name: 'one' }), 201).json).toEqual(row)
    expect(expectStatus(await control('GET', path), 200).json).toEqual({ data: [row] })
    expect(expectStatus(await control('POST', `${path}/one/restore`), 200).json).toEqual(row)
    expectStatus(await control('POST', '', { from: account.name, snapshot: 'one' }), 201)
    expectStatus(await control('DELETE', `${path}/one`), 204)
    expect(account.snapshots()).toEqual([])
  })

  it('is refused by name, and nothing has changed', async () => {
    const { account } = fresh()
    const path = `/${account.name}/snapshots`
    account.snapshot('taken')
    const refusals = [
      [409, 'name', await control('POST', path, { name: 'taken' })],
      [400, 'name', await control('POST', path, { name: '../up' })],
      [400, 'name', await control('POST', path, {})],
      [400, 'colour', await control('POST', path, { name: 'a', colour: 'red' })],
      [404, 'snapshot', await control('POST', `${path}/never/restore`)],
      [404, 'snapshot', await control('DELETE', `${path}/never`)],
      [404, 'snapshot', await control('POST', '', { from: account.name, snapshot: 'never' })],
      [400, 'snapshot', await control('POST', '', { snapshot: 'taken' })],
      [400, 'seed', await control('POST', '', { from: account.name, seed: 'demo' })],
    ] as const
    for (const [status, field, answer] of refusals)
      expect(expectStatus(answer, status).json).toMatchObject({ error: { field } })
    expect(account.snapshots().map(({ name }) => name)).toEqual(['taken'])
    expect(account.journal()).toEqual([])
  })

  it('is one of a hundred at the most', () => {
    const { account } = fresh()
    for (let i = 0; i < 100; i++) account.snapshot(`s${i}`)
    expect(() => account.snapshot('one-more')).toThrow(ControlError)
    expect(account.snapshots()).toHaveLength(100)
  })
})

it('200 forks that 16 tests use at once know nothing of each other', async () => {
  server.account.setRateLimit({ enabled: false })
  const { account, api } = fresh({ seed: 'demo' })
  const shared = await api.createTicket(ticket({ subject: 'Shared' }))
  const before = JSON.stringify(account.export().world.rows)
  const forks = Array.from({ length: 200 }, () => use(account.fork()))
  const queue = [...forks.entries()]
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [i, fork] = next
      await fork.api.updateTicket(shared.id, { subject: `Of ${i}` })
      const own = await fork.api.createTicket(ticket({ external_id: `own-${i}` }))
      await fork.api.reply(own.id, fromCustomer({ body_text: `Only ${i}` }))
      if (i % 5 === 0) await fork.api.delete(`/api/tickets/${own.id}`)
    }
  }
  await Promise.all(Array.from({ length: 16 }, work))
  for (const [i, fork] of forks.entries()) {
    const { data } = await fork.api.tickets()
    const external = data.flatMap(({ external_id }) => external_id ?? [])
    expect(external).toEqual(i % 5 === 0 ? [] : [`own-${i}`])
    expect(data.find(({ id }) => id === shared.id)?.subject).toBe(`Of ${i}`)
    expect(fork.account.journal().length).toBe(i % 5 === 0 ? 5 : 4)
  }
  expect(JSON.stringify(account.export().world.rows)).toBe(before)
})
