import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { announce } from '../announce.ts'
import { follow } from '../effects.ts'
import { recordEvent } from '../events.ts'
import { accountOf, nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Instant, Ticket } from '../model/entities.ts'
import type { SatisfactionSurvey } from '../model/surveys.ts'
import { drawSecret } from '../secrets.ts'

/** What of a survey can be said by a caller. */
export type SurveyFields = Partial<Omit<SatisfactionSurvey, 'id' | 'automatic' | 'secret'>>

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
export function storeSurvey(
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
    announce(world, actor, { kind: 'survey-answered', ticket_id })
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
    automatic: false,
    secret: null,
    ...fields,
    scored_datetime: scoredAt(world, fields),
  }
  checkSubject(world, survey)
  return storeSurvey(world, actor, survey)
}

/** Changes what is named of a survey, and keeps the rest (recorded). Who says when it is sent takes that over. */
export function changeSurvey(
  world: Helpdesk,
  actor: Actor,
  before: SatisfactionSurvey,
  fields: SurveyFields,
): SatisfactionSurvey {
  const scored_datetime = scoredAt(world, fields, before)
  const automatic = before.automatic && fields.should_send_datetime === undefined
  const after: SatisfactionSurvey = { ...before, ...fields, scored_datetime, automatic }
  if (after.ticket_id !== before.ticket_id || after.customer_id !== before.customer_id)
    checkSubject(world, after)
  return storeSurvey(world, actor, after, before)
}

/** Where the customer of a survey answers it. */
export interface SurveyLink {
  readonly url: string
  /** The survey, which knows its link from now on. */
  readonly survey: SatisfactionSurvey
}

/** The page of a survey. Whoever has the link may answer, so part of it cannot be guessed (inferred: its form). */
export function linkTo(world: Helpdesk, survey: SatisfactionSurvey): SurveyLink {
  const secret = survey.secret ?? drawSecret(world, 32)
  const { url, subdomain } = accountOf(world)
  return {
    url: `${url}/survey/${subdomain}/${survey.id}/${secret}`,
    survey: survey.secret === secret ? survey : world.rows.surveys.patch(survey.id, { secret }),
  }
}

/**
 * The link under which a ticket's customer says what they think, for `{{satisfaction_survey_url}}` in a text
 * that somebody else sends: such a ticket has a survey from then on, which Gorgias does not send (inferred).
 *
 * @example
 * surveyUrlOf(world, actor, ticket) // 'http://127.0.0.1:4010/survey/acme/6967504/5f0e...'
 */
export function surveyUrlOf(world: Helpdesk, actor: Actor, { id, customer_id }: Ticket): string {
  const survey = surveyOf(world, id) ?? createSurvey(world, actor, { ticket_id: id, customer_id })
  return linkTo(world, survey).url
}
