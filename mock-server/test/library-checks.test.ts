import { describe, expect, it } from 'vitest'
import { startMockServer } from '../src/index.ts'
import { testServer } from './support/server.ts'

const { server, fresh } = await testServer()

/** What a test that is not type-checked hands over. */
const anything = (value: unknown): never => value as never

describe('options that do not fit', () => {
  it.for<[options: unknown, message: string]>([
    [{ clock: 'fast' }, 'clock: must be one of real, virtual.'],
    [{ effects: 'slow' }, 'effects: must be one of instant, realistic.'],
    [{ rateLimit: 'x' }, 'rateLimit: must be one of on, off.'],
    [{ randomSeed: NaN }, 'randomSeed: must be a whole number'],
    [{ unknown: 1 }, 'unknown: there is no such option; there are port,'],
    [{ toString: 1 }, 'toString: there is no such option'],
    [{ data: '' }, 'data: must be a text.'],
    [{ seed: 'nope' }, 'seed: must be demo, or an object.'],
    [{ seed: { customers: 5 } }, 'seed.customers: Not a valid list.'],
    [{ seed: { x: 1 } }, 'seed.x: No such field'],
    [{ seed: { kind: 'large', tickets: 0 } }, 'seed.tickets: Must be at least 1'],
    [{ now: 5 }, 'now: must be a text.'],
    [{ allowEgress: [5] }, 'allowEgress: must be a list of texts.'],
  ])('are refused by name: %j', async ([options, message]) => {
    await expect(startMockServer(anything(options))).rejects.toThrow(message)
  })
})

describe('what a program asks of an account', () => {
  const { account } = fresh()
  it.for<[what: string, ask: () => unknown, message: string]>([
    ['a mode of the clock', () => account.setClock(anything({ mode: 'fast' })), 'mode: Must be one of'],
    ['no advance', () => account.clock.advance(anything(null)), 'advance: Field may not be null.'],
    ['an advance by NaN', () => account.clock.advance(NaN), 'advance: a duration'],
    [
      'a name of the clock',
      () => account.setClock(anything({ advanced: 'PT5M' })),
      'advanced: No such field',
    ],
    ['calls used', () => account.setRateLimit({ used: NaN }), 'used: Not a valid integer.'],
    ['more than fits', () => account.setRateLimit({ used: 41 }), 'used: the bucket holds 40 at the most.'],
    ['a window without end', () => account.setRateLimit({ window_seconds: Infinity }), 'window_seconds: '],
    ['a window of nothing', () => account.setRateLimit({ window_seconds: 1e-9 }), 'window_seconds: '],
    ['a switch', () => account.setRateLimit(anything({ enabled: 'off' })), 'enabled: Not a valid boolean.'],
    ['no name', () => account.snapshot(anything(undefined)), 'name: Missing data for required field.'],
    ['a name of a fork', () => account.fork(anything({ subdomain: 5 })), 'subdomain: Not a valid string.'],
    ['a fork of nothing', () => account.fork(anything({ snapshots: 'x' })), 'snapshots: No such field'],
    ['half a call', () => account.rewind(0.5), 'request: Not a valid integer.'],
    ['secrets', () => account.export(anything({ secret: true })), 'secret: No such field'],
    ['an account', () => server.accounts.create(anything(5)), 'options: Not a valid mapping type.'],
    [
      'two beginnings',
      () => server.accounts.create({ from: 'acme', seed: 'demo' }),
      'seed: an account starts',
    ],
    ['a seed', () => server.accounts.create(anything({ seed: { users: [5] } })), 'seed.users.0: '],
  ])('is held against the schema of its call: %s', async ([, ask, message]) => {
    const before = JSON.stringify([account.readClock(), account.readRateLimit(), account.snapshots()])
    await expect(Promise.resolve().then(ask)).rejects.toThrow(message)
    expect(JSON.stringify([account.readClock(), account.readRateLimit(), account.snapshots()])).toBe(before)
  })
})
