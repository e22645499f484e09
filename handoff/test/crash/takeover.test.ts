import { describe, expect, it } from 'vitest'
import { memoryLedger } from '../../src/index.ts'
import type { Ledger, Mailer, NotificationMail, Platform, Ports } from '../../src/index.ts'
import { fakeClock } from '../support/fake-clock.ts'
import type { FakeClock } from '../support/fake-clock.ts'
import { fakeGorgias, refuse, refusedConnection } from '../support/fake-gorgias.ts'
import type { FakeGorgias } from '../support/fake-gorgias.ts'
import { testRequest } from '../support/request.ts'
import { handoffWorld } from '../support/world.ts'
import { station } from './station.ts'

const MINUTE = 60_000
const START = Date.UTC(2026, 2, 2, 9)

/** A ledger that others use, too. */
const sharedLedger = (): Ledger => ({ ...memoryLedger(), shared: true })

function portsOf(clock: FakeClock, gorgias: FakeGorgias, ledger: Ledger, mails: NotificationMail[] = []) {
  const ports: Ports = {
    clock,
    ledger,
    random: () => 0,
    fetch: gorgias.fetch,
    mailer: {
      send: (mail) => {
        mails.push(mail)
        return Promise.resolve('sent')
      },
    },
  }
  return ports
}

describe('a worker that was held up for longer than its lease', () => {
  /** A worker whose first post is refused at the door, and what happens while it waits to repeat it. */
  async function heldUp(meanwhile: (world: HeldUp) => Promise<void>, { shared = true } = {}) {
    const clock = fakeClock()
    const gorgias = fakeGorgias(clock)
    const ledger = { ...memoryLedger(), shared }
    const first = { ...ledger }
    const sleep: FakeClock['sleep'] = async (ms, signal) => {
      if (!signal) await meanwhile({ clock, gorgias, first: only, second, cut: first })
      return clock.sleep(ms, signal)
    }
    const only = station(portsOf({ ...clock, sleep }, gorgias, first), 'first')
    const second = station(portsOf(fakeClock(START + 10 * MINUTE), gorgias, ledger), 'second')
    gorgias.posts.push(refusedConnection)
    await only.accept(testRequest())
    await only.workOff()
    return { ledger, gorgias }
  }
  interface HeldUp {
    clock: FakeClock
    gorgias: FakeGorgias
    first: ReturnType<typeof station>
    second: ReturnType<typeof station>
    cut: Ledger
  }

  it('posts no more: another one does', async () => {
    const { gorgias, ledger } = await heldUp(async ({ clock, second }) => {
      await second.workOff()
      clock.advance(10 * MINUTE)
    })
    expect(gorgias.tickets).toHaveLength(1)
    expect(await ledger.get('h-1')).toMatchObject({ state: 'created', outcome: { ticket_id: 1000 } })
  })

  it('notices it, too, when it learns of it while it keeps its lease alive', async () => {
    const { gorgias } = await heldUp(async ({ clock, second }) => {
      await second.workOff()
      // A third of the lease: time to renew it.
      clock.advance(30_000)
      await new Promise(setImmediate)
    })
    expect(gorgias.tickets).toHaveLength(1)
  })

  it('does not mistake its own second claim of the handoff for the first', async () => {
    const found = Promise.withResolvers<undefined>()
    let again: Promise<void> | undefined
    const { gorgias, ledger } = await heldUp(
      async ({ clock, first, gorgias: { lookUps } }) => {
        if (again) return
        clock.advance(10 * MINUTE)
        lookUps.push(async ({ commit }) => {
          const nothing = commit()
          found.resolve(undefined)
          for (let turn = 0; turn < 9; turn += 1) await new Promise(setImmediate)
          return nothing
        })
        again = first.workOff()
        await found.promise
      },
      { shared: false },
    )
    await again
    expect(gorgias.tickets).toHaveLength(1)
    expect(await ledger.get('h-1')).toMatchObject({ state: 'created' })
  })

  it('posts no more when it cannot ask the ledger: another one may', async () => {
    const { gorgias } = await heldUp(async ({ clock, second, cut }) => {
      const unreachable = () => Promise.reject(new Error('no route to host'))
      cut.save = cut.claim = cut.get = unreachable
      await second.workOff()
      clock.advance(10 * MINUTE)
    })
    expect(gorgias.tickets).toHaveLength(1)
  })
})

describe('two workers on one handoff', () => {
  it('make one ticket when the lease runs out while the post of the first is on its way', async () => {
    const clock = fakeClock()
    const gorgias = fakeGorgias(clock)
    const ledger = sharedLedger()
    const first = station(portsOf(clock, gorgias, ledger), 'first')
    const second = station(portsOf(fakeClock(START + 10 * MINUTE), gorgias, ledger), 'second')
    gorgias.posts.push(async ({ commit }) => {
      const answer = commit()
      await second.workOff()
      return answer
    })
    await first.accept(testRequest())
    await first.workOff()
    expect(gorgias.calls.map(({ method }) => method)).toEqual(['POST', 'GET'])
    expect(gorgias.tickets).toHaveLength(1)
    expect(await ledger.get('h-1')).toMatchObject({
      state: 'created',
      outcome: { status: 'already_created', ticket_id: 1000 },
    })
  })

  it('tell a person once when both fail', async () => {
    const clock = fakeClock()
    const gorgias = fakeGorgias(clock)
    const ledger = sharedLedger()
    const mails: NotificationMail[] = []
    const first = station(portsOf(clock, gorgias, ledger, mails), 'first')
    const second = station(portsOf(fakeClock(START + 10 * MINUTE), gorgias, ledger, mails), 'second')
    const no = refuse(401, 'Unauthorized.')
    gorgias.posts.push(async (incident) => {
      await second.workOff()
      return no(incident)
    }, no)
    await first.accept(testRequest())
    await first.workOff()
    expect(mails).toHaveLength(1)
    expect(await ledger.count()).toMatchObject({ failed: 1, notices_due: 0 })
  })
})

describe('a lease that is renewed slowly', () => {
  it('does not write back what was before the message', async () => {
    const clock = fakeClock()
    const gorgias = fakeGorgias(clock)
    const ledger = sharedLedger()
    const turns = async (count: number) => {
      for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate)
    }
    const save: Ledger['save'] = async (entry, notice) => {
      if (!entry.message_sent) await turns(5)
      return ledger.save(entry, notice)
    }
    const platform: Platform = {
      sendHandoffMessage: async () => {
        clock.advance(30_000)
        await turns(1)
      },
      markForFollowUp: () => Promise.resolve(),
    }
    const traces: unknown[] = []
    gorgias.posts.push(async ({ commit }) => {
      await turns(10)
      traces.push((await ledger.get('h-1'))?.message_sent)
      return commit()
    })
    const worker = station({ ...portsOf(clock, gorgias, { ...ledger, save }), platform }, 'worker')
    await worker.accept(testRequest())
    await worker.workOff()
    expect(traces).toEqual([true])
  })
})

describe('the e-mail about a failed handoff', () => {
  const failing = (gorgias: FakeGorgias) => gorgias.posts.push(refuse(401, 'Unauthorized.'))

  it.each(['a sweep of the same worker', 'the end of another'])(
    'leaves once, although %s comes while it is being sent',
    async (what) => {
      const clock = fakeClock()
      const gorgias = fakeGorgias(clock)
      const mails: NotificationMail[] = []
      const ports = portsOf(clock, gorgias, memoryLedger(), mails)
      const send: Mailer['send'] = async (mail) => {
        const sent = await ports.mailer.send(mail)
        clock.advance(2_000)
        if (mails.length > 1) return sent
        if (what === 'the end of another') await station(ports, 'other').notifier.close()
        else await worker.notifier.sweep()
        return sent
      }
      const worker = station({ ...ports, mailer: { send } }, 'worker')
      failing(gorgias)
      await worker.accept(testRequest())
      await worker.workOff()
      expect(mails).toHaveLength(1)
    },
  )

  it('is sent by another worker when the first dies before it', async () => {
    const clock = fakeClock()
    const gorgias = fakeGorgias(clock)
    const ledger = memoryLedger()
    const first = portsOf(clock, gorgias, ledger)
    first.mailer.send = () => new Promise(() => undefined)
    failing(gorgias)
    const dying = station(first, 'first')
    await dying.accept(testRequest())
    void dying.workOff()
    while ((await ledger.count()).failed === 0) await new Promise(setImmediate)
    const mails: NotificationMail[] = []
    const second = station(portsOf(clock, gorgias, ledger, mails), 'second')
    expect(await second.notifier.sweep()).toBe(0)
    clock.advance(5 * MINUTE)
    expect(await second.notifier.sweep()).toBe(1)
    await second.notifier.close()
    expect(mails).toHaveLength(1)
  })
})

describe('a ledger that fails after it has taken a handoff', () => {
  it('gets it done when it is back, and not behind its back', async () => {
    const ledger = sharedLedger()
    let failures = 3
    const claim: Ledger['claim'] = (wanted) =>
      (failures -= 1) >= 0 ? Promise.reject(new Error('database is locked')) : ledger.claim(wanted)
    const { handoff, effects } = handoffWorld({}, { ledger: { ...ledger, claim } })
    expect(await handoff.handOff(testRequest())).toMatchObject({ status: 'created' })
    expect(effects).toEqual(['message', 'POST /api/tickets'])
  })

  it('for good: a person is told, and whoever can read it makes one ticket', async () => {
    const ledger = sharedLedger()
    const claim = () => Promise.reject(new Error('disk full'))
    const { handoff, gorgias, mails } = handoffWorld({}, { ledger: { ...ledger, claim } })
    expect(await handoff.handOff(testRequest())).toMatchObject({
      status: 'failed',
      code: 'ledger_unavailable',
    })
    expect(mails).toHaveLength(1)
    expect(gorgias.tickets).toHaveLength(0)
    await station(portsOf(fakeClock(), gorgias, ledger), 'second').workOff()
    expect(gorgias.tickets).toHaveLength(1)
  })
})

describe('the same handoff id', () => {
  it('leaves nothing behind when it comes again while its failure is being told', async () => {
    const { clock, gorgias, ...world } = handoffWorld()
    const ledger = memoryLedger()
    const again: Promise<unknown>[] = []
    const { handoff } = handoffWorld(
      {},
      {
        clock,
        ledger,
        fetch: gorgias.fetch,
        mailer: {
          send: (mail) => {
            world.mails.push(mail)
            if (again.length < 2) again.push(handoff.handOff(testRequest()), handoff.handOff(testRequest()))
            return new Promise((sent) => setImmediate(() => sent('sent')))
          },
        },
      },
    )
    gorgias.posts.push(refuse(401, 'Unauthorized.'))
    expect(await handoff.handOff(testRequest())).toMatchObject({ status: 'failed' })
    await Promise.all(again)
    expect(await ledger.count()).toMatchObject({ accepted: 0, sending: 0 })
    expect(gorgias.tickets.length).toBeLessThanOrEqual(1)
  })
})
