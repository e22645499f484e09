import type { Widget } from '../../helpdesk/model/widgets.ts'
import { formatDatetime, formatNullable } from '../../wire/datetimes.ts'

export const presentWidget = (widget: Widget) => ({
  ...widget,
  created_datetime: formatDatetime(widget.created_datetime),
  updated_datetime: formatDatetime(widget.updated_datetime),
  deactivated_datetime: formatNullable(widget.deactivated_datetime),
  uri: `/api/widgets/${widget.id}/`,
})
