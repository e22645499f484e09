import type { OrgConfig } from '../model/config.ts'
import { shownLine } from '../transcript/shown.ts'
import { renderHtml } from '../transcript/render-html.ts'
import { renderText } from '../transcript/render-text.ts'
import { notice, paragraph, text } from '../transcript/tree.ts'
import type { CreateTicketBody } from './body.ts'
import { internalNote } from './build-ticket.ts'

/** The tag of verification tickets; they never carry the handoff tag, so no rule for handoffs fires. */
export const VERIFICATION_TAG = 'gladly-verification'

/**
 * The ticket with which set-up shows that credentials, note sender and team are accepted.
 *
 * It mails nobody and bills nothing: its customer is the integration user, and its first message has channel `api`,
 * for which auto-reply rules do not fire (documented). It stays open, because closing could send a survey.
 *
 * @param verificationId makes the ticket findable by `external_id`
 */
export function buildVerificationTicket(config: OrgConfig, verificationId: string): CreateTicketBody {
  const id = shownLine(verificationId, 200)
  const subject = 'Gladly AI: connection check'
  const greeting = {
    title: 'Connection check',
    intro: [paragraph(text('Gladly AI can create tickets in this Gorgias account.'))],
    body: [notice('This is not a customer’s request. The ticket can be deleted.')],
  }
  const note = {
    title: 'Connection check',
    intro: [paragraph(text('Internal notes of handoffs look like this one and are signed by this user.'))],
    body: [notice(`Verification ${id}`)],
  }
  return {
    channel: 'api',
    via: 'api',
    from_agent: false,
    status: 'open',
    external_id: `gladly:verification:${id}`,
    subject,
    priority: 'normal',
    tags: [{ name: VERIFICATION_TAG }],
    customer: { email: config.integrationUserEmail },
    ...(config.team ? { assignee_team: { id: config.team.id } } : {}),
    meta: { gladly_verification_id: id },
    messages: [
      {
        channel: 'api',
        via: 'api',
        from_agent: false,
        public: true,
        sender: { email: config.integrationUserEmail },
        subject,
        body_html: renderHtml(greeting),
        body_text: renderText(greeting),
      },
      internalNote(config, { html: renderHtml(note), text: renderText(note) }),
    ],
  }
}
