import type { SatisfactionSurvey } from '../../helpdesk/model/surveys.ts'
import { formatDatetime, formatNullable } from '../../wire/datetimes.ts'

/** A survey with its keys in the recorded order, for tickets hand it on as it is. */
export const presentSurvey = (survey: SatisfactionSurvey) => ({
  id: survey.id,
  body_text: survey.body_text,
  created_datetime: formatDatetime(survey.created_datetime),
  customer_id: survey.customer_id,
  meta: survey.meta,
  score: survey.score,
  scored_datetime: formatNullable(survey.scored_datetime),
  sent_datetime: formatNullable(survey.sent_datetime),
  should_send_datetime: formatNullable(survey.should_send_datetime),
  ticket_id: survey.ticket_id,
  uri: `/api/satisfaction-surveys/${survey.id}/`,
})
