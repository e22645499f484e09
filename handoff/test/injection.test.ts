import { describe, expect, test } from 'vitest'
import type { Item } from '../src/model/items.ts'
import type { HandoffRequest } from '../src/model/request.ts'
import { buildTicket } from '../src/ticket/build-ticket.ts'
import { testConfig } from './support/config.ts'
import { INJECTIONS } from './support/injections.ts'
import { attribute, readHtml } from './support/read-html.ts'
import { testRequest } from './support/request.ts'

const LINK = 'https://acme.gladly.test/conversation/c-1'

/** A conversation in which everybody, the AI and its summary included, says the same. */
function saying(text: string): HandoffRequest {
  const item = (id: string, by: string, fields: object) =>
    ({ id, by, at: `2026-03-02T08:5${id}:00Z`, ...fields }) as Item
  return testRequest({
    participants: [
      { id: 'c', role: 'customer', name: 'Dana Ruiz' },
      { id: 'a', role: 'ai' },
    ],
    items: [
      item('1', 'c', { kind: 'text', format: 'plain', text }),
      item('2', 'c', { kind: 'text', format: 'html', text }),
      item('3', 'a', { kind: 'text', format: 'markdown', text }),
      item('4', 'c', { kind: 'email', subject: text.slice(0, 200), text }),
      item('5', 'c', { kind: 'form', fields: [{ label: text.slice(0, 200), value: text }] }),
      item('6', 'c', { kind: 'choice', label: text }),
      item('7', 'c', { kind: 'attachment', filename: text }),
      item('8', 'c', {
        kind: 'products',
        products: [{ name: text, imageUrl: 'https://evil.example/p.gif' }],
      }),
    ],
    summary: { overview: text, intent: text, topics: [text], triedSteps: [text], openQuestions: [text] },
    handoffMessage: { text, delivered: 'yes' },
    reason: { kind: 'custom', detail: text },
  })
}

function ticketOf(request: HandoffRequest) {
  const result = buildTicket(request, testConfig({ subjectTemplate: '{{customer.name}} / {{topic}}' }))
  if (!result.ok) throw new Error(result.message)
  return result.body
}

/** The ticket without what may be read. */
function head(request: HandoffRequest): unknown {
  const { messages, ...ticket } = ticketOf(request)
  return { ...ticket, messages: messages.map(({ body_html: _, body_text: __, ...message }) => message) }
}

const usual = head(saying('My lamp is broken.'))

describe.each(INJECTIONS)('%j', (text) => {
  const [transcript, note] = ticketOf(saying(text)).messages
  const bodies = [transcript.body_html, note.body_html]

  test('decides nothing but its own text: tags, priority, team, subject, customer and recipient stay', () => {
    expect(head(saying(text))).toEqual(usual)
  })

  test('the only link of the note leads to Gladly', () => {
    const links = readHtml(note.body_html).elements.filter(({ tagName }) => tagName === 'a')
    expect(links.map((element) => attribute(element, 'href'))).toEqual([LINK])
  })

  test('brings no element, no picture and no hidden word', () => {
    const allowed = new Set('div p br strong em ul ol li table thead tbody tr th td a span h3'.split(' '))
    for (const html of bodies) {
      const { elements, words } = readHtml(html)
      for (const { tagName } of elements) expect(allowed).toContain(tagName)
      expect(words).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/u)
      expect(html).not.toContain('<!--')
      for (const element of elements)
        expect(attribute(element, 'style') ?? '').not.toMatch(
          /display|visibility|opacity|font-size:0|color:#fff/,
        )
    }
  })

  test('a link in the transcript shows the host to which it leads', () => {
    const anchors = [...transcript.body_html.matchAll(/<a href="([^"]+)"[^>]*>(.*?)<\/a>( \[[^\]<]+\])?/g)]
    for (const [, href = '', words = '', host = ''] of anchors) {
      const { host: leads, pathname } = new URL(href)
      expect(`${words}${host}`).toContain(leads === '' ? pathname : leads)
    }
  })

  test('nobody can speak in the name of another: as many heads as there were turns', () => {
    const heads = transcript.body_text.match(/^\[\d{4}-/gm) ?? []
    expect(heads).toHaveLength(8)
    const bold = readHtml(transcript.body_html).elements.filter(
      ({ tagName, parentNode }) =>
        tagName === 'strong' && JSON.stringify(attributesOf(parentNode)).includes('12px'),
    )
    expect(bold).toHaveLength(8)
  })
})

const attributesOf = (node: unknown): unknown =>
  typeof node === 'object' && node !== null && 'attrs' in node ? node.attrs : []
