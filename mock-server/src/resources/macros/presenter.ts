import type { Macro } from '../../helpdesk/model/macros.ts'
import { formatDatetime, formatNullable } from '../../wire/datetimes.ts'

export const presentMacro = (macro: Macro) => ({
  ...macro,
  created_datetime: formatDatetime(macro.created_datetime),
  updated_datetime: formatNullable(macro.updated_datetime),
  archived_datetime: formatNullable(macro.archived_datetime),
  uri: `/api/macros/${macro.id}/`,
})
