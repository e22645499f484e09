import { isRecord } from '../json/is-record.ts'

/** An object of Gladly's JSON, read without trust. */
export type Json = Readonly<Record<string, unknown>>

export const record = (value: unknown): Json => (isRecord(value) ? value : {})
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A field. Some of Gladly's own examples spell a key with a stray quote at its end (`id"`); that is the same key. */
export function field(from: Json, name: string): unknown {
  return Object.hasOwn(from, name)
    ? from[name]
    : Object.hasOwn(from, `${name}"`)
      ? from[`${name}"`]
      : undefined
}

/** A text that is there, or nothing. */
export function words(from: Json, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = field(from, name)
    if (typeof value === 'string' && value.trim() !== '') return value
  }
  return undefined
}

/** A number, which Gladly sometimes writes as text. */
export function amount(from: Json, name: string): number | undefined {
  const value = field(from, name)
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined
}

/** Several texts, of which one may stand alone. */
export const texts = (value: unknown): string[] =>
  [value].flat().filter((entry): entry is string => typeof entry === 'string' && entry.trim() !== '')

/** An object without the fields that have no value, as strict schemas want it. */
export function present<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T
}
