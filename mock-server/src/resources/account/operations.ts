import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { JsonObject, Setting } from '../../helpdesk/model/entities.ts'
import { createSetting as addSetting, replaceSetting } from '../../helpdesk/account/settings.ts'
import type { SettingBody, SettingQuery } from './schema.ts'

type Body = Static<typeof SettingBody>

export const listSettings = (world: Helpdesk, { type }: Static<typeof SettingQuery>): Setting[] =>
  type === undefined
    ? [...world.rows.settings.values()]
    : [...world.rows.settings.walk('byType', { prefix: [type] })]

const refuse = (data: Readonly<Record<string, readonly string[]>>): never => {
  throw new Refusal('invalid', '', { data })
}

/** The data of a setting; refuses what names a mailbox or a view that does not exist (inferred). */
function dataOf(world: Helpdesk, { type, data }: Body): JsonObject {
  if (type === 'default-integration' && data?.email !== undefined) {
    const mailbox = world.rows.integrations.get(Number(data.email))
    if (mailbox?.type !== 'email') refuse({ email: ['Email integration does not exist.'] })
  }
  if (type === 'views-visibility') {
    for (const id of (data?.hidden_views ?? []) as number[])
      if (world.rows.views.get(id) === undefined) refuse({ hidden_views: [`View ${id} does not exist.`] })
  }
  return data ?? {}
}

export const createSetting = (world: Helpdesk, actor: Actor, body: Body): Setting =>
  addSetting(world, actor, body.type, dataOf(world, body))

/** Replaces the data of a setting; its type has to be named (documented), and stays (inferred: else 400). */
export function updateSetting(world: Helpdesk, actor: Actor, id: number, body: Body): Setting {
  const setting = world.rows.settings.get(id)
  if (setting === undefined) throw new Refusal('missing')
  if (setting.type !== body.type)
    throw new Refusal('invalid', '', { type: [`The setting ${id} is of the type ${setting.type}.`] })
  return replaceSetting(world, actor, setting, dataOf(world, body))
}
