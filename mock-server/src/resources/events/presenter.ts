import type { Event } from '../../helpdesk/model/entities.ts'
import { formatDatetime } from '../../wire/datetimes.ts'

export const presentEvent = (event: Event) => ({
  ...event,
  created_datetime: formatDatetime(event.created_datetime),
  uri: `/api/events/${event.id}/`,
})
