import { clean, cleanLine, clip } from './clean.ts'
import { LONGEST_SECRET, redact, redactReference } from './redact.ts'

/** A field of one line as it is printed: cleaned, without secrets, at most `most` characters. */
export function shownLine(text: string, most = 300): string {
  return clip(redact(cleanLine(text.slice(0, 4 * most + LONGEST_SECRET))), most)
}

/** A number that a shop's system made, as it is printed. See {@link redactReference}. */
export function shownReference(text: string): string {
  return clip(redactReference(cleanLine(text)), 300)
}

/**
 * A text of several lines as it is printed, and how many characters were cut off.
 * It is cut after the secrets are out: half a card number would not look like one.
 */
export function shownText(text: string, most: number): { text: string; cut: number } {
  const reach = most + 2 * LONGEST_SECRET
  const window = redact(clean(text.slice(0, reach)))
  if (text.length <= reach && window.length <= most) return { text: window, cut: 0 }
  const sure = text.length > reach ? window.length - LONGEST_SECRET : window.length
  const end = wordEnd(window, Math.max(0, Math.min(most, sure)))
  const kept = window.slice(0, end).trimEnd()
  return { text: kept, cut: Math.max(1, text.length - end) }
}

/** The last blank before `end` if one is near, else `end`, but never between the halves of a character. */
function wordEnd(text: string, end: number): number {
  const near = Math.max(0, end - 60)
  const blank = near + text.slice(near, end).search(/\s\S*$/u)
  if (blank > near) return blank
  return text.slice(0, end).isWellFormed() ? end : end - 1
}
