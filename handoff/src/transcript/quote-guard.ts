import { wordsOf } from './inline-words.ts'
import type { Inline } from './tree.ts'

/**
 * Help desks cut what looks like a quoted mail or a signature out of a message before they show it. E-mails in a
 * conversation hold such text, and it is part of what was said. A bar in front of the line says "quoted" to people
 * and nothing to a stripper.
 */
const BAR = '│ '
const GUARDED = /^\s*│/u

/** How far below its first line a stripper looks for the rest of a reply's header. */
const WINDOW = 5

const SAID = String.raw`(?:wrote|writes|sent|schrieb|écrit|escribió|scritto|escreveu|schreef|verzond|geschreven|skrev|napisał|kirjoitti|написал)`
const DATED = /^\s*(?:On|Le|El|Il|Em|Op|Am|Den|På|Vào|W dniu)\s/u
const SAYS = new RegExp(String.raw`(?<!\p{L})${SAID}(?!\p{L})`, 'u')
const ENCLOSED = /[@,]|użytkownik/u
const SAYS_LAST = new RegExp(String.raw`(?<!\p{L})${SAID}\s*$`, 'u')
/** "Dana wrote:" */
const SAYS_AT_END = new RegExp(String.raw`(?<!\p{L})${SAID}\s*:\s*$`, 'iu')
const WITH_ADDRESS = /[<@[]/u
const COLON_AT_END = /:\s*$/u
const ADDRESS_AT_END = /@[^\s@]+\s*:\s*$/u
const DATE_FIRST = /^\s*(?:\d{1,4}[-./]\d{1,2}[-./]\d{1,4})/u

/** Dashes alone or around words, and what begins like a signature. Stars are how people stress a word. */
const RULED = /^\s*(?:--|__|[—–]\s*$|[-_*=~—–#+]{2,}\s*$|[-_=—–#+]{2}.*[-_=—–#+]{2}\s*$)/u
const HEADER_WORD =
  'from|sent|to|cc|bcc|date|subject|reply-to|von|gesendet|an|datum|betreff|de|envoyé|à|objet|enviado|para|asunto|da|inviato|oggetto|van|verzonden|fra|från|skickat'
const HEADER = new RegExp(String.raw`^\s*\*{0,2}(?:${HEADER_WORD})\*{0,2}\s*:`, 'iu')
const SENDER = /^\s*\*{0,2}(?:from|von|de|van|da|fra|från)\*{0,2}\s*:.*[<[@]/iu
const SIGNED =
  /^\s*(?:(?:sent|get|gesendet|envoyé|enviado|inviato|verzonden|skickat|wysłane)\s+(?:from|for|outlook|von|depuis|de|desde|da|vanaf|från|z)\s.{1,60}|von mein\p{L}*\s.{1,40}\sgesendet.{0,20}|-\w.{0,60})$/iu

/** The same lines, with a bar before each that could be taken for a quote, a mail header or a signature. */
export function guardQuotes(text: string): string {
  const lines = text.split('\n')
  return lines.map((_, index) => guardLine(lines, index)).join('\n')
}

/** The same for a line that is already made of nodes. */
export function guardInlines(children: readonly Inline[]): Inline[] {
  const rows = splitAtBreaks(children)
  const words = rows.map(wordsOf)
  return rows.flatMap((row, index): Inline[] => {
    const line = words[index] ?? ''
    const guarded = guardLine(words, index)
    const only = row.length === 1 ? row[0] : undefined
    const harmless =
      guarded === line
        ? row
        : only?.type === 'text'
          ? [{ ...only, text: guarded }]
          : [{ type: 'text' as const, text: BAR }, ...row]
    return index === 0 ? [...harmless] : [{ type: 'break' }, ...harmless]
  })
}

function splitAtBreaks(children: readonly Inline[]): Inline[][] {
  const rows: Inline[][] = [[]]
  for (const node of children) {
    if (node.type === 'break') rows.push([])
    else rows.at(-1)?.push(node)
  }
  return rows
}

function guardLine(lines: readonly string[], index: number): string {
  const line = lines[index] ?? ''
  if (GUARDED.test(line)) return line
  const quoted = /^\s*(?:>\s*)+/.exec(line)
  if (quoted) {
    const depth = quoted[0].replace(/[^>]/g, '').length
    return indentOf(line) + BAR.repeat(depth) + plain(line.slice(quoted[0].length))
  }
  return looksLikeMail(line, lines, index) ? indentOf(line) + BAR + plain(line) : line
}

const indentOf = (line: string): string => /^\s*/.exec(line)?.[0] ?? ''

function looksLikeMail(line: string, lines: readonly string[], index: number): boolean {
  if (RULED.test(line) || SIGNED.test(line)) return true
  if (COLON_AT_END.test(line) && endsHeader(line)) return true
  if (DATED.test(line)) return opensReply(lines.slice(index, index + 3))
  if (DATE_FIRST.test(line)) return lines.slice(index, index + 1 + WINDOW).some((one) => one.includes('@'))
  if (!HEADER.test(line)) return false
  return SENDER.test(line) || [lines[index - 1], lines[index + 1]].some((one) => HEADER.test(one ?? ''))
}

const closes = (line: string): boolean => SAYS_LAST.test(line) || (COLON_AT_END.test(line) && SAYS.test(line))

/** "Dana wrote:", "wrote Dana <dana@x.org>:", "Thu, 26 Feb 2026 Dana <dana@x.org>:" */
const endsHeader = (line: string): boolean =>
  ADDRESS_AT_END.test(line) || SAYS_AT_END.test(line) || (SAYS.test(line) && WITH_ADDRESS.test(line))

/** "On Monday, 2 March, Dana wrote:" over at most three lines; the comma or the colon may be missing. */
function opensReply(lines: readonly string[]): boolean {
  const [first = '', ...next] = lines
  const words = lines.join('\n')
  if (!SAYS.test(words)) return false
  return ENCLOSED.test(words) || closes(first) || next.some((line) => SAYS_AT_END.test(line))
}

/** Without the dashes around "Original Message": strippers look for them anywhere in a line. */
const LONGEST_RULED = 400
function plain(line: string): string {
  const words = line.trim()
  return words.length > LONGEST_RULED ? words : words.replace(/^[-_*=~—–#+]{2,}\s*|\s*[-_*=~—–#+]{2,}$/gu, '')
}
