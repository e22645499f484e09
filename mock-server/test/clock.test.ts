import { describe, expect, it } from 'vitest'
import { call, expectStatus } from './support/api.ts'
import { ticket } from './support/bodies.ts'
import { integration, receivers } from './support/receiver.ts'
import { START, testServer } from './support/server.ts'
import { testWorlds } from './support/worlds.ts'

const { url, fresh } = await testServer()

const NOTHING = { tickets_changed: 0, messages: 0, emails: 0, rules_executed: 0, http_calls: 0 }

const { callOut, receiver } = receivers()
const calling = await testServer({ callOut })
const open = testWorlds()

describe('two moves of the clock', () => {
  it('at once come one after the other, each from where the other ended', async () => {
    const { account } = fresh()
    account.clock.sleep(60_000).catch(() => undefined)
    const moves = await Promise.all([
      account.clock.advance('PT1H'),
      account.clock.advance('PT1H'),
      account.setClock({ mode: 'virtual', advance: 'PT30M' }),
    ])
    expect(moves.map(({ now }) => now)).toEqual([
      '2026-03-02T10:00:00+00:00',
      '2026-03-02T11:00:00+00:00',
      '2026-03-02T11:30:00+00:00',
    ])
    expect(account.readClock().now).toBe('2026-03-02T11:30:00+00:00')
  })

  it('are refused where the first waits for a receiver that asks for the second', async () => {
    const { account, api } = calling.fresh()
    const path = `/_control/v1/accounts/${account.name}/clock`
    const refused: unknown[] = []
    const { url: hook } = receiver(async () => {
      refused.push(
        expectStatus(await call(calling.url, 'POST', path, { body: { advance: 'PT1H' } }), 409).json,
      )
      return 200
    })
    await api.createTicket(ticket())
    expectStatus(await api.post('/api/integrations', integration(hook, ['ticket-updated'])), 201)
    const [{ id } = { id: 0 }] = (await api.tickets()).data
    await api.updateTicket(id, { snooze_datetime: '2026-03-02T09:30:00Z' })
    await account.clock.advance('PT1S')
    refused.length = 0
    expect(await account.clock.advance('PT1H')).toMatchObject({ now: '2026-03-02T10:00:01+00:00' })
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]).toMatchObject({
      error: { message: expect.stringContaining('is being moved already') as string },
    })
    // It is over: the next is free to move on.
    expect((await account.clock.advance('PT1H')).now).toBe('2026-03-02T11:00:01+00:00')
  })
})

describe('setting the clock to a later time', () => {
  it('tells of the timers that it passed over, all of them late', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    await api.updateTicket(id, { snooze_datetime: '2026-03-03T09:00:00Z' })
    const jumped = await account.setClock({ now: '2026-03-05T09:00:00Z' })
    expect(jumped).toMatchObject({ by_kind: { 'wake-ticket': 1 }, tickets_changed: 1 })
    expect(jumped.timers).toBeGreaterThan(0)
    expect(jumped.late).toBe(jumped.timers)
    expect(await account.clock.advance('P1D')).toMatchObject({ timers: 0, late: 0 })
  })
})

describe('moving the clock', () => {
  it('tells what happened on the way', async () => {
    const { account, api } = fresh()
    const rule = {
      name: 'Tag what wakes',
      event_types: 'ticket-updated',
      code: 'if (eq(ticket.priority, "high")) { Action("addTags", { tags: "late" }) }',
    }
    expectStatus(await api.post('/api/rules', rule), 201)
    const { id, customer } = await api.createTicket(ticket())
    const survey = { ticket_id: id, customer_id: customer.id, should_send_datetime: '2026-03-03T09:00:00Z' }
    expectStatus(await api.post('/api/satisfaction-surveys', survey), 201)
    const other = await api.createTicket(ticket())
    await api.updateTicket(other.id, { snooze_datetime: '2026-03-03T09:00:00Z' })
    const job = {
      type: 'updateTicket',
      scheduled_datetime: '2026-03-02T10:00:00Z',
      params: { updates: { priority: 'high', status: 'closed' }, ticket_ids: [id, other.id] },
    }
    expectStatus(await api.post('/api/jobs', job), 201)
    const moved = await account.clock.advance('P1D')
    expect(moved).toMatchObject({
      now: '2026-03-03T09:00:00+00:00',
      by_kind: { 'start-job': 1, 'send-survey': 1, 'wake-ticket': 1 },
      tickets_changed: 2,
      // Twice because of the job, once because one of them woke.
      rules_executed: 3,
      emails: 1,
      stopped_by: null,
    })
    expect(account.outbox()).toHaveLength(1)
    expect(moved.timers).toBe(Object.values(moved.by_kind).reduce((sum, timers) => sum + timers, 0))
    const over = await account.clock.advance('PT1H')
    expect(over).toMatchObject({ timers: 0, by_kind: {}, ...NOTHING })
  })

  it('until nothing is due goes to the last timer, and no further', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    await api.updateTicket(id, { snooze_datetime: '2026-03-20T09:00:00Z' })
    const idle = await account.clock.advance('until-idle')
    expect(idle).toMatchObject({
      now: '2026-03-20T09:00:00+00:00',
      by_kind: { 'wake-ticket': 1 },
      tickets_changed: 1,
      stopped_by: null,
    })
    expect(account.clock.nextDue()).toBeUndefined()
    const again = await account.clock.advance('until-idle')
    expect(again).toEqual({
      mode: 'virtual',
      now: idle.now,
      timers: 0,
      late: 0,
      by_kind: {},
      ...NOTHING,
      stopped_by: null,
    })
  })

  it('until nothing is due ends before what lies too far away', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    await api.updateTicket(id, { snooze_datetime: '2029-03-20T09:00:00Z' })
    expect(await account.clock.advance('until-idle')).toMatchObject({
      now: START,
      timers: 0,
      stopped_by: 'time',
    })
  })

  it('until nothing is due ends after so many timers, though others follow for ever', async () => {
    const { account } = fresh()
    let naps = 0
    const nap = (): void => {
      naps++
      void account.clock.sleep(1000).then(nap)
    }
    nap()
    const limits = { timers: 50 }
    expect(await account.clock.advance('until-idle', limits)).toMatchObject({ stopped_by: 'timers' })
    expect(naps).toBe(51)
    const { now } = account.readClock()
    expect(now).toBe('2026-03-02T09:00:50+00:00')
    expect(await account.clock.advance('until-idle', { time: 'PT5S' })).toMatchObject({
      now: '2026-03-02T09:00:55+00:00',
      stopped_by: 'time',
    })
  })

  it('names the field of what it refuses, and stands still', async () => {
    const { account } = fresh()
    const path = `/_control/v1/accounts/${account.name}/clock`
    const cases = [
      [{ advance: 'until-tea' }, 400, 'advance'],
      [{ advance: 'PT1H', limits: { timers: 5 } }, 400, 'limits'],
      [{ advance: 'until-idle', limits: { timers: 0 } }, 400, 'limits.timers'],
      [{ advance: 'until-idle', limits: { timers: 1e9 } }, 400, 'limits.timers'],
      [{ advance: 'until-idle', limits: { time: 'soon' } }, 400, 'limits.time'],
      [{ advance: 'until-idle', limits: { days: 1 } }, 400, 'limits.days'],
      [{ mode: 'real', advance: 'until-idle' }, 409, 'advance'],
    ] as const
    for (const [body, status, field] of cases) {
      const answer = await call(url, 'POST', path, { body })
      expect(expectStatus(answer, status).json).toMatchObject({ error: { field } })
    }
    expect(account.readClock()).toEqual({ mode: 'virtual', now: START })
  })
})

it('the clock refuses to move on where timers come up at one moment without end, and says which', async () => {
  const { account, world } = open()
  const due = world.now + 1_000_000
  world.transact({ kind: 'control', id: 'test' }, () => {
    const payload = { actor: { user_id: null, context: null }, ticket_id: 1, due }
    for (let i = 0; i <= 100_000; i++) world.setTimer(due, 'wake-ticket', payload)
  })
  await expect(account.clock.advance('PT1H')).rejects.toMatchObject({
    name: 'ControlError',
    status: 409,
    field: 'advance',
    message: expect.stringContaining('100000 of wake-ticket') as string,
  })
  expect(account.readClock().now).toBe('2026-03-02T09:00:01+00:00')
})
