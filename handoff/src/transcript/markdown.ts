import { Lexer } from 'marked'
import type { Token, Tokens } from 'marked'
import { plainBlocks, lines } from './plain.ts'
import { wordsOf } from './inline-words.ts'
import { guardQuotes } from './quote-guard.ts'
import { link } from './safe-link.ts'
import type { Block, Cell, Inline } from './tree.ts'
import { paragraph, text } from './tree.ts'

/** Beyond this many characters Markdown is shown as it was typed: the lexer is not linear on hostile input. */
const MOST_MARKDOWN = 20_000
/** No message needs a gap of this width, and the lexer takes a very long time over one. */
const LONG_GAP = /[^\S\n]{64,}/g
const DEEPEST = 6

/**
 * The AI's Markdown as blocks: paragraphs, emphasis, lists, links, code, tables; a heading becomes a bold line.
 * HTML in it is text. Pictures become links: what a model writes may have been put into its mouth.
 */
export function markdownBlocks(markdown: string): Block[] {
  if (markdown.length > MOST_MARKDOWN) return plainBlocks(markdown)
  try {
    return blocks(Lexer.lex(markdown.replace(LONG_GAP, '        '), { gfm: true, breaks: true }), 0)
  } catch (error) {
    if (error instanceof RangeError) return plainBlocks(markdown) // nested deeper than the stack
    throw error
  }
}

const blocks = (tokens: readonly Token[], depth: number): Block[] =>
  tokens.flatMap((token) => block(token as MarkedToken, depth))

type MarkedToken =
  | Tokens.Blockquote
  | Tokens.Code
  | Tokens.Heading
  | Tokens.Hr
  | Tokens.List
  | Tokens.Paragraph
  | Tokens.Table
  | Tokens.Text

function block(token: MarkedToken, depth: number): Block[] {
  if (depth > DEEPEST) return plainBlocks(token.raw)
  switch (token.type) {
    case 'heading':
      return [paragraph({ type: 'strong', children: inlines(token.tokens, depth) })]
    case 'paragraph':
      return [paragraph(...inlines(token.tokens, depth))]
    case 'text':
      return [paragraph(...(token.tokens ? inlines(token.tokens, depth) : leaf(token.text)))]
    case 'list':
      return [list(token, depth)]
    case 'table':
      return [table(token, depth)]
    case 'code':
      return [{ type: 'preformatted', text: guardQuotes(token.text) }]
    case 'blockquote':
      return [paragraph(...barred(blocks(token.tokens, depth + 1), token))]
    case 'hr':
      return []
    default:
      return nothingButBlanks(token) ? [] : plainBlocks((token as Token).raw)
  }
}

const nothingButBlanks = (token: { raw: string }): boolean => token.raw.trim() === ''

/** A quotation keeps its lines, each behind a bar; its form is lost, its words are not. */
function barred(inner: readonly Block[], token: Tokens.Blockquote): Inline[] {
  const words = inner
    .map((one) => (one.type === 'paragraph' ? wordsOf(one.children) : undefined))
    .join('\n\n')
  const simple = inner.every((one) => one.type === 'paragraph')
  return lines((simple ? words : token.text).replace(/^(?!│ )/gm, '│ '))
}

function list(token: Tokens.List, depth: number): Block {
  return {
    type: 'list',
    ordered: token.ordered,
    start: token.start === '' ? 1 : token.start,
    items: token.items.map((entry) => blocks(entry.tokens, depth + 1)),
  }
}

function table(token: Tokens.Table, depth: number): Block {
  const cell = (from: Tokens.TableCell): Cell => ({
    children: inlines(from.tokens, depth),
    ...(from.align === 'right' ? { right: true } : {}),
  })
  return { type: 'table', head: token.header.map(cell), rows: token.rows.map((row) => row.map(cell)) }
}

const inlines = (tokens: readonly Token[], depth: number): Inline[] =>
  tokens.flatMap((token) => inline(token as InlineToken, depth + 1))

type InlineToken =
  | Tokens.Br
  | Tokens.Codespan
  | Tokens.Del
  | Tokens.Em
  | Tokens.Escape
  | Tokens.Image
  | Tokens.Link
  | Tokens.Strong
  | Tokens.Text

function inline(token: InlineToken, depth: number): readonly Inline[] {
  if (depth > 2 * DEEPEST) return leaf(token.raw)
  switch (token.type) {
    case 'strong':
    case 'em':
      return [{ type: token.type, children: inlines(token.tokens, depth) }]
    case 'del':
      return [...inlines(token.tokens, depth), text(' (struck out)')]
    case 'codespan':
      return [{ type: 'code', text: token.text }]
    case 'br':
      return [{ type: 'break' }]
    case 'link':
      return link(inlines(token.tokens, depth), token.href)
    case 'image':
      return link(leaf(token.text === '' ? 'picture' : token.text), token.href)
    case 'text':
      return token.tokens ? inlines(token.tokens, depth) : leaf(token.text)
    case 'escape':
      return leaf(token.text)
    default:
      return leaf((token as Token).raw)
  }
}

/** Entities that a model writes out of habit (`&amp;`) are one character to it, so they are one here. */
const leaf = (words: string): Inline[] => lines(unescapeEntities(words))

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
}
const unescapeEntities = (words: string): string =>
  words.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name] ?? '')
