import { createHash } from 'node:crypto'
import type { OrgConfig } from '../model/config.ts'
import type { HandoffRequest } from '../model/request.ts'
import { redactRequest } from '../privacy/redact-request.ts'
import { shownLine } from '../transcript/shown.ts'
import { renderTranscript } from '../transcript/transcript.ts'
import type { CreateTicketBody, InternalNote, PublicMessage } from './body.ts'
import type { Reachable } from './customer-address.ts'
import { chooseAddress } from './customer-address.ts'
import { renderNote } from './note.ts'
import type { EarlierHandoff } from './note.ts'
import { subjectFor } from './subject.ts'
import { tagsFor } from './tags.ts'

export type { CreateTicketBody } from './body.ts'
export type { EarlierHandoff } from './note.ts'

export type BuildResult =
  { ok: true; body: CreateTicketBody } | { ok: false; code: BuildFailure; message: string; field: string }
export type BuildFailure = 'unsupported_channel' | 'no_email' | 'refused_address' | 'invalid_request'

/**
 * The one call of a handoff: a ticket with the transcript as an inbound message and the summary as an internal note.
 *
 * The transcript is *inbound* (`from_agent: false`): an outgoing message without `sent_datetime` would be mailed to
 * the customer and billed (recorded). Its channel is e-mail, because auto-reply rules do not fire for messages of
 * channel `api` (documented).
 *
 * @param request as {@link parseHandoffRequest} returned it
 * @param context what is known beyond the request; earlier handoffs of the conversation are named in the note;
 *   `masked`: it came through the door, so that it need not be masked here
 * @returns the body, or why there can be none; it never throws on a parsed request
 */
export function buildTicket(
  request: HandoffRequest,
  config: OrgConfig,
  context: { earlier?: readonly EarlierHandoff[]; masked?: boolean } = {},
): BuildResult {
  if (request.outcome === 'resolved') {
    return failure('invalid_request', 'outcome', 'The AI resolved this conversation; it needs no ticket.')
  }
  const { channel } = request.conversation
  if (!config.channels.some((allowed) => allowed === channel)) {
    return failure('unsupported_channel', 'conversation.channel', unsupported(channel, config))
  }
  const customer = chooseAddress(request, config)
  if (customer.kind === 'refused') {
    const message = `${customer.address} ${customer.why}. Give the customer another address in Gladly.`
    return failure('refused_address', 'customer.emails', message)
  }
  if (customer.kind === 'none' && config.noEmailPolicy === 'fail_and_notify') {
    return failure('no_email', 'customer.emails', noEmail(customer.unused.length))
  }
  const { masked = false, earlier = [] } = context
  return {
    ok: true,
    body: ticket(masked ? request : redactRequest(request, config), config, customer, earlier),
  }
}

function ticket(
  request: HandoffRequest,
  config: OrgConfig,
  customer: Reachable,
  earlier: readonly EarlierHandoff[],
): CreateTicketBody {
  const address = customer.kind === 'chosen' ? customer.address : undefined
  const { tags, left } = tagsFor(request.topics, config)
  const note = renderNote(request, config, {
    customer,
    tagsLeft: left,
    earlier,
  })
  const subject = subjectFor(request, config, address)
  const language = languageOf(request)
  return {
    channel: address === undefined ? 'api' : 'email',
    via: 'api',
    from_agent: false,
    status: 'open',
    external_id: externalId(request),
    subject,
    priority: PRIORITIES[config.defaultPriority],
    tags: tags.map((name) => ({ name })),
    ...(address === undefined ? {} : { customer: { email: address, ...named(request) } }),
    ...(config.team ? { assignee_team: { id: config.team.id } } : {}),
    ...(language === undefined ? {} : { language }),
    meta: { gladly_handoff_id: request.handoffId, gladly_conversation_id: request.conversation.id },
    messages: [publicMessage(request, config, subject, address), internalNote(config, note)],
  }
}

/** Gorgias knows `critical` where the set-up guide says `urgent` (recorded). */
const PRIORITIES = { normal: 'normal', high: 'high', urgent: 'critical' } as const

function publicMessage(
  request: HandoffRequest,
  config: OrgConfig,
  subject: string,
  address: string | undefined,
): PublicMessage {
  const transcript = renderTranscript(request, config)
  const name = named(request)
  const sender =
    address === undefined
      ? { channel: 'api' as const, sender: { external_id: `gladly:${request.customer.id}`, ...name } }
      : {
          channel: 'email' as const,
          sender: { email: address, ...name },
          source: {
            type: 'email' as const,
            from: { address, name: name.name ?? '' },
            to: [{ address: config.gorgias.supportEmail, name: '' }],
          },
        }
  return {
    ...sender,
    via: 'api',
    from_agent: false,
    public: true,
    subject,
    body_html: transcript.html,
    body_text: transcript.text,
  }
}

/** A message that only the team sees, signed by the integration user. */
export function internalNote(config: OrgConfig, note: { html: string; text: string }): InternalNote {
  return {
    channel: 'internal-note',
    via: 'api',
    from_agent: true,
    public: false,
    sender: { email: config.integrationUserEmail },
    body_html: note.html,
    body_text: note.text,
  }
}

function named({ customer }: HandoffRequest): { name?: string } {
  const name = shownLine(customer.name ?? '', 200)
  return name === '' ? {} : { name }
}

/**
 * `gladly:{conversation}:{handoff}`; a handoff id that is too long for Gorgias' 255 characters is replaced by its
 * SHA-256, so that the same handoff always has the same external id.
 */
export function externalId({ conversation, handoffId }: HandoffRequest): string {
  const plain = `gladly:${conversation.id}:${handoffId}`
  if (plain.length <= 255) return plain
  return `gladly:${conversation.id}:${createHash('sha256').update(handoffId).digest('hex')}`
}

/** Said only if the request says it: Gorgias would guess from our labels, which are English. */
function languageOf({ locale }: HandoffRequest): string | undefined {
  const language = locale?.split('-')[0]?.toLowerCase()
  return language?.length === 2 ? language : undefined
}

const failure = (code: BuildFailure, field: string, message: string): BuildResult => ({
  ok: false,
  code,
  message,
  field,
})

const unsupported = (channel: string, config: OrgConfig): string =>
  `Conversations on ${channel} cannot be handed off; supported here: ${config.channels.join(', ')}. ` +
  'Take the conversation over in Gladly.'

const noEmail = (unusable: number): string =>
  (unusable === 0
    ? 'The customer has no e-mail address. '
    : 'None of the customer’s e-mail addresses is complete. ') +
  'Ask for one in Gladly, or set the policy for customers without e-mail to create_without_email.'
