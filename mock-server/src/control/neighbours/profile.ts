import { readDuration } from '../clock/durations.ts'
import { ControlError } from '../errors.ts'
import type { CallPlan } from '../../kernel/neighbours.ts'
import type { NeighbourProfile } from './order.ts'
import { evenRounds, hourlyRounds } from './rounds.ts'

const SECOND = 1_000_000
const DAY = 86_400 * SECOND
const HOURS = 24

/** Calls of one round. With a round of a day at the most, their product is still a whole number to the machine. */
export const MOST_CALLS = 100_000
/** A neighbour calls no more often on average, per second: each call is poured by itself. */
const MOST_PER_SECOND = 100

const wrong = (field: string, sentence: string) => {
  const name = field === '' ? 'profile' : `profile.${field}`
  return new ControlError(400, `${name}: ${sentence}`, name)
}

/** What each kind is told by. */
const FIELDS: Readonly<Record<NeighbourProfile['kind'], readonly string[]>> = {
  steady: ['calls', 'per'],
  burst: ['calls', 'every', 'first'],
  'by-hour': ['calls_per_hour', 'time_zone'],
}
export const PROFILE_KINDS = Object.keys(FIELDS) as NeighbourProfile['kind'][]

function checkFields(profile: NeighbourProfile): void {
  const { kind, ...rest } = profile
  if (!PROFILE_KINDS.includes(kind)) throw wrong('kind', `must be one of ${PROFILE_KINDS.join(', ')}.`)
  const stray = Object.keys(rest).find((field) => !FIELDS[kind].includes(field))
  if (stray !== undefined) throw wrong(stray, `does not go with kind "${kind}".`)
}

function readCalls(calls: number): number {
  if (Number.isInteger(calls) && calls >= 1 && calls <= MOST_CALLS) return calls
  throw wrong('calls', `must be a whole number from 1 to ${MOST_CALLS}.`)
}

/** The length of a round, in microseconds. */
function readLength(text: string | number | undefined, field: string, now: number): number {
  if (text === undefined) throw wrong(field, 'is missing: a duration such as "PT20S".')
  const length = readDuration(text, now, `profile.${field}`)
  if (length >= 1000 && length <= DAY) return length
  throw wrong(field, 'must be from PT0.001S to P1D.')
}

function readHours(hours: readonly number[] | undefined): readonly number[] {
  if (hours?.length !== HOURS) throw wrong('calls_per_hour', `must be ${HOURS} numbers, from midnight on.`)
  const bad = hours.findIndex((calls) => !Number.isInteger(calls) || calls < 0 || calls > MOST_CALLS)
  if (bad >= 0) throw wrong(`calls_per_hour.${bad}`, `must be a whole number from 0 to ${MOST_CALLS}.`)
  if (hours.every((calls) => calls === 0)) throw wrong('calls_per_hour', 'has no call in any hour.')
  return [...hours]
}

function readZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    throw wrong('time_zone', `"${zone.slice(0, 40)}" is no time zone such as Europe/Paris.`)
  }
}

type Rounds = Pick<CallPlan, 'roundAt' | 'mostPerSecond'>

function readRounds(profile: NeighbourProfile, starts: number, now: number): Rounds {
  if (profile.kind === 'by-hour') {
    const hours = readHours(profile.calls_per_hour)
    const most = Math.max(...hours)
    return {
      roundAt: hourlyRounds(hours, readZone(profile.time_zone ?? 'UTC')),
      mostPerSecond: most / 3600,
    }
  }
  const calls = readCalls(profile.calls)
  if (profile.kind === 'steady') {
    const per = readLength(profile.per, 'per', now)
    return { roundAt: evenRounds(starts, per, calls, false), mostPerSecond: (calls / per) * SECOND }
  }
  const every = readLength(profile.every, 'every', now)
  return { roundAt: evenRounds(starts, every, calls, true), mostPerSecond: (calls / every) * SECOND }
}

/**
 * When a neighbour calls, by its profile.
 *
 * @param starts its first moment, in microseconds since the epoch
 * @param now the account's time
 * @throws {ControlError} 400 that names the field
 */
export function readProfile(
  profile: NeighbourProfile,
  starts: number,
  now: number,
): Rounds & { readonly starts: number } {
  checkFields(profile)
  const { first = 0 } = profile.kind === 'burst' ? profile : {}
  const begin = starts + readDuration(first, now, 'profile.first')
  const rounds = readRounds(profile, begin, now)
  if (rounds.mostPerSecond <= MOST_PER_SECOND) return { ...rounds, starts: begin }
  throw wrong('', `makes more than ${MOST_PER_SECOND} calls per second on average.`)
}
