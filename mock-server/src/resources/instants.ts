import { parseDatetime } from '../wire/datetimes.ts'

/** A body whose `*_datetime` fields, already checked, have become instants. */
export type WithInstants<T> = {
  [Field in keyof T]: Field extends `${string}_datetime` ? Exclude<T[Field], string> | number : T[Field]
}

/** Reads the `*_datetime` fields of a body. The schema has seen to it that they can be read. */
export function withInstants<T extends object>(body: T): WithInstants<T> {
  // Most bodies have none: they are taken as they are.
  let read = body as Record<string, unknown>
  for (const key in body) {
    const value = body[key]
    if (typeof value !== 'string' || !key.endsWith('_datetime')) continue
    if (read === body) read = { ...read }
    read[key] = parseDatetime(value)
  }
  return read as WithInstants<T>
}
