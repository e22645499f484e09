import { describe, expect, it } from 'vitest'
import type { ApiResult } from '../gorgias/api-result.ts'
import { ask, learn, takeBack } from './plan.ts'
import { defaultPacingRules } from './state.ts'
import type { PacingState } from './state.ts'

const START = Date.UTC(2026, 2, 2, 9)
const rules = defaultPacingRules

const failed = (
  code: 'server_error' | 'unreachable' | 'unknown_outcome' | 'rejected' | 'unauthorized',
  status?: number,
) =>
  ({
    ok: false,
    failure: { code, message: '', detail: 'acme.test: it went wrong', ...(status && { status }) },
  }) as const
const fine: ApiResult<string> = { ok: true, value: '', status: 201, callLimit: { used: 1, limit: 40 } }
const down = failed('server_error', 503)

/** Callers of one account, one call after the other. */
function account() {
  let state: PacingState | undefined
  let now = START
  const self = {
    wait: (ms: number) => void (now += ms),
    ask: (isRetry = false) => {
      const step = ask(state, now, { isRetry }, rules)
      state = step.state
      return step.result
    },
    learn: (id: number, result: ApiResult<unknown>, random = 0) => {
      state = learn(state, now, id, result, rules, random)
    },
    takeBack: (id: number) => {
      state = takeBack(state, now, id, rules)
    },
    call: (result: ApiResult<unknown>, { isRetry = false, random = 0 } = {}) => {
      const decision = self.ask(isRetry)
      if (decision.go) self.learn(decision.id, result, random)
      return decision
    },
    calls: (count: number, result: ApiResult<unknown>) => {
      for (let n = 0; n < count; n += 1) self.call(result)
    },
  }
  return self
}

describe('the breaker of an account', () => {
  it.each([
    ['a 5xx', down],
    ['no connection', failed('unreachable')],
    ['a lost answer', failed('unknown_outcome')],
  ])('opens after five failures in a row: %s', (_, failure) => {
    const { calls, call } = account()
    calls(4, failure)
    expect(call(failure)).toMatchObject({ go: true })
    expect(call(fine)).toEqual({ go: false, reason: 'breaker', for: 'time', ms: 5_000 })
  })

  it('stays closed while any answer between the failures is a sound one', () => {
    const { calls, call } = account()
    for (const sound of [fine, failed('rejected', 400), fine]) {
      calls(4, down)
      expect(call(sound)).toMatchObject({ go: true })
    }
    expect(call(down)).toMatchObject({ go: true })
  })

  it.each([failed('unauthorized', 401), failed('rejected', 400)])(
    'is not opened by what is wrong with the set-up or a ticket: $failure.code',
    (refused) => {
      const { calls, call } = account()
      calls(30, refused)
      expect(call(fine)).toMatchObject({ go: true })
    },
  )

  it('lets one probe through after its pause, and nobody beside it', () => {
    const { calls, ask, wait, learn, call } = account()
    calls(5, down)
    wait(4_999)
    expect(ask().go).toBe(false)
    wait(1)
    const probe = ask()
    expect(probe.go).toBe(true)
    expect(ask()).toEqual({ go: false, reason: 'breaker', for: 'answer' })
    if (probe.go) learn(probe.id, fine)
    expect(call(fine).go).toBe(true)
  })

  it('pauses for longer after each probe that fails, up to a minute, spread by half', () => {
    const { calls, call, wait, ask } = account()
    calls(5, down)
    const pauses: number[] = []
    for (let n = 0; n < 6; n += 1) {
      const decision = ask()
      if (decision.go || decision.for !== 'time') throw new Error('It should pause.')
      pauses.push(decision.ms)
      wait(decision.ms)
      call(down, { random: n === 0 ? 0.999 : 0 })
    }
    expect(pauses).toEqual([5_000, 14_995, 20_000, 40_000, 60_000, 60_000])
  })

  it('is opened no wider by those that left before it opened', () => {
    const { calls, ask, learn } = account()
    calls(1, fine)
    const early = Array.from({ length: 9 }, () => ask())
    for (const one of early) if (one.go) learn(one.id, down)
    expect(ask()).toMatchObject({ reason: 'breaker', ms: 5_000 })
  })

  it('probes again where the prober never came back', () => {
    const { calls, ask, wait } = account()
    calls(5, down)
    wait(5_000)
    expect(ask().go).toBe(true)
    wait(rules.leaseMs - 1)
    expect(ask().go).toBe(false)
    wait(1)
    expect(ask().go).toBe(true)
  })

  it('costs a repetition nothing that is the probe', () => {
    const { calls, call, wait } = account()
    calls(5, down)
    for (let n = 0; n < 30; n += 1) {
      wait(60_000)
      expect(call(down, { isRetry: true }).go).toBe(true)
      expect(call(down, { isRetry: true })).toMatchObject({ reason: 'breaker' })
    }
  })

  it('gives the probe to another where it was not made', () => {
    const { calls, ask, wait, takeBack } = account()
    calls(5, down)
    wait(5_000)
    const probe = ask()
    if (probe.go) takeBack(probe.id)
    expect(ask().go).toBe(true)
  })

  it('obeys the Retry-After of a 503, too', () => {
    const { call, wait } = account()
    const told: ApiResult<never> = { ...down, failure: { ...down.failure, retryAfterMs: 90_000 } }
    call(told)
    expect(call(fine)).toEqual({ go: false, reason: 'told', for: 'time', ms: 90_000 })
    wait(90_000)
    expect(call(fine).go).toBe(true)
  })
})

describe('the retry quota', () => {
  const half = { isRetry: true }

  /** Every second call fails, so that the breaker stays closed. */
  function storm() {
    const one = account()
    let repeated = 0
    for (;;) {
      one.wait(600)
      if (!one.call(down, half).go) return { ...one, repeated }
      repeated += 1
      one.wait(600)
      one.call(failed('rejected', 400))
    }
  }

  it('ends a storm of repetitions and lets first tries go on', () => {
    const { repeated, call } = storm()
    expect(repeated).toBeGreaterThanOrEqual(20)
    expect(repeated).toBeLessThanOrEqual(24)
    expect(call(down, half)).toMatchObject({ go: false, reason: 'quota' })
    expect(call(fine)).toMatchObject({ go: true })
  })

  it('fills up by success: ten give back a repetition', () => {
    const { call, wait } = storm()
    for (let n = 0; n < 10; n += 1) call(fine)
    expect(call(down, half).go).toBe(true)
    wait(1)
    expect(call(down, half).go).toBe(false)
  })

  it('fills up by time, so that the end of all success is not the end', () => {
    const { call, wait } = storm()
    wait(10_000)
    expect(call(down, half).go).toBe(true)
  })

  it('costs nothing where a repetition succeeds or is told to wait', () => {
    const { call, wait } = account()
    const told: ApiResult<never> = {
      ok: false,
      failure: { code: 'rate_limited', message: '', detail: '', status: 429, retryAfterMs: 1_000 },
    }
    for (let n = 0; n < 100; n += 1) {
      wait(2_000)
      expect(call(n % 2 ? told : fine, half).go).toBe(true)
    }
  })
})
