import { guardInlines, guardQuotes } from './quote-guard.ts'
import type { Block, Cell, Document, Inline, Role, Turn } from './tree.ts'
import { strong, text } from './tree.ts'

/*
 * A fragment that means the same when a sanitiser has taken every style away: roles are words, tables are tables,
 * nothing is a quotation. Colours are set in pairs, text with ground, so that a dark theme cannot part them.
 */
const INK = '#1f2933'
const QUIET = '#4a5560'
const EDGE: Readonly<Record<Role, string>> = {
  customer: '#5b6b7c',
  ai: '#2f6fd0',
  agent: '#2e7d4f',
  system: '#9aa5b1',
  third_party: '#a15c1e',
  automation: '#9aa5b1',
}
const ground = (role: Role): string => (role === 'customer' ? '#ffffff' : '#f4f7fb')

/** Writes a document as an HTML fragment with inline styles only. */
export function renderHtml(document: Document): string {
  const title = `<h3 style="margin:0 0 4px;font-size:15px">${escapeHtml(document.title)}</h3>`
  const content = title + blocksToHtml(document.intro) + document.body.map(partToHtml).join('')
  return `<div style="padding:8px;background:#ffffff;color:${INK}">${content}</div>`
}

/** One turn, or a block between turns. */
export const partToHtml = (part: Turn | Block): string =>
  part.type === 'turn' ? turnToHtml(part) : blockToHtml(part)

/** Blocks without a title. */
export const blocksToHtml = (blocks: readonly Block[]): string => blocks.map(blockToHtml).join('')

/** The one place where text becomes HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
}
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function turnToHtml(turn: Turn): string {
  const box =
    `margin:0 0 8px;padding:6px 12px;border:1px solid #d5dae1;border-left:4px solid ${EDGE[turn.role]};` +
    `background:${ground(turn.role)};color:${INK};max-width:680px`
  const beside = [turn.via, turn.time, turn.date].filter((word) => word !== undefined)
  const head =
    `<p style="margin:0 0 4px;font-size:12px;color:${QUIET}">` +
    `<strong style="color:${INK}">${escapeHtml(guardQuotes(turn.who))}</strong> · ${beside.map(escapeHtml).join(' · ')}</p>`
  const lang = turn.lang === undefined ? '' : ` lang="${escapeHtml(turn.lang)}"`
  return `<div style="${box}">${head}<div dir="auto"${lang}>${contentOf(turn)}</div></div>`
}

/** A turn is written when it is measured and when it is placed, perhaps with another header: its content once. */
const written = new WeakMap<readonly Block[], string>()
function contentOf({ children }: Turn): string {
  const html = written.get(children) ?? blocksToHtml(children)
  written.set(children, html)
  return html
}

function blockToHtml(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return `<p style="margin:0 0 6px${block.quiet === true ? `;color:${QUIET}` : ''}">${linesToHtml(block.children)}</p>`
    case 'notice':
      return `<p style="margin:0 0 8px;color:${QUIET}"><em>${linesToHtml(block.children)}</em></p>`
    case 'section':
      return `<p style="margin:8px 0 2px"><strong>${escapeHtml(guardQuotes(block.title))}</strong></p>${blocksToHtml(block.children)}`
    case 'preformatted':
      return `<div style="margin:0 0 6px;padding:4px 8px;background:#eceff3;color:${INK}">${preformatted(block.text)}</div>`
    case 'list':
      return listToHtml(block)
    case 'table':
      return tableToHtml(block)
    case 'facts':
      return factsToHtml(block)
    case 'image':
      return `<p style="margin:0 0 4px"><img src="${escapeHtml(block.src)}" alt="${escapeHtml(block.alt)}" width="96" style="max-width:96px"></p>`
    case 'card':
      return `<div style="margin:0 0 6px;padding:6px 10px;border:1px solid #d5dae1;background:#ffffff;color:${INK}">${blocksToHtml(block.children)}</div>`
  }
}

function factsToHtml({ rows }: Extract<Block, { type: 'facts' }>): string {
  const children = rows.flatMap(({ label, value }, index): Inline[] => [
    ...(index === 0 ? [] : [{ type: 'break' } as const]),
    strong(`${label}:`),
    text(' '),
    ...value,
  ])
  return `<p style="margin:0 0 6px">${linesToHtml(children)}</p>`
}

function listToHtml(list: Extract<Block, { type: 'list' }>): string {
  const items = list.items.map((item) => `<li>${itemToHtml(item)}</li>`).join('')
  const style = ' style="margin:0 0 6px;padding:0 0 0 22px"'
  if (!list.ordered) return `<ul${style}>${items}</ul>`
  const start = list.start === 1 ? '' : ` start="${list.start}"`
  return `<ol${start}${style}>${items}</ol>`
}

/** A list item of one paragraph needs no paragraph around it. */
function itemToHtml(blocks: readonly Block[]): string {
  const [first, ...rest] = blocks
  if (first?.type !== 'paragraph') return blocksToHtml(blocks)
  return linesToHtml(first.children) + blocksToHtml(rest)
}

function tableToHtml(table: Extract<Block, { type: 'table' }>): string {
  const style = (cell: Cell) =>
    `padding:2px 6px 2px 0;border-bottom:1px solid #d5dae1;text-align:${cell.right === true ? 'right' : 'left'}`
  const th = (cell: Cell) => `<th scope="col" style="${style(cell)}">${linesToHtml(cell.children)}</th>`
  const td = (cell: Cell) => `<td style="${style(cell)}">${linesToHtml(cell.children)}</td>`
  const caption =
    table.caption === undefined
      ? ''
      : `<caption style="text-align:left;font-weight:bold">${escapeHtml(table.caption)}</caption>`
  const head = `<thead><tr>${table.head.map(th).join('')}</tr></thead>`
  const body = table.rows.map((row) => `<tr>${row.map(td).join('')}</tr>`).join('')
  return `<table style="margin:0 0 6px;font-size:13px">${caption}${head}<tbody>${body}</tbody></table>`
}

/** Lines that begin something: nothing may take them for a quotation. */
const linesToHtml = (nodes: readonly Inline[]): string => inlinesToHtml(guardInlines(nodes))

const inlinesToHtml = (nodes: readonly Inline[]): string => nodes.map(inlineToHtml).join('')

function inlineToHtml(node: Inline): string {
  switch (node.type) {
    case 'text':
      return escapeHtml(node.text)
    case 'break':
      return '<br>'
    case 'strong':
    case 'em':
      return `<${node.type}>${inlinesToHtml(node.children)}</${node.type}>`
    case 'code':
      return `<span style="background:#eceff3;color:${INK};padding:0 3px">${escapeHtml(node.text)}</span>`
    case 'link': {
      const host = node.host === undefined ? '' : ` [${escapeHtml(node.host)}]`
      return `<a href="${escapeHtml(node.href)}" rel="noopener noreferrer" style="color:#1a56a8">${inlinesToHtml(node.children)}</a>${host}`
    }
  }
}

/** Runs of blanks survive as no-break spaces; elsewhere HTML folds them. */
const preformatted = (text: string): string =>
  text
    .replaceAll('\t', '    ')
    .split('\n')
    .map((line) => escapeHtml(line.replace(/^ +| {2,}/g, (run) => '\u00a0'.repeat(run.length))))
    .join('<br>')
