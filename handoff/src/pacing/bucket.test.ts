import { describe, expect, it } from 'vitest'
import type { ApiResult, CallLimit } from '../gorgias/api-result.ts'
import { levelOf, reserveOf } from './bucket.ts'
import { ask, learn } from './plan.ts'
import { defaultPacingRules as rules } from './state.ts'
import type { PacingState } from './state.ts'

const START = Date.UTC(2026, 2, 2, 9)

const answer = (callLimit?: CallLimit): ApiResult<string> => ({
  ok: true,
  value: '',
  status: 201,
  ...(callLimit && { callLimit }),
})

function depart(state: PacingState | undefined, now = START) {
  const step = ask(state, now, { isRetry: false }, rules)
  if (!step.result.go) throw new Error(`It waits: ${JSON.stringify(step.result)}`)
  return { state: step.state, id: step.result.id }
}

/** The state after one call with this answer. */
function after(result: ApiResult<unknown>, from?: PacingState, now = START): PacingState {
  const { state, id } = depart(from, now)
  return learn(state, now, id, result, rules, 0)
}

/** How many leave at once before one has to wait. */
function burst(state: PacingState, now = START): number {
  let step = ask(state, now, { isRetry: false }, rules)
  let gone = 0
  for (; step.result.go; gone += 1) step = ask(step.state, now, { isRetry: false }, rules)
  return gone
}

describe('what is known of the bucket', () => {
  it('before anything was heard is a question that one scout asks', () => {
    const { state } = depart(undefined)
    expect(ask(state, START, { isRetry: false }, rules).result).toEqual({
      go: false,
      reason: 'bucket',
      for: 'answer',
    })
    expect(depart(state, START + 2_000).id).toBe(2)
  })

  it('lets the burst go that the bucket has room for, a twentieth aside', () => {
    expect(burst(after(answer({ used: 1, limit: 40 })))).toBe(37)
    expect(burst(after(answer({ used: 1, limit: 80 })))).toBe(75)
  })

  it('counts what others used: 38 of 40 leave room for nobody', () => {
    const state = after(answer({ used: 39, limit: 40 }))
    expect(burst(state)).toBe(0)
    expect(levelOf(state, START, rules)).toBe(39)
  })

  it('leaves a neighbour room for three windows after it was noticed', () => {
    const state = after(answer({ used: 11, limit: 40 }))
    const often = after(answer({ used: 22, limit: 40 }), state, START + 1_000)
    expect(reserveOf(often, START + 1_000, rules)).toBeGreaterThan(10)
    expect(reserveOf(often, START + 61_000, rules)).toBeGreaterThan(10)
    expect(reserveOf(often, START + 61_001, rules)).toBe(2)
  })

  it('leaves a neighbour never more than three fifths of the bucket', () => {
    const state = after(answer({ used: 1, limit: 40 }))
    const much = after(answer({ used: 40, limit: 40 }), state, START + 1)
    expect(reserveOf(much, START + 1, rules)).toBe(24)
  })

  it('comes down to what an answer says that no other call of ours can have changed', () => {
    const busy = after(answer({ used: 30, limit: 40 }))
    const exact = after(answer({ used: 4, limit: 40 }), busy, START + 5_000)
    expect(levelOf(exact, START + 5_000, rules)).toBe(4)
  })

  it('holds the larger of both levels while others are under way', () => {
    const first = depart(after(answer({ used: 20, limit: 40 })))
    const second = depart(first.state)
    const state = learn(second.state, START, first.id, answer({ used: 5, limit: 40 }), rules, 0)
    expect(levelOf(state, START, rules)).toBe(22)
  })

  it.each([
    { used: 0, limit: 40 },
    { used: 1, limit: 0 },
    { used: 1, limit: 1_000_000 },
  ])('is not changed by a header that is not about it: $used/$limit', (header) => {
    const busy = after(answer({ used: 20, limit: 40 }))
    expect(levelOf(after(answer(header), busy), START, rules)).toBe(21)
  })

  it('is assumed full after a 429 without a header', () => {
    const failure = { code: 'rate_limited', message: '', detail: '', status: 429 } as const
    const state = after({ ok: false, failure })
    expect(levelOf(state, START, rules)).toBe(40)
  })

  it('does not count a call that never left', () => {
    const failure = { code: 'unreachable', message: '', detail: '' } as const
    expect(levelOf(after({ ok: false, failure }), START, rules)).toBe(0)
    const lost = { code: 'unknown_outcome', message: '', detail: '' } as const
    expect(levelOf(after({ ok: false, failure: lost }), START, rules)).toBe(1)
  })

  it('counts a call whose process is gone, and waits for it no longer than its lease', () => {
    const { state } = depart(after(answer({ used: 1, limit: 40 })))
    const now = START + rules.leaseMs
    const { state: next } = depart(state, now)
    expect(next.calls).toHaveLength(1)
    expect(levelOf(next, now, rules)).toBe(2)
  })

  it('keeps the later end of two rests', () => {
    const limited = (retryAfterMs: number): ApiResult<never> => ({
      ok: false,
      failure: { code: 'rate_limited', message: '', detail: '', status: 429, retryAfterMs },
    })
    const first = depart(after(answer({ used: 1, limit: 40 })))
    const second = depart(first.state)
    const long = learn(second.state, START, first.id, limited(60_000), rules, 0)
    const both = learn(long, START, second.id, limited(1_000), rules, 0)
    expect(ask(both, START, { isRetry: false }, rules).result).toMatchObject({ reason: 'told', ms: 60_000 })
  })

  it('is not poured into by a call that was refused', () => {
    const failure = { code: 'rate_limited', message: '', detail: '', status: 429 } as const
    const state = after({ ok: false, failure, callLimit: { used: 5, limit: 40 } })
    expect(levelOf(state, START, rules)).toBe(5)
    const more = after({ ok: false, failure, callLimit: { used: 1, limit: 40 } }, state)
    expect(levelOf(more, START, rules)).toBe(5)
  })

  it('learns nothing from the header of a refused key', () => {
    const failure = { code: 'unauthorized', message: '', detail: '', status: 401 } as const
    const state = after({ ok: false, failure, callLimit: { used: 30, limit: 40 } })
    expect(levelOf(state, START, rules)).toBe(1)
  })

  it('survives being written as JSON', () => {
    const state = after(answer({ used: 11, limit: 40 }), depart(undefined).state, START + 2_000)
    expect(JSON.parse(JSON.stringify(state))).toEqual(state)
  })
})
