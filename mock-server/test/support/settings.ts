import { expectStatus } from './api.ts'
import type { apiOf } from './api.ts'

interface Setting {
  readonly id: number
  readonly type: string
  readonly data: object
}

/** Changes some of what an account's setting says, as an admin does. */
export async function changeSetting(
  api: ReturnType<typeof apiOf>,
  type: string,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  const listed = expectStatus(await api.get(`/api/account/settings?type=${type}`), 200)
  const [setting] = (listed.json as { readonly data: readonly Setting[] }).data
  const body = { type, data: { ...setting?.data, ...data } }
  expectStatus(await api.put(`/api/account/settings/${setting?.id ?? 0}`, body), 200)
}

/** The types of a ticket's events, oldest first. */
export async function eventsOf(
  api: ReturnType<typeof apiOf>,
  ticket_id: number,
): Promise<{ readonly type: string; readonly user_id: number | null; readonly data: unknown }[]> {
  const query = `object_type=Ticket&object_id=${ticket_id}&order_by=created_datetime:asc&limit=100`
  const listed = expectStatus(await api.get(`/api/events?${query}`), 200)
  return (listed.json as { data: { type: string; user_id: number | null; data: unknown }[] }).data
}
