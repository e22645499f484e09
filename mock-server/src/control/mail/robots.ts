import { foldEmail, nextId } from '../../helpdesk/model/helpdesk.ts'
import type { Robot, RobotKind } from '../../helpdesk/model/robots.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { change } from '../change.ts'
import { readDuration } from '../clock/durations.ts'
import { ControlError } from '../errors.ts'

/** A robot that is to stand at the customers' end. */
export interface RobotOrder {
  /** One address, or a domain. One of the two is needed. */
  readonly address?: string
  readonly domain?: string
  readonly kind: RobotKind
  /** What it writes, instead of the usual words of its kind. */
  readonly text?: string
  /** How long after an e-mail it answers: an ISO 8601 duration from a second on, or milliseconds; default PT2S. */
  readonly delay?: string | number
  /** Answers automatic e-mails, too, and says nothing of being automatic. Default false. */
  readonly naive?: boolean
}

/** A robot, and how often it has answered. */
export interface RobotRow {
  readonly id: number
  readonly address: string | null
  readonly domain: string | null
  readonly kind: RobotKind
  readonly text: string | null
  readonly delay: string
  readonly naive: boolean
  readonly answers: number
}

const MOST_ROBOTS = 1_000
const SECOND = 1_000_000
const LONGEST_DELAY = 366 * 86_400 * SECOND

const shown = ({ id, address, kind, text, delay, naive, answers }: Robot): RobotRow => ({
  id,
  address: address.startsWith('@') ? null : address,
  domain: address.startsWith('@') ? address.slice(1) : null,
  kind,
  text,
  delay: `PT${delay / SECOND}S`,
  naive,
  answers,
})

function readPlace({ address, domain }: RobotOrder): string {
  if (address !== undefined && domain !== undefined)
    throw new ControlError(400, 'domain: say either address or domain, not both.', 'domain')
  if (address !== undefined) return foldEmail(address)
  if (domain === undefined) throw new ControlError(400, 'address: say an address or a domain.', 'address')
  const folded = foldEmail(domain)
  if (/^[^\s@<>]+$/.test(folded)) return `@${folded}`
  throw new ControlError(400, 'domain: a domain is what stands behind the @, such as example.com.', 'domain')
}

function readDelay({ delay = 'PT2S' }: RobotOrder, now: number): number {
  const micros = readDuration(delay, now, 'delay')
  // Whoever answers at once, to whom answers at once, leaves no time for anything else.
  if (micros >= SECOND && micros <= LONGEST_DELAY) return micros
  throw new ControlError(400, 'delay: a robot takes from a second (PT1S) to a year.', 'delay')
}

/** Puts a robot at an address, or at all of a domain. Each place has one. */
export function addRobot(tenant: AccountTenant, order: RobotOrder): RobotRow {
  const { robots } = tenant.world.rows
  const address = readPlace(order)
  const delay = readDelay(order, tenant.world.now)
  const field = order.address === undefined ? 'domain' : 'address'
  if (robots.first('byAddress', [address]) !== undefined)
    throw new ControlError(409, `${field}: there is a robot at ${address} already.`, field)
  if (robots.size >= MOST_ROBOTS)
    throw new ControlError(409, `An account has ${MOST_ROBOTS} robots at the most: remove one first.`)
  const { kind, text = null, naive = false } = order
  const robot = change(tenant, 'robots', () =>
    robots.put({
      id: nextId(tenant.world, 'robots'),
      address,
      kind,
      text,
      delay,
      naive,
      told: [],
      answers: 0,
    }),
  )
  return shown(robot)
}

export const listRobots = ({ world }: AccountTenant): RobotRow[] => [...world.rows.robots.values()].map(shown)

export function removeRobot(tenant: AccountTenant, id: number): void {
  const { robots } = tenant.world.rows
  if (robots.get(id) === undefined) throw new ControlError(404, `There is no robot ${id}.`)
  change(tenant, 'robots', () => robots.remove(id))
}
