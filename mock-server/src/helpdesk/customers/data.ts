import type { Actor } from '../actor.ts'
import { patchCustomer } from './customers.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Customer, Instant, Json, JsonObject } from '../model/entities.ts'
import type { OAuthApp } from '../model/oauth.ts'

/** What a caller knows of a customer beyond the profile. */
export interface CustomerData {
  readonly data: Json
  /** Of which instant the data is. */
  readonly version?: Instant
}

const isObject = (data: Json): data is JsonObject =>
  typeof data === 'object' && data !== null && !Array.isArray(data)

/** Data is shown with the name of the app that set it (recorded); only in an object there is room for one. */
const signed = (data: Json, name: string): Json => (isObject(data) ? { ...data, __app_name__: name } : data)

/**
 * Sets what the caller knows of a customer: an OAuth app in its own part of `external_data` (recorded), all
 * others in `data` (inferred). Data of an older version than what is there is ignored (documented).
 *
 * @example
 * setCustomerData(world, actor, customer, { data: { plan: 'pro' } }, app)
 */
export function setCustomerData(
  world: Helpdesk,
  actor: Actor,
  customer: Customer,
  { data, version }: CustomerData,
  app: Pick<OAuthApp, 'client_id' | 'name'> | null = null,
): void {
  const writer = app?.client_id ?? ''
  const { [writer]: known } = customer.data_versions
  if (version !== undefined && known !== undefined && version < known) return
  patchCustomer(world, actor, customer.id, {
    ...(app === null
      ? { data }
      : { external_data: { ...customer.external_data, [app.client_id]: signed(data, app.name) } }),
    ...(version !== undefined && { data_versions: { ...customer.data_versions, [writer]: version } }),
  })
}
