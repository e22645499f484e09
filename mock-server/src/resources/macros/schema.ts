import { Type } from '../../wire/type.ts'
import { INTENTS } from '../../helpdesk/model/macros.ts'
import {
  AnyObject,
  Bounded,
  dataFirstList,
  Datetime,
  Id,
  listQuery,
  Nullable,
  OneOf,
} from '../../wire/schema.ts'

const text = Nullable(Type.String())

/** A macro, keys as recorded; those of an action in the order of the alphabet. */
export const Macro = Type.Object(
  {
    id: Type.Integer(),
    external_id: text,
    name: Type.String(),
    intent: text,
    language: text,
    usage: Type.Integer(),
    actions: Type.Array(
      Type.Object({
        arguments: AnyObject,
        description: Type.Optional(Type.String()),
        name: Type.String(),
        title: Type.Optional(Type.String()),
        type: Type.Optional(Type.String()),
      }),
    ),
    created_datetime: Datetime,
    updated_datetime: Nullable(Datetime),
    archived_datetime: Nullable(Datetime),
    uri: Type.String(),
  },
  { title: 'Macro' },
)

export const MacroList = dataFirstList(Macro)

const ATTRIBUTES = ['name', 'created_datetime', 'updated_datetime', 'usage', 'relevance', 'language'] as const
const ORDERS = ATTRIBUTES.flatMap((name) => [`${name}:asc`, `${name}:desc`] as const)

export const MacroQuery = Type.Object(
  {
    ...listQuery(ORDERS),
    search: Type.Optional(
      Type.String({ maxLength: 256, description: 'Part of a name or of the text, whatever the case.' }),
    ),
    tags: Type.Optional(
      Type.Array(Type.String({ maxLength: 256 }), {
        maxItems: 100,
        description: 'Names of tags, one of which the macro adds.',
      }),
    ),
    languages: Type.Optional(Type.Array(Type.String({ maxLength: 16 }), { maxItems: 100 })),
    archived: Type.Optional(Type.Boolean({ description: 'The archived ones instead of the others.' })),
    message_id: Type.Optional(Id),
    ticket_id: Type.Optional(Id),
    number_predictions: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 100, description: 'Nothing is predicted here.' }),
    ),
  },
  { additionalProperties: false },
)

const ActionIn = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'setResponseText, addTags, setStatus, ... One that is not known is kept, and left out.',
    }),
    arguments: Type.Optional(Bounded(AnyObject, 500_000)),
    title: Type.Optional(Type.String({ maxLength: 255 })),
    type: Type.Optional(Type.String({ maxLength: 64 })),
    description: Type.Optional(Type.String({ maxLength: 1024 })),
  },
  { additionalProperties: false },
)

const Name = Type.String({ minLength: 1, maxLength: 255 })

const optional = {
  actions: Type.Optional(Type.Array(ActionIn, { maxItems: 100 })),
  external_id: Type.Optional(Nullable(Type.String({ maxLength: 255 }))),
  intent: Type.Optional(Nullable(OneOf(INTENTS))),
  language: Type.Optional(Nullable(Type.String({ minLength: 2, maxLength: 16, description: 'Such as fr.' }))),
}

export const MacroCreate = Type.Object({ name: Name, ...optional }, { additionalProperties: false })
export const MacroUpdate = Type.Object(
  { name: Type.Optional(Name), ...optional },
  { additionalProperties: false },
)

/** Up to 30 at a time (documented). */
export const MacroIds = Type.Object(
  { ids: Type.Array(Id, { minItems: 1, maxItems: 30 }) },
  { additionalProperties: false },
)

/** What came of each (documented). */
export const ArchiveResults = Type.Object({
  data: Type.Array(
    Type.Object({
      id: Type.Integer(),
      status: Type.String(),
      error: Type.Optional(
        Type.Object({ msg: Type.String(), data: Type.Object({ rules: Type.Array(Type.String()) }) }),
      ),
    }),
  ),
})
