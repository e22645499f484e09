import type { Integration } from '../../helpdesk/model/entities.ts'
import { formatDatetime, formatNullable } from '../../wire/datetimes.ts'

export const presentIntegration = (integration: Integration) => ({
  ...integration,
  created_datetime: formatDatetime(integration.created_datetime),
  updated_datetime: formatDatetime(integration.updated_datetime),
  deactivated_datetime: formatNullable(integration.deactivated_datetime),
  locked_datetime: formatNullable(integration.locked_datetime),
  // Only HTTP integrations have it, and none can be made yet.
  http: null,
  user: integration.user_id === null ? null : { id: integration.user_id },
  uri: `/api/integrations/${integration.id}/`,
  application_id: null,
  managed: false,
  business_hours_id: null,
})
