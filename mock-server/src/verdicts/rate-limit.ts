import type { Call } from '../wire/calls.ts'
import { counted, finding, nameOf } from './verdict.ts'
import type { Finding, FindingKind, Rule } from './verdict.ts'

const EARLY: FindingKind = {
  code: 'early-retry',
  severity: 'error',
  hint: 'Wait as long as Retry-After says, in full, and add jitter after it, not before.',
}
const BURST: FindingKind = {
  code: 'burst-past-bucket',
  severity: 'warning',
  hint: 'Pace by the header X-Gorgias-Account-Api-Call-Limit, and stop at the first 429: each further call is wasted.',
}
const LIMITED: FindingKind = {
  code: 'rate-limited',
  severity: 'info',
  hint: 'Pace by the header X-Gorgias-Account-Api-Call-Limit: a client that plans its calls sees no 429.',
}

/** Calls that differ and came within a quarter of a second, in microseconds, were under way together. */
const TOGETHER = 250_000

/** API keys of an account share one limit; an app has its own. */
const callerOf = ({ entry }: Call): string => entry.client_id ?? ''

const isSame = (one: Call, other: Call): boolean =>
  one.entry.method === other.entry.method &&
  one.entry.path === other.entry.path &&
  one.requestText === other.requestText

interface Wait {
  readonly refused: Call
  readonly until: number
  readonly early: Call[]
}

/** Calls before the time that a 429 asked to wait was over. */
export const findEarlyRetries: Rule = ({ calls }) => {
  const waits: Wait[] = []
  const current = new Map<string, Wait>()
  let last = -Infinity
  for (const call of calls) {
    const { at, answered_at, status } = call.entry
    // Whoever sets the clock back ends all waits.
    if (at < last) current.clear()
    last = at
    const wait = current.get(callerOf(call))
    const isEarly =
      wait !== undefined &&
      at < wait.until &&
      (isSame(call, wait.refused) || at - wait.refused.entry.answered_at > TOGETHER)
    if (isEarly) wait.early.push(call)
    const seconds = status === 429 ? Number(call.responseHeaders['retry-after'] ?? NaN) : NaN
    if (Number.isNaN(seconds)) continue
    const until = answered_at + seconds * 1_000_000
    // A wait goes on while it lasts, so that one hasty client is one finding.
    if (wait !== undefined && at < wait.until)
      current.set(callerOf(call), Object.assign(wait, { until: Math.max(wait.until, until) }))
    else {
      const begun = { refused: call, until, early: [] }
      waits.push(begun)
      current.set(callerOf(call), begun)
    }
  }
  return waits
    .filter(({ early }) => early.length > 0)
    .map(({ refused, early }) => {
      const wait = refused.responseHeaders['retry-after'] ?? ''
      const message = `${nameOf(refused)} was asked to wait ${wait} s; ${counted(early.length, 'call')} came before that was over.`
      return finding(EARLY, message, [refused, ...early])
    })
}

/** Calls into a bucket that is full. A 429 that was ordered as a fault is nobody's mistake. */
export const findBursts: Rule = ({ calls }) => {
  const findings: Finding[] = []
  const runs = new Map<string, Call[]>()
  const close = (run: readonly Call[] | undefined) => {
    if (run === undefined || run.length === 0) return
    const more = run.length > 1
    const message = more
      ? `${counted(run.length, 'call')} in a row met a full bucket, from call ${String(run[0]?.id)} on.`
      : `${run.map(nameOf).join()} met a full bucket.`
    findings.push(finding(more ? BURST : LIMITED, message, run))
  }
  for (const call of calls) {
    const { status, fault_id } = call.entry
    const run = runs.get(callerOf(call)) ?? []
    if (status === 429 && fault_id === null) runs.set(callerOf(call), [...run, call])
    else if (status !== 429) {
      close(run)
      runs.delete(callerOf(call))
    }
  }
  for (const run of runs.values()) close(run)
  return findings
}
