import { isRecord } from '../json/is-record.ts'
import { clip } from '../transcript/clean.ts'

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

/** The longest line, sentence and text that the input model takes, in characters. */
export const longest = { address: 320, line: 1000, prose: 20_000, text: 1_000_000 } as const

/**
 * As much of a text as the input model takes, with `…` for the rest: a long subject must not cost the handoff.
 * Never for ids and addresses, which would become others.
 */
export function upTo(most: number, text: string | undefined): string | undefined {
  return text === undefined ? undefined : clip(text.slice(0, 2 * most + 2), most)
}

/** {@link words} in one line of the input model. */
export const line = (from: Json, ...names: readonly string[]): string | undefined =>
  upTo(longest.line, words(from, ...names))

/** An id that the input model takes; one that is too long or unprintable names nothing. */
export function shortId(from: Json, name: string): string | undefined {
  const id = words(from, name)
  return id !== undefined && id.length <= 200 && !/[\p{Cc}\p{Cs}]/u.test(id) ? id : undefined
}

/** At most `most` entries; the last of a longer list says how many more there were. */
export function atMost<T>(most: number, all: readonly T[], more: (rest: number) => T): T[] {
  return all.length <= most ? [...all] : [...all.slice(0, most - 1), more(all.length - most + 1)]
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
