import { accountOf } from '../../helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { formatDatetime } from '../../wire/datetimes.ts'

/** The account: on a paid plan, never on trial (inferred: how a paid subscription looks). */
export function presentAccount(world: Helpdesk) {
  const { subdomain, plan, created_datetime } = accountOf(world)
  return {
    created_datetime: formatDatetime(created_datetime),
    current_subscription: {
      plan,
      start_datetime: formatDatetime(created_datetime),
      status: 'active',
      trial_end_datetime: null,
      trial_start_datetime: null,
    },
    deactivated_datetime: null,
    domain: subdomain,
    meta: { analytics_group_id: null, company_domain: null },
    settings: [...world.rows.settings.values()],
    status: { status: 'active' },
  }
}
