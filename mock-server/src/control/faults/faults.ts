import type { FaultState } from '../../kernel/faults.ts'
import { matcherOf } from '../../wire/fault-rule.ts'
import type { WireFault } from '../../wire/fault-rule.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { checked } from '../checked.ts'
import { ControlError } from '../errors.ts'
import {
  checkAnswers,
  checkCaller,
  checkCounts,
  checkKind,
  checkMatch,
  readDelay,
  readInterval,
  readOperations,
} from './check.ts'
import type { Fault, FaultOrder } from './order.ts'
import { FaultInput } from './shapes.ts'

/** Faults and outages that an account has at a time. */
const MOST_FAULTS = 500

/**
 * What the wire makes of an order.
 *
 * @param now the account's time in microseconds
 * @throws {ControlError} 400 that names the field
 */
export function ruleOf(order: FaultOrder, now: number, urgent = false): WireFault {
  const operations = readOperations(order)
  checkKind(order)
  const delay = readDelay(order, now)
  checkCounts(order)
  const interval = readInterval(order, now)
  const { match, kind, position, status, message, retry_after, after, first, every, times, probability } =
    order
  if (match !== undefined) checkMatch(match, operations, kind)
  const matches = matcherOf(operations, match ?? {}, checkAnswers(order, operations))
  return {
    kind,
    position,
    moment: position === 'before' ? 'before' : 'answered',
    urgent,
    matches,
    order,
    ...interval,
    ...(delay !== undefined && { delay }),
    ...(status !== undefined && { status }),
    ...(message !== undefined && { message }),
    ...(retry_after !== undefined && { retryAfter: retry_after }),
    ...(after !== undefined && { after }),
    ...(first !== undefined && { first }),
    ...(every !== undefined && { every }),
    ...(times !== undefined && { times }),
    ...(probability !== undefined && { probability }),
  }
}

/** Puts a rule on order, where there is room. */
export function register({ faults }: AccountTenant, rule: WireFault): FaultState<WireFault> {
  if (faults.list().length < MOST_FAULTS) return faults.add(rule)
  throw new ControlError(409, `There are ${MOST_FAULTS} faults and outages already: remove some first.`)
}

const toFault = ({ rule, ...counts }: FaultState<WireFault>): Fault => ({
  ...(rule.order as FaultOrder),
  ...counts,
})

/** Orders a fault. Refuses operations that do not exist, and settings that contradict each other. */
export function addFault(tenant: AccountTenant, order: FaultOrder): Fault {
  const rule = ruleOf(structuredClone(checked(FaultInput, order, 'order')), tenant.world.now)
  checkCaller(order.match ?? {}, tenant.world)
  return toFault(register(tenant, rule))
}

export const listFaults = ({ faults }: AccountTenant): Fault[] =>
  faults
    .list()
    .filter(({ rule }) => !rule.urgent)
    .map(toFault)

export function removeFault({ faults }: AccountTenant, id: number): void {
  const removed = faults.remove((fault) => fault.id === id && !fault.rule.urgent)
  if (removed === 0) throw new ControlError(404, `There is no fault ${id}.`)
}

/** Removes all faults; outages stay. */
export function removeFaults({ faults }: AccountTenant): void {
  faults.remove(({ rule }) => !rule.urgent)
}
