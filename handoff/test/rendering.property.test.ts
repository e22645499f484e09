import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseHandoffRequest } from '../src/model/request.ts'
import type { HandoffRequest } from '../src/model/request.ts'
import { buildTicket } from '../src/ticket/build-ticket.ts'
import { blocksToHtml } from '../src/transcript/render-html.ts'
import { blocksToText } from '../src/transcript/render-text.ts'
import { renderTranscript } from '../src/transcript/transcript.ts'
import { turnsOf } from '../src/transcript/turns.ts'
import { anyRequest } from './support/any-request.ts'
import { testConfig } from './support/config.ts'
import { attribute, readHtml } from './support/read-html.ts'

const TAGS = new Set(
  'div p br strong em ul ol li table thead tbody tr th td caption a img hr span h3'.split(' '),
)
const ATTRIBUTES = new Set(['style', 'dir', 'lang', 'href', 'rel', 'src', 'alt', 'width', 'scope', 'start'])
const STYLES =
  /^(?:color|background|padding|margin|border(?:-[a-z]+)?|font-weight|font-size|text-align|max-width)$/
const INVISIBLE = /(?![\n\t])\p{Cc}|[\u200b\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u

function bodiesOf(request: HandoffRequest): { html: string; text: string }[] {
  const result = buildTicket(request, testConfig())
  if (!result.ok) throw new Error(result.message)
  return result.body.messages.map((message) => ({ html: message.body_html, text: message.body_text }))
}

describe('whatever is said', () => {
  test('a ticket is built from it, and the request is one that the parser accepts', () => {
    fc.assert(
      fc.property(anyRequest(), (request) => {
        const read = parseHandoffRequest(JSON.parse(JSON.stringify(request)))
        if (!read.ok) throw new Error(JSON.stringify(read.problems))
        expect(bodiesOf(read.request)).toHaveLength(2)
      }),
    )
  })

  test('the HTML stays within its profile, as a browser reads it', () => {
    fc.assert(
      fc.property(anyRequest(), (request) => {
        for (const { html } of bodiesOf(request)) {
          for (const element of readHtml(html).elements) {
            expect(TAGS).toContain(element.tagName)
            for (const { name } of element.attrs) expect(ATTRIBUTES).toContain(name)
            expect(attribute(element, 'href') ?? 'https:').toMatch(/^(?:https?|mailto|tel):/)
            expect(attribute(element, 'src') ?? 'https:').toMatch(/^https:/)
            for (const rule of (attribute(element, 'style') ?? 'color:').split(';')) {
              expect(rule.split(':')[0]).toMatch(STYLES)
            }
          }
        }
      }),
    )
  })

  test('no invisible character and no line that a help desk would strip is in it', () => {
    fc.assert(
      fc.property(anyRequest(), (request) => {
        for (const { html, text } of bodiesOf(request)) {
          expect(html).not.toMatch(INVISIBLE)
          expect(text).not.toMatch(INVISIBLE)
          for (const line of text.split('\n')) {
            expect(line.length).toBeLessThanOrEqual(998)
            expect(line).not.toMatch(/^\s*(?:>|--\s*$|On .*wrote:\s*$|-+\s*Original Message)/)
          }
        }
      }),
    )
  })

  test('HTML and text hold the same words', () => {
    fc.assert(
      fc.property(anyRequest(), (request) => {
        for (const turn of turnsOf(request, testConfig())) {
          const { children } = turn.write({ chars: 20_000, rows: 200 })
          const html = blocksToHtml(children).replace(/<\/a> \[[^\]<]*\]/g, '</a>')
          const links = readHtml(html).elements.flatMap((element) => attribute(element, 'href') ?? [])
          const text = links.reduce((rest, href) => rest.replace(`<${href}>`, ' '), blocksToText(children))
          expect(wordSet(text)).toEqual(wordSet(readHtml(html).words))
        }
      }),
    )
  })

  test('every visible item stands in it once or is counted as folded', () => {
    fc.assert(
      fc.property(anyRequest(60), (request) => {
        const visible = turnsOf(request, testConfig()).map(({ itemId }) => itemId)
        const { shown, omitted } = renderTranscript(request, testConfig())
        expect(new Set(shown).size).toBe(shown.length)
        expect(shown.length + omitted).toBe(visible.length)
        expect(visible).toEqual(expect.arrayContaining(shown))
      }),
    )
  })

  test('the note has one link, the one to Gladly', () => {
    const href = 'https://acme.gladly.test/conversation/c-1'
    fc.assert(
      fc.property(anyRequest(), (request) => {
        const [, note] = bodiesOf(request)
        const links = readHtml(note?.html ?? '').elements.filter(({ tagName }) => tagName === 'a')
        expect(links.map((element) => attribute(element, 'href'))).toEqual([href])
        expect(note?.text.match(/https?:\/\/\S+/g)).toEqual([`${href}>`])
      }),
    )
  })
})

test('a secret survives nowhere, whichever kind of item it is said in', () => {
  const secrets = ['4111 1111 1111 1111', '4111111111111111', 'DE89 3704 0044 0532 0130 00', '078-05-1120']
  fc.assert(
    fc.property(anyRequest(), fc.constantFrom(...secrets), (request, secret) => {
      const said = plant(request, secret)
      const result = buildTicket(said, testConfig({ subjectTemplate: '{{customer.name}} {{topics}}' }))
      const { messages, subject, tags } = result.ok ? result.body : { messages: [], subject: '', tags: [] }
      expect(messages).toHaveLength(2)
      expect(
        JSON.stringify([messages.map(({ body_html, body_text }) => [body_html, body_text]), subject, tags]),
      ).not.toContain(secret)
    }),
  )
})

/** The request with ` SECRET ` at the end of every text in it that people may write. */
function plant(request: HandoffRequest, secret: string): HandoffRequest {
  const free = new Set([
    'text',
    'label',
    'value',
    'prompt',
    'name',
    'note',
    'title',
    'snippet',
    'overview',
    'intent',
    'filename',
    'subject',
  ])
  const copy = JSON.stringify(request, (key, value: unknown) =>
    typeof value === 'string' && free.has(key) ? `${value}\n${secret} ` : value,
  )
  return JSON.parse(copy) as HandoffRequest
}

/** Words without regard to where lines end, how often they come, and the marks that only one form needs. */
function wordSet(text: string): string[] {
  const words = text
    .replace(/│/g, ' ')
    .replace(/(?<=^|\n)[^\S\n]*(?:•|\d+\.)(?=\s|$)/g, ' ')
    .split(/[\s\u00a0]+/)
  const bare = (word: string) => word.replace(/:$/, '').replace(/^[-_*=~—–#+>]+|[-_*=~—–#+]+$/gu, '')
  return [...new Set(words.map(bare))].filter((word) => word !== '').sort()
}
