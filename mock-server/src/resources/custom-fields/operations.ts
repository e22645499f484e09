import type { Static } from 'typebox'
import { Refusal, within } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import {
  changeCustomField,
  createCustomField as addCustomField,
} from '../../helpdesk/custom-fields/custom-fields.ts'
import type { CustomField } from '../../helpdesk/model/custom-fields.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Page } from '../../wire/cursors.ts'
import { withInstants } from '../instants.ts'
import { listPage } from '../list.ts'
import type { Order } from '../list.ts'
import type { CustomFieldCreate, CustomFieldQuery, CustomFieldsUpdate, CustomFieldUpdate } from './schema.ts'

/** The definition of that id; refuses with 404. */
export function findCustomField(world: Helpdesk, id: number): CustomField {
  const field = world.rows.customFields.get(id)
  if (field === undefined) throw new Refusal('missing')
  return field
}

const orders: Readonly<Record<string, Order<CustomField, 'byPriority'>>> = {
  priority: { index: 'byPriority', type: 'number', value: (field) => field.priority },
}

export function listCustomFields(world: Helpdesk, query: Static<typeof CustomFieldQuery>): Page<CustomField> {
  const { object_type, archived } = query
  const search = query.search?.toLowerCase()
  return listPage(world.rows.customFields, query, {
    orders,
    defaultOrder: 'priority:desc',
    prefix: [object_type],
    filter: (field) =>
      (archived === undefined || archived === (field.deactivated_datetime !== null)) &&
      (search === undefined || field.label.toLowerCase().includes(search)),
  })
}

export const createCustomField = (
  world: Helpdesk,
  actor: Actor,
  body: Static<typeof CustomFieldCreate>,
): CustomField => addCustomField(world, actor, withInstants(body))

export const updateCustomField = (
  world: Helpdesk,
  actor: Actor,
  id: number,
  body: Static<typeof CustomFieldUpdate>,
): CustomField => changeCustomField(world, actor, findCustomField(world, id), withInstants(body))

/** Changes several definitions, or none of them (inferred). */
export const updateCustomFields = (
  world: Helpdesk,
  actor: Actor,
  bodies: Static<typeof CustomFieldsUpdate>,
): CustomField[] =>
  bodies.map(({ id, ...changes }, at) =>
    within([String(at)], () => {
      const field = world.rows.customFields.get(id)
      if (field === undefined)
        throw new Refusal('invalid', '', { id: [`Custom field ${id} does not exist.`] })
      return changeCustomField(world, actor, field, withInstants(changes))
    }),
  )
