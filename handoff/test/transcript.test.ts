import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fromGladly } from '../src/gladly/from-gladly.ts'
import type { OrgConfig } from '../src/model/config.ts'
import type { Item } from '../src/model/items.ts'
import { parseHandoffRequest } from '../src/model/request.ts'
import type { HandoffRequest } from '../src/model/request.ts'
import { buildTicket } from '../src/ticket/build-ticket.ts'
import { renderTranscript } from '../src/transcript/transcript.ts'
import { testConfig } from './support/config.ts'
import { contrast, paintedWords, readHtml } from './support/read-html.ts'
import { testRequest } from './support/request.ts'

const json = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../examples/${name}.json`, import.meta.url), 'utf8'))

function fixture(name: string): HandoffRequest {
  const read = parseHandoffRequest(json(name))
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.request
}

/** Both messages of the ticket, each with its words in HTML and text. */
function messagesOf(request: HandoffRequest, config: Partial<OrgConfig> = {}) {
  const result = buildTicket(request, testConfig(config))
  if (!result.ok) throw new Error(result.message)
  const [transcript, note] = result.body.messages
  const both = ({ body_html, body_text }: { body_html: string; body_text: string }) => ({
    html: body_html,
    text: body_text,
    words: readHtml(body_html).words,
  })
  return { transcript: both(transcript), note: both(note) }
}

const say = (text: string, changes: Partial<Item> = {}): HandoffRequest =>
  testRequest({
    participants: [
      { id: 'p-1', role: 'customer', name: 'Dana Ruiz' },
      { id: 'ai', role: 'ai' },
    ],
    items: [
      {
        id: 'i',
        at: '2026-03-02T08:51:00Z',
        by: 'p-1',
        kind: 'text',
        format: 'plain',
        text,
        ...changes,
      } as Item,
    ],
  })

describe('a shop chat (chat-damaged-lamp)', () => {
  const { transcript, note } = messagesOf(fixture('chat-damaged-lamp'), { timeZone: 'Europe/Berlin' })

  test.each(['html', 'text'] as const)('REQ-027, REQ-028: product and order are in the %s', (form) => {
    const words = form === 'html' ? transcript.words : transcript.text
    for (const part of [
      'Alba glass shade',
      '€0.00 (was €39.00)',
      'Opal white',
      'In stock',
      'LH-20418',
      'ALB-FL-BR',
      '€149.00',
      '€171.90',
      'DHL',
      'JD014600003828392837',
      '•••• 4242',
    ]) {
      expect(words).toContain(part)
    }
    expect(transcript[form]).toContain('https://lumenhaus.example/products/alba-glass-shade')
    expect(transcript[form]).toContain('https://tracking.example.com/JD014600003828392837')
  })

  test('every text stands out from its ground, in any theme', () => {
    for (const { ink, ground, words } of paintedWords(transcript.html + note.html)) {
      expect(contrast(ink, ground), `${words}: ${ink} on ${ground}`).toBeGreaterThan(4.5)
    }
  })

  test('REQ-026: every turn carries name and role in words, and a time with its zone', () => {
    expect(transcript.text).toContain('[2025-11-22 14:02 UTC+01:00] Dana Ruiz (Customer):')
    expect(transcript.words).toContain('Gladly AI (AI assistant) · 14:02 UTC+1')
  })

  test('REQ-029: buttons, the choice and the attachment', () => {
    expect(transcript.text).toContain('Options offered: Send a new shade · Exchange the lamp · Refund')
    expect(transcript.text).toContain('Chose: Send a new shade')
    expect(transcript.text).toContain('Attachment: cracked-shade.jpg (image/jpeg, 1.2 MB) – open in Gladly')
  })

  test('REQ-023: the turns are in the order of their times, whatever the order of the items', () => {
    const request = fixture('chat-damaged-lamp')
    const turned = { ...request, items: request.items.toReversed() }
    expect(messagesOf(turned, { timeZone: 'Europe/Berlin' }).transcript.text).toBe(transcript.text)
  })

  test('REQ-030: topics, the summary and the link into Gladly are not in it', () => {
    expect(transcript.html).not.toMatch(/topic|Annoyed|gladly\.test/i)
  })

  test.each([
    'Get the replacement shade by Monday',
    'arrived cracked',
    'Orders › Damaged Item',
    'Express delivery',
    'Offered a replacement shade',
    'May the express fee be waived?',
    'LH-20418',
    'dana.ruiz@example.com',
    '+493055501234',
    'd.ruiz@work.example',
    'not verified',
    'The customer asked for a person',
    'AI-generated summary, check before acting',
    'Thank you, Dana.',
    'Open the conversation in Gladly',
  ])('REQ-040..043: the note says %j', (part) => {
    expect(note.text).toContain(part)
    expect(note.words).toContain(part)
  })
})

describe('an e-mail thread (email-reply-chain)', () => {
  const { transcript, note } = messagesOf(fixture('email-reply-chain'), {
    timeZone: 'Asia/Kolkata',
    locale: 'en-GB',
  })

  test('the reply chain is there, and nothing takes it for a quotation', () => {
    expect(transcript.text).toContain('│ On Mon, 24 Nov 2025')
    expect(transcript.text).toContain('│ Original Message')
    expect(transcript.html).not.toContain('blockquote')
  })

  test('dates are shown where the day changes, in a zone of half hours', () => {
    expect(transcript.text).toContain('[2025-11-24 04:28 UTC+05:30] Priya Nair (Customer):')
    expect(transcript.words).toContain('04:28 UTC+05:30 · 24 Nov 2025')
    expect(transcript.words.match(/24 Nov 2025/g)).toHaveLength(3) // intro, first turn, reply chain
  })

  test('the address used in the conversation is chosen, the other one is named in the note', () => {
    expect(note.text).toContain('Other addresses: priya@private.example')
    expect(note.text).toContain('Last customer message: “It is RT-88.”')
  })
})

describe('other conversations', () => {
  test('REQ-009: without an AI answer the transcript says so', () => {
    const { transcript, note } = messagesOf(fixture('chat-no-answer'))
    expect(transcript.text).toContain('Gladly AI sent no reply in this conversation.')
    expect(transcript.text).toContain('Customer:\n  agent')
    expect(note.text).toContain('facts were collected automatically') // REQ-044
    expect(note.text).toContain('1 from the customer, 0 from the AI')
    expect(note.text).toContain('not determined') // REQ-042
  })

  test('German words, money and dates keep their letters', () => {
    const { transcript } = messagesOf(fixture('chat-german'), { locale: 'de-DE', timeZone: 'Europe/Berlin' })
    expect(transcript.words).toContain('Grüß Gott, die Größe »42« fällt zu klein aus.')
    expect(transcript.words).toContain('22. Nov. 2025')
    expect(transcript.words).toContain('[IBAN removed]')
  })

  test('right-to-left text keeps its direction by itself', () => {
    const { transcript } = messagesOf(fixture('chat-rtl'))
    expect(transcript.html).toContain('<div dir="auto" lang="he"><p style="margin:0 0 6px">שלום')
    expect(transcript.text).toContain('👩‍👩‍👧')
  })

  test('REQ-016: a text message inside a chat is labelled, a call leaves a line', () => {
    const adapted = fromGladly(json('gladly-chat'), testConfig())
    if (!adapted.ok) throw new Error(JSON.stringify(adapted.problems))
    const { transcript } = messagesOf(adapted.request)
    expect(transcript.text).toContain('Ola Nowak (Customer) · SMS:\n  also by text message')
    expect(transcript.text).toContain('A phone call took place here.')
    expect(transcript.text).toContain('This message was removed in Gladly.')
    expect(transcript.text).toContain('HOLOGRAM')
    expect(transcript.text).not.toContain('internal remark')
  })

  test('hostile text is text', () => {
    const { transcript, note } = messagesOf(fixture('chat-hostile'))
    expect(transcript.words).toContain('<script>alert(1)</script>')
    expect(transcript.words).toContain('**not bold** &amp; <Otoh> gpj.exe abc')
    expect(transcript.html).not.toContain('<img')
    expect(transcript.html).not.toContain('pixel.gif"')
    expect(`${transcript.html}${note.html}`).not.toMatch(/4111|737|hunter2|078-05/)
    expect(transcript.html).not.toContain('payload')
  })

  test('internal words of an event are never printed', () => {
    const event = { kind: 'event', event: 'routed', detail: 'to the fraud desk' } as Partial<Item>
    const request = say('hello')
    const items = [...request.items, { ...event, id: 'e', at: '2026-03-02T08:52:00Z', by: 'ai' } as Item]
    const { transcript, note } = messagesOf({ ...request, items })
    expect(`${transcript.html}${note.html}`).not.toMatch(/fraud|routed/)
  })

  test('a bare answer to a question for a password is a secret', () => {
    const ask = { id: 'a', at: '2026-03-02T08:50:00Z', by: 'ai', kind: 'text', format: 'plain' } as const
    const request = say('john 4494')
    const asked = { ...request, items: [{ ...ask, text: 'Please tell me your password.' }, ...request.items] }
    expect(messagesOf(asked).transcript.text).toContain('john [secret removed]')
    expect(messagesOf(request).transcript.text).toContain('john 4494')
  })

  test('summer time changes the printed offset', () => {
    const at = (time: string) =>
      messagesOf(say('x', { at: time }), { timeZone: 'Europe/Berlin' }).transcript.text
    expect(at('2025-10-26T00:30:00Z')).toContain('[2025-10-26 02:30 UTC+02:00]')
    expect(at('2025-10-26T01:30:00Z')).toContain('[2025-10-26 02:30 UTC+01:00]')
  })

  test('what Gladly left out is said', () => {
    const { transcript, note } = messagesOf({ ...say('x'), truncated: { reason: 'item_limit', omitted: 12 } })
    expect(transcript.text).toContain('12 more messages are not in this transcript')
    expect(note.text).toContain('not complete')
  })

  test('REQ-008: the note names earlier handoffs', () => {
    const earlier = [{ handoffId: 'h-0', ticketId: 4711 }]
    const result = buildTicket(testRequest(), testConfig(), { earlier })
    expect(result.ok && result.body.messages[1].body_text).toContain('ticket 4711')
  })

  test('REQ-046: tags without room are named in the note', () => {
    const topics = Array.from({ length: 30 }, (_, index) => ({ id: `t${index}`, name: `Topic ${index}` }))
    expect(messagesOf(testRequest({ topics })).note.text).toContain('Topic_29')
  })

  test('REQ-040: overview and intent are cut at their limits', () => {
    const summary = { overview: 'o'.repeat(5000), intent: 'i'.repeat(5000), topics: [] }
    const { note } = messagesOf(testRequest({ summary }))
    expect(/o{100,}/.exec(note.text)?.[0].length).toBe(599)
    expect(/i{100,}/.exec(note.text)?.[0].length).toBe(199)
  })
})

describe('long conversations are folded', () => {
  const turns = (count: number, text: (index: number) => string): HandoffRequest => ({
    ...say('x'),
    items: Array.from({ length: count }, (_, index) => ({
      id: `i${index}`,
      at: new Date(Date.UTC(2026, 2, 2) + index * 60_000).toISOString(),
      by: index % 2 === 0 ? 'p-1' : 'ai',
      kind: 'text',
      format: 'plain',
      text: text(index),
    })),
  })

  test('2,000 messages: the first ten, the newest, and a line that counts the rest', () => {
    const request = turns(2000, (index) => `message number ${index} `.repeat(8))
    const { html, text, shown, omitted } = renderTranscript(request, testConfig())
    expect(shown.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, index) => `i${index}`))
    expect(shown.at(-1)).toBe('i1999')
    expect(shown.length + omitted).toBe(2000)
    expect(text).toContain(`… ${omitted} messages not shown, see the Gladly conversation`)
    expect(/not shown.*?UTC · (.*?)</.exec(html)?.[1]).toBe('Mar 3, 2026') // the day changed unseen
    const numbers = Array.from(
      text.matchAll(/: {0,2}\n {2}message number (\d+) /g),
      (match) => `i${match[1] ?? ''}`,
    )
    expect(numbers).toEqual(shown)
    expect(Buffer.byteLength(html)).toBeLessThan(102_000)
    expect(Buffer.byteLength(html)).toBeGreaterThan(80_000)
  })

  test('a conversation that fits is not folded', () => {
    const { shown, omitted } = renderTranscript(
      turns(40, (index) => `m${index}`),
      testConfig(),
    )
    expect([shown.length, omitted]).toEqual([40, 0])
  })

  test('one message of a million characters is cut, with a mark, between characters', () => {
    const { html, text } = renderTranscript(say('👍'.repeat(500_000)), testConfig())
    expect(html.isWellFormed()).toBe(true)
    expect(text).toMatch(/… \d{6} more characters of this message not shown/)
    expect(Buffer.byteLength(html)).toBeLessThan(102_000)
  })

  test('many huge messages stay within the size', () => {
    const { html, shown } = renderTranscript(
      turns(30, () => '"&<'.repeat(30_000)),
      testConfig(),
    )
    expect(Buffer.byteLength(html)).toBeLessThan(102_000)
    expect(shown.at(-1)).toBe('i29')
  })
})
