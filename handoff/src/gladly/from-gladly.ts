import type { OrgConfig } from '../model/config.ts'
import type { HandoffRequest, Problem } from '../model/request.ts'
import { MAX_ITEMS, parseHandoffRequest } from '../model/request.ts'
import { channelOf, contentOf, isInternal, itemChannel } from './content.ts'
import type { Json } from './fields.ts'
import { atMost, field, line, list, longest, present, record, shortId, texts, upTo, words } from './fields.ts'
import { peopleOf } from './people.ts'
import { customerOf } from './profile.ts'
import { inGladlysPlaces, wrongParts, wrongProfile } from './problems.ts'
import type { LeftOut, Row } from './rows.ts'
import { contentIn, isByCustomer, rowsOf, typeOf } from './rows.ts'
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
  /**
   * Ids of profiles that were merged into this customer (Gladly answers 301 for them). Without it, a profile of
   * another id than the conversation's `customerId` is refused unless Gladly's own items name it.
   */
  mergedCustomerIds?: readonly string[]
  /** Ids of conversations that were merged into this one; their items belong to it. */
  mergedConversationIds?: readonly string[]
  /** The channel that was handed off; else that of the customer's last message. */
  channel?: string
  guideId?: string
  identity?: HandoffRequest['customer']['identity']
  /**
   * Else made of the conversation and the customer's newest message: the same when asked again, whatever Gladly
   * wrote down meanwhile, and new when the conversation goes on.
   */
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
 * What is merely long, missing or new is taken as far as it goes: a customer was promised an answer. What would make
 * the ticket a stranger's, or cannot be placed in time, is refused.
 *
 * @param input a {@link GladlyConversationExport}; it is not trusted
 * @returns the request and how many entries of the list were left out of it, or problems whose paths name Gladly's
 *   fields; it never throws on JSON
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
): { ok: true; request: HandoffRequest; left: LeftOut } | { ok: false; problems: Problem[] } {
  const wrong = wrongParts(input)
  if (wrong.length > 0) return { ok: false, problems: wrong }
  const source = record(input)
  const conversation = record(source.conversation)
  const customer = record(source.customer)
  const merged = texts(source.mergedCustomerIds)
  const { rows: all, left } = rowsOf(source.items, words(conversation, 'createdAt'), {
    conversationIds: [words(conversation, 'id') ?? '', ...texts(source.mergedConversationIds)],
    customerIds: [...texts([field(conversation, 'customerId'), field(customer, 'id')]), ...merged],
  })
  const stranger = wrongProfile(conversation, customer, merged, all)
  if (stranger.length > 0) return { ok: false, problems: stranger }

  const rows = all.slice(-MAX_ITEMS)
  const read = parseHandoffRequest(requestOf(source, rows, all.length - rows.length, config))
  if (read.ok) return { ...read, left }
  return { ok: false, problems: inGladlysPlaces(read.problems, rows, source) }
}

function requestOf(
  source: Json,
  rows: readonly Row[],
  omitted: number,
  config: Pick<OrgConfig, 'legacyAiAgentIds'>,
): object {
  const conversation = record(source.conversation)
  const customer = record(source.customer)
  const people = peopleOf(customer, source.agents, config)
  const items = rows.map((row) => {
    const content = contentIn(row)
    const by = people.idOf(field(row.item, 'initiator'), words(content, 'from'))
    return { id: words(row.item, 'id'), at: row.at, by, ...contentOf(content, people.isAi(by)) }
  })
  const limited = omitted > 0 || isLimited(source)
  return {
    handoffId: source.handoffId ?? [words(conversation, 'id'), anchorOf(rows)].filter(Boolean).join(':'),
    requestedAt: source.requestedAt ?? rows.at(-1)?.at ?? words(conversation, 'createdAt'),
    reason: source.reason ?? { kind: 'unknown' },
    conversation: conversationOf(source, conversation, rows),
    // The id of the profile that answered: after a merge it is the one that lives on.
    customer: customerOf(
      customer,
      words(customer, 'id') ?? words(conversation, 'customerId') ?? '',
      source.identity ?? undefined,
    ),
    participants: people.all(),
    items,
    topics: topicsOf(conversation, rows.map(contentIn), source.topics),
    ...present({
      outcome: source.outcome ?? undefined,
      summary: source.summary ?? undefined,
      handoffMessage: source.handoffMessage ?? undefined,
      locale: source.locale ?? undefined,
      truncated: limited
        ? present({ reason: 'item_limit', omitted: omitted === 0 ? undefined : omitted })
        : undefined,
    }),
  }
}

/** The item that a handoff is known by: the customer's newest message, else the newest item. */
function anchorOf(rows: readonly Row[]): string | undefined {
  const row = rows.findLast((one) => isByCustomer(one) && !isInternal(typeOf(one))) ?? rows.at(-1)
  return row && words(row.item, 'id')
}

function conversationOf(source: Json, conversation: Json, rows: readonly Row[]): object {
  const status = words(conversation, 'status')?.toLowerCase() ?? ''
  const channel = words(source, 'channel')
  return {
    ...present({
      guideId: source.guideId ?? undefined,
      sessionId: shortId(rows.at(-1)?.item ?? {}, 'sessionId'),
      subject: upTo(longest.line, rows.flatMap((row) => words(contentIn(row), 'subject') ?? []).at(0)),
    }),
    id: words(conversation, 'id'),
    channel: channel === undefined ? (lastChannel(rows) ?? 'other') : channelOf(channel),
    createdAt: words(conversation, 'createdAt'),
    // Gladly's pages know more words than its API, and may learn new ones.
    status: ['waiting', 'closed'].includes(status) ? status : 'open',
    attributes: atMost(100, attributesOf(conversation), (rest) => ({ key: 'More', value: `${rest} more` })),
  }
}

function attributesOf(conversation: Json): { key: string; value: string }[] {
  return list(field(conversation, 'customAttributes')).flatMap((entry) => {
    const attribute = record(entry)
    const key = line(attribute, 'id')
    const value = field(attribute, 'value')
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    return key !== undefined && plain ? [{ key, value: upTo(longest.line, String(value)) ?? '' }] : []
  })
}

/** The channel of the customer's last message, else of anybody's. */
function lastChannel(rows: readonly Row[]): string | undefined {
  const spoken = rows.filter((row) => itemChannel(typeOf(row)) !== undefined)
  const last = spoken.findLast(isByCustomer) ?? spoken.at(-1)
  return last && itemChannel(typeOf(last))
}

/** The flag may be the header's text. */
const isLimited = ({ limitedData, items }: Json): boolean =>
  list(items).length >= GLADLY_ITEM_LIMIT ||
  limitedData === true ||
  (typeof limitedData === 'string' && !['', 'false'].includes(limitedData.trim().toLowerCase()))
