import type { NeighbourState } from '../../kernel/neighbours.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import type { NeighbourPlan } from '../../wire/traffic.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { readInstant } from '../clock/durations.ts'
import { ControlError } from '../errors.ts'
import type { Neighbour, NeighbourOrder } from './order.ts'
import { readProfile } from './profile.ts'

/** Neighbours that an account has at a time. */
const MOST_NEIGHBOURS = 20
const LONGEST_NAME = 100

const toNeighbour = ({ id, plan, made, refused, heldBack }: NeighbourState<NeighbourPlan>): Neighbour => ({
  ...(plan.order as NeighbourOrder & { readonly starts: string }),
  obeys_retry_after: plan.obeysRetryAfter,
  id,
  calls: made,
  refused,
  held_back: heldBack,
})

function readPlan(order: NeighbourOrder, now: number): NeighbourPlan {
  const { name, profile, starts, ends, obeys_retry_after = false } = order
  if (name.trim() === '' || name.length > LONGEST_NAME)
    throw new ControlError(400, `name: must have 1 to ${LONGEST_NAME} characters.`, 'name')
  const begin = starts === undefined ? now : readInstant(starts, 'starts')
  const end = ends === undefined ? Infinity : readInstant(ends, 'ends')
  const plan = readProfile(profile, begin, now)
  if (end <= Math.max(now, plan.starts))
    throw new ControlError(400, 'ends: must be later than now, and than its first call.', 'ends')
  return {
    ...plan,
    ends: end,
    obeysRetryAfter: obeys_retry_after,
    name,
    order: { ...order, starts: formatDatetime(begin) },
  }
}

/**
 * Lets another integration call the account by a profile: its calls fill the bucket that all API keys share.
 * They do nothing else, and stand in no journal.
 */
export function addNeighbour(tenant: AccountTenant, order: NeighbourOrder): Neighbour {
  const { traffic, world, rateLimit } = tenant
  const { neighbours } = traffic
  // Once: a real clock goes on, and the first call must not be over before the neighbour is there.
  const { now } = world
  const plan = readPlan(structuredClone(order), now)
  const known = neighbours.list()
  if (known.some((other) => other.plan.name === plan.name))
    throw new ControlError(409, `name: there is a neighbour "${plan.name}" already.`, 'name')
  if (known.length >= MOST_NEIGHBOURS)
    throw new ControlError(409, `There are ${MOST_NEIGHBOURS} neighbours already: remove one first.`)
  traffic.catchUp(world, rateLimit)
  return toNeighbour(neighbours.add(plan, now))
}

/** The neighbours, with what came of them until now. */
export function listNeighbours({ traffic, world, rateLimit }: AccountTenant): Neighbour[] {
  traffic.catchUp(world, rateLimit)
  return traffic.neighbours.list().map(toNeighbour)
}

/** Sends a neighbour away. What it poured drains by and by. */
export function removeNeighbour({ traffic, world, rateLimit }: AccountTenant, id: number): void {
  traffic.catchUp(world, rateLimit)
  if (!traffic.neighbours.remove(id)) throw new ControlError(404, `There is no neighbour ${id}.`)
}
