import type { ClockMode } from '../../kernel/clock.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import type { AccountTenant } from '../accounts/accounts.ts'
import { ControlError } from '../errors.ts'
import { readDuration, readInstant } from './durations.ts'

export interface ClockReading {
  readonly mode: ClockMode
  readonly now: string
}

export interface ClockChange {
  readonly mode?: ClockMode
  /** ISO 8601. */
  readonly now?: string
  /** ISO 8601 duration, or milliseconds. */
  readonly advance?: string | number
}

/** What came of moving the clock. */
export interface ClockAdvance extends ClockReading {
  /** How many timers came up on the way. */
  readonly timers: number
}

/** Time as code that waits wants it: milliseconds. */
export interface AccountClock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Waits for milliseconds of the account's time. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** Moves virtual time on through all that is due: an ISO 8601 duration or milliseconds. */
  advance(duration: string | number): Promise<ClockAdvance>
  /** When something is due next, in milliseconds since the epoch: a timer of the account or a sleeper. */
  nextDue(): number | undefined
}

export function readClock({ world }: AccountTenant): ClockReading {
  return { mode: world.clock.mode, now: formatDatetime(world.now) }
}

/** Switches the clock, sets it, moves it on: in this order. */
export async function setClock(tenant: AccountTenant, change: ClockChange): Promise<ClockAdvance> {
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
  const duration =
    change.advance === undefined ? 0 : readDuration(change.advance, now ?? world.now, 'advance')
  if (mode !== clock.mode || now !== undefined) {
    const before = world.now
    clock.set(mode, now)
    // A bucket that was filled in a later time would never empty.
    if (world.now < before) world.emptyBuckets()
    clock.runDue()
  }
  const { timers } = change.advance === undefined ? { timers: 0 } : await clock.advance(duration)
  return { ...readClock(tenant), timers }
}

/** The clock of an account, whatever world the account has by then. */
export const accountClock = (tenant: () => AccountTenant): AccountClock => ({
  now: () => Math.floor(tenant().world.now / 1000),
  sleep: (milliseconds, signal) => tenant().world.clock.sleep(Math.ceil(milliseconds * 1000), signal),
  advance: (duration) => setClock(tenant(), { advance: duration }),
  nextDue: () => {
    const due = tenant().world.clock.nextDue()
    return due === undefined ? undefined : Math.ceil(due / 1000)
  },
})
