import type { Helpdesk } from './model/helpdesk.ts'

/**
 * What happens by itself in an account within an hour, whatever addresses and tickets it is about (the
 * simulator's bounds). Others hold for one address or one ticket: mail that makes new ones each time, as
 * between a rule and whoever answers it, would grow without end. The hour begins with the first of each.
 */
export const PER_HOUR = {
  /** Messages of rules, one for each recipient. */
  'rule-emails': 10_000,
  'robot-answers': 2_000,
} as const

const IDS = { 'rule-emails': 1, 'robot-answers': 2 } as const
const HOUR = 3_600_000_000

/** Counts one more, and answers true; false where the hour has had as many as it may. */
export function countWithinHour(world: Helpdesk, what: keyof typeof PER_HOUR): boolean {
  const { hourCounts } = world.rows
  const known = hourCounts.get(IDS[what])
  const { since, count } =
    known !== undefined && world.now - known.since < HOUR ? known : { since: world.now, count: 0 }
  if (count >= PER_HOUR[what]) return false
  hourCounts.put({ id: IDS[what], since, count: count + 1 })
  return true
}
