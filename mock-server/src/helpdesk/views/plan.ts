import { HIGHEST } from '../../kernel/key.ts'
import type { Key } from '../../kernel/key.ts'
import type { Ticket } from '../model/entities.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Condition, RuleLiteral, TestCondition } from '../rules/language/index.ts'

type TicketIndex = Parameters<Helpdesk['rows']['tickets']['walk']>[0]

/** A place between tickets in an order: the value by which they are sorted, and an id. */
export type Place = readonly [value: number, id: number]

type RangeField = 'created_datetime' | 'updated_datetime' | 'trashed_datetime' | 'snooze_datetime'

interface Range {
  readonly field: RangeField
  readonly from: number
  readonly to: number
}

/** A stretch of an index, in which all tickets lie that pass a test. */
export interface Stretch {
  readonly index: TicketIndex
  readonly prefix?: Key
  /** Of the part of the key behind the prefix. */
  readonly range?: Range | undefined
}

/** The indexes of an order, where there are any: of all tickets, and of those of a status. */
export interface OrderIndexes {
  readonly index?: 'byCreated' | 'byUpdated'
  readonly inStatus?: 'byStatusAndUpdate' | 'byStatusAndMessage'
}

/** The tickets of a stretch, strictly behind a place, upwards or downwards. */
export function* walkStretch(
  world: Helpdesk,
  { index, prefix = [], range }: Stretch,
  after?: Place,
  downwards = false,
): Iterable<Ticket> {
  const edge = range && (downwards ? [...prefix, range.to, HIGHEST] : [...prefix, range.from])
  const start = after === undefined ? edge : [...prefix, ...after]
  const options = { prefix, reverse: downwards, ...(start !== undefined && { after: start }) }
  for (const ticket of world.rows.tickets.walk(index, options)) {
    const value = range && ticket[range.field]
    if (range && value != null && (downwards ? value < range.from : value > range.to)) return
    yield ticket
  }
}

/** The tests that every ticket of the view has to pass. */
function conjunctsOf(condition: Condition | null): TestCondition[] {
  if (condition?.kind === 'and') return [...conjunctsOf(condition.left), ...conjunctsOf(condition.right)]
  return condition?.kind === 'test' ? [condition] : []
}

const RANGE_INDEXES: Readonly<Record<RangeField, TicketIndex>> = {
  created_datetime: 'byCreated',
  updated_datetime: 'byUpdated',
  trashed_datetime: 'byTrashing',
  snooze_datetime: 'bySnooze',
}
const RANGE_FIELDS = Object.keys(RANGE_INDEXES) as RangeField[]

/** Bounds take in a little more than the test lets pass: it is made again with each ticket. */
const BOUNDS: Readonly<Record<string, (limit: number, now: number) => readonly [from: number, to: number]>> =
  {
    eq: (limit) => [limit, limit],
    gte: (limit) => [limit, Infinity],
    gt: (limit) => [limit, Infinity],
    lte: (limit) => [-Infinity, limit],
    lt: (limit) => [-Infinity, limit],
    gteTimedelta: (age, now) => [-Infinity, now - age],
    lteTimedelta: (age, now) => [now - age, Infinity],
  }

/** Where the tests leave a field of time; undefined where they ask nothing of it. */
function rangeOf(tests: readonly TestCondition[], field: RangeField, now: number): Range | undefined {
  const bounds = tests.flatMap(({ operator, operands: [limit], path }) => {
    if (path.join('.') !== `ticket.${field}`) return []
    if (operator === 'isNotEmpty') return [[-Infinity, Infinity] as const]
    const bound = typeof limit === 'number' ? BOUNDS[operator]?.(limit, now) : undefined
    return bound === undefined ? [] : [bound]
  })
  if (bounds.length === 0) return undefined
  const from = Math.max(...bounds.map(([low]) => low))
  return { field, from, to: Math.min(...bounds.map(([, high]) => high)) }
}

const REFERENCES: Readonly<Record<string, TicketIndex>> = {
  'ticket.assignee_user.id': 'byAssigneeUser',
  'ticket.assignee_team.id': 'byAssigneeTeam',
  'ticket.customer.id': 'byCustomer',
}

/** Filters write ids as texts, too. */
const idsIn = (constants: readonly RuleLiteral[]): number[] =>
  constants.map(Number).filter(Number.isSafeInteger)

function tagStretches(world: Helpdesk, { operator, operands, path }: TestCondition): Stretch[] | undefined {
  const { tags } = world.rows
  const ids =
    path.at(-1) === 'id'
      ? idsIn(operands)
      : operands.flatMap((name) => tags.first('byName', [String(name)])?.id ?? [])
  const stretches = ids.map((id): Stretch => ({ index: 'byTag', prefix: [id] }))
  if (operator === 'eq' || operator === 'containsAny') return stretches
  // All of them: one is as good as another, as long as it is there.
  return operator === 'containsAll' && operands.length > 0 ? stretches.slice(0, 1) : undefined
}

/** Stretches in one of which every ticket lies that passes a test. */
type Choice = readonly Stretch[]

/** Which stretches a test leaves; undefined where no index knows. */
function choiceOf(world: Helpdesk, test: TestCondition): Choice | undefined {
  const variable = test.path.join('.')
  if (test.operands.includes(null)) return undefined
  if (variable === 'ticket.tags.id' || variable === 'ticket.tags.name') return tagStretches(world, test)
  if (test.operator !== 'eq') return undefined
  const [constant] = test.operands
  if (variable === 'ticket.spam' && String(constant) === 'true') return [{ index: 'bySpam' }]
  const index = REFERENCES[variable]
  return index && idsIn(test.operands).map((id) => ({ index, prefix: [id] }))
}

/** The status that the tests ask for. */
function statusIn(tests: readonly TestCondition[]): string | undefined {
  const test = tests.find(({ path, operator }) => path.join('.') === 'ticket.status' && operator === 'eq')
  const [constant = null] = test?.operands ?? []
  return constant === null ? undefined : String(constant)
}

function* rowsOf(world: Helpdesk, stretches: Choice): Iterable<Ticket> {
  const seen = new Set<Ticket>()
  for (const stretch of stretches) {
    for (const ticket of walkStretch(world, stretch)) {
      if (!seen.has(ticket)) yield ticket
      if (stretches.length > 1) seen.add(ticket)
    }
  }
}

/** The rows of the shortest walk, found by walking all of them in step; undefined if all are longer than `most`. */
function shortest(walks: readonly Iterable<Ticket>[], most: number): Ticket[] | undefined {
  const begun = walks.map((walk) => ({ rows: [] as Ticket[], steps: walk[Symbol.iterator]() }))
  for (let step = 0; step <= most && begun.length > 0; step++) {
    for (const { rows, steps } of begun) {
      const next = steps.next()
      if (next.done === true) return rows
      rows.push(next.value)
    }
  }
  return undefined
}

/** So many tickets are looked at and sorted rather than searched for along an order. */
const FEW = 500

/** How the tickets of a condition are come by. They may be more than pass it, and are never fewer. */
export interface Plan {
  /** From the index that leaves the fewest. */
  fewest(): readonly Ticket[]
  for(order: OrderIndexes): Found
}

/** The stretch of an index that has the tickets in the order that is asked for, or else rows without order. */
export interface Found {
  readonly rows: readonly Ticket[]
  readonly stretch?: Stretch
}

/** Looks for indexes that help with a condition: what it joins by `&&` is looked at, one by one. */
export function planOf(world: Helpdesk, condition: Condition | null): Plan {
  const tests = conjunctsOf(condition)
  const ranges = RANGE_FIELDS.flatMap((field) => rangeOf(tests, field, world.now) ?? [])
  const status = statusIn(tests)
  const ofStatus: Choice[] = status === undefined ? [] : [[{ index: 'byStatusAndUpdate', prefix: [status] }]]
  const ofRange = (range: Range): Choice => [{ index: RANGE_INDEXES[range.field], range }]
  const ofTests = tests.flatMap((test) => {
    const choice = choiceOf(world, test)
    return choice === undefined ? [] : [choice]
  })

  function stretchFor({ index, inStatus }: OrderIndexes): Stretch | undefined {
    const range = ranges.find(({ field }) => RANGE_INDEXES[field] === index)
    if (inStatus !== undefined && status !== undefined) return { index: inStatus, prefix: [status], range }
    return index && { index, range }
  }
  const shortestOf = (choices: readonly Choice[], most: number) =>
    shortest(
      choices.map((choice) => rowsOf(world, choice)),
      most,
    )
  const fewest = () =>
    shortestOf([...ofTests, ...ofStatus, ...ranges.map(ofRange)], Infinity) ?? [
      ...world.rows.tickets.values(),
    ]
  return {
    fewest,
    for(order) {
      const stretch = stretchFor(order)
      if (stretch === undefined) return { rows: fewest() }
      // What the walk along the order makes use of anyway need not be tried out before.
      const others = [
        ...ofTests,
        ...(stretch.prefix === undefined ? ofStatus : []),
        ...ranges.filter((range) => range !== stretch.range).map(ofRange),
      ]
      const few = shortestOf(others, FEW)
      return few === undefined ? { rows: [], stretch } : { rows: few }
    },
  }
}
