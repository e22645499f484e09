// Control characters would reach a terminal; the bidirectional ones turn what stands around them.
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069\s]+/gu

/** A text on one line, cut after so many characters. Customers' texts are data: nothing in them acts. */
export function short(text: string, most = 80): string {
  const characters = Array.from(
    text
      .slice(0, most * 20)
      .replace(UNSEEN, ' ')
      .trim(),
  )
  return characters.length > most ? `${characters.slice(0, most).join('').trimEnd()}…` : characters.join('')
}

export const quoted = (text: string, most?: number): string => `"${short(text, most)}"`

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

/** `the tag a`, `the tags a and b`. */
export const named = (noun: string, names: readonly string[]): string =>
  `the ${noun}${names.length === 1 ? '' : 's'} ${listed(names)}`

/** `1 message`, `2 messages`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** As a sentence begins; an e-mail address stays as it is written. */
export const capitalised = (text: string): string =>
  /^\S+@/.test(text) ? text : text.slice(0, 1).toUpperCase() + text.slice(1)
