import type { BillableTicket } from '../../helpdesk/model/billing.ts'
import type { Redirect, SentEmail, Ticket } from '../../helpdesk/model/entities.ts'
import type { AiInteraction } from '../../helpdesk/model/ai-agent.ts'
import type { SatisfactionSurvey } from '../../helpdesk/model/surveys.ts'
import type { VoiceCall } from '../../helpdesk/model/voice.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import { namesIn } from './names.ts'
import { differences, differing, eventsOf, made, NOTHING, shown } from './told.ts'
import type { Difference, Scene, Told } from './told.ts'
import { counted, short } from './words.ts'

/** Tells of the bill: a ticket counts on it once, from one message on. */
export function tellBilling(scene: Scene): Told[] {
  const { user, rule } = namesIn(scene.world)
  return made<BillableTicket>(scene, 'billableTickets').map(({ first_billable_message_id, by, at }) => {
    const whose = by.kind === 'rule' ? rule(by.id, by.name) : by.kind === 'agent' ? user(by.id) : 'AI Agent'
    return {
      predicates: [`made the ticket billable (message ${first_billable_message_id} of ${whose})`],
      details: [],
      changes: [
        {
          field: 'billable',
          before: null,
          after: { first_billable_message_id, by: { ...by }, at: formatDatetime(at) },
        },
      ],
    }
  })
}

/** Tells of a merge, from the side of the ticket that goes and of the one that stays. */
export function tellMerges(scene: Scene): Told[] {
  const { act, ticket_id } = scene
  return made<Redirect>(scene, 'mergedTickets').map(({ id, target_id }) => {
    if (id === ticket_id)
      return {
        predicates: [`merged the ticket into ticket ${target_id}`],
        details: [],
        changes: [{ field: 'merged_into', before: null, after: target_id }],
      }
    const moved = act.changes.filter(({ collection }) => collection === 'messages').length
    return {
      predicates: [`merged ticket ${id} into this one, with its ${counted(moved, 'message')}`],
      details: [],
      changes: [{ field: 'merged_tickets', before: null, after: id }],
    }
  })
}

/** Tells of a conversation that goes on in another ticket, since the old one was too old, from either side. */
export const tellSplits = (scene: Scene): Told[] =>
  differences<Redirect>(scene, 'splitTickets').flatMap(({ after }) => {
    if (after === undefined) return []
    const { id, target_id } = after
    const isNew = target_id === scene.ticket_id
    return {
      predicates: [
        isNew
          ? `split it off from ticket ${id}, which was too old`
          : `let the conversation go on in ticket ${target_id}`,
      ],
      details: [],
      changes: [{ field: isNew ? 'split_from' : 'split_into', before: null, after: isNew ? id : target_id }],
    }
  })

const AI_MOMENTS = {
  resolved_at: 'counted it as resolved by AI Agent',
  handed_over_at: 'counted it as handed over by AI Agent',
  taken_over_at: 'took it over from AI Agent',
} as const

/** Tells of what AI Agent's fee depends on. */
export const tellAiAgent = (scene: Scene): Told[] =>
  differences<AiInteraction>(scene, 'aiInteractions').map(({ before, after }) => {
    const moments = (Object.keys(AI_MOMENTS) as (keyof typeof AI_MOMENTS)[]).filter(
      (moment) => (before?.[moment] ?? null) !== (after?.[moment] ?? null),
    )
    const instant = (value: number | null | undefined) => (value == null ? null : formatDatetime(value))
    return {
      predicates: moments.map((moment) =>
        after?.[moment] == null ? 'counted it as open again for AI Agent' : AI_MOMENTS[moment],
      ),
      details: [],
      changes: moments.map((moment) => ({
        field: `ai_agent.${moment}`,
        before: instant(before?.[moment]),
        after: instant(after?.[moment]),
      })),
    }
  })

/** Tells of phone calls. */
export const tellCalls = (scene: Scene): Told[] =>
  made<VoiceCall>(scene, 'voiceCalls').map(({ id, direction, status }) => ({
    predicates: [`put a phone call on it (${direction}, ${status})`],
    details: [],
    changes: [{ field: `voice_calls.${id}`, before: null, after: { direction, status } }],
  }))

/** What of a survey is told; the link to it is a secret. */
const SURVEY_FIELDS = ['should_send_datetime', 'sent_datetime', 'score', 'body_text'] as const

function surveyPredicates(
  { before, after }: Difference<SatisfactionSurvey>,
  emails: readonly SentEmail[],
): string[] {
  if (after === undefined) return before === undefined ? [] : ['took its satisfaction survey away']
  const is = (field: (typeof SURVEY_FIELDS)[number]) =>
    after[field] !== null && after[field] !== (before?.[field] ?? null)
  const [email] = emails.filter(({ message_id }) => message_id === null)
  const due = after.should_send_datetime
  if (is('score'))
    return [`took the customer's answer to its satisfaction survey: ${String(after.score)} of 5`]
  if (is('sent_datetime')) return [`sent its satisfaction survey${email ? ` to ${short(email.to)}` : ''}`]
  if (is('should_send_datetime') && due !== null)
    return [`set its satisfaction survey to go out at ${formatDatetime(due)}`]
  if (before?.should_send_datetime != null && due === null) return ['called its satisfaction survey off']
  return [before === undefined ? 'gave it a satisfaction survey' : 'changed its satisfaction survey']
}

/** Tells of the satisfaction survey. A survey goes with its ticket: a ticket that is gone has been told of. */
export function tellSurveys(scene: Scene): Told[] {
  const emails = made<SentEmail>(scene, 'outbox')
  const ticketIsGone = differences<Ticket>(scene, 'tickets').some(({ after }) => after === undefined)
  return differences<SatisfactionSurvey>(scene, 'surveys').map((difference) => {
    const { before, after } = difference
    const fields = differing(difference)
    const changes = SURVEY_FIELDS.filter((field) => fields.includes(field)).map((field) => ({
      field: `satisfaction_survey.${field}`,
      before: shown(field, before?.[field]),
      after: shown(field, after?.[field]),
    }))
    if (ticketIsGone || fields.every((field) => field === 'ticket_id')) return NOTHING
    return { predicates: surveyPredicates(difference, emails), details: [], changes }
  })
}

/** Tells of a survey that could not go out: its event says why. */
export function tellSkipped(scene: Scene): Told[] {
  return eventsOf(scene, 'ticket-satisfaction-survey-skipped').map(({ data }) => ({
    predicates: ['sent no satisfaction survey'],
    details: Array.isArray(data?.reasons) ? data.reasons.map(String) : [],
    changes: [],
  }))
}

/** What the rule did that acted, by the names of its actions. */
export const actionsTaken = (scene: Scene): string[] =>
  eventsOf(scene, 'action-executed').flatMap(({ data }) =>
    typeof data?.action === 'string' ? [data.action] : [],
  )
