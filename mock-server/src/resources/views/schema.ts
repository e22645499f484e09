import { Type } from '../../wire/type.ts'
import { VIEW_ORDERS, VIEW_TYPES, VIEW_VISIBILITIES } from '../../helpdesk/model/entities.ts'
import { AnyObject, Datetime, Id, listQuery, Nullable, objectFirstList, OneOf } from '../../wire/schema.ts'
import { TicketRow } from '../tickets/schema.ts'

const CATEGORIES = ['system', 'user'] as const
const DIRECTIONS = ['asc', 'desc'] as const

/** What a view shows in columns (documented). */
const FIELDS = [
  'id',
  'details',
  'tags',
  'customer',
  'last_message',
  'name',
  'email',
  'created',
  'updated',
  'assignee',
  'assignee_team',
  'channel',
  'closed',
  'language',
  'last_received_message',
  'integrations',
  'snooze',
  'status',
  'subject',
  'priority',
] as const

/** A view, keys as recorded. */
export const View = Type.Object(
  {
    id: Type.Integer(),
    category: OneOf(CATEGORIES),
    created_datetime: Datetime,
    deactivated_datetime: Nullable(Datetime),
    decoration: Nullable(AnyObject),
    fields: Type.Array(Type.String()),
    filters: Type.String(),
    filters_ast: AnyObject,
    name: Type.String(),
    order_by: Type.String(),
    order_dir: OneOf(DIRECTIONS),
    search: Nullable(Type.String()),
    shared_with_teams: Type.Array(Type.Integer()),
    shared_with_users: Type.Array(Type.Integer()),
    section_id: Nullable(Type.Integer()),
    slug: Type.String(),
    type: OneOf(VIEW_TYPES),
    uri: Type.String(),
    visibility: OneOf(VIEW_VISIBILITIES),
  },
  { title: 'View' },
)

export const ViewList = objectFirstList(View)

export const ViewQuery = Type.Object(
  {
    ...listQuery(['created_datetime:asc', 'created_datetime:desc']),
    category: Type.Optional(OneOf(CATEGORIES)),
  },
  { additionalProperties: false },
)

const Ids = Type.Array(Id, { maxItems: 100, uniqueItems: true })

/** What decides which items a view has, and how they are shown. */
const selecting = {
  filters: Type.Optional(
    Type.String({
      maxLength: 10_000,
      description: 'A condition of the rule language: eq(ticket.status, "open") && isEmpty(ticket.language)',
    }),
  ),
  search: Type.Optional(
    Nullable(Type.String({ maxLength: 256, description: 'Words that stand in what the list shows.' })),
  ),
  order_by: Type.Optional(OneOf(VIEW_ORDERS)),
  order_dir: Type.Optional(OneOf(DIRECTIONS)),
  fields: Type.Optional(Type.Array(OneOf(FIELDS), { maxItems: FIELDS.length, uniqueItems: true })),
}

const writable = {
  ...selecting,
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
  visibility: Type.Optional(OneOf(VIEW_VISIBILITIES)),
  decoration: Type.Optional(
    Nullable(
      Type.Object(
        { emoji: Type.Optional(Nullable(Type.String({ maxLength: 64 }))) },
        { additionalProperties: false },
      ),
    ),
  ),
  section_id: Type.Optional(Nullable(Id)),
  shared_with_teams: Type.Optional(Ids),
  shared_with_users: Type.Optional(Ids),
}

const Slug = Type.String({ minLength: 1, maxLength: 255, description: 'Required, though deprecated.' })

/** A view as it is created: the slug is all it needs; only lists of tickets can be made. */
export const ViewCreate = Type.Object(
  { slug: Slug, type: Type.Optional(OneOf(['ticket-list'])), ...writable },
  { additionalProperties: false },
)

/** What may be changed of a view: only the fields that are named change. */
export const ViewUpdate = Type.Object(
  { slug: Type.Optional(Slug), type: Type.Optional(OneOf(VIEW_TYPES)), ...writable },
  { additionalProperties: false },
)

export const ViewPath = Type.Object({ view_id: Id })

const {
  summary: _summary,
  custom_fields: _custom_fields,
  integrations,
  messages_count,
  excerpt,
  last_sent_message_not_delivered,
  ...row
} = TicketRow.properties

/** An item: a ticket as no other list shows it, keys as recorded. */
export const ViewItem = Type.Object({
  ...row,
  integrations,
  messages_count,
  excerpt,
  last_sent_message_not_delivered,
})

/** The envelope of items, and of nothing else: no object, no uri (recorded). */
export const ViewItems = Type.Object({
  data: Type.Array(ViewItem),
  meta: Type.Object({
    next_items: Nullable(Type.String()),
    prev_items: Nullable(Type.String()),
    current_cursor: Nullable(Type.String()),
  }),
})

const paging = {
  cursor: Type.Optional(
    Type.String({ maxLength: 64, description: 'From meta.next_items or meta.prev_items.' }),
  ),
  direction: Type.Optional(OneOf(['prev', 'next'])),
  ignored_item: Type.Optional(
    Type.Integer({ ...Id, description: 'The item at the cursor that was on the page before.' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 30 })),
}

export const ViewItemsQuery = Type.Object(
  {
    ...paging,
    order_by: Type.Optional(OneOf(VIEW_ORDERS.flatMap((name) => DIRECTIONS.map((way) => `${name}:${way}`)))),
  },
  { additionalProperties: false },
)

/** A search says its order in the view, not in the query. */
export const ViewSearchQuery = Type.Object(paging, { additionalProperties: false })

export const ViewSearch = Type.Object(
  {
    view: Type.Object(
      { ...selecting, type: Type.Optional(OneOf(VIEW_TYPES)), category: Type.Optional(OneOf(CATEGORIES)) },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)
