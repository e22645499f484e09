/** Ranges of characters that a reader cannot see but a machine obeys. Line breaks and tabs are not among them. */
const INVISIBLE_RANGES: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x08], // controls
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad], // soft hyphen
  [0x034f, 0x034f], // joins combining marks
  [0x061c, 0x061c], // marks of direction and zero-width characters
  [0x200b, 0x200c],
  [0x200e, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0xfeff, 0xfeff],
  [0x115f, 0x1160], // letters that draw nothing
  [0x17b4, 0x17b5],
  [0x3164, 0x3164],
  [0xffa0, 0xffa0],
  [0x180b, 0x180f], // selectors of Mongolian and of rare variants, in which text can be hidden
  [0xe0100, 0xe01ef],
  [0xe0000, 0xe007f], // tags: invisible ASCII
  [0x1d173, 0x1d17a], // controls of musical notation
  [0xfff0, 0xfffc], // annotations and what is no character
  [0xfffe, 0xffff],
]
const escaped = (point: number): string => `\\u{${point.toString(16)}}`
const INVISIBLE = new RegExp(
  `[${INVISIBLE_RANGES.map(([first, last]) => `${escaped(first)}-${escaped(last)}`).join('')}]`,
  'gu',
)

/** U+200D holds an emoji together; elsewhere it only hides. */
const STRAY_JOINER =
  /(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d|\u200d(?!\p{Extended_Pictographic})/gu
/** Most texts; there is nothing to clean in them. */
const PLAIN = /^[\n\x20-\x7e]*$/
const LINE_BREAKS = /\r\n?|\v|\f|\u0085|\u2028|\u2029/g

/**
 * Text as people see it: one kind of line break, no invisible characters, no halves of characters.
 * Everything that is printed went through here once.
 */
export function clean(text: string): string {
  if (PLAIN.test(text)) return text
  return text.toWellFormed().replace(LINE_BREAKS, '\n').replace(INVISIBLE, '').replace(STRAY_JOINER, '')
}

/** The same, on one line. */
export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/gu, ' ').trim()
}

/** At most `most` code points of a text, with `…` at the end of one that was longer. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text
  const points = Array.from(text)
  return points.length <= most
    ? text
    : `${points
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}
