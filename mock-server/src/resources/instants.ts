import { parseDatetime } from '../wire/datetimes.ts'

/** The names of all fields that hold an instant, as the API spells them. */
type DatetimeField<T> = Extract<keyof T, `${string}_datetime`>

/** A body whose `*_datetime` fields, already checked, have become instants. */
export type WithInstants<T> = Omit<T, DatetimeField<T>> & {
  [Field in DatetimeField<T>]: Extract<T[Field], null | undefined> | number
}

/** Reads the `*_datetime` fields of a body. The schema has seen to it that they can be read. */
export function withInstants<T extends object>(body: T): WithInstants<T> {
  const entries = Object.entries(body).map(([key, value]: [string, unknown]) =>
    key.endsWith('_datetime') && typeof value === 'string' ? [key, parseDatetime(value)] : [key, value],
  )
  return Object.fromEntries(entries) as WithInstants<T>
}
