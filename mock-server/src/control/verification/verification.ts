import { AssertionError } from 'node:assert'
import type { Call } from '../../wire/calls.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { checked } from '../checked.ts'
import { ControlError } from '../errors.ts'
import { callsOf } from '../journal/journal.ts'
import type { JournalFilter } from '../journal/filter.ts'
import { checkExpected, compareCall, nameOf, OTHER_ROUTE } from './expected.ts'
import type { Comparison, ExpectedCall } from './expected.ts'
import { shown } from './match.ts'
import type { Difference } from './match.ts'
import { ExpectationBody } from './shapes.ts'

/** How often a call is expected: a number, `never`, or bounds. */
export type Times =
  number | 'never' | { readonly exactly?: number; readonly at_least?: number; readonly at_most?: number }

/** What is expected of the calls so far: of one kind of call how often, or of several their order. */
export interface Expectation extends Pick<JournalFilter, 'since' | 'until'> {
  readonly expect?: ExpectedCall
  /** With `expect`; default: at least once. */
  readonly times?: Times
  /** These calls, one after the other; others may come in between. */
  readonly in_order?: readonly ExpectedCall[]
  /** Whether any call besides the expected ones is one too many. */
  readonly nothing_else?: boolean
}

/** A call that is nearly as expected. */
export interface NearCall {
  /** The id of the call in the journal. */
  readonly request: number
  readonly method: string
  readonly path: string
  readonly status: number
  readonly differences: readonly Difference[]
}

/** What came of a verification. */
export interface Verification {
  /** False as well where the journal does not have what the proof would need: `complete` is false then. */
  readonly ok: boolean
  /** How many calls were as expected; with `in_order` how many steps were found. */
  readonly found: number
  /** The calls that were as expected. */
  readonly requests: readonly number[]
  /** Whether the journal has all calls, with all that the expectation asks of them. */
  readonly complete: boolean
  readonly message: string
  readonly nearest: readonly NearCall[]
}

interface Bounds {
  readonly least: number
  readonly most: number
  readonly words: string
}

const NEAREST = 3
const MOST_DIFFERENCES = 20
const MOST_REQUESTS = 100

const wrong = (field: string, sentence: string) => new ControlError(400, `${field}: ${sentence}`, field)
const calls = (count: number): string => `${count} call${count === 1 ? '' : 's'}`

const COUNTS: ReadonlySet<string> = new Set(['exactly', 'at_least', 'at_most'])

function boundsOf(times: Times = { at_least: 1 }): Bounds {
  const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0
  const isNamed = typeof (times as unknown) === 'object' && (times as unknown) !== null
  if (!isNamed && times !== 'never' && !isCount(times))
    throw wrong('times', 'must be a whole number, "never", or an object with exactly, at_least or at_most.')
  const named = typeof times === 'object' ? times : { exactly: times === 'never' ? 0 : times }
  const { exactly, at_least, at_most } = named
  for (const [name, value] of Object.entries(named)) {
    if (!COUNTS.has(name)) throw wrong(`times.${name}`, 'there is only exactly, at_least and at_most.')
    if (!isCount(value)) throw wrong(`times.${name}`, 'must be a whole number from 0.')
  }
  if (exactly !== undefined && (at_least !== undefined || at_most !== undefined))
    throw wrong('times.exactly', 'say either exactly, or at_least and at_most.')
  if (exactly !== undefined)
    return { least: exactly, most: exactly, words: exactly === 0 ? 'no call' : `exactly ${calls(exactly)}` }
  if (at_least === undefined && at_most === undefined)
    throw wrong('times', 'say exactly, at_least or at_most, or "never".')
  const [least, most] = [at_least ?? 0, at_most ?? Infinity]
  if (least > most) throw wrong('times.at_most', 'must not be below at_least.')
  const words = [
    ...(at_least === undefined ? [] : [`at least ${at_least}`]),
    ...(at_most === undefined ? [] : [`at most ${at_most}`]),
  ]
  return { least, most, words: `${words.join(' and ')} call${(at_most ?? at_least) === 1 ? '' : 's'}` }
}

const toNear = ({ call, differences }: Comparison): NearCall => ({
  request: call.id,
  method: call.entry.method,
  path: call.path,
  status: call.entry.status,
  differences: differences.slice(0, MOST_DIFFERENCES),
})

/** The calls that came nearest, the newer first among equals: those of the same operation, if there are any. */
function nearestOf(comparisons: readonly Comparison[]): NearCall[] {
  const others = comparisons.filter(({ distance }) => distance > 0)
  const related = others.filter(({ distance }) => distance < OTHER_ROUTE)
  return (related.length > 0 ? related : others)
    .map((comparison, index) => ({ comparison, index }))
    .sort((a, b) => a.comparison.distance - b.comparison.distance || b.index - a.index)
    .slice(0, NEAREST)
    .map(({ comparison }) => toNear(comparison))
}

function tell(headline: string, nearest: readonly NearCall[], gaps: readonly string[]): string {
  const lines = [headline]
  if (nearest.length > 0) lines.push('The nearest:')
  for (const { request, method, path, status, differences } of nearest) {
    lines.push(`  call ${request}: ${method} ${path} -> ${status === 0 ? 'cut off' : status}`)
    for (const { field, expected, found } of differences)
      lines.push(`    ${field}: expected ${expected}, found ${shown(found)}`)
  }
  return [...lines, ...gaps].join('\n')
}

/** What the journal does not have, and what to raise. */
function gapsOf({ keeps, dropped }: AccountTenant['journal'], unread: readonly Call[]): string[] {
  if (!keeps) return ['The journal keeps no calls: start with a journal that has entries (journal.entries).']
  return [
    ...(dropped === 0
      ? []
      : [
          `The journal does not have the oldest ${calls(dropped)} any more: raise journal.entries or journal.bytes.`,
        ]),
    ...(unread.length === 0
      ? []
      : [
          `What was sent with ${calls(unread.length)}${listed(unread)} is not in the journal: it was too large (journal.bytes), or broke off.`,
        ]),
  ]
}

interface Outcome {
  readonly ok: boolean
  /** Whether calls that the journal does not have could make it false. */
  readonly needsAll: boolean
  /** Calls that might be expected ones: what would tell is not in the journal. */
  readonly unread: readonly Call[]
  readonly matched: readonly Call[]
  readonly headline: string
  readonly nearest: readonly NearCall[]
}

const listed = (ids: readonly Call[]): string =>
  ids.length === 0
    ? ''
    : ` (${ids
        .slice(0, 10)
        .map(({ id }) => id)
        .join(', ')}${ids.length > 10 ? ', ...' : ''})`

/** Whether a call differs in nothing but what the journal does not have of it. */
const mayMatch = ({ call, differences, distance }: Comparison): boolean =>
  distance > 0 && !call.isWhole && differences.every(({ field }) => /^(?:body|headers)\b/.test(field))

function verifyCount(all: readonly Call[], expected: ExpectedCall, bounds: Bounds, only: boolean): Outcome {
  const comparisons = all.map((call) => compareCall(expected, call))
  const matched = comparisons.filter(({ distance }) => distance === 0).map(({ call }) => call)
  const others = all.length - matched.length
  const counts = matched.length >= bounds.least && matched.length <= bounds.most
  const ok = counts && !(only && others > 0)
  const unread = comparisons.filter(mayMatch).map(({ call }) => call)
  const found = `found ${matched.length} among ${calls(all.length)}${listed(matched)}`
  const besides = only && others > 0 ? ` Nothing else was expected, and ${calls(others)} came besides.` : ''
  return {
    ok,
    needsAll: only || bounds.most < Infinity,
    unread,
    matched,
    headline: `Expected ${bounds.words} of ${nameOf(expected)}, ${found}.${besides}`,
    nearest: ok || matched.length > bounds.most ? [] : nearestOf(comparisons),
  }
}

function verifyOrder(all: readonly Call[], steps: readonly ExpectedCall[], only: boolean): Outcome {
  const matched: Call[] = []
  let from = 0
  for (const [index, step] of steps.entries()) {
    const isStep = (call: Call) => compareCall(step, call).distance === 0
    const at = all.findIndex((call, place) => place >= from && isStep(call))
    const call = all[at]
    if (call === undefined) {
      const before = matched.at(-1)
      const earlier = all.slice(0, from).find(isStep)
      const headline =
        `Expected ${steps.length} calls in order; step ${index + 1}, ${nameOf(step)}, did not come` +
        (before === undefined ? '' : ` after call ${before.id}`) +
        (earlier === undefined ? '.' : `; it came before, as call ${earlier.id}.`)
      const comparisons = all.slice(from).map((one) => compareCall(step, one))
      const unread = comparisons.filter(mayMatch).map((one) => one.call)
      return { ok: false, needsAll: true, unread, matched, headline, nearest: nearestOf(comparisons) }
    }
    matched.push(call)
    from = at + 1
  }
  const others = all.length - matched.length
  const ok = !(only && others > 0)
  const besides = ok ? '' : ` Nothing else was expected, and ${calls(others)} came besides.`
  return {
    ok,
    needsAll: only,
    unread: [],
    matched,
    headline: `Expected ${steps.length} calls in order, found them${listed(matched)}.${besides}`,
    nearest: [],
  }
}

/**
 * Holds the calls so far against what is expected of them.
 *
 * @throws {ControlError} 400 for an expectation that contradicts itself; it names the field
 */
export function verifyCalls(tenant: AccountTenant, expectation: Expectation): Verification {
  const {
    expect,
    times,
    in_order,
    nothing_else = false,
    ...span
  } = checked(ExpectationBody, expectation, 'expectation')
  if ((expect === undefined) === (in_order === undefined))
    throw wrong('expect', 'say either expect or in_order: one kind of call, or several in their order.')
  if (times !== undefined && in_order !== undefined)
    throw wrong('times', 'goes with expect; in_order has each call once.')
  const bounds = boundsOf(times)
  if (expect !== undefined) checkExpected(expect, 'expect')
  for (const [index, step] of (in_order ?? []).entries()) checkExpected(step, `in_order.${index}`)
  const all = [...callsOf(tenant, span)]
  const { ok, needsAll, unread, matched, headline, nearest } =
    expect === undefined
      ? verifyOrder(all, in_order ?? [], nothing_else)
      : verifyCount(all, expect, bounds, nothing_else)
  const gaps = gapsOf(tenant.journal, unread)
  const isUndecided = ok && needsAll && gaps.length > 0
  return {
    ok: ok && !isUndecided,
    found: matched.length,
    requests: matched.slice(0, MOST_REQUESTS).map(({ id }) => id),
    complete: gaps.length === 0,
    message: tell(
      isUndecided ? `${headline} Whether there were more, nobody can tell.` : headline,
      nearest,
      gaps,
    ),
    nearest,
  }
}

/** The same for a test: throws an AssertionError with the message where the calls are not as expected. */
export function assertCalls(tenant: AccountTenant, expectation: Expectation): Verification {
  const verification = verifyCalls(tenant, expectation)
  if (!verification.ok) throw new AssertionError({ message: verification.message, operator: 'verify' })
  return verification
}
