import { Refusal } from '../kernel/refusal.ts'
import type { Actor } from './actor.ts'
import { follow } from './effects.ts'
import { recordEvent } from './events.ts'
import { accountOf, nextId } from './model/helpdesk.ts'
import type { Helpdesk } from './model/helpdesk.ts'
import type { Instant, Ticket } from './model/entities.ts'
import type { SatisfactionSurvey } from './model/surveys.ts'
import { defaultMailbox } from './replies.ts'
import { textReaderFor } from './rules/scope.ts'
import { surveyWasAnswered } from './rules/trigger.ts'
import { settingOf } from './settings.ts'
import { renderTemplate } from './templates.ts'

/** What of a survey can be said by a caller. */
export type SurveyFields = Partial<Omit<SatisfactionSurvey, 'id'>>

/** The survey of a ticket: it has one at most (observed). */
export const surveyOf = (world: Helpdesk, ticket_id: number): SatisfactionSurvey | undefined =>
  world.rows.surveys.first('byTicket', [ticket_id])

/** Refuses a survey of a ticket that is not the customer's (inferred), or that has one (inferred: 409). */
function checkSubject(world: Helpdesk, { id, ticket_id, customer_id }: SatisfactionSurvey): void {
  const refuse = (field: string, sentence: string) => new Refusal('invalid', '', { [field]: [sentence] })
  const ticket = world.rows.tickets.get(ticket_id)
  if (ticket === undefined) throw refuse('ticket_id', 'Ticket does not exist.')
  if (world.rows.customers.get(customer_id) === undefined)
    throw refuse('customer_id', 'Customer does not exist.')
  if (ticket.customer_id !== customer_id)
    throw refuse('customer_id', 'The ticket belongs to another customer.')
  if ((surveyOf(world, ticket_id)?.id ?? id) !== id) throw new Refusal('conflict')
}

/** Stores a survey; what is new about it leaves its event, and sets in motion what follows. */
function store(
  world: Helpdesk,
  actor: Actor,
  survey: SatisfactionSurvey,
  before?: SatisfactionSurvey,
): SatisfactionSurvey {
  world.rows.surveys.put(survey)
  const { id, ticket_id, sent_datetime, score, should_send_datetime } = survey
  const object = { type: 'SatisfactionSurvey', id }
  if (sent_datetime !== null && (before?.sent_datetime ?? null) === null)
    recordEvent(world, actor, 'satisfaction-survey-sent', object)
  if (score !== null && score !== before?.score) {
    recordEvent(world, actor, 'satisfaction-survey-responded', object)
    surveyWasAnswered(world, actor, ticket_id)
  }
  if (should_send_datetime !== null && should_send_datetime !== before?.should_send_datetime)
    follow(world, actor, 'send-survey', { survey_id: id, due: should_send_datetime }, should_send_datetime)
  return survey
}

/** A new answer is dated by its moment, unless the caller dates it (inferred). */
function scoredAt(world: Helpdesk, fields: SurveyFields, before?: SatisfactionSurvey): Instant | null {
  const { score, scored_datetime } = fields
  if (scored_datetime !== undefined) return scored_datetime
  if (score === undefined || score === before?.score) return before?.scored_datetime ?? null
  return score === null ? null : world.now
}

/**
 * Makes the survey of a ticket. With `should_send_datetime` it goes out by e-mail at that time, at once if
 * that is over; without, Gorgias never sends it (documented).
 *
 * @throws Refusal where ticket and customer do not belong together, or the ticket has a survey
 */
export function createSurvey(
  world: Helpdesk,
  actor: Actor,
  fields: SurveyFields & Pick<SatisfactionSurvey, 'ticket_id' | 'customer_id'>,
): SatisfactionSurvey {
  const survey: SatisfactionSurvey = {
    id: nextId(world, 'surveys'),
    score: null,
    body_text: null,
    meta: null,
    created_datetime: world.now,
    sent_datetime: null,
    should_send_datetime: null,
    ...fields,
    scored_datetime: scoredAt(world, fields),
  }
  checkSubject(world, survey)
  return store(world, actor, survey)
}

/** Changes what is named of a survey, and keeps the rest (recorded). */
export function changeSurvey(
  world: Helpdesk,
  actor: Actor,
  before: SatisfactionSurvey,
  fields: SurveyFields,
): SatisfactionSurvey {
  const scored_datetime = scoredAt(world, fields, before)
  const after: SatisfactionSurvey = { ...before, ...fields, scored_datetime }
  if (after.ticket_id !== before.ticket_id || after.customer_id !== before.customer_id)
    checkSubject(world, after)
  return store(world, actor, after, before)
}

/** Why a survey cannot go out; the sentences are inferred, that there are some is recorded. */
function reasonsAgainst(world: Helpdesk, ticket: Ticket): string[] {
  const events = [...world.rows.events.walk('byObject', { prefix: ['Ticket', ticket.id] })]
  const reasons: readonly (readonly [holds: boolean, reason: string])[] = [
    [events.some(({ type }) => type === 'ticket-excluded-from-csat'), 'The ticket is excluded from surveys.'],
    [!world.rows.customers.get(ticket.customer_id)?.email, 'The customer has no email address.'],
    [defaultMailbox(world) === undefined, 'The account has no email integration.'],
  ]
  return reasons.flatMap(([holds, reason]) => (holds ? [reason] : []))
}

/** The e-mail of a survey, as the account's setting words it. */
function textsOf(world: Helpdesk, ticket: Ticket, survey: SatisfactionSurvey) {
  const words = settingOf(world, 'satisfaction-surveys')?.data
  const readTicket = textReaderFor(world, { ticket })
  const url = `${accountOf(world).url}/satisfaction-survey/${survey.id}`
  const render = (text: unknown, escape: 'html' | 'none') =>
    renderTemplate(
      typeof text === 'string' ? text : '{{satisfaction_survey_url}}',
      (path) => (path.join('.') === 'satisfaction_survey_url' ? url : readTicket(path)),
      { escape },
    )
  return {
    text: render(words?.survey_email_text, 'none'),
    html: render(words?.survey_email_html, 'html'),
  }
}

/**
 * Sends a survey whose time has come, unless it was put off, sent or answered before. It is no message of the
 * ticket, and makes nothing billable (inferred).
 */
export function sendSurvey(
  world: Helpdesk,
  { context }: Actor,
  { survey_id, due }: { readonly survey_id: number; readonly due: Instant },
): void {
  const survey = world.rows.surveys.get(survey_id)
  const ticket = survey && world.rows.tickets.get(survey.ticket_id)
  if (ticket === undefined || survey?.should_send_datetime !== due) return
  if (survey.sent_datetime !== null || survey.score !== null) return
  const gorgias: Actor = { user_id: null, context }
  const reasons = reasonsAgainst(world, ticket)
  if (reasons.length > 0) {
    const about = { type: 'Ticket', id: ticket.id }
    recordEvent(world, gorgias, 'ticket-satisfaction-survey-skipped', about, { reasons })
    return
  }
  world.rows.outbox.put({
    id: nextId(world, 'outbox'),
    to: world.rows.customers.get(ticket.customer_id)?.email ?? '',
    from: defaultMailbox(world)?.address ?? '',
    subject: `Re: ${ticket.subject ?? ''}`.trim(),
    ...textsOf(world, ticket, survey),
    ticket_id: ticket.id,
    message_id: null,
    header_message_id: `<${world.hex(12)}.${ticket.id}-survey-${survey.id}@mail.gorgias.test>`,
    sent_datetime: world.now,
    placement: 'inbox',
  })
  store(world, gorgias, { ...survey, sent_datetime: world.now }, survey)
}
