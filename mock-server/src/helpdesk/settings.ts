import { Refusal } from '../kernel/refusal.ts'
import type { Actor } from './actor.ts'
import { recordEvent } from './events.ts'
import { nextId } from './model/helpdesk.ts'
import type { Helpdesk } from './model/helpdesk.ts'
import type { JsonObject, Setting } from './model/entities.ts'

/** The settings that an account can have (documented and recorded names). */
export const SETTING_TYPES = [
  'satisfaction-surveys',
  'auto-merge',
  'auto-split',
  'business-hours',
  'ticket-assignment',
  'views-ordering',
  'views-visibility',
  'access',
  'agents-table-config',
  'agents-availability-table-config',
  'channels-table-config',
  'product-insights-table-config',
  'in-ticket-suggestion',
  'agent-costs',
  'limits',
  'default-integration',
] as const
export type SettingType = (typeof SETTING_TYPES)[number]

/**
 * The account's setting of a type: it has one of each at most (inferred).
 *
 * @example
 * settingOf(world, 'auto-merge')?.data.tickets
 */
export const settingOf = (world: Helpdesk, type: SettingType): Setting | undefined =>
  world.rows.settings.first('byType', [type])

function store(world: Helpdesk, actor: Actor, setting: Setting): Setting {
  // There is no event of its own for a new setting in the documented list.
  recordEvent(world, actor, 'account-setting-updated', { type: 'AccountSetting', id: setting.id })
  return world.rows.settings.put(setting)
}

/** Makes a setting; refuses a second one of its type (inferred: 409). */
export function createSetting(world: Helpdesk, actor: Actor, type: SettingType, data: JsonObject): Setting {
  if (settingOf(world, type) !== undefined) throw new Refusal('conflict')
  return store(world, actor, { id: nextId(world, 'settings'), type, data })
}

/** Replaces the data of a setting as a whole (documented). */
export const replaceSetting = (world: Helpdesk, actor: Actor, setting: Setting, data: JsonObject): Setting =>
  store(world, actor, { ...setting, data })

/**
 * Refuses one thing more than the setting `limits` allows (documented: the setting and its two figures;
 * inferred: that exceeding one is a 403, as a quota that is used up is one).
 *
 * @param count how many there are already
 */
export function refuseBeyondLimit(
  world: Helpdesk,
  name: 'max_integrations' | 'max_active_rules',
  count: number,
): void {
  const limit = settingOf(world, 'limits')?.data[name]
  if (typeof limit !== 'number' || count < limit) return
  throw new Refusal(
    'forbidden',
    'You do not have enough permissions to perform this action. ' +
      `The account has ${count} already, and its setting limits.${name} is ${limit}.`,
  )
}
