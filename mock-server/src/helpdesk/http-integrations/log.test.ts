import { describe, expect, it } from 'vitest'
import { realHost } from '../../kernel/host.ts'
import { World } from '../../kernel/world.ts'
import { collections } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Delivery } from '../model/deliveries.ts'
import { addDelivery, CALL_LIMITS, endDelivery } from './log.ts'

const MINUTE = 60_000_000

function desk() {
  const world: Helpdesk = new World({
    collections,
    host: realHost,
    clock: 'virtual',
    now: 1_000 * MINUTE,
    randomSeed: 1,
    onTimer: () => undefined,
    onTimerFailure: (error) => {
      throw error
    },
  })
  const inside = <T>(run: () => T): T => world.transact({ kind: 'control', id: 'test' }, run)
  let calls = 0
  // Each about a ticket of its own, where no ticket is named.
  const call = (body = '', ticket_id = ++calls) => {
    const request = { method: 'POST', url: 'http://crm.test/', headers: {}, body }
    return inside(() =>
      addDelivery(world, {
        ...{ integration_id: 1, trigger: 'ticket-updated', ticket_id, redelivery_of: null },
        ...{ request, reason: null, context: null },
      }),
    )
  }
  const end = (delivery: Delivery) =>
    inside(() => endDelivery(world, delivery, { state: 'delivered', reason: null, attempts: [] }))
  return { world, call, end, inside, size: () => world.rows.deliveries.size }
}

describe('the calls of an account', () => {
  it('are bounded in a minute, so that a loop ends; the next minute has as many', async () => {
    const { world, call, end } = desk()
    for (let i = 0; i < CALL_LIMITS.callsPerMinute; i++) expect(end(call()).state).toBe('delivered')
    expect(call()).toMatchObject({ state: 'dropped', request: null })
    expect(call().reason).toContain('5000 calls in this minute')
    await world.clock.advance(MINUTE)
    expect(call().state).toBe('waiting')
  })

  it('of one integration about one ticket are bounded in an hour, so that a receiver that answers each ends', async () => {
    const { world, call, end } = desk()
    for (let i = 0; i < CALL_LIMITS.callsPerTicket; i++) {
      expect(end(call('', 7)).state).toBe('delivered')
      if (i % 10 === 0) await world.clock.advance(1_000_000)
    }
    expect(call('', 7)).toMatchObject({ state: 'dropped', request: null })
    expect(call('', 7).reason).toContain('500 times in an hour about ticket 7')
    expect(call('', 8).state).toBe('waiting')
    await world.clock.advance(60 * MINUTE)
    expect(call('', 7).state).toBe('waiting')
  })

  it('that wait are bounded in number and in size, and make room when they end', async () => {
    const many = desk()
    const waiting: Delivery[] = []
    for (let i = 0; i < CALL_LIMITS.waiting; i++) {
      waiting.push(many.call())
      if (i % 4_000 === 3_999) await many.world.clock.advance(MINUTE)
    }
    expect(many.call().reason).toContain('10000 calls waiting')
    many.end(waiting[0] as Delivery)
    expect(many.call().state).toBe('waiting')

    const large = desk()
    const body = 'x'.repeat(CALL_LIMITS.waitingSize / 64)
    for (let i = 0; i < 64; i++) expect(large.call(body).state).toBe('waiting')
    expect(large.call().state).toBe('dropped')
  })

  it('that have ended are kept as far as they are few and small, the newest ones', () => {
    const { call, end, size, world } = desk()
    for (let i = 0; i < CALL_LIMITS.kept + 10; i++) end(call())
    expect(size()).toBe(CALL_LIMITS.kept)
    expect(world.rows.deliveries.first('byEnd', [])?.id).toBe(11)
    const body = 'x'.repeat(CALL_LIMITS.keptSize / 16)
    for (let i = 0; i < 32; i++) end(call(body))
    expect(size()).toBe(15)
  })

  it('that are undone leave no trace in the count', () => {
    const { call, inside, world } = desk()
    call()
    const before = world.rows.callCounts.get(1)
    expect(() =>
      inside(() => {
        addDelivery(world, {
          ...{ integration_id: 1, trigger: 'ticket-updated', ticket_id: 1, redelivery_of: null },
          ...{ request: null, reason: 'x', context: null },
        })
        throw new Error('undone')
      }),
    ).toThrow('undone')
    expect(world.rows.callCounts.get(1)).toBe(before)
  })
})
