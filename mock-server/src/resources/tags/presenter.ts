import type { Tag } from '../../helpdesk/model/entities.ts'
import { formatDatetime, formatNullable } from '../../wire/datetimes.ts'

export const presentTag = (tag: Tag) => ({
  ...tag,
  uri: `/api/tags/${tag.id}/`,
  created_datetime: formatDatetime(tag.created_datetime),
  deleted_datetime: formatNullable(tag.deleted_datetime),
})
