import fc from 'fast-check'
import sanitizeHtml from 'sanitize-html'
import { describe, expect, test } from 'vitest'
import type { Item } from '../src/model/items.ts'
import type { HandoffRequest } from '../src/model/request.ts'
import { buildTicket } from '../src/ticket/build-ticket.ts'
import { anyRequest } from './support/any-request.ts'
import { testConfig } from './support/config.ts'
import { everyKind } from './support/every-kind.ts'
import { readHtml } from './support/read-html.ts'
import { testRequest } from './support/request.ts'
import { REPLY_CHAINS, strippable } from './support/strippers.ts'

function bodiesOf(request: HandoffRequest): { html: string; text: string }[] {
  const result = buildTicket(request, testConfig())
  if (!result.ok) throw new Error(result.message)
  return result.body.messages.map((message) => ({ html: message.body_html, text: message.body_text }))
}

/** The same words as an e-mail, in the chat, from the AI, in a form and in the summary. */
function saidEverywhere(text: string): HandoffRequest {
  const item = (id: string, by: string, fields: object) =>
    ({ id, by, at: '2026-03-02T08:51:00Z', ...fields }) as Item
  return testRequest({
    participants: [
      { id: 'c', role: 'customer', name: 'Dana Ruiz' },
      { id: 'a', role: 'ai' },
    ],
    items: [
      item('1', 'c', { kind: 'email', subject: 'lamp', text }),
      item('2', 'c', { kind: 'text', format: 'plain', text }),
      item('3', 'a', { kind: 'text', format: 'markdown', text }),
      item('4', 'c', { kind: 'form', fields: [{ label: 'Message', value: text }] }),
    ],
    summary: { overview: text, intent: text, topics: [text] },
  })
}

const words = (text: string) => text.split(/[^\p{L}\p{N}@.]+/u).filter((word) => word !== '')

describe('quote strippers find nothing to take away', () => {
  test.each(REPLY_CHAINS)('%j', (chain) => {
    for (const { html, text } of bodiesOf(saidEverywhere(`Before\n${chain}\nAfter`))) {
      expect(strippable(text)).toEqual([])
      expect(strippable(readHtml(html).words)).toEqual([])
      for (const word of words(chain)) expect(readHtml(html).words).toContain(word)
    }
  })

  test('whatever is said around it', () => {
    fc.assert(
      fc.property(
        anyRequest(4),
        fc.array(fc.constantFrom(...REPLY_CHAINS), { maxLength: 4 }),
        (request, chains) => {
          const items = [...saidEverywhere(chains.join('\n')).items.slice(0, 2)].map((item) => ({
            ...item,
            by: 'c',
          }))
          for (const { html, text } of bodiesOf({ ...request, items: [...request.items, ...items] })) {
            expect(strippable(text)).toEqual([])
            expect(strippable(readHtml(html).words)).toEqual([])
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  test.each(['- a list\n- of things', '**urgent** please', 'I am on it, I wrote a letter', 'Price: 3 < 4'])(
    'an honest line stays as it was typed: %j',
    (line) => {
      const [transcript] = bodiesOf(saidEverywhere(line))
      expect(transcript?.text).toContain(`  ${line.split('\n')[0] ?? ''}\n`)
    },
  )
})

describe('a strict sanitiser', () => {
  /** As help desks do it: plain elements, links that are safe, no style, no class, no id. */
  const strict = (html: string): string =>
    sanitizeHtml(html, {
      allowedTags: 'div p br strong em ul ol li table thead tbody tr th td caption a span h3'.split(' '),
      allowedAttributes: { a: ['href'] },
      allowedSchemes: ['https', 'http', 'mailto', 'tel'],
    })
  const outline = (html: string) =>
    readHtml(html)
      .elements.map(({ tagName }) => tagName)
      .filter((name) => name !== 'img')

  test('leaves every word and every element but pictures', () => {
    fc.assert(
      fc.property(anyRequest(), (request) => {
        for (const { html } of bodiesOf(request)) {
          expect(readHtml(strict(html)).words).toBe(readHtml(html).words)
          expect(outline(strict(html))).toEqual(outline(html))
        }
      }),
    )
  })

  test('leaves roles, names, tables, lists and links as they are', () => {
    const [transcript] = bodiesOf(everyKind())
    const { words, elements } = readHtml(strict(transcript?.html ?? ''))
    for (const part of [
      'Dana Ruiz (Customer)',
      'Gladly AI (AI assistant)',
      'Attachment: cracked-shade.jpg',
      'HOLOGRAM',
    ])
      expect(words).toContain(part)
    const count = (name: string) => elements.filter(({ tagName }) => tagName === name).length
    expect(count('table')).toBe(3)
    expect(count('a')).toBeGreaterThan(4)
    expect(count('li')).toBe(3)
  })

  test('the HTML is well formed: read, written and read again it is the same', () => {
    fc.assert(
      fc.property(anyRequest(), (request) => {
        for (const { html } of bodiesOf(request)) {
          expect(readHtml(strict(strict(html)))).toEqual(readHtml(strict(html)))
        }
      }),
      { numRuns: 30 },
    )
  })
})
