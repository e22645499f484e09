import { Type } from '../../wire/type.ts'
import { AnyObject, Datetime, Id, listQuery, Nullable, objectFirstList } from '../../wire/schema.ts'
import { TicketTagList } from '../tickets/schema.ts'

/** A tag, keys as recorded. */
export const Tag = Type.Object(
  {
    id: Type.Integer(),
    decoration: AnyObject,
    description: Nullable(Type.String()),
    name: Type.String(),
    usage: Type.Integer(),
    uri: Type.String(),
    created_datetime: Datetime,
    deleted_datetime: Nullable(Datetime),
  },
  { title: 'Tag' },
)

export const TagList = objectFirstList(Tag)

/** The answer to a merge has the keys in the order of a ticket's tags (recorded). */
export const MergedTag = TicketTagList.properties.data.items

export const TagQuery = Type.Object(
  {
    ...listQuery([
      'created_datetime:asc',
      'created_datetime:desc',
      'name:asc',
      'name:desc',
      'usage:asc,name:asc',
      'usage:desc,name:desc',
      'usage:desc,name:asc',
    ]),
    search: Type.Optional(
      Type.String({ maxLength: 256, description: 'Part of a name, whatever the case of the letters.' }),
    ),
  },
  { additionalProperties: false },
)

const writable = {
  name: Type.String({ minLength: 1, maxLength: 256, description: 'Case-sensitive.' }),
  description: Type.Optional(Nullable(Type.String({ maxLength: 1024 }))),
  decoration: Type.Optional(
    Nullable(
      Type.Object(
        { color: Type.Optional(Nullable(Type.String({ maxLength: 32 }))) },
        { additionalProperties: false },
      ),
    ),
  ),
}

export const TagCreate = Type.Object(writable, { additionalProperties: false })
export const TagUpdate = Type.Object(
  { ...writable, name: Type.Optional(writable.name) },
  { additionalProperties: false },
)

const Ids = Type.Array(Id, { minItems: 1, maxItems: 500 })

export const TagsDelete = Type.Object({ ids: Ids }, { additionalProperties: false })
export const TagsMerge = Type.Object({ source_tags_ids: Ids }, { additionalProperties: false })
export const MergePath = Type.Object({ destination_tag_id: Id })
