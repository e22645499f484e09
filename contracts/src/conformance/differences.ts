import { ownValue } from '../is-record.ts'
import type { Shape } from './shape.ts'

/** What can be different between an answer that was recorded and the simulator's. */
export type DifferenceKind =
  /** The status, or a header that is not there. */
  | 'status'
  | 'header'
  /** A key that the recorded answer has and the simulated one has not, at least in one row. */
  | 'missing'
  /** A key that the recorded answer does not have. */
  | 'extra'
  /** The keys that both have stand in another order. */
  | 'order'
  /** A type that was not recorded at this place. */
  | 'type'
  /** A list that holds nothing, where the recorded one held something: there is nothing to compare. */
  | 'empty'

export interface Difference {
  readonly kind: DifferenceKind
  /** Where, such as `messages[].sender`; empty for the whole body. */
  readonly at: string
  /** What was recorded, and what the simulator answers, in words. */
  readonly recorded: string
  readonly simulated: string
}

const inside = (at: string, key: string): string => (at === '' ? key : `${at}.${key}`)

function compareTypes(recorded: Shape, simulated: Shape, at: string): Difference[] {
  const strange = simulated.types.filter((type) => !recorded.types.includes(type))
  if (strange.length === 0) return []
  return [
    { kind: 'type', at, recorded: recorded.types.join(' or '), simulated: simulated.types.join(' or ') },
  ]
}

/** What two orders of the same keys do not have in common at their beginnings and ends. */
function whereTheyPart(one: readonly string[], other: readonly string[]): [string, string] {
  const start = one.findIndex((key, i) => key !== other[i])
  const end = one.findLastIndex((key, i) => key !== other[i])
  const part = (keys: readonly string[]) => keys.slice(start, end + 1).join(', ')
  return [part(one), part(other)]
}

function compareOrder(names: readonly string[], own: readonly string[], at: string): Difference[] {
  const [recorded, simulated] = whereTheyPart(
    names.filter((key) => own.includes(key)),
    own.filter((key) => names.includes(key)),
  )
  return recorded === simulated ? [] : [{ kind: 'order', at, recorded, simulated }]
}

function compareKeys(recorded: Shape, simulated: Shape, at: string): Difference[] {
  const [old, now] = [recorded.keys, simulated.keys]
  if (old === undefined || now === undefined) return []
  const [names, own] = [Object.keys(old), Object.keys(now)]
  const always = (shape: Shape, key: string) => shape.optional?.includes(key) !== true
  const missing = names.filter(
    (key) => always(recorded, key) && (!own.includes(key) || !always(simulated, key)),
  )
  const extra = own.filter((key) => !names.includes(key))
  return [
    ...missing.map((key): Difference => {
      const simulatedAs = own.includes(key) ? 'only sometimes there' : 'not there'
      return { kind: 'missing', at: inside(at, key), recorded: 'there', simulated: simulatedAs }
    }),
    ...extra.map((key): Difference => ({
      kind: 'extra',
      at: inside(at, key),
      recorded: 'not there',
      simulated: 'there',
    })),
    ...compareOrder(names, own, at),
    ...names.flatMap((key) => {
      const [one, other] = [ownValue(old, key), ownValue(now, key)]
      return one && other ? compareShapes(one, other, inside(at, key)) : []
    }),
  ]
}

function compareItems(recorded: Shape, simulated: Shape, at: string): Difference[] {
  if (recorded.items === undefined || !simulated.types.includes('array')) return []
  if (simulated.items === undefined)
    return [{ kind: 'empty', at: `${at}[]`, recorded: 'rows', simulated: 'no rows' }]
  return compareShapes(recorded.items, simulated.items, `${at}[]`)
}

/**
 * What is different between the shape that was recorded and the simulator's: types that were never seen, keys
 * that are missing or new, another order of keys.
 */
export const compareShapes = (recorded: Shape, simulated: Shape, at = ''): Difference[] => [
  ...compareTypes(recorded, simulated, at),
  ...compareKeys(recorded, simulated, at),
  ...compareItems(recorded, simulated, at),
]
