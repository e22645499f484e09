import { Type } from '../../wire/type.ts'
import { TICKET_PRIORITIES, TICKET_STATUSES } from '../../helpdesk/model/entities.ts'
import { Person, PersonReference, TicketCustomer } from '../customers/schema.ts'
import { FieldValuesIn } from '../custom-fields/schema.ts'
import { ChannelIn, MessageCreate, TicketMessage, ViaIn } from '../messages/schema.ts'
import {
  AnyObject,
  Bounded,
  Datetime,
  DatetimeIn,
  Id,
  listQuery,
  Nullable,
  objectFirstList,
  OneOf,
} from '../../wire/schema.ts'

const text = Nullable(Type.String())
const when = Nullable(Datetime)

const EmbeddedTag = Type.Object({ id: Type.Integer(), name: Type.String(), decoration: AnyObject })
const AssigneeUser = Type.Object({ ...Person.properties, bio: text })
const AssigneeTeam = Type.Object({ id: Type.Integer(), name: Type.String(), decoration: AnyObject })

const ReplyOption = Type.Object({ answerable: Type.Boolean(), reason: Type.Optional(Type.String()) })

/** A ticket in full: POST, GET one and PUT, keys as recorded in 2026. */
export const Ticket = Type.Object(
  {
    id: Type.Integer(),
    uri: Type.String(),
    external_id: text,
    events: Type.Array(AnyObject),
    status: OneOf(TICKET_STATUSES),
    priority: OneOf(TICKET_PRIORITIES),
    channel: Type.String(),
    via: Type.String(),
    from_agent: Type.Boolean(),
    spam: Type.Boolean(),
    imported: Type.Boolean(),
    customer: TicketCustomer,
    assignee_user: Nullable(AssigneeUser),
    assignee_user_id: Nullable(Type.Integer()),
    assignee_team: Nullable(AssigneeTeam),
    assignee_team_id: Nullable(Type.Integer()),
    language: text,
    subject: text,
    summary: Nullable(AnyObject),
    meta: Nullable(AnyObject),
    tags: Type.Array(EmbeddedTag),
    custom_fields: Type.Optional(AnyObject),
    messages: Type.Array(TicketMessage),
    created_datetime: Datetime,
    processed_datetime: Datetime,
    opened_datetime: when,
    last_received_message_datetime: when,
    last_message_datetime: when,
    updated_datetime: Datetime,
    closed_datetime: when,
    trashed_datetime: when,
    snooze_datetime: when,
    satisfaction_survey: Nullable(AnyObject),
    reply_options: Type.Object({
      email: ReplyOption,
      'internal-note': ReplyOption,
      phone: Type.Optional(ReplyOption),
    }),
    requester: TicketCustomer,
    is_unread: Type.Boolean(),
  },
  { title: 'Ticket' },
)

/** A ticket in a list, keys as recorded in 2026. */
export const TicketRow = Type.Object({
  id: Type.Integer(),
  uri: Type.String(),
  external_id: text,
  language: text,
  status: OneOf(TICKET_STATUSES),
  priority: OneOf(TICKET_PRIORITIES),
  channel: Type.String(),
  via: Type.String(),
  from_agent: Type.Boolean(),
  customer: Person,
  assignee_user: Nullable(AssigneeUser),
  assignee_team: Nullable(AssigneeTeam),
  subject: text,
  summary: Nullable(AnyObject),
  excerpt: text,
  integrations: Type.Array(Type.Object({ name: Type.String(), address: text, type: Type.String() })),
  meta: Nullable(AnyObject),
  tags: Type.Array(EmbeddedTag),
  messages_count: Type.Integer(),
  is_unread: Type.Boolean(),
  spam: Type.Boolean(),
  created_datetime: Datetime,
  opened_datetime: when,
  last_received_message_datetime: when,
  last_message_datetime: when,
  last_sent_message_not_delivered: Type.Boolean(),
  updated_datetime: Datetime,
  closed_datetime: when,
  snooze_datetime: when,
  trashed_datetime: when,
  custom_fields: AnyObject,
})

export const TicketList = objectFirstList(TicketRow)

const TagIn = Type.Object(
  {
    id: Type.Optional(Id),
    name: Type.String({ minLength: 1, maxLength: 256 }),
    decoration: Type.Optional(
      Nullable(Type.Object({ color: Type.Optional(Nullable(Type.String({ maxLength: 32 }))) })),
    ),
  },
  { additionalProperties: false },
)

const WhenIn = Type.Optional(Nullable(DatetimeIn))
const AssigneeIn = Type.Optional(
  Nullable(
    Type.Object({
      id: Type.Optional(Nullable(Id)),
      email: Type.Optional(Nullable(Type.String({ maxLength: 320 }))),
    }),
  ),
)

const writable = {
  assignee_team: Type.Optional(Nullable(Type.Object({ id: Nullable(Id) }))),
  assignee_user: AssigneeIn,
  channel: Type.Optional(ChannelIn),
  closed_datetime: WhenIn,
  custom_fields: Type.Optional(Nullable(FieldValuesIn)),
  customer: Type.Optional(Nullable(PersonReference)),
  external_id: Type.Optional(Nullable(Type.String({ maxLength: 255 }))),
  from_agent: Type.Optional(Type.Boolean()),
  language: Type.Optional(Nullable(Type.String({ maxLength: 10 }))),
  last_message_datetime: WhenIn,
  last_received_message_datetime: WhenIn,
  meta: Type.Optional(Nullable(Bounded(AnyObject, 100_000))),
  opened_datetime: WhenIn,
  priority: Type.Optional(OneOf(TICKET_PRIORITIES)),
  snooze_datetime: WhenIn,
  spam: Type.Optional(Type.Boolean()),
  status: Type.Optional(OneOf(TICKET_STATUSES)),
  subject: Type.Optional(Nullable(Type.String({ maxLength: 998 }))),
  tags: Type.Optional(Type.Array(TagIn, { maxItems: 500 })),
  trashed_datetime: WhenIn,
  updated_datetime: Type.Optional(DatetimeIn),
  via: Type.Optional(ViaIn),
}

/** A ticket as it is created: messages are all it needs. */
export const TicketCreate = Type.Object(
  {
    messages: Type.Array(MessageCreate, { minItems: 1, maxItems: 500 }),
    ...writable,
    created_datetime: Type.Optional(DatetimeIn),
    imported: Type.Optional(Type.Boolean()),
    split_from: Type.Optional(Nullable(Type.Integer())),
  },
  { additionalProperties: false },
)

/** What may be changed of a ticket: only the fields that are named change (documented). */
export const TicketUpdate = Type.Object(
  { ...writable, is_unread: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
)

export const TicketQuery = Type.Object(
  {
    ...listQuery([
      'created_datetime:asc',
      'created_datetime:desc',
      'updated_datetime:asc',
      'updated_datetime:desc',
    ]),
    customer_id: Type.Optional(Id),
    external_id: Type.Optional(Type.String({ maxLength: 255 })),
    view_id: Type.Optional(Id),
    rule_id: Type.Optional(Id),
    ticket_ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 100 })),
    trashed: Type.Optional(
      Type.Boolean({ description: 'Whether tickets in the trash are listed too. Default: true.' }),
    ),
  },
  { additionalProperties: false },
)

export const RelationshipsQuery = Type.Object(
  { relationships: Type.Optional(Type.Array(OneOf(['custom_fields']))) },
  { additionalProperties: false },
)

export const TicketPath = Type.Object({ ticket_id: Id })

/** Tags by name or id; PUT without either clears. */
export const TicketTagsBody = Type.Object(
  {
    ids: Type.Optional(Type.Array(Id, { maxItems: 500 })),
    names: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { maxItems: 500 })),
  },
  { additionalProperties: false },
)

/** A tag as the tags of a ticket list it, keys as recorded. */
export const TicketTagList = Type.Object({
  data: Type.Array(
    Type.Object({
      id: Type.Integer(),
      created_datetime: Datetime,
      decoration: AnyObject,
      deleted_datetime: when,
      description: text,
      name: Type.String(),
      usage: Type.Integer(),
      uri: Type.String(),
    }),
  ),
})
