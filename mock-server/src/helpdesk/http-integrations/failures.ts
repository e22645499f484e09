import type { Helpdesk } from '../model/helpdesk.ts'

/** Counts a delivery that failed for good; answers how many did in a row. */
export function countFailure(world: Helpdesk, integration_id: number): number {
  const { integrationFailures } = world.rows
  const in_a_row = (integrationFailures.get(integration_id)?.in_a_row ?? 0) + 1
  integrationFailures.put({ id: integration_id, in_a_row })
  return in_a_row
}

/** The receiver is there, or the count begins anew. */
export function forgetFailures(world: Helpdesk, integration_id: number): void {
  world.rows.integrationFailures.remove(integration_id)
}
