import { createScrubber } from '../gorgias/scrub.ts'
import { isRecord } from '../json/is-record.ts'
import type { OrgConfig } from '../model/config.ts'
import type { Item } from '../model/items.ts'
import type { HandoffRequest } from '../model/request.ts'
import { readAddresses } from '../ticket/addresses.ts'
import { clean } from '../transcript/clean.ts'
import { htmlToPlain } from '../transcript/html-to-plain.ts'
import { inOrder } from '../transcript/in-order.ts'
import { ALL_KINDS, asksForSecret, redact, redactAnswer, redactReference } from './redact.ts'

/** Made by machines, by a pattern or a list: to change them would break what hangs on them. */
const VERBATIM = new Set(
  `id handoffId by guideId sessionId attachmentId optionId promptItemId event address e164 locale
   requestedAt createdAt sentAt placedAt at
   currency amount price subtotal shipping tax discount refunded total`.split(/\s+/),
)
/** Numbers that a shop's system made. */
const REFERENCES = new Set(['orderNumber', 'trackingNumber', 'sku'])

/** A shorter key would be found in ordinary words; Gorgias makes them of 64 characters. */
const SHORTEST_KEY = 8

/**
 * A request without secrets: every text that people wrote is cleaned (see {@link clean}) and masked (see
 * {@link redact}), and the account's API key is taken out wherever somebody pasted it. It stands at the door, so that
 * what is stored, logged, mailed or shown later holds none of them. Ids, addresses, moments and amounts stay as they
 * are; a text in HTML becomes plain text, in which nothing can hide.
 *
 * @returns a request that the schema still accepts; masked again it stays as it is
 * @example
 * const parsed = parseHandoffRequest(input)
 * if (parsed.ok) await ledger.put(redactRequest(parsed.request, config))
 */
export function redactRequest(
  request: HandoffRequest,
  config: Pick<OrgConfig, 'gorgias' | 'redaction'>,
): HandoffRequest {
  const mask = maskFor(config)
  const { items, ...rest } = request
  const masked = mask.fields(rest) as Omit<HandoffRequest, 'items'>
  return { ...masked, items: withoutAnswers(items.map(plainText).map(mask.fields) as Item[], request, mask) }
}

interface Mask {
  asks: (text: string) => boolean
  fields: (value: unknown) => unknown
}

function maskFor({ gorgias, redaction = ALL_KINDS }: Pick<OrgConfig, 'gorgias' | 'redaction'>): Mask {
  const { apiKey, apiKeyUserEmail } = gorgias
  const scrub =
    apiKey.reveal().length < SHORTEST_KEY ? (text: string) => text : createScrubber(apiKeyUserEmail, apiKey)
  const asks = (text: string) => asksForSecret(text, redaction)

  function line(key: string, text: string, inside: string): string {
    const foreignId = inside === 'externalIds'
    // What stands where an address belongs, and is none, may be anything that somebody typed.
    const typed = foreignId || (key === 'address' && readAddresses(text).length === 0)
    if (VERBATIM.has(key) && !typed) return text
    const shown = scrub(clean(text))
    const reference = REFERENCES.has(key) || foreignId || (key === 'raw' && PHONE.test(shown))
    return fitting(reference ? redactReference(shown) : redact(shown, redaction), text, key)
  }

  function fields(value: unknown, key = '', inside = ''): unknown {
    if (typeof value === 'string') return line(key, value, inside)
    if (Array.isArray(value)) return value.map((entry) => fields(entry, key, inside))
    if (!isRecord(value)) return value
    const masked = Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, fields(inner, name, key)]),
    )
    return isAnswered(masked, asks) ? { ...masked, value: redactAnswer(masked.value) } : masked
  }
  return { asks, fields: (value) => fields(value) }
}

/** As people type telephone numbers; 16 digits are none. */
const PHONE = /^\s*(?:\+|0)(?:[\s()./-]*\d){5,15}\s*$/

/** A question such as "Card PIN" is the cue for its answer. */
function isAnswered(
  row: Record<string, unknown>,
  asks: Mask['asks'],
): row is Record<string, unknown> & { value: string } {
  const question = row.label ?? row.key
  return typeof question === 'string' && typeof row.value === 'string' && asks(question)
}

const plainText = (item: Item): Item =>
  item.kind === 'text' && item.format === 'html'
    ? { ...item, format: 'plain', text: htmlToPlain(item.text) }
    : item

/** A bare word that answers a question for a password, a PIN or a code is one. */
function withoutAnswers(items: readonly Item[], { participants }: HandoffRequest, { asks }: Mask): Item[] {
  const customers = new Set(participants.filter(({ role }) => role === 'customer').map(({ id }) => id))
  const answers = new Set<string>()
  let asked = false
  for (const item of inOrder(items)) {
    if (item.kind === 'event') continue
    const own = customers.has(item.by)
    if (asked && own) answers.add(item.id)
    asked = !own && asks(promptOf(item))
  }
  return items.map((item) =>
    item.kind === 'text' && answers.has(item.id) ? { ...item, text: redactAnswer(item.text) } : item,
  )
}

function promptOf(item: Item): string {
  if (item.kind === 'text' || item.kind === 'email') return item.text.slice(-2000)
  return item.kind === 'choices' ? (item.prompt ?? '') : ''
}

/** A mark may be longer than its secret: what is neither too long for its field nor empty is accepted again. */
function fitting(masked: string, original: string, key: string): string {
  if (masked === '' && original !== '') return ' '
  return masked.length <= original.length ? masked : masked.slice(0, longest(key, original.length))
}

/** How long a field may be, as the schema has it; for a sentence or a line, what it was tells which it is. */
function longest(key: string, length: number): number {
  if (key === 'text') return 1_000_000
  if (['from', 'to', 'cc', 'address'].includes(key)) return 320
  if (['url', 'imageUrl'].includes(key)) return 2000
  return length > 1000 ? 20_000 : 1000
}
