import { applyFilters } from './filters.ts'

/** What a variable of a template can hold; a list is shown with commas between its items. */
export type TemplateValue =
  string | number | boolean | null | undefined | readonly (string | number | boolean | null)[]

/** Looks up the value of `{{ticket.customer.name}}` by `['ticket', 'customer', 'name']`. Must not throw. */
export type ReadTemplateVariable = (path: readonly string[]) => TemplateValue

/** How {@link renderTemplate} writes values. */
export interface TemplateOptions {
  /** `html` when the result is HTML: what customers call themselves is data, not markup. Default `none`. */
  readonly escape?: 'html' | 'none'
  /** Most characters of all values together, before escaping. What goes beyond is cut. */
  readonly maxValueLength?: number
}

/** Default bound on the values of one template, in UTF-16 units. */
export const MAX_VALUE_LENGTH = 100_000

// A name with dots and places in lists, then filters: |name, |name("argument").
const VARIABLE =
  /\{\{[ \t]*([\w-]+(?:\[\d{1,4}\])?(?:\.[\w-]+(?:\[\d{1,4}\])?)*)((?:[ \t]*\|[ \t]*\w+(?:\((?:"[^"{}]*"|'[^'{}]*')?\))?)*)[ \t]*\}\}/g
const INHERITED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Fills in the variables of a macro, an automatic reply, an HTTP integration or a view filter. The form
 * `{{ticket.customer.firstname}}` is documented. Inferred: the filters `fallback`, `default`,
 * `datetime_format` and `datetime_timezone`; an unknown variable becomes the empty text, and braces that hold
 * no variable stay as they are. Values are inserted as they are found; a value that looks like a template is
 * not filled in again.
 *
 * @param read gives the value of a variable; datetimes as the text to show; `orders[0]` is `orders`, `0`
 * @example
 * renderTemplate('Hi {{ticket.customer.firstname|fallback("there")}},', read, { escape: 'html' })
 * // 'Hi Tom &amp; Ann,'
 */
export function renderTemplate(
  text: string,
  read: ReadTemplateVariable,
  { escape = 'none', maxValueLength = MAX_VALUE_LENGTH }: TemplateOptions = {},
): string {
  let remaining = maxValueLength
  return text.replace(VARIABLE, (_, name: string, filters: string) => {
    const path = name.replaceAll('[', '.').replaceAll(']', '').split('.')
    // What cannot be shown is not looked up: a template may ask a thousand times for a long list.
    const known = remaining > 0 && !path.some((part) => INHERITED.has(part))
    const found = known ? show(read(path)) : ''
    const value = cut(filters === '' ? found : applyFilters(found, filters), remaining)
    remaining -= value.length
    return escape === 'html' ? escapeHtml(value) : value
  })
}

function show(value: TemplateValue): string {
  if (isList(value)) return value.map(show).join(', ')
  return value === null || value === undefined ? '' : String(value)
}

function isList(value: TemplateValue): value is Extract<TemplateValue, readonly unknown[]> {
  return Array.isArray(value)
}

// A cut between the two halves of a character would leave text that is no valid Unicode.
function cut(value: string, length: number): string {
  if (value.length <= length) return value
  const kept = value.slice(0, length)
  return kept.isWellFormed() || !value.isWellFormed() ? kept : kept.slice(0, -1)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it stands in HTML, between tags or in a quoted attribute. */
export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
