import type { FaultState } from '../../kernel/faults.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import type { WireFault } from '../../wire/fault-rule.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { checked } from '../checked.ts'
import { readDuration, readInstant } from '../clock/durations.ts'
import { ControlError } from '../errors.ts'
import { register, ruleOf } from './faults.ts'
import type { FaultOrder, Outage, OutageOrder } from './order.ts'
import { OutageInput } from './shapes.ts'

type Kind = NonNullable<OutageOrder['kind']>

/** What every call meets while an outage lasts, if nothing else was ordered. */
const USUAL_STATUS = 503

function readUntil({ until, duration }: OutageOrder, from: number): string | undefined {
  if (until !== undefined && duration !== undefined)
    throw new ControlError(400, 'duration: say either until or duration, not both.', 'duration')
  if (duration === undefined) return until
  const length = readDuration(duration, from, 'duration')
  if (length > 0) return formatDatetime(from + length)
  throw new ControlError(400, 'duration: must be longer than nothing.', 'duration')
}

/** Orders an outage: a fault for every call of the account, which goes before all others. */
export function addOutage(tenant: AccountTenant, order: OutageOrder): Outage {
  const { now } = tenant.world
  const { duration: _, from: begin, kind = 'status', ...rest } = checked(OutageInput, order, 'order')
  const from = begin === undefined ? now : readInstant(begin, 'from')
  const until = readUntil(order, from)
  const fault: FaultOrder = {
    ...(kind === 'status' && { status: USUAL_STATUS }),
    ...structuredClone(rest),
    operation: '*',
    position: 'before',
    kind,
    from: formatDatetime(from),
    ...(until !== undefined && { until }),
  }
  return toOutage(register(tenant, ruleOf(fault, now, true)), now)
}

function toOutage({ id, rule, hits, waiting }: FaultState<WireFault>, now: number): Outage {
  const { operation: _o, position: _p, ...order } = rule.order as FaultOrder
  const { from = 0, until } = rule
  return {
    ...order,
    kind: rule.kind as Kind,
    id,
    from: formatDatetime(from),
    until: until === undefined ? null : formatDatetime(until),
    state: now < from ? 'scheduled' : until !== undefined && now >= until ? 'over' : 'active',
    hits,
    waiting,
  }
}

export const listOutages = ({ faults, world }: AccountTenant): Outage[] =>
  faults
    .list()
    .filter(({ rule }) => rule.urgent)
    .map((fault) => toOutage(fault, world.now))

export function removeOutage({ faults }: AccountTenant, id: number): void {
  const removed = faults.remove((fault) => fault.id === id && fault.rule.urgent)
  if (removed === 0) throw new ControlError(404, `There is no outage ${id}.`)
}
