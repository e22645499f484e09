import { errorEntry } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import type { OrgConfig } from '../model/config.ts'
import type { NotificationMail } from './mailer.ts'

/** What is told about a failed handoff. Texts of the conversation have no place here. */
export interface FailureFacts {
  handoffId: string
  conversationId: string
  code: ErrorCode
  message: string
  /** Milliseconds since 1970-01-01T00:00Z. */
  at: number
  attempts: number
  waitedMs: number
  /** The ticket may exist although it is not known. */
  inDoubt: boolean
  httpStatus?: number
  requestId?: string
  externalId?: string
  field?: string
  /** The conversation in Gladly; absent where the request did not even name it. */
  url?: string
}

/**
 * The e-mail about one failed handoff, in text and HTML with the same words.
 */
export function errorMail(facts: FailureFacts, config: OrgConfig): NotificationMail {
  const paragraphs = [
    facts.inDoubt
      ? 'A conversation was handed off, and it is not known whether its ticket exists in Gorgias.'
      : 'A conversation was handed off, but no ticket was made in Gorgias.',
    'The conversation is still in Gladly. Please see to it there: the customer may be waiting.',
  ]
  const details = detailLines(facts, config)
  return {
    from: config.errorNotificationFrom ?? config.errorNotificationEmail,
    to: config.errorNotificationEmail,
    subject: `Handoff to Gorgias failed: conversation ${facts.conversationId || '(unknown)'} (${facts.code})`,
    text: [
      ...paragraphs,
      facts.url ? `Open the conversation in Gladly: ${facts.url}` : NO_LINK,
      details.map(([label, value]) => `${label}: ${value}`).join('\n'),
    ].join('\n\n'),
    html: [
      ...paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`),
      facts.url
        ? `<p><a href="${escapeHtml(facts.url)}">Open the conversation in Gladly</a></p>`
        : `<p>${NO_LINK}</p>`,
      `<table>${details.map(detailRow).join('')}</table>`,
    ].join('\n'),
    headers: automatic,
  }
}

/** Keeps absence notices and ticket systems from answering. */
export const automatic = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }

const NO_LINK = 'The request does not name a conversation, so there is no link to it.'

type Detail = readonly [label: string, value: string]

function detailLines(facts: FailureFacts, config: OrgConfig): Detail[] {
  const { hint } = errorEntry(facts.code)
  // The hint of an unknown outcome says so itself.
  const mustSearch = facts.inDoubt && facts.externalId !== undefined && facts.code !== 'unknown_outcome'
  const search = 'Search Gorgias for the external id below before you make a ticket by hand.'
  const lines: (Detail | false)[] = [
    ['What happened', facts.message],
    ['What to do', mustSearch ? `${hint} ${search}` : hint],
    ['Code', facts.code],
    facts.field !== undefined && facts.field !== '' && ['Field', facts.field],
    facts.httpStatus !== undefined && ['Status of Gorgias', String(facts.httpStatus)],
    facts.requestId !== undefined && ['Request id of Gorgias', facts.requestId],
    ['Time', `${localTime(facts.at, config)} (${new Date(facts.at).toISOString()})`],
    ['Attempts', `${facts.attempts}, with ${Math.round(facts.waitedMs / 1000)} s of waiting`],
    facts.handoffId !== '' && ['Handoff id', facts.handoffId],
    facts.externalId !== undefined && ['External id of the ticket', facts.externalId],
  ]
  return lines.filter((line) => line !== false)
}

const localTime = (at: number, { locale, timeZone }: OrgConfig): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long', timeZone }).format(at)

const detailRow = ([label, value]: Detail): string =>
  `<tr><th scope="row" align="left" valign="top">${label}</th><td>${escapeHtml(value)}</td></tr>`

/** The text as the content or attribute of an element. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
