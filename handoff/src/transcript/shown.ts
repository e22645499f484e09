import { clean, cleanLine, clip } from './clean.ts'

/** A field of one line as it is printed: cleaned, at most `most` characters. */
export function shownLine(text: string, most = 300): string {
  return clip(cleanLine(text.slice(0, 4 * most)), most)
}

/** A text of several lines as it is printed, and how many characters were cut off. */
export function shownText(text: string, most: number): { text: string; cut: number } {
  const shown = clean(text.slice(0, most + 1))
  if (text.length <= most) return { text: shown, cut: 0 }
  const end = wordEnd(shown, Math.min(most, shown.length))
  return { text: shown.slice(0, end).trimEnd(), cut: Math.max(1, text.length - end) }
}

/** The last blank before `end` if one is near, else `end`, but never between the halves of a character. */
function wordEnd(text: string, end: number): number {
  const near = Math.max(0, end - 60)
  const blank = near + text.slice(near, end).search(/\s\S*$/u)
  if (blank > near) return blank
  return text.slice(0, end).isWellFormed() ? end : end - 1
}
