import { wordsOf } from './inline-words.ts'
import type { Inline } from './tree.ts'

/**
 * Help desks cut what looks like a quoted mail or a signature out of a message before they show it. E-mails in a
 * conversation hold such text, and it is part of what was said. A bar in front of the line says "quoted" to people
 * and nothing to a stripper.
 */
const BAR = '│ '

// "On Monday, Dana wrote:" in three parts, so that a long line costs no more than its length.
const DATED = /^\s*(?:on|am|le|el|il|em|op|den|w dniu)\s/iu
const SAID = /wrote|writes|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|napisał/iu
const COLON = /:\s*$/u
const isIntroduction = (line: string): boolean => COLON.test(line) && DATED.test(line) && SAID.test(line)

const WROTE_BEGINS = /^\s*(?:on|am|le|el|il|em|op|den)\s[^\n]{0,300}(?:\d|@|,)/iu
const WROTE_ENDS =
  /^\s*[^\n]{0,200}(?:wrote|schrieb[^\n]{0,80}|a écrit|escribió|ha scritto|escreveu|schreef)\s*:\s*$/iu
const RULED = /^\s*(?:[-_*=~—–]{2,}.*|[—–]\s*)$/u
const HEADER =
  /^\s*\*{0,2}(?:from|sent|to|cc|bcc|date|subject|reply-to|von|gesendet|an|datum|betreff|de|envoyé|à|objet|enviado|para|asunto|da|inviato|oggetto)\*{0,2}\s*:/iu
const SIGNED =
  /^\s*(?:(?:sent|get|gesendet|envoyé|enviado)\s+(?:from|for|von|depuis|de|desde)\s.{1,60}|-\w.{0,60})$/iu

/** The same lines, with a bar before each that could be taken for a quote, a mail header or a signature. */
export function guardQuotes(text: string): string {
  const lines = text.split('\n')
  return lines.map((line, index) => guardLine(line, lines[index - 1], lines[index + 1])).join('\n')
}

/** The same for a line that is already made of nodes. */
export function guardInlines(children: readonly Inline[]): Inline[] {
  const rows = splitAtBreaks(children)
  const words = rows.map(wordsOf)
  return rows.flatMap((row, index): Inline[] => {
    const line = words[index] ?? ''
    const guarded = guardLine(line, words[index - 1], words[index + 1])
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

function guardLine(line: string, before: string | undefined, after: string | undefined): string {
  const quoted = /^\s*(?:>\s*)+/.exec(line)
  if (quoted) {
    const depth = quoted[0].replace(/[^>]/g, '').length
    return indentOf(line) + BAR.repeat(depth) + plain(line.slice(quoted[0].length))
  }
  return looksLikeMail(line, before, after) ? indentOf(line) + BAR + plain(line) : line
}

const indentOf = (line: string): string => /^\s*/.exec(line)?.[0] ?? ''

function looksLikeMail(line: string, before: string | undefined, after: string | undefined): boolean {
  if (isIntroduction(line) || RULED.test(line) || SIGNED.test(line)) return true
  if (after !== undefined && WROTE_BEGINS.test(line) && WROTE_ENDS.test(after)) return true
  if (before !== undefined && WROTE_BEGINS.test(before) && WROTE_ENDS.test(line)) return true
  return HEADER.test(line) && [before, after].some((other) => other !== undefined && HEADER.test(other))
}

/** Without the dashes around "Original Message": strippers look for them anywhere in a line. */
const plain = (line: string): string =>
  line.trimStart().replace(/^[-_*=~—–]{2,}\s*|\s*[-_*=~—–]{2,}\s*$/gu, '')
