import { describe, expect, it } from 'vitest'
import { defaultPorts } from '../src/defaults.ts'
import { openStage } from '../src/player/stage.ts'

describe('the stage of a story', () => {
  it('looks around without a trace in journal, limit and time', async () => {
    await using stage = await openStage({}, defaultPorts())
    const { account } = stage
    account.setRateLimit({ used: 39 })
    const before = [account.journal(), account.readRateLimit(), account.clock.now()]
    const users = await stage.lookAround((desk) => desk.list('/api/users'))
    expect(users).not.toEqual([])
    expect([account.journal(), account.readRateLimit(), account.clock.now()]).toEqual(before)
  })

  it('lets an agent work although the limit is used up, and leaves the limit as it was', async () => {
    await using stage = await openStage({}, defaultPorts())
    const { account } = stage
    account.setRateLimit({ used: 40 })
    await stage.atTheDesk((desk) => desk.send('POST', '/api/tags', { name: 'vip' }))
    expect(account.readRateLimit()).toMatchObject({ enabled: true, used: 40 })
    expect(account.journal().map(({ id }) => stage.ownRows.has(id))).toEqual([true])
  })

  it('keeps a limit that the story switched off', async () => {
    await using stage = await openStage({ rate_limit: 'off' }, defaultPorts())
    await stage.atTheDesk((desk) => desk.get('/api/account'))
    expect(stage.account.readRateLimit().enabled).toBe(false)
  })

  it('has nobody left to look when every admin is deactivated', async () => {
    await using stage = await openStage({}, defaultPorts())
    stage.deactivate(stage.activeAdmin())
    expect(() => stage.activeAdmin()).toThrow('no admin is left')
  })

  it('starts on the day and with the limit that are given', async () => {
    const given = { clock: '2027-01-01T00:00:00Z', rate_limit: { capacity: 80, window_seconds: 10 } }
    await using stage = await openStage(given, defaultPorts())
    expect(stage.now()).toBe('2027-01-01T00:00:00.000Z')
    expect(stage.account.readRateLimit()).toMatchObject({ capacity: 80, window_seconds: 10 })
  })
})
