import type { Attachment, Item, ItemOf } from '../model/items.ts'
import type { Figures } from './figures.ts'
import { htmlToPlain } from './html-to-plain.ts'
import { markdownBlocks } from './markdown.ts'
import { plainBlocks } from './plain.ts'
import { link } from './safe-link.ts'
import { ordersCards, productCards } from './shop.ts'
import { shownLine, shownText } from './shown.ts'
import type { Times } from './times.ts'
import type { Block, Inline, Role } from './tree.ts'
import { notice, paragraph, strong, text } from './tree.ts'

/** How much of one item is shown. */
export interface Room {
  /** Characters of a text. */
  chars: number
  /** Lines, products, answers, files. */
  rows: number
}

/** What items need to know to be written. */
export interface Setting {
  role: Role
  times: Times
  figures: Figures
}

/** Two events leave a trace, in our words: the customer knows of them and would miss them. The others are internal. */
const PUBLIC_EVENTS: Readonly<Record<string, string>> = {
  redacted: 'This message was removed in Gladly.',
  call: 'A phone call took place here.',
}

/** Whether the customer saw anything of an item. */
export const isPublic = (item: Item): boolean =>
  item.kind !== 'event' || Object.hasOwn(PUBLIC_EVENTS, item.event)

/** What customers saw of an item, as blocks; none for what was never theirs to see. */
export function itemBlocks(item: Item, setting: Setting, room: Room): Block[] {
  switch (item.kind) {
    case 'text':
      return [...wording(item, setting, room), ...attachments(item.attachments, setting, room)]
    case 'email':
      return email(item, setting, room)
    case 'choices':
      return choices(item, room)
    case 'choice':
      return [paragraph(text('Chose: '), strong(shownLine(item.label)))]
    case 'products':
      return productCards(item, setting, room)
    case 'order':
      return ordersCards([item], setting, room)
    case 'order_list':
      return ordersCards(item.orders, setting, room)
    case 'article':
      return article(item, room)
    case 'form':
      return form(item, room)
    case 'action':
      return [notice(`${shownLine(item.label)} (${item.outcome})`)]
    case 'attachment':
      return attachments([item], setting, room)
    case 'event':
      return isPublic(item) ? [notice(PUBLIC_EVENTS[item.event] ?? '')] : []
    case 'unknown':
      return [
        notice(
          `Content that cannot be shown here (${shownLine(item.rawType, 60)}), see the Gladly conversation.`,
        ),
      ]
  }
}

function wording(item: ItemOf<'text'>, setting: Setting, room: Room): Block[] {
  const source = item.format === 'html' ? htmlToPlain(item.text) : item.text
  const { text: shown, cut } = shownText(source, room.chars)
  // Whatever a customer's message is called, nobody but us writes Markdown into this document.
  const markdown = item.format === 'markdown' && setting.role !== 'customer'
  return [...(markdown ? markdownBlocks(shown) : plainBlocks(shown)), ...cutMark(cut)]
}

const cutMark = (cut: number): Block[] =>
  cut === 0 ? [] : [notice(`… ${cut} more characters of this message not shown, see the Gladly conversation`)]

const restMark = (rest: number, what: string): Block[] =>
  rest <= 0 ? [] : [notice(`… ${rest} more ${what} not shown, see the Gladly conversation`)]

function email(item: ItemOf<'email'>, setting: Setting, room: Room): Block[] {
  const { text: shown, cut } = shownText(item.text, room.chars)
  const route = [
    'E-mail',
    item.from === undefined ? '' : `from ${shownLine(item.from)}`,
    addressees('to', item.to, room),
    addressees('with a copy to', item.cc, room),
  ]
  const subject = item.subject === undefined ? '' : shownLine(item.subject)
  return [
    { type: 'paragraph', quiet: true, children: [text(route.filter((part) => part !== '').join(' '))] },
    ...(subject === '' ? [] : [paragraph(strong(subject))]),
    ...plainBlocks(shown),
    ...cutMark(cut),
    ...attachments(item.attachments, setting, room),
  ]
}

function addressees(word: string, addresses: readonly string[] | undefined, room: Room): string {
  if (addresses === undefined || addresses.length === 0) return ''
  const shown = addresses.slice(0, room.rows).map((address) => shownLine(address))
  const rest = addresses.length - shown.length
  return `${word} ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

function choices(item: ItemOf<'choices'>, room: Room): Block[] {
  const labels = item.options.slice(0, room.rows).map(({ label }) => shownLine(label))
  return [
    ...plainBlocks(shownText(item.prompt ?? '', room.chars).text),
    paragraph(text('Options offered: '), text(labels.join(' · '))),
    ...restMark(item.options.length - labels.length, 'options'),
  ]
}

function article(item: ItemOf<'article'>, room: Room): Block[] {
  const title: readonly Inline[] = [strong(shownLine(item.title))]
  return [
    { type: 'paragraph', children: [text('Article: '), ...link(title, item.url)] },
    ...plainBlocks(shownText(item.snippet ?? '', room.chars).text),
  ]
}

function form(item: ItemOf<'form'>, room: Room): Block[] {
  const rows = item.fields.slice(0, room.rows).map(({ label, value }) => {
    const { text: shown, cut } = shownText(value, Math.min(room.chars, 1000))
    const answer = shown.replaceAll('\n', ' ')
    return { label: shownLine(label), value: [text(cut > 0 ? `${answer} …` : answer)] }
  })
  return [{ type: 'facts', rows }, ...restMark(item.fields.length - rows.length, 'answers')]
}

type File = Pick<Attachment, 'filename' | 'contentType' | 'size'>

function attachments(files: readonly File[] | undefined, setting: Setting, room: Room): Block[] {
  const shown = (files ?? []).slice(0, room.rows)
  const list = shown.map((file): Block => {
    const facts = [
      file.contentType === undefined ? '' : shownLine(file.contentType, 100),
      file.size === undefined ? '' : setting.figures.fileSize(file.size),
    ].filter((fact) => fact !== '')
    const name = shownLine(file.filename, 200)
    const about = facts.length > 0 ? ` (${facts.join(', ')})` : ''
    return {
      type: 'paragraph',
      quiet: true,
      children: [text(`Attachment: ${name === '' ? 'without a name' : name}${about} – open in Gladly`)],
    }
  })
  return [...list, ...restMark((files ?? []).length - shown.length, 'attachments')]
}
