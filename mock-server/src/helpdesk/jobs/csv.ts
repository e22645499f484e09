/** What stands in a cell. */
export type Cell = string | number | boolean | null

const quoted = (cell: Cell): string => {
  const text = cell === null ? '' : String(cell)
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * Rows as CSV (RFC 4180): commas, CRLF, quotes where they are needed. What the text means to whoever opens
 * it, formulas for one, is theirs to judge.
 *
 * @example writeCsv([['id', 'subject'], [1, 'Late, again']]) // 'id,subject\r\n1,"Late, again"\r\n'
 */
export const writeCsv = (rows: Iterable<readonly Cell[]>): string =>
  Array.from(rows, (row) => `${row.map(quoted).join(',')}\r\n`).join('')

const PLAIN = /[^",\r\n]*/y
const END = /,|\r\n|\n|\r|$/y

/** Where the quotes end that were opened in front of a place; -1 where they do not. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

interface ReadCell {
  readonly cell: string
  /** What parts it from the next one: a comma, the end of a line or of the text. */
  readonly end: string
  readonly next: number
}

function readCell(text: string, at: number): ReadCell | undefined {
  const isQuoted = text[at] === '"'
  const closing = isQuoted ? closingQuote(text, at + 1) : -1
  if (isQuoted && closing < 0) return undefined
  const cell = isQuoted ? text.slice(at + 1, closing).replaceAll('""', '"') : (matchAt(PLAIN, text, at) ?? '')
  const behind = isQuoted ? closing + 1 : at + cell.length
  const end = matchAt(END, text, behind)
  return end === undefined ? undefined : { cell, end, next: behind + end.length }
}

/**
 * Reads CSV, with any kind of line end; empty lines are left out.
 *
 * @returns the rows, or the number of the line (from 1) at which the text stops being CSV
 */
export function readCsv(text: string): { readonly rows: string[][] } | { readonly badLine: number } {
  const rows: string[][] = []
  let row: string[] = []
  let at = text.startsWith('\uFEFF') ? 1 : 0
  while (at < text.length || row.length > 0) {
    const read = readCell(text, at)
    if (read === undefined) return { badLine: text.slice(0, at).split(/\r\n|\n|\r/).length }
    row.push(read.cell)
    at = read.next
    if (read.end === ',') continue
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  return { rows }
}
