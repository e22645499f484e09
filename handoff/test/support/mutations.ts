/** Where a value stands in JSON. */
export type Path = readonly (string | number)[]

/** A change to one place of a valid example; `undefined` takes the place away. */
export interface Mutation {
  name: string
  /** A value that no field of this place's type takes. */
  wrongType: boolean
  /** The places that it makes sense for; all unless set. */
  where?: (before: unknown) => boolean
  to: (before: unknown) => unknown
}

/** Deeper than any recursion survives. */
function deep(): unknown {
  let value: unknown = 'end'
  for (let depth = 0; depth < 20_000; depth += 1) value = { a: [value] }
  return value
}

const DEEP = deep()
const HUGE = 'x'.repeat(25_000)

const isText = (before: unknown): boolean => typeof before === 'string'
const isTime = (before: unknown): boolean => typeof before === 'string' && /^\d{4}-\d\d-\d\dT/.test(before)
const isLeaf = (before: unknown): boolean => typeof before !== 'object'

export const mutations: readonly Mutation[] = [
  { name: 'left out', wrongType: false, to: () => undefined },
  { name: 'null', wrongType: true, to: () => null },
  { name: 'of another type', wrongType: true, to: (before) => (isText(before) ? 7 : 'seven') },
  { name: 'an object', wrongType: false, to: () => ({}) },
  { name: 'a list of nothing', wrongType: false, to: () => [null] },
  { name: 'deeply nested', wrongType: true, to: () => DEEP },
  { name: 'empty', wrongType: false, where: isLeaf, to: () => '' },
  { name: 'a huge number', wrongType: false, where: isLeaf, to: () => Number.MAX_VALUE },
  { name: 'a huge text', wrongType: false, where: isText, to: () => HUGE },
  { name: 'half a character', wrongType: false, where: isText, to: (before) => `${String(before)}\ud800` },
  { name: 'with a NUL in it', wrongType: false, where: isText, to: (before) => `\u0000${String(before)}` },
  { name: 'a day that is none', wrongType: false, where: isTime, to: () => '2026-02-30T25:61:00Z' },
  {
    name: 'the end of time',
    wrongType: false,
    where: isTime,
    to: () => '9999-12-31T23:59:60.999999999-23:59',
  },
  { name: 'the beginning of time', wrongType: false, where: isTime, to: () => '0000-01-01T00:00:00+23:59' },
]

/** The places of a JSON value, the whole first. */
export function pathsOf(value: unknown, where: Mutation['where'] = () => true, at: Path = []): Path[] {
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(typeof value === 'object' ? (value ?? {}) : {})
  const inner = entries.flatMap(([step, entry]) => pathsOf(entry, where, [...at, step]))
  return where(value) ? [at, ...inner] : inner
}

/** A copy of a JSON value with another value at a place. What is not on the way is shared. */
export function mutated(value: unknown, [step, ...rest]: Path, { to }: Mutation): unknown {
  if (step === undefined) return to(value)
  if (Array.isArray(value)) {
    return value.flatMap((entry: unknown, index) => {
      const next = index === step ? mutated(entry, rest, { to } as Mutation) : entry
      return next === undefined ? [] : [next]
    })
  }
  const fields = value as Readonly<Record<string, unknown>>
  const { [step]: before, ...others } = fields
  const next = mutated(before, rest, { to } as Mutation)
  return next === undefined ? others : { ...others, [step]: next }
}

/** A path as problems print it: `items[3].text`. */
export const printed = (path: Path): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  )
