import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { findApp } from '../../helpdesk/oauth/apps.ts'
import { CATALOGUE, OPERATION_IDS } from '../../wire/catalogue.ts'
import { BODY_KINDS } from '../../wire/fault-rule.ts'
import type { DelayRange, FaultKind, FaultMatch, FaultPosition } from '../../wire/fault-rule.ts'
import { readDuration, readInstant } from '../clock/durations.ts'
import { ControlError } from '../errors.ts'
import { nearestNames } from './nearest.ts'
import type { FaultOrder } from './order.ts'

const wrong = (field: string, sentence: string) => new ControlError(400, `${field}: ${sentence}`, field)

const AFTER: readonly FaultPosition[] = ['after-commit', 'mid-body']

/** Where each kind can strike: what happens to an answer needs one. */
const POSITIONS: Readonly<Record<FaultKind, readonly FaultPosition[]>> = {
  latency: ['before', ...AFTER],
  status: ['before', 'after-commit'],
  reset: ['before', ...AFTER],
  refused: ['before'],
  empty: ['before', 'after-commit'],
  'empty-body': ['after-commit'],
  malformed: AFTER,
  truncated: AFTER,
  slow: AFTER,
}

export const FAULT_KINDS = Object.keys(POSITIONS) as FaultKind[]

/** No call is held for longer, in microseconds. */
const LONGEST_DELAY = 24 * 3_600_000_000

const METHOD_OF = new Map(CATALOGUE.map(([operation, method]) => [operation, method]))
const PATH_OF = new Map<string, string>(CATALOGUE.map(([operation, _, path]) => [operation, path]))

/** The operations that are meant. */
export function readOperations({ operation }: FaultOrder): '*' | readonly string[] {
  if (operation === '*') return '*'
  const names = [operation].flat()
  const unknown = names.find((name) => !OPERATION_IDS.has(name))
  if (unknown === undefined) return names
  if (unknown === '*') throw wrong('operation', '"*" stands for all operations, and stands alone.')
  const near = nearestNames(unknown, OPERATION_IDS)
  const hint = near.length === 0 ? '' : ` The nearest: ${near.join(', ')}.`
  throw wrong('operation', `there is no operation "${unknown.slice(0, 60)}".${hint} See /openapi.json.`)
}

/** Refuses what cannot happen where it is ordered, and settings that belong to another kind. */
export function checkKind({ kind, position, status, message, retry_after }: FaultOrder): void {
  const positions = POSITIONS[kind]
  if (!positions.includes(position))
    throw wrong('position', `a fault of kind "${kind}" strikes ${positions.join(' or ')}.`)
  if (kind === 'status' && status === undefined)
    throw wrong('status', 'a fault of kind "status" needs one from 400 to 599.')
  if (kind !== 'status' && status !== undefined)
    throw wrong('status', `goes with kind "status", not with "${kind}".`)
  if (kind !== 'status' && message !== undefined)
    throw wrong('message', `goes with kind "status", not with "${kind}".`)
  if (retry_after !== undefined && status !== 429 && status !== 503)
    throw wrong('retry_after', 'goes with status 429 or 503.')
}

/** The delay in microseconds; undefined where none was ordered. */
export function readDelay({ kind, delay }: FaultOrder, now: number): DelayRange | undefined {
  if (delay === undefined) {
    if (kind === 'latency' || kind === 'slow')
      throw wrong('delay', `a fault of kind "${kind}" needs one, such as "PT5S".`)
    return undefined
  }
  if (kind === 'refused') throw wrong('delay', 'who is refused does not wait; order a "reset" for that.')
  const isRange = typeof delay === 'object'
  const min = readDuration(isRange ? delay.min : delay, now, isRange ? 'delay.min' : 'delay')
  const max = readDuration(isRange ? delay.max : delay, now, isRange ? 'delay.max' : 'delay')
  if (max > LONGEST_DELAY) throw wrong('delay', 'must be PT24H at the most.')
  if (min > max) throw wrong('delay', 'min is longer than max.')
  if (max === 0) throw wrong('delay', 'must be longer than nothing.')
  return { min, max }
}

/** Refuses counts that contradict each other. */
export function checkCounts({ first, every, times, probability }: FaultOrder): void {
  if (first !== undefined && every !== undefined) throw wrong('every', 'say either first or every, not both.')
  if (first !== undefined && times !== undefined) throw wrong('times', 'say either first or times, not both.')
  if (probability === undefined) return
  if (probability === 0) throw wrong('probability', 'must be above 0 and at most 1.')
  if (first !== undefined || every !== undefined)
    throw wrong('probability', 'goes with times and after, not with first or every.')
}

/** The time in which it strikes, in microseconds. */
export function readInterval(
  { from, until }: Pick<FaultOrder, 'from' | 'until'>,
  now: number,
): { from?: number; until?: number } {
  const begin = from === undefined ? undefined : readInstant(from, 'from')
  const end = until === undefined ? undefined : readInstant(until, 'until')
  if (end !== undefined && end <= (begin ?? now))
    throw wrong('until', begin === undefined ? 'is over already.' : 'must be later than from.')
  if (end !== undefined && end <= now) throw wrong('until', 'is over already.')
  return { ...(begin !== undefined && { from: begin }), ...(end !== undefined && { until: end }) }
}

/** Whether the path of some operation can begin with one that is meant; faults see nothing outside the API. */
function canBegin(operations: '*' | readonly string[], meant: string): boolean {
  const parts = meant.replace(/\/$/, '').split('/')
  const paths =
    operations === '*'
      ? [`/api${'/:any'.repeat(parts.length)}`]
      : operations.map((name) => PATH_OF.get(name) ?? '')
  return paths.some((path) => {
    const segments = path.split('/')
    return parts.every(
      (part, index) => segments[index] === part || (part !== '' && segments[index]?.startsWith(':')),
    )
  })
}

/** The name of a header (RFC 9110). */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/

/** Refuses a match that no call of the operations can fit. */
export function checkMatch(match: FaultMatch, operations: '*' | readonly string[], kind: FaultKind): void {
  const { method, path, header, body, external_id } = match
  if (Object.keys(match).length === 0)
    throw wrong('match', 'names nothing; leave it out to match every call.')
  const methods = operations === '*' ? undefined : new Set(operations.map((name) => METHOD_OF.get(name)))
  if (method !== undefined && methods?.has(method) === false)
    throw wrong('match.method', `no such operation is called with ${method}.`)
  const reads = method === 'GET' || (methods?.size === 1 && methods.has('GET'))
  if (reads && (body !== undefined || external_id !== undefined))
    throw wrong(body === undefined ? 'match.external_id' : 'match.body', 'a GET has no body.')
  if (path?.startsWith('/') === false)
    throw wrong('match.path', 'must begin with a slash, as in /api/tickets.')
  if (path !== undefined && !canBegin(operations, path))
    throw wrong('match.path', 'none of the operations has a path that begins so.')
  if (header !== undefined && !HEADER_NAME.test(header.name))
    throw wrong('match.header.name', 'is no name of a header, such as User-Agent.')
  if (header?.equals !== undefined && header.pattern !== undefined)
    throw wrong('match.header.pattern', 'say either equals or pattern, not both.')
  if (body !== undefined && (body.equals === undefined) === (body.contains === undefined))
    throw wrong(
      Object.hasOwn(body, 'equals') ? 'match.body.equals' : 'match.body',
      'say either what the field equals or what it contains.',
    )
  if (kind === 'refused' && (body !== undefined || external_id !== undefined))
    throw wrong('match', 'who is refused has sent no body yet.')
}

/** Refuses a match of somebody who does not exist: who comes later gets a number that nobody knows yet. */
export function checkCaller({ user_id, key_id, client_id }: FaultMatch, world: Helpdesk): void {
  if (user_id !== undefined && world.rows.users.get(user_id) === undefined)
    throw wrong('match.user_id', `there is no user ${user_id}.`)
  if (key_id !== undefined && world.rows.apiKeys.get(key_id) === undefined)
    throw wrong('match.key_id', `there is no key ${key_id}.`)
  if (client_id !== undefined && findApp(world, client_id) === undefined)
    throw wrong('match.client_id', 'there is no such app.')
}

/** Refuses to break bodies where none is answered. */
export function checkAnswers(
  { kind, position }: FaultOrder,
  operations: '*' | readonly string[],
): { wantsBody: boolean } {
  const wantsBody = BODY_KINDS.has(kind) || position === 'mid-body'
  if (wantsBody && operations !== '*' && operations.every((name) => METHOD_OF.get(name) === 'DELETE'))
    throw wrong('operation', `${operations.join(', ')} answers without a body.`)
  return { wantsBody }
}
