import { guardQuotes } from './quote-guard.ts'
import type { Block, Cell, Document, Inline, Turn } from './tree.ts'

/** The longest line that e-mail may carry is 998 characters; ours end earlier, whole characters. */
const LONGEST_LINE = 900

/**
 * Writes a document as plain text: what the HTML says, without form.
 * Labels and single lines may look like a mail's header too, so the guard goes over the whole once more.
 */
export function renderText(document: Document): string {
  const parts = [document.title, blocksToText(document.intro), ...document.body.map(partToText)]
  return guardQuotes(parts.filter((part) => part !== '').join('\n\n'))
}

const partToText = (part: Turn | Block): string =>
  part.type === 'turn' ? turnToText(part) : blocksToText([part])

function turnToText(turn: Turn): string {
  const via = turn.via === undefined ? '' : ` · ${turn.via}`
  return [`[${turn.stamp}] ${turn.who}${via}:`, indented(blocksToText(turn.children))].join('\n')
}

/** Blocks one below the other, no line too long. */
export const blocksToText = (blocks: readonly Block[]): string =>
  blocks
    .filter(({ type }) => type !== 'image') // its name stands beside it
    .flatMap((block, index, all) => [
      ...(apart(all[index - 1], block) ? [''] : []),
      ...blockLines(block).split('\n'),
    ])
    .flatMap(folded)
    .map((line) => line.trimEnd())
    .join('\n')

/** Whether an empty line helps the eye between two blocks. */
function apart(before: Block | undefined, block: Block): boolean {
  if (!before) return false
  const framed = ['table', 'facts', 'card', 'section', 'preformatted']
  const plain = (one: Block) => one.type === 'paragraph' && one.quiet !== true
  return framed.includes(before.type) || framed.includes(block.type) || (plain(before) && plain(block))
}

function blockLines(block: Block): string {
  switch (block.type) {
    case 'paragraph':
    case 'notice':
      return inlinesToText(block.children)
    case 'section':
      return `${block.title}\n${indented(blocksToText(block.children))}`
    case 'preformatted':
      return block.text
    case 'list':
      return block.items.map((item, index) => listItem(item, bullet(block, index))).join('\n')
    case 'table':
      return tableToText(block)
    case 'facts':
      return aligned(block.rows.map(({ label, value }) => [label, inlinesToText(value)]))
    case 'image':
      return ''
    case 'card':
      return blocksToText(block.children)
  }
}

const bullet = (list: Extract<Block, { type: 'list' }>, index: number): string =>
  list.ordered ? `${list.start + index}.` : '•'

function listItem(blocks: readonly Block[], mark: string): string {
  return `${mark} ${indented(blocksToText(blocks)).trimStart()}`
}

/** Each row as `key: value` lines, a blank line between rows. */
function tableToText({ caption, head, rows }: Extract<Block, { type: 'table' }>): string {
  const words = (cell: Cell | undefined) => (cell ? inlinesToText(cell.children) : '')
  const heads = head.map(words)
  const parts = rows.map((row) => aligned(row.map((cell, column) => [heads[column] ?? '', words(cell)])))
  const shown = parts.length > 0 ? parts.join('\n\n') : heads.join(' ')
  return caption === undefined ? shown : `${caption}\n${shown}`
}

function aligned(pairs: readonly (readonly [key: string, value: string])[]): string {
  const width = Math.min(24, Math.max(0, ...pairs.map(([key]) => key.length))) + 2
  return pairs.map(([key, value]) => (key === '' ? value : `${`${key}: `.padEnd(width)}${value}`)).join('\n')
}

const inlinesToText = (nodes: readonly Inline[]): string => nodes.map(inlineToText).join('')

function inlineToText(node: Inline): string {
  switch (node.type) {
    case 'text':
    case 'code':
      return node.text
    case 'break':
      return '\n'
    case 'strong':
    case 'em':
      return inlinesToText(node.children)
    case 'link': {
      const words = inlinesToText(node.children)
      return words === node.href.replace(/^(?:mailto|tel):/, '') ? words : `${words} <${node.href}>`
    }
  }
}

const indented = (text: string): string => text.replace(/^(?!$)/gm, '  ')

/** A line in pieces that fit, parted at blanks where there are any. */
function folded(line: string): string[] {
  const pieces: string[] = []
  let rest = line
  while (rest.length > LONGEST_LINE) {
    const blank = rest.lastIndexOf(' ', LONGEST_LINE)
    const end = blank > LONGEST_LINE / 2 ? blank : wholeCharacters(rest, LONGEST_LINE)
    pieces.push(rest.slice(0, end))
    // A piece may not begin like a quotation: its line was not one.
    rest = rest
      .slice(end)
      .trimStart()
      .replace(/^(?=[>\-–—_])/u, '│ ')
  }
  return [...pieces, rest]
}

const wholeCharacters = (text: string, end: number): number =>
  text.slice(0, end).isWellFormed() ? end : end - 1
