import { createRequire } from 'node:module'
import type * as replyParserPackage from 'email-reply-parser'

/** Loaded when the first e-mail needs it: a start is spared it. */
const require = createRequire(import.meta.url)

/** What of an e-mail its author wrote. */
export interface StrippedText {
  readonly text: string
  readonly signature: string | null
}

/*
 * The parser's patterns take time that grows with the square of a line's length, of a run of blank lines and of
 * the whole text where certain words repeat. What cannot be the head of a quote or of a signature is therefore
 * put aside and stands in the text as a mark.
 */
const MOST_TO_PARSE = 8_000
const LONGEST_LINE = 400
const MOST_BLANKS = 20
/** Words that the parser looks for over many lines at once. */
const SPANNING = /schreef|pisze|napisał|skrev/
const MOST_SPANNING = 2
const MARK = '\uE000'

/** A text with marks, and what they stand for. */
function skeletonOf(text: string): { readonly skeleton: string; readonly aside: readonly string[] } {
  const aside: string[] = []
  const lines: string[] = []
  const setAside = (line: string): string => {
    const quote = /^\s{0,20}>/.exec(line)?.[0] ?? ''
    return `${quote}${MARK}${aside.push(line.slice(quote.length)) - 1}${MARK}`
  }
  const all = text.split('\n')
  let length = 0
  let blanks = 0
  let spanning = 0
  for (const [i, line] of all.entries()) {
    if (length > MOST_TO_PARSE) {
      const quoted = lines.at(-1)?.trimStart().startsWith('>') === true ? '>' : ''
      lines.push(quoted + setAside(all.slice(i).join('\n')))
      break
    }
    const isBlank = line.trim() === ''
    blanks = isBlank ? blanks + 1 : 0
    if (SPANNING.test(line)) spanning++
    // The parser puts a dollar sign of a quote's head into a replacement, where it has a meaning.
    const isOdd = line.length > LONGEST_LINE || line.includes(MARK) || line.includes('$')
    const one =
      isOdd || blanks > MOST_BLANKS || (spanning > MOST_SPANNING && !isBlank) ? setAside(line) : line
    lines.push(one)
    length += one.length + 1
  }
  return { skeleton: lines.join('\n'), aside }
}

const restored = (skeleton: string, aside: readonly string[]): string =>
  skeleton.replace(/\uE000(\d+)\uE000/g, (_, place: string) => aside[Number(place)] ?? '')

/**
 * Leaves what was quoted and signed out of a plain text. Where nothing would be left, all of it stays.
 *
 * @example
 * stripText('Thanks!\n\nOn Mon, 2 Mar 2026, Acme <support@acme.test> wrote:\n> Soon.').text // 'Thanks!'
 */
export function stripText(text: string): StrippedText {
  if (!text.includes('\n')) return { text, signature: null }
  const { skeleton, aside } = skeletonOf(text.replaceAll('\r\n', '\n'))
  const { default: ReplyParser } = require('email-reply-parser') as typeof replyParserPackage
  const fragments = new ReplyParser().read(skeleton).getFragments()
  const textOf = (kept: (fragment: (typeof fragments)[number]) => boolean) =>
    restored(
      fragments
        .filter(kept)
        .map((fragment) => fragment.getContent())
        .join('\n'),
      aside,
    ).trim()
  const visible = textOf((fragment) => !fragment.isHidden())
  if (visible === '') return { text, signature: null }
  return {
    text: visible,
    signature: textOf((fragment) => fragment.isSignature() && !fragment.isQuoted()) || null,
  }
}

/** Where the quote begins in an HTML text: as the common mail programs write it, and as Gorgias does (recorded). */
const HTML_QUOTE =
  /<blockquote\b|<div\b[^<>]{0,300}\b(?:class="[^"<>]{0,100}(?:gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|protonmail_quote)|id="(?:appendonsend|divRplyFwdMsg|mail-editor-reference-message-container)"|name="messageReplySection")|<hr\b[^<>]{0,300}\bid="stopSpelling"/i

/** Longer HTML texts are left as they are. */
const MOST_HTML = 1_000_000

const EMPTY_ENDS = ['<div><br></div>', '<div><br/></div>', '<p><br></p>', '<br>', '<br/>', '<br />']

function withoutEmptyEnd(html: string): string {
  let rest = html.trimEnd()
  for (;;) {
    const end = EMPTY_ENDS.find((empty) => rest.endsWith(empty))
    if (end === undefined) return rest
    rest = rest.slice(0, -end.length).trimEnd()
  }
}

/** Leaves out what an HTML text quotes, with the line above the quote. Where nothing is left, all of it stays. */
export function stripHtml(html: string): string {
  const start = html.length > MOST_HTML ? -1 : html.search(HTML_QUOTE)
  if (start <= 0) return html
  let own = withoutEmptyEnd(html.slice(0, start))
  const lastBlock = Math.max(own.lastIndexOf('<div'), own.lastIndexOf('<p'))
  if (lastBlock > 0 && /(?:wrote|schrieb|écrit|escribió|scritto)\s*:\s*<\/(?:div|p)>$/.test(own.slice(-600)))
    own = withoutEmptyEnd(own.slice(0, lastBlock))
  return own === '' ? html : own
}
