import { errorEntry } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import type { OrgConfig } from '../model/config.ts'
import { automatic, escapeHtml } from './error-mail.ts'
import type { FailureFacts } from './error-mail.ts'
import type { NotificationMail } from './mailer.ts'

/** One e-mail about many failed handoffs, by cause, with the link of each conversation. */
export function digestMail(failures: readonly FailureFacts[], config: OrgConfig): NotificationMail {
  const causes = Map.groupBy(failures, ({ code }) => code)
  const intro = `${failures.length} conversations were handed off without a ticket in Gorgias that is known. They are still in Gladly. Please see to them there: the customers may be waiting.`
  return {
    from: config.errorNotificationFrom ?? config.errorNotificationEmail,
    to: config.errorNotificationEmail,
    subject: `${failures.length} handoffs to Gorgias failed (${[...causes.keys()].join(', ')})`,
    text: [intro, ...[...causes].map(causeText)].join('\n\n'),
    html: [`<p>${escapeHtml(intro)}</p>`, ...[...causes].map(causeHtml)].join('\n'),
    headers: automatic,
  }
}

type Cause = readonly [code: ErrorCode, failures: readonly FailureFacts[]]

const headline = ([code, failures]: Cause): string =>
  `${errorEntry(code).meaning} (${code}, ${failures.length})`

/** When, which, and where to look for a ticket that may exist. */
const details = ({ at, conversationId, externalId, inDoubt }: FailureFacts): string =>
  [
    new Date(at).toISOString(),
    conversationId || '(unknown conversation)',
    ...(inDoubt && externalId !== undefined ? [`search Gorgias for ${externalId}`] : []),
  ].join(', ')

const causeText = (cause: Cause): string =>
  [
    headline(cause),
    `What to do: ${errorEntry(cause[0]).hint}`,
    ...cause[1].map((facts) => `- ${details(facts)}${facts.url ? `: ${facts.url}` : ''}`),
  ].join('\n')

function causeHtml(cause: Cause): string {
  const items = cause[1].map((facts) => {
    const line = escapeHtml(details(facts))
    return `<li>${facts.url ? `<a href="${escapeHtml(facts.url)}">${line}</a>` : line}</li>`
  })
  const hint = escapeHtml(errorEntry(cause[0]).hint)
  return `<h3>${escapeHtml(headline(cause))}</h3>\n<p>${hint}</p>\n<ul>${items.join('')}</ul>`
}
