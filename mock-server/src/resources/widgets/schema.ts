import { Type } from '../../wire/type.ts'
import type { TSchema } from 'typebox'
import { WIDGET_CONTEXTS } from '../../helpdesk/model/widgets.ts'
import type { JsonObject } from '../../helpdesk/model/entities.ts'
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

/** A widget (documented: its fields; inferred: the order of its keys). */
export const Widget = Type.Object(
  {
    id: Type.Integer(),
    app_id: Nullable(Type.String()),
    context: OneOf(WIDGET_CONTEXTS),
    created_datetime: Datetime,
    deactivated_datetime: Nullable(Datetime),
    integration_id: Nullable(Type.Integer()),
    order: Type.Integer(),
    template: AnyObject,
    type: Type.String(),
    updated_datetime: Datetime,
    uri: Type.String(),
  },
  { title: 'Widget' },
)

export const WidgetList = dataFirstList(Widget)

const AppId = Type.String({ minLength: 1, maxLength: 255 })

export const WidgetQuery = Type.Object(
  {
    ...listQuery(['created_datetime:asc', 'created_datetime:desc', 'order:asc', 'order:desc']),
    integration_id: Type.Optional(Id),
    app_id: Type.Optional(AppId),
  },
  { additionalProperties: false },
)

const MAX_DEPTH = 6
const MAX_WIDGETS = 50

/** The parts of a template: trees of lists, so deep and no deeper. What else they hold is the sidebar's affair. */
function partsOf(depth: number): TSchema {
  const widgets = depth === 1 ? Type.Array(AnyObject, { maxItems: 0 }) : partsOf(depth - 1)
  const part = Type.Object(
    { type: Type.Optional(Type.String({ maxLength: 64 })), widgets: Type.Optional(widgets) },
    { additionalProperties: true },
  )
  return Type.Array(part, { maxItems: MAX_WIDGETS })
}

const Template = Type.Unsafe<JsonObject>(
  Bounded(
    Type.Object({ type: OneOf(['wrapper']), widgets: partsOf(MAX_DEPTH) }, { additionalProperties: true }),
    65_536,
  ),
)

const required = {
  type: Type.String({ minLength: 1, maxLength: 64, description: 'Where its data comes from, such as http.' }),
  template: Template,
}

const optional = {
  context: Type.Optional(OneOf(WIDGET_CONTEXTS, { default: 'ticket' })),
  order: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Lower stands first.' })),
  integration_id: Type.Optional(Nullable(Id)),
  app_id: Type.Optional(Nullable(AppId)),
  deactivated_datetime: Type.Optional(Nullable(DatetimeIn)),
}

export const WidgetCreate = Type.Object({ ...required, ...optional }, { additionalProperties: false })
export const WidgetUpdate = Type.Object(
  { type: Type.Optional(required.type), template: Type.Optional(Template), ...optional },
  { additionalProperties: false },
)
