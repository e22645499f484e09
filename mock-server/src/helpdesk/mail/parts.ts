import { createRequire } from 'node:module'
import type * as htmlToTextPackage from 'html-to-text'

/** Loaded when the first e-mail needs it: a start is spared it. */
const require = createRequire(import.meta.url)

/** More of an HTML text than this is not turned into plain text. */
const MAX_HTML = 500_000
/** Parsers take time and stack that grow with the nesting; browsers flatten what is nested deeper than 512. */
const MAX_NESTING = 300

const VOID = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|p|li|dt|dd|option|tr|td|th)$/

/** Whether elements may be nested deeper than that. Unclosed ones count; what closes nothing does not. */
function isNestedDeeper(html: string, most: number): boolean {
  const open = new Map<string, number>()
  let depth = 0
  for (const [, slash, tag = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9:-]{0,30})/gi)) {
    const name = tag.toLowerCase()
    if (VOID.test(name)) continue
    const count = open.get(name) ?? 0
    if (slash === '') {
      open.set(name, count + 1)
      if (++depth > most) return true
    } else if (count > 0) {
      open.set(name, count - 1)
      depth--
    }
  }
  return false
}

let convert: ((html: string) => string) | undefined

/**
 * The plain text of an HTML text, whatever it is like. What is nested beyond reason only loses its tags.
 *
 * @example
 * htmlToText('<p>It is <b>on its way</b>.</p>') // 'It is on its way.'
 */
export function htmlToText(html: string): string {
  const head = html.slice(0, MAX_HTML)
  if (isNestedDeeper(head, MAX_NESTING)) return head.replace(/<[^<>]*>/g, ' ').trim()
  convert ??= (require('html-to-text') as typeof htmlToTextPackage).compile({
    wordwrap: false,
    selectors: [
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
      { selector: 'img', format: 'skip' },
    ],
  })
  return convert(head)
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A text as HTML that shows the same. */
export const escapeText = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign).replace(/\r?\n/g, '<br>')

/**
 * Both forms of an e-mail; the one that was not written is made from the other.
 *
 * @example
 * bothParts({ text: 'a < b', html: '' }).html // '<div>a &lt; b</div>'
 */
export function bothParts({ text, html }: { readonly text: string; readonly html: string }): {
  readonly text: string
  readonly html: string
} {
  if (text === '' && html !== '') return { text: htmlToText(html), html }
  if (html === '' && text !== '') return { text, html: `<div>${escapeText(text)}</div>` }
  return { text, html }
}
