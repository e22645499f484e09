import { Type } from '../../wire/type.ts'
import { AnyObject, dataFirstList, Datetime, DatetimeIn, Id, listQuery, Nullable } from '../../wire/schema.ts'

const when = Nullable(Datetime)

/** A survey, keys as recorded. */
export const SatisfactionSurvey = Type.Object(
  {
    id: Type.Integer(),
    body_text: Nullable(Type.String()),
    created_datetime: Datetime,
    customer_id: Type.Integer(),
    meta: Nullable(AnyObject),
    score: Nullable(Type.Integer()),
    scored_datetime: when,
    sent_datetime: when,
    should_send_datetime: when,
    ticket_id: Type.Integer(),
    uri: Type.String(),
  },
  { title: 'SatisfactionSurvey' },
)

export const SurveyList = dataFirstList(SatisfactionSurvey)

export const SurveyQuery = Type.Object(
  { ...listQuery(['created_datetime:asc', 'created_datetime:desc']), ticket_id: Type.Optional(Id) },
  { additionalProperties: false },
)

const WhenIn = Type.Optional(Nullable(DatetimeIn))

const answer = {
  body_text: Type.Optional(
    Nullable(Type.String({ maxLength: 1000, description: 'What the customer wrote.' })),
  ),
  created_datetime: Type.Optional(DatetimeIn),
  meta: Type.Optional(Nullable(AnyObject)),
  score: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 5 }))),
  scored_datetime: WhenIn,
  sent_datetime: WhenIn,
  should_send_datetime: Type.Optional(
    Nullable(
      Type.String({
        format: 'datetime',
        maxLength: 40,
        description: 'When the survey goes out by e-mail. Null: Gorgias never sends it.',
      }),
    ),
  ),
}

export const SurveyCreate = Type.Object(
  { ticket_id: Id, customer_id: Id, ...answer },
  { additionalProperties: false },
)

export const SurveyUpdate = Type.Object(
  { ticket_id: Type.Optional(Id), customer_id: Type.Optional(Id), ...answer },
  { additionalProperties: false },
)
