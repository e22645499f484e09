import { Type } from '../../wire/type.ts'
import { JOB_STATUSES, JOB_TYPES } from '../../helpdesk/model/jobs.ts'
import { MAX_TICKETS } from '../../helpdesk/jobs/selection.ts'
import {
  AnyObject,
  Bounded,
  dataFirstList,
  Datetime,
  DatetimeIn,
  Id,
  listQuery,
  Nullable,
  OneOf,
} from '../../wire/schema.ts'
import { TicketUpdate } from '../tickets/schema.ts'

const when = Nullable(Datetime)

/** A job, keys as recorded. */
export const Job = Type.Object(
  {
    id: Type.Integer(),
    cancel_requested_datetime: when,
    cancelled_datetime: when,
    created_datetime: Datetime,
    ended_datetime: when,
    failed_datetime: when,
    info: AnyObject,
    locked_datetime: when,
    meta: Nullable(AnyObject),
    params: AnyObject,
    scheduled_datetime: when,
    started_datetime: when,
    status: Type.String(),
    type: Type.String(),
    user_id: Nullable(Type.Integer()),
    uri: Type.String(),
  },
  { title: 'Job' },
)

export const JobList = dataFirstList(Job)

export const JobQuery = Type.Object(
  {
    ...listQuery(['created_datetime:asc', 'created_datetime:desc']),
    status: Type.Optional(OneOf(JOB_STATUSES)),
    type: Type.Optional(OneOf(JOB_TYPES)),
  },
  { additionalProperties: false },
)

const { properties } = TicketUpdate

/** What a job can change of many tickets: as `PUT /api/tickets/{id}` does (inferred: which fields). */
const Updates = Type.Object(
  {
    assignee_team: properties.assignee_team,
    assignee_user: properties.assignee_user,
    custom_fields: properties.custom_fields,
    is_unread: properties.is_unread,
    language: properties.language,
    priority: properties.priority,
    snooze_datetime: properties.snooze_datetime,
    spam: properties.spam,
    status: properties.status,
    subject: properties.subject,
    tags: properties.tags,
    trashed_datetime: properties.trashed_datetime,
  },
  { additionalProperties: false, minProperties: 1 },
)

/** What all types of jobs take together (documented); which takes what is checked by type. */
export const JobParams = Type.Object(
  {
    ticket_ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: MAX_TICKETS })),
    view: Type.Optional(
      Type.Object({ filters: Type.String({ maxLength: 10_000 }) }, { additionalProperties: false }),
    ),
    view_id: Type.Optional(Id),
    updates: Type.Optional(Updates),
    macro_id: Type.Optional(Id),
    apply_and_close: Type.Optional(Type.Boolean()),
    start_datetime: Type.Optional(DatetimeIn),
    end_datetime: Type.Optional(DatetimeIn),
    url: Type.Optional(Type.String({ minLength: 1, maxLength: 4000 })),
    context: Type.Optional(
      Type.Object(
        {
          channel_connection_external_ids: Type.Optional(
            Type.Array(Type.String({ maxLength: 255 }), { maxItems: 100 }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

const optional = {
  scheduled_datetime: Type.Optional(
    Nullable(Type.String({ format: 'datetime', maxLength: 40, description: 'At most 60 minutes ahead.' })),
  ),
  meta: Type.Optional(Nullable(Bounded(AnyObject, 10_000))),
}

export const JobCreate = Type.Object(
  { type: OneOf(JOB_TYPES), params: JobParams, ...optional },
  { additionalProperties: false },
)

export const JobUpdate = Type.Object(
  { type: Type.Optional(OneOf(JOB_TYPES)), params: Type.Optional(JobParams), ...optional },
  { additionalProperties: false },
)
