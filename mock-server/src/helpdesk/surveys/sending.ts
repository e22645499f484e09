import type { Actor } from '../actor.ts'
import type { EffectPayloads } from '../effects.ts'
import { recordEvent } from '../events.ts'
import { postEmail } from '../mail/outbox.ts'
import { isForCustomers, isFromRule } from '../messages/kinds.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Ticket } from '../model/entities.ts'
import type { SatisfactionSurvey } from '../model/surveys.ts'
import { defaultMailbox } from '../messages/replies.ts'
import { textReaderFor } from '../rules/scope.ts'
import { surveySettingsOf } from '../account/settings.ts'
import { createSurvey, linkTo, storeSurvey, surveyOf } from './surveys.ts'
import { renderTemplate } from '../templates/templates.ts'

/** Whether somebody other than a rule has written to the customer. */
function isAnswered(world: Helpdesk, { id }: Ticket): boolean {
  for (const message of world.rows.messages.walk('byTicket', { prefix: [id] }))
    if (message.from_agent && !isFromRule(message) && isForCustomers(world, message)) return true
  return false
}

/** Why a survey cannot go out; the sentences are inferred, that there are some is recorded. */
function reasonsAgainst(world: Helpdesk, ticket: Ticket, automatic: boolean): string[] {
  const reasons: readonly (readonly [holds: boolean, reason: string])[] = [
    [ticket.excluded_from_csat, 'The ticket is excluded from surveys.'],
    [automatic && ticket.spam, 'The ticket is spam.'],
    [automatic && ticket.trashed_datetime !== null, 'The ticket is in the trash.'],
    [automatic && !isAnswered(world, ticket), 'Nobody has answered the ticket.'],
    [!world.rows.customers.get(ticket.customer_id)?.email, 'The customer has no email address.'],
    [defaultMailbox(world) === undefined, 'The account has no email integration.'],
  ]
  return reasons.flatMap(([holds, reason]) => (holds ? [reason] : []))
}

/** Whether nothing stands in the way of a survey; the ticket's history says what does (recorded: the event). */
function mayGoOut(world: Helpdesk, actor: Actor, ticket: Ticket, automatic: boolean): boolean {
  const reasons = reasonsAgainst(world, ticket, automatic)
  if (reasons.length === 0) return true
  const about = { type: 'Ticket', id: ticket.id }
  recordEvent(world, actor, 'ticket-satisfaction-survey-skipped', about, { reasons })
  return false
}

const isPending = ({ automatic, sent_datetime, score }: SatisfactionSurvey): boolean =>
  automatic && sent_datetime === null && score === null

/**
 * Plans the survey of a ticket that was closed, some hours ahead, where the account asks about its channel;
 * calls it off where the ticket was opened again (inferred: all but the settings). A ticket that has a survey
 * by other hands is left alone, and nobody is asked twice.
 */
export function planSurvey(
  world: Helpdesk,
  { context }: Actor,
  { ticket_id, changed_at }: EffectPayloads['plan-survey'],
): void {
  const ticket = world.rows.tickets.get(ticket_id)
  const survey = surveyOf(world, ticket_id)
  if (ticket === undefined || ticket.imported || (survey !== undefined && !isPending(survey))) return
  if (ticket.status === 'open') {
    if (survey !== undefined) world.rows.surveys.patch(survey.id, { should_send_datetime: null })
    return
  }
  const { channels, delay } = surveySettingsOf(world)
  const gorgias: Actor = { user_id: null, context }
  if (!channels.has(ticket.channel) || !mayGoOut(world, gorgias, ticket, true)) return
  const { customer_id } = ticket
  const before = survey ?? createSurvey(world, gorgias, { ticket_id, customer_id })
  const planned = { automatic: true, customer_id, should_send_datetime: changed_at + delay }
  storeSurvey(world, gorgias, { ...before, ...planned }, before)
}

/** The e-mail of a survey, as the account's setting words it. */
function textsOf(world: Helpdesk, ticket: Ticket, url: string) {
  const words = surveySettingsOf(world)
  const readTicket = textReaderFor(world, { ticket, forCustomers: true })
  const render = (text: string, escape: 'html' | 'none') =>
    renderTemplate(text, (path) => (path.join('.') === 'satisfaction_survey_url' ? url : readTicket(path)), {
      escape,
    })
  return { text: render(words.text, 'none'), html: render(words.html, 'html') }
}

/**
 * Sends a survey whose time has come, unless it was put off, sent or answered before, or the ticket is open
 * again. It is no message of the ticket, and makes nothing billable (inferred).
 */
export function sendSurvey(
  world: Helpdesk,
  { context }: Actor,
  { survey_id, due }: EffectPayloads['send-survey'],
): void {
  const survey = world.rows.surveys.get(survey_id)
  const ticket = survey && world.rows.tickets.get(survey.ticket_id)
  if (ticket === undefined || survey?.should_send_datetime !== due) return
  if (survey.sent_datetime !== null || survey.score !== null) return
  if (survey.automatic && ticket.status === 'open') return
  const gorgias: Actor = { user_id: null, context }
  if (!mayGoOut(world, gorgias, ticket, survey.automatic)) return
  const link = linkTo(world, survey)
  const mailbox = defaultMailbox(world)
  const customer = world.rows.customers.get(ticket.customer_id)
  postEmail(world, gorgias, {
    from: { name: mailbox?.name ?? '', address: mailbox?.address ?? '' },
    to: [{ name: customer?.name ?? '', address: customer?.email ?? '' }],
    subject: `Re: ${ticket.subject ?? ''}`.trim(),
    ...textsOf(world, ticket, link.url),
    ticket_id: ticket.id,
    message_id: null,
    header_message_id: `<${world.hex(12)}.${ticket.id}-survey-${survey.id}@mail.gorgias.test>`,
    in_reply_to: null,
    references: [],
    auto_submitted: 'auto-replied',
    attachments: null,
  })
  storeSurvey(world, gorgias, { ...link.survey, sent_datetime: world.now }, link.survey)
}
