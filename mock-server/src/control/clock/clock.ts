import { TimerLoop } from '../../kernel/clock.ts'
import type { AdvanceSummary, Clock, ClockMode } from '../../kernel/clock.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { checked } from '../checked.ts'
import { ControlError } from '../errors.ts'
import { readDuration, readInstant } from './durations.ts'
import { ClockBody } from './shapes.ts'
import type { ClockChange, IdleLimits } from './shapes.ts'
import { tally } from './tally.ts'
import type { Happenings } from './tally.ts'

export interface ClockReading {
  readonly mode: ClockMode
  readonly now: string
}

export const UNTIL_IDLE = 'until-idle'

const USUAL_LIMITS = { time: 'P1Y', timers: 100_000 }

/** What came of moving the clock. */
export interface ClockAdvance extends ClockReading, Happenings {
  /** How many timers came up on the way. */
  readonly timers: number
  /** How many of them a jump passed over: they came up at its end, all at once, later than they were due. */
  readonly late: number
  /** What ended `until-idle` with something still due: null where nothing did. */
  readonly stopped_by: 'time' | 'timers' | null
}

/** Time as code that waits wants it: milliseconds. */
export interface AccountClock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Waits for milliseconds of the account's time. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /**
   * Moves virtual time on through all that is due: by an ISO 8601 duration or milliseconds, or with
   * `until-idle` until nothing is due any more.
   */
  advance(duration: string | number, limits?: IdleLimits): Promise<ClockAdvance>
  /** When something is due next, in milliseconds since the epoch: a timer of the account or a sleeper. */
  nextDue(): number | undefined
}

export function readClock({ world }: AccountTenant): ClockReading {
  return { mode: world.clock.mode, now: formatDatetime(world.now) }
}

/**
 * Switches the clock, sets it, moves it on: in this order. Moves that come at once wait for each other.
 *
 * @throws {ControlError} 409 while a move waits for a receiver or a mail server, which may be the one that asks
 */
export async function setClock(tenant: AccountTenant, order: ClockChange): Promise<ClockAdvance> {
  const change = checked(ClockBody, order, 'clock')
  const { clock } = tenant.world
  if (clock.isHeldUp) {
    throw new ControlError(
      409,
      'The clock is being moved already, and waits for a receiver or a mail server: move it on when that has answered.',
    )
  }
  return clock.inTurn(() => moveClock(tenant, change))
}

async function moveClock(tenant: AccountTenant, change: ClockChange): Promise<ClockAdvance> {
  const { world } = tenant
  const { clock } = world
  const mode = change.mode ?? clock.mode
  const now = change.now === undefined ? undefined : readInstant(change.now, 'now')
  if (mode === 'real' && (now !== undefined || change.advance !== undefined)) {
    const field = now === undefined ? 'advance' : 'now'
    throw new ControlError(
      409,
      `${field}: a real clock goes by itself; set {"mode": "virtual"} first.`,
      field,
    )
  }
  const move = readMove(change, now ?? world.now)
  const count = tally(world)
  try {
    const ran = setTime(tenant, mode, now)
    const { timers, stopped } = await move(clock)
    const idle = change.advance === UNTIL_IDLE && stopped === null && clock.nextDue() === undefined
    const stopped_by = change.advance !== UNTIL_IDLE || idle ? null : (stopped ?? 'time')
    return { ...readClock(tenant), timers: ran + timers, late: ran, ...count(), stopped_by }
  } catch (error) {
    if (!(error instanceof TimerLoop)) throw error
    const advice =
      'Whatever sets them off (a rule, a robot, an integration) sets itself off: remove it, or reset.'
    throw new ControlError(409, `advance: ${error.message} ${advice}`, 'advance')
  } finally {
    count()
  }
}

/** Answers how many timers came due by it. */
function setTime(
  { world, traffic, rateLimit }: AccountTenant,
  mode: ClockMode,
  now: number | undefined,
): number {
  const { clock } = world
  if (mode === clock.mode && now === undefined) return 0
  traffic.catchUp(world, rateLimit)
  const before = world.now
  clock.set(mode, now)
  // A bucket that was filled in a later time would never empty.
  if (world.now < before) {
    world.emptyBuckets()
    traffic.restart(world.now)
  }
  return clock.runDue()
}

type Move = (clock: Clock) => Promise<Pick<AdvanceSummary, 'timers' | 'stopped'>>

/** How time is to go on from `now`. Throws a ControlError that names the field. */
function readMove({ advance, limits }: ClockChange, now: number): Move {
  if (limits !== undefined && advance !== UNTIL_IDLE) {
    throw new ControlError(400, `limits: are those of {"advance": "${UNTIL_IDLE}"}.`, 'limits')
  }
  if (advance === undefined) return () => Promise.resolve({ timers: 0, stopped: null })
  if (advance !== UNTIL_IDLE) {
    const duration = readDuration(advance, now, 'advance')
    return (clock) => clock.advance(duration)
  }
  const { time, timers } = { ...USUAL_LIMITS, ...limits }
  const duration = readDuration(time, now, 'limits.time')
  return (clock) => clock.advanceUntilIdle(duration, timers)
}

/** The clock of an account, whatever world the account has by then. */
export const accountClock = (tenant: () => AccountTenant): AccountClock => ({
  now: () => Math.floor(tenant().world.now / 1000),
  sleep: (milliseconds, signal) => tenant().world.clock.sleep(Math.ceil(milliseconds * 1000), signal),
  advance: (duration, limits) =>
    setClock(tenant(), { advance: duration, ...(limits !== undefined && { limits }) }),
  nextDue: () => {
    const due = tenant().world.clock.nextDue()
    return due === undefined ? undefined : Math.ceil(due / 1000)
  },
})
