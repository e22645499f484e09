import type { HttpSettings, Integration } from '../../helpdesk/model/entities.ts'
import { formatDatetime, formatNullable } from '../../wire/datetimes.ts'

/** The secret goes in and never comes out (documented). */
function presentHttp({ hmac_secret: _, ...http }: HttpSettings) {
  return http
}

export const presentIntegration = ({ address: _, user_id, ...integration }: Integration) => ({
  ...integration,
  created_datetime: formatDatetime(integration.created_datetime),
  updated_datetime: formatDatetime(integration.updated_datetime),
  deactivated_datetime: formatNullable(integration.deactivated_datetime),
  locked_datetime: formatNullable(integration.locked_datetime),
  http: integration.http === null ? null : presentHttp(integration.http),
  user: user_id === null ? null : { id: user_id },
  uri: `/api/integrations/${integration.id}/`,
})
