import type { OrgConfig } from '../model/config.ts'
import type { HandoffRequest, Problem } from '../model/request.ts'
import { parseHandoffRequest } from '../model/request.ts'
import { isRecord } from '../json/is-record.ts'
import { channelOf, contentOf } from './content.ts'
import type { Json } from './fields.ts'
import { field, list, present, record, texts, words } from './fields.ts'
import { customerOf, peopleOf } from './people.ts'
import { topicsOf } from './topics.ts'

/**
 * What Gladly's API answers about one conversation, each part as it came, and what only the caller knows.
 * Fields that are not named here are ignored: Gladly adds fields without notice.
 */
export interface GladlyConversationExport {
  /** `GET /api/v1/conversations/{id}` */
  conversation: unknown
  /** `GET /api/v1/conversations/{id}/items` */
  items: unknown
  /** `GET /api/v1/customer-profiles/{id}`, or the customer as the App Platform hands it over */
  customer: unknown
  /** `GET /api/v1/topics` */
  topics?: unknown
  /** `GET /api/v1/agents`: names for ids */
  agents?: unknown
  /** Set if the header `Gladly-Limited-Data` came with the items. A list of 1000 items says the same. */
  limitedData?: boolean
  /** The channel that was handed off; else that of the customer's last message. */
  channel?: string
  guideId?: string
  identity?: HandoffRequest['customer']['identity']
  /** Else made of the conversation and its newest item: stable when repeated, new when the conversation goes on. */
  handoffId?: string
  /** Else the time of the newest item. */
  requestedAt?: string
  outcome?: HandoffRequest['outcome']
  reason?: HandoffRequest['reason']
  summary?: HandoffRequest['summary']
  handoffMessage?: HandoffRequest['handoffMessage']
  locale?: string
}

/** The most items that Gladly answers at once (documented); there is no second page. */
const GLADLY_ITEM_LIMIT = 1000

/**
 * Turns Gladly's JSON into a {@link HandoffRequest}.
 *
 * @param input a {@link GladlyConversationExport}; it is not trusted
 * @returns the request, or problems whose paths name Gladly's fields where they can; it never throws
 *
 * @example
 * ```ts
 * const adapted = fromGladly({ conversation, items, customer, topics }, config)
 * if (adapted.ok) await handoff.handOff(adapted.request)
 * ```
 */
export function fromGladly(
  input: unknown,
  config: Pick<OrgConfig, 'legacyAiAgentIds'>,
): { ok: true; request: HandoffRequest } | { ok: false; problems: Problem[] } {
  const problems = wrongParts(input)
  if (problems.length > 0) return { ok: false, problems }
  const source = record(input)
  const conversation = record(source.conversation)
  const conversationId = words(conversation, 'id') ?? ''
  const customer = record(source.customer)
  const rows = ownItems(list(source.items).map(record), conversationId)
  const people = peopleOf(customer, source.agents, config)
  const items = rows.map((row) => {
    const content = record(field(row, 'content'))
    const by = people.idOf(field(row, 'initiator'), words(content, 'from'))
    const at = words(row, 'timestamp') ?? words(conversation, 'createdAt')
    return { id: words(row, 'id'), at, by, ...contentOf(content, people.isAi(by)) }
  })
  const newest = items.at(-1)
  return parseHandoffRequest({
    handoffId: words(source, 'handoffId') ?? [conversationId, newest?.id].filter(Boolean).join(':'),
    requestedAt: words(source, 'requestedAt') ?? newest?.at ?? words(conversation, 'createdAt'),
    reason: source.reason ?? { kind: 'unknown' },
    conversation: conversationOf(source, conversation, rows),
    customer: customerOf(
      customer,
      words(conversation, 'customerId') ?? words(customer, 'id') ?? '',
      words(source, 'identity'),
    ),
    participants: people.all(),
    items,
    topics: topicsOf(conversation, rows, source.topics),
    ...present({
      outcome: source.outcome,
      summary: source.summary,
      handoffMessage: source.handoffMessage,
      locale: source.locale,
      truncated: isLimited(source) ? { reason: 'item_limit' } : undefined,
    }),
  })
}

function wrongParts(input: unknown): Problem[] {
  if (!isRecord(input)) {
    return [{ path: '', message: 'This has to be an object with conversation, items and customer.' }]
  }
  const wrong = (path: string, message: string): Problem[] => [{ path, message }]
  const { conversation, items, customer } = input
  return [
    ...(isRecord(conversation)
      ? []
      : wrong('conversation', 'Put the answer of GET conversations/{id} here.')),
    ...(isRecord(conversation) && words(conversation, 'id') === undefined
      ? wrong('conversation.id', 'The conversation has no id; is this the answer of GET conversations/{id}?')
      : []),
    ...(Array.isArray(items) ? [] : wrong('items', 'Put the list of GET conversations/{id}/items here.')),
    ...(isRecord(customer) ? [] : wrong('customer', 'Put the answer of GET customer-profiles/{id} here.')),
    ...list(items).flatMap((item, index) => wrongItem(item, `items[${index}]`)),
  ].slice(0, 10)
}

function wrongItem(item: unknown, path: string): Problem[] {
  if (!isRecord(item)) return [{ path, message: 'This is not an item of a conversation; leave it out.' }]
  if (words(item, 'id') === undefined) return [{ path: `${path}.id`, message: 'The item has no id.' }]
  return []
}

/** Lists were seen that held items of other conversations, and twice the same: those are somebody else's words. */
function ownItems(items: readonly Json[], conversationId: string): Json[] {
  const seen = new Set<string>()
  return items.filter((item) => {
    const id = words(item, 'id') ?? ''
    const own = (words(item, 'conversationId') ?? conversationId) === conversationId
    if (!own || seen.has(id)) return false
    seen.add(id)
    return true
  })
}

function conversationOf(source: Json, conversation: Json, items: readonly Json[]): object {
  const contents = items.map((item) => record(field(item, 'content')))
  const attributes = list(field(conversation, 'customAttributes')).map(record)
  return {
    ...present({
      guideId: words(source, 'guideId'),
      sessionId: words(items.at(-1) ?? {}, 'sessionId'),
      subject: contents.flatMap((content) => texts(words(content, 'subject'))).at(0),
    }),
    id: words(conversation, 'id'),
    channel: channelOf(words(source, 'channel')) ?? lastChannel(items) ?? 'other',
    createdAt: words(conversation, 'createdAt'),
    status: words(conversation, 'status')?.toLowerCase() ?? 'open',
    attributes: attributes.flatMap((attribute) => {
      const key = words(attribute, 'id')
      const value = field(attribute, 'value')
      const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      return key !== undefined && plain ? [{ key, value: String(value) }] : []
    }),
  }
}

/** The channel of the customer's last message, else of anybody's. */
function lastChannel(items: readonly Json[]): string | undefined {
  const channels = items.map((item) => ({
    customers: words(record(field(item, 'initiator')), 'type') === 'CUSTOMER',
    channel: channelOf(words(record(field(item, 'content')), 'type')),
  }))
  const spoken = channels.filter(({ channel }) => channel !== undefined)
  return (spoken.findLast(({ customers }) => customers) ?? spoken.at(-1))?.channel
}

const isLimited = (source: Json): boolean =>
  source.limitedData === true || list(source.items).length >= GLADLY_ITEM_LIMIT
