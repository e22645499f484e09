import { Type } from '../../wire/type.ts'
import { Person, PersonReference } from '../customers/schema.ts'
import {
  AnyJson,
  AnyObject,
  dataFirstList,
  Datetime,
  DatetimeIn,
  Id,
  listQuery,
  Nullable,
  OneOf,
} from '../../wire/schema.ts'

const CHANNELS = [
  'aircall',
  'api',
  'chat',
  'contact_form',
  'email',
  'facebook',
  'facebook-mention',
  'facebook-messenger',
  'facebook-recommendations',
  'help-center',
  'instagram-ad-comment',
  'instagram-comment',
  'instagram-direct-message',
  'instagram-mention',
  'internal-note',
  'phone',
  'sms',
  'twitter',
  'twitter-direct-message',
  'whatsapp',
  'yotpo-review',
] as const

/** What a caller may say a ticket or message came through (documented). */
const VIA = [
  ...CHANNELS,
  'form',
  'helpdesk',
  'instagram',
  'rule',
  'shopify',
  'twilio',
  'yotpo',
  'zendesk',
] as const

/** A channel of Gorgias, or the slug of a custom one. */
export const ChannelIn = Type.String({
  minLength: 1,
  maxLength: 64,
  description: `One of ${CHANNELS.join(', ')}, or a custom channel.`,
})
export const ViaIn = OneOf(VIA, { description: 'Default: api.' })

const AddressIn = Type.Object(
  {
    name: Type.Optional(Nullable(Type.String({ maxLength: 1000 }))),
    address: Type.String({ maxLength: 1000 }),
  },
  { additionalProperties: false },
)

const SourceIn = Type.Object(
  {
    type: Type.Optional(Type.String({ maxLength: 64 })),
    from: Type.Optional(Nullable(Type.Partial(AddressIn, { additionalProperties: false }))),
    to: Type.Optional(Nullable(Type.Array(AddressIn, { maxItems: 500 }))),
    cc: Type.Optional(Nullable(Type.Array(AddressIn, { maxItems: 500 }))),
    bcc: Type.Optional(Nullable(Type.Array(AddressIn, { maxItems: 500 }))),
    extra: Type.Optional(Nullable(AnyObject)),
  },
  { additionalProperties: false },
)

const AttachmentIn = Type.Object(
  {
    url: Type.String({ maxLength: 4000 }),
    name: Type.String({ maxLength: 1000 }),
    content_type: Type.String({ maxLength: 255 }),
    size: Type.Optional(Nullable(Type.Integer({ minimum: 0 }))),
    public: Type.Optional(Type.Boolean()),
    extra: Type.Optional(AnyJson),
  },
  { additionalProperties: false },
)

const Body = Type.Optional(Nullable(Type.String()))
const ExternalId = Type.Optional(Nullable(Type.String({ maxLength: 255 })))
const When = Type.Optional(Nullable(DatetimeIn))

/** A message as it is created or changed: `channel` and `from_agent` are needed each time (documented). */
export const MessageCreate = Type.Object(
  {
    channel: ChannelIn,
    from_agent: Type.Boolean(),
    via: Type.Optional(ViaIn),
    public: Type.Optional(Type.Boolean()),
    sender: Type.Optional(Nullable(PersonReference)),
    receiver: Type.Optional(Nullable(PersonReference)),
    source: Type.Optional(Nullable(SourceIn)),
    subject: Type.Optional(Nullable(Type.String({ maxLength: 998 }))),
    body_text: Body,
    body_html: Body,
    stripped_text: Body,
    stripped_html: Body,
    stripped_signature: Body,
    attachments: Type.Optional(Nullable(Type.Array(AttachmentIn, { maxItems: 100 }))),
    external_id: ExternalId,
    message_id: Type.Optional(Nullable(Type.String({ maxLength: 998 }))),
    integration_id: Type.Optional(Nullable(Id)),
    headers: Type.Optional(Nullable(AnyObject)),
    macros: Type.Optional(Nullable(Type.Array(Type.Object({ id: Id }), { maxItems: 100 }))),
    actions: Type.Optional(Nullable(Type.Array(AnyObject, { maxItems: 100 }))),
    meta: Type.Optional(Nullable(AnyObject)),
    mention_ids: Type.Optional(Type.Array(Id, { maxItems: 100 })),
    last_sending_error: Type.Optional(Nullable(Type.Object({ error: Type.String() }))),
    created_datetime: Type.Optional(DatetimeIn),
    sent_datetime: When,
    failed_datetime: When,
    opened_datetime: When,
    deleted_datetime: When,
  },
  { additionalProperties: false },
)

const Address = Type.Object({
  name: Type.Optional(Nullable(Type.String())),
  address: Type.Optional(Type.String()),
})

const Source = Type.Object({
  type: Type.String(),
  to: Type.Optional(Type.Array(Address)),
  cc: Type.Optional(Type.Array(Address)),
  bcc: Type.Optional(Type.Array(Address)),
  from: Type.Optional(Address),
  extra: Type.Optional(AnyObject),
})

const Attachment = Type.Object({
  url: Type.String(),
  name: Type.String(),
  size: Nullable(Type.Integer()),
  content_type: Type.String(),
  public: Type.Boolean(),
  extra: Type.Optional(AnyJson),
})

const text = Nullable(Type.String())
const when = Nullable(Datetime)

/** What all shapes of a message begin with, as recorded. */
const head = {
  id: Type.Integer(),
  uri: Type.String(),
  message_id: text,
  ticket_id: Type.Integer(),
  external_id: text,
  public: Type.Boolean(),
  channel: Type.String(),
  via: Type.String(),
  source: Nullable(Source),
  sender: Person,
  auth_customer_identity: Type.Null(),
  integration_id: Nullable(Type.Integer()),
  intents: Type.Array(AnyObject),
  rule_id: Nullable(Type.Integer()),
  from_agent: Type.Boolean(),
  receiver: Nullable(Person),
  subject: text,
  body_text: text,
  body_html: text,
  stripped_text: text,
  stripped_html: text,
  stripped_signature: text,
}

const Macros = Type.Array(Type.Object({ id: Type.Integer() }))
const Attachments = Nullable(Type.Array(Attachment))
const Actions = Nullable(Type.Array(AnyObject))
const SendingError = Nullable(Type.Object({ error: Type.String() }))

/** A message inside a ticket; `macros` only in the answer to POST (recorded). */
export const TicketMessage = Type.Object({
  ...head,
  attachments: Attachments,
  macros: Type.Optional(Macros),
  actions: Actions,
  imported: Type.Boolean(),
  meta: Nullable(AnyObject),
  created_datetime: Datetime,
  processed_datetime: Datetime,
  sent_datetime: when,
  failed_datetime: when,
  opened_datetime: when,
  last_sending_error: SendingError,
  is_retriable: Type.Boolean(),
})

/** The answer to POST of a message (recorded). */
export const CreatedMessage = Type.Object(
  {
    ...head,
    attachments: Attachments,
    macros: Macros,
    actions: Actions,
    headers: Nullable(AnyObject),
    imported: Type.Boolean(),
    meta: Nullable(AnyObject),
    created_datetime: Datetime,
    processed_datetime: Datetime,
    deleted_datetime: when,
    sent_datetime: when,
    failed_datetime: when,
    opened_datetime: when,
    last_sending_error: SendingError,
    is_retriable: Type.Boolean(),
  },
  { title: 'TicketMessage' },
)

/** A message on its own endpoints: GET one, PUT and both lists (recorded). */
export const Message = Type.Object(
  {
    ...head,
    headers: Nullable(AnyObject),
    attachments: Attachments,
    actions: Actions,
    macros: Macros,
    meta: Nullable(AnyObject),
    created_datetime: Datetime,
    processed_datetime: Datetime,
    sent_datetime: when,
    failed_datetime: when,
    deleted_datetime: when,
    opened_datetime: when,
    last_sending_error: SendingError,
    is_retriable: Type.Boolean(),
    imported: Type.Boolean(),
  },
  { title: 'TicketMessage' },
)

export const MessageList = dataFirstList(Message)

export const MessageQuery = Type.Object(
  { ...listQuery(['created_datetime:asc', 'created_datetime:desc']), ticket_id: Type.Optional(Id) },
  { additionalProperties: false },
)
export const MessagePath = Type.Object({ ticket_id: Id, id: Id })
export const TicketPath = Type.Object({ ticket_id: Id })
export const ActionQuery = Type.Object(
  {
    action: Type.Optional(
      OneOf(['force', 'retry', 'cancel'], {
        description: 'When external actions failed: force ignores it, retry tries again, cancel deletes.',
      }),
    ),
  },
  { additionalProperties: false },
)

/** The deprecated list of a ticket's messages still counts pages (recorded). */
export const PagedMessageList = Type.Object({
  data: Type.Array(Message),
  object: Type.String(),
  uri: Type.String(),
  meta: Type.Object({
    page: Type.Integer(),
    per_page: Type.Integer(),
    current_page: Type.String(),
    item_count: Type.Integer(),
    nb_pages: Type.Integer(),
  }),
})

export const PageQuery = Type.Object(
  {
    page: Type.Optional(Type.Integer({ minimum: 1 })),
    per_page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 30 })),
  },
  { additionalProperties: false },
)
