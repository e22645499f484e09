import type { ApiResult } from '../../src/gorgias/api-result.ts'

/** The rate limit of Gorgias as it is documented: what is poured in leaks at a steady rate. */
export interface ModelBucket {
  /** One call at that moment, in milliseconds. */
  take(now: number): ApiResult<string>
  levelAt(now: number): number
  accepted: number
  refused: number
}

export function modelBucket({ capacity = 40, windowMs = 20_000 } = {}): ModelBucket {
  const perMs = capacity / windowMs
  let level = 0
  let at = 0
  const bucket: ModelBucket = {
    accepted: 0,
    refused: 0,
    levelAt: (now) => Math.max(0, level - (now - at) * perMs),
    take: (now) => {
      level = bucket.levelAt(now)
      at = now
      const over = level + 1 - capacity
      // A hair's breadth for sums of fractions; one call is a thousand million of it.
      if (over > 1e-9) {
        bucket.refused += 1
        const seconds = Math.max(1, Math.ceil(over / perMs / 1000))
        return {
          ok: false,
          failure: {
            code: 'rate_limited',
            message: '',
            detail: '',
            status: 429,
            retryAfterMs: seconds * 1000,
          },
          callLimit: { used: Math.ceil(level - 1e-9), limit: capacity },
        }
      }
      bucket.accepted += 1
      level += 1
      return {
        ok: true,
        value: 'done',
        status: 201,
        callLimit: { used: Math.ceil(level - 1e-9), limit: capacity },
      }
    },
  }
  return bucket
}
