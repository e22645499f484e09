import type { OrgConfig } from '../model/config.ts'
import type { HandoffRequest } from '../model/request.ts'
import { clip } from '../transcript/clean.ts'
import { plainBlocks } from '../transcript/plain.ts'
import { renderHtml } from '../transcript/render-html.ts'
import { renderText } from '../transcript/render-text.ts'
import { shownLine, shownText } from '../transcript/shown.ts'
import type { Block, Inline } from '../transcript/tree.ts'
import { notice, paragraph, text } from '../transcript/tree.ts'
import { conversationUrl } from './conversation-url.ts'
import type { Reachable } from './customer-address.ts'
import { identityWarning, people } from './note-customer.ts'
import { automaticFacts, identifiers, triedSteps } from './note-facts.ts'

/** An earlier handoff of the same conversation. */
export interface EarlierHandoff {
  handoffId: string
  ticketId?: number
}

/** What the note says beyond the request. */
export interface NoteContext {
  customer: Reachable
  /** Tags for which there was no room. */
  tagsLeft: readonly string[]
  earlier: readonly EarlierHandoff[]
}

const MOST_LINES = 10

/**
 * The internal note: what an agent reads first. Short sections, then one link, the only one in it: web addresses in
 * the summary are printed so that no mail program or help desk makes links of them.
 */
export function renderNote(
  request: HandoffRequest,
  config: OrgConfig,
  context: NoteContext,
): { html: string; text: string } {
  const { conversation, customer } = request
  const address = context.customer.kind === 'chosen' ? context.customer.address : undefined
  const href = conversationUrl(config, { conversationId: conversation.id, customerId: customer.id })
  const document = {
    title: 'Gladly AI handoff',
    intro: [
      notice(
        request.summary
          ? 'AI-generated summary, check before acting.'
          : 'No AI summary came with this conversation; these facts were collected automatically.',
      ),
      ...identityWarning(request),
    ],
    body: [
      ...summaryBlocks(request, config),
      ...section('Identifiers', facts(identifiers(request, address))),
      ...section('Customer', facts(people(request, context.customer))),
      ...section('Handoff', facts(handoffFacts(request, context))),
      paragraph({ type: 'link', href, children: [text('Open the conversation in Gladly')] }),
    ],
  }
  return { html: renderHtml(document), text: renderText(document) }
}

function summaryBlocks(request: HandoffRequest, config: OrgConfig): Block[] {
  const { summary } = request
  const { limits } = config
  const intent = noteLine(summary?.intent ?? '', limits.intentChars)
  const overview = summary ? noteText(summary.overview, limits.overviewChars) : []
  return [
    ...section('Intent', [paragraph(text(intent === '' ? 'not determined' : intent))]),
    ...section('Overview', summary ? overview : facts(automaticFacts(request))),
    ...section('Key topics', bullets(topicNames(request), limits.topics)),
    ...section('What the AI tried', bullets(triedSteps(request), MOST_LINES)),
    ...section('Open questions', bullets(summary?.openQuestions ?? [], MOST_LINES)),
    ...section(
      'Mood',
      summary?.sentiment === undefined ? [] : [paragraph(text(noteLine(summary.sentiment)))],
    ),
  ]
}

/** The conversation's topics with their place in the tree, then what only the summary names. */
function topicNames({ topics, summary }: HandoffRequest): string[] {
  const names = topics.map(({ name, path }) => path ?? name)
  const known = new Set(topics.map(({ name }) => name.trim().toLowerCase()))
  return [...names, ...(summary?.topics ?? []).filter((name) => !known.has(name.trim().toLowerCase()))]
}

const REASONS: Readonly<Record<HandoffRequest['reason']['kind'], string>> = {
  asked_for_human: 'The customer asked for a person',
  legal_threat: 'The customer threatened legal steps',
  unsupported_language: 'The AI does not speak the customer’s language',
  failed_quality_check: 'The AI’s answer failed the quality check',
  custom: 'A rule of the guide',
  unknown: 'No reason was given',
}

function handoffFacts({ reason, handoffMessage, truncated }: HandoffRequest, context: NoteContext): Fact[] {
  const why = [reason.label ?? REASONS[reason.kind], reason.detail].filter((part) => part !== undefined)
  const told = handoffMessage?.delivered === 'yes' ? handoffMessage.text : undefined
  const doubt = {
    no: 'not delivered',
    unknown: 'it is not known whether it reached the customer',
    yes: undefined,
  }[handoffMessage?.delivered ?? 'yes']
  const earlier = context.earlier.map(({ handoffId, ticketId }) =>
    ticketId === undefined ? `handoff ${handoffId}` : `ticket ${ticketId}`,
  )
  return [
    ['Reason', why.join(': ')],
    ['Told the customer', told],
    ['Handoff message', doubt],
    ['Handed off before', earlier.length > 0 ? earlier.slice(0, MOST_LINES).join(', ') : undefined],
    ['Transcript', truncated ? 'not complete, Gladly held more messages than were sent' : undefined],
    ['No room for the tags', context.tagsLeft.length > 0 ? context.tagsLeft.join(', ') : undefined],
  ]
}

/** A label and its value; without a value there is no line. */
export type Fact = readonly [label: string, value: string | undefined]

function facts(rows: readonly Fact[]): Block[] {
  const filled = rows.flatMap(([label, value]) => {
    const words = noteLine(value ?? '', 1000)
    return words === '' ? [] : [{ label, value: [text(words)] as readonly Inline[] }]
  })
  return filled.length === 0 ? [] : [{ type: 'facts', rows: filled }]
}

const section = (title: string, blocks: readonly Block[]): Block[] =>
  blocks.length === 0 ? [] : [{ type: 'section', title, children: blocks }]

function bullets(lines: readonly string[], most: number): Block[] {
  const words = lines.map((line) => noteLine(line)).filter((line) => line !== '')
  const shown = words.slice(0, most)
  if (shown.length === 0) return []
  const rest = words.length - shown.length
  const items = [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].map((line) => [paragraph(text(line))])
  return [{ type: 'list', ordered: false, start: 1, items }]
}

const noteText = (words: string, most: number): Block[] =>
  plainBlocks(unlinked(clip(shownText(words, 20_000).text.trim(), most)))

const noteLine = (words: string, most = 300): string => unlinked(shownLine(words, most))

/** An address that nothing turns into a link: a summary may repeat what somebody wanted an agent to click. */
const unlinked = (words: string): string => words.replaceAll('://', ': //')
