import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import { recordEvent } from '../../helpdesk/events.ts'
import { nextId } from '../../helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Setting } from '../../helpdesk/model/entities.ts'
import type { SettingBody, SettingQuery } from './schema.ts'

export const listSettings = (world: Helpdesk, { type }: Static<typeof SettingQuery>): Setting[] =>
  [...world.rows.settings.values()].filter((setting) => type === undefined || setting.type === type)

const store = (world: Helpdesk, actor: Actor, setting: Setting): Setting => {
  recordEvent(world, actor, 'account-setting-updated', { type: 'AccountSetting', id: setting.id })
  return world.rows.settings.put(setting)
}

/** Makes a setting; an account has one of each type (inferred: 409). */
export function createSetting(world: Helpdesk, actor: Actor, body: Static<typeof SettingBody>): Setting {
  if (listSettings(world, body).length > 0) throw new Refusal('conflict')
  const data = body.data ?? {}
  return store(world, actor, { id: nextId(world, 'settings'), type: body.type, data })
}

/** Replaces the data of a setting; its type has to be named (documented), and stays (inferred: else 400). */
export function updateSetting(
  world: Helpdesk,
  actor: Actor,
  id: number,
  body: Static<typeof SettingBody>,
): Setting {
  const setting = world.rows.settings.get(id)
  if (setting === undefined) throw new Refusal('missing')
  if (setting.type !== body.type)
    throw new Refusal('invalid', '', { type: [`The setting ${id} is of the type ${setting.type}.`] })
  return store(world, actor, { ...setting, data: body.data ?? {} })
}
