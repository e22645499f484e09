import type { Rule } from '../../helpdesk/model/entities.ts'
import { formatDatetime, formatNullable } from '../../wire/datetimes.ts'

export const presentRule = (rule: Rule) => ({
  ...rule,
  created_datetime: formatDatetime(rule.created_datetime),
  updated_datetime: formatDatetime(rule.updated_datetime),
  deactivated_datetime: formatNullable(rule.deactivated_datetime),
  uri: `/api/rules/${rule.id}/`,
})
