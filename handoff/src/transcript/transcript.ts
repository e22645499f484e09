import type { OrgConfig } from '../model/config.ts'
import type { HandoffRequest } from '../model/request.ts'
import { fold } from './fold.ts'
import { inOrder } from './in-order.ts'
import { renderHtml } from './render-html.ts'
import { renderText } from './render-text.ts'
import { shownLine } from './shown.ts'
import { timesIn } from './times.ts'
import type { Block, Document, Turn } from './tree.ts'
import { notice, paragraph, text } from './tree.ts'
import { channelWord, turnsOf } from './turns.ts'
import type { TurnWriter } from './turns.ts'

/** A document in both of its forms, and what became of the items. */
export interface Rendered {
  html: string
  text: string
  /** Items that stand in it, by id, in order. */
  shown: string[]
  /** How many turns were folded away. */
  omitted: number
}

/**
 * The conversation as the customer saw it. It holds nothing internal, because a help desk quotes it back to the
 * customer with the first reply: no notes, no topics, no tool arguments, no link into Gladly.
 */
export function renderTranscript(request: HandoffRequest, config: OrgConfig): Rendered {
  const turns = turnsOf(request, config)
  const { parts, shown, omitted } = fold(turns, config.limits.htmlBytes)
  const document: Document = {
    title: `Conversation with ${shownLine(config.aiDisplayName, 80)}`,
    intro: [paragraph(text(about(request, config, turns.length))), ...warnings(request, config, turns)],
    body: withoutRepeatedDates(parts),
  }
  return { html: renderHtml(document), text: renderText(document), shown, omitted }
}

/** A date is shown where it is not that of the turn above; behind a gap it is shown again. */
function withoutRepeatedDates(parts: readonly (Turn | Block)[]): (Turn | Block)[] {
  let day: string | undefined
  return parts.map((part) => {
    const before = day
    day = part.type === 'turn' ? part.date : undefined
    if (part.type !== 'turn' || part.date !== before) return part
    const { date: _, ...undated } = part
    return undated
  })
}

/** `Chat · 22 Nov 2025, 14:03 UTC+1 to 14:20 UTC+1 · times in Europe/Berlin · 12 messages` */
function about(request: HandoffRequest, config: OrgConfig, messages: number): string {
  const times = timesIn(config.timeZone, config.locale)
  const items = inOrder(request.items)
  const start = items[0]?.at ?? request.conversation.createdAt
  const end = items.at(-1)?.at ?? start
  const from = `${times.date(start)}, ${times.time(start)}`
  const until =
    times.date(end) === times.date(start) ? times.time(end) : `${times.date(end)}, ${times.time(end)}`
  return [
    channelWord(request.conversation.channel),
    from.endsWith(until) ? from : `${from} to ${until}`,
    `times in ${config.timeZone}`,
    messages === 1 ? '1 message' : `${messages} messages`,
  ].join(' · ')
}

function warnings(request: HandoffRequest, config: OrgConfig, turns: readonly TurnWriter[]): Block[] {
  const { truncated } = request
  const missing = truncated?.omitted === undefined ? 'Some messages' : `${truncated.omitted} more messages`
  return [
    ...(turns.some(({ byAi }) => byAi)
      ? []
      : [notice(`${shownLine(config.aiDisplayName, 80)} sent no reply in this conversation.`)]),
    ...(truncated ? [notice(`${missing} are not in this transcript, see the Gladly conversation.`)] : []),
  ]
}
