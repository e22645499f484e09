import type { FastifyInstance } from 'fastify'
import { Type } from '../../wire/type.ts'
import type { Static, TSchema } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import { createCustomField } from '../../helpdesk/custom-fields/custom-fields.ts'
import { fieldFor, withValue, withValues } from '../../helpdesk/custom-fields/values.ts'
import { patchCustomer } from '../../helpdesk/customers/customers.ts'
import type { CustomField, CustomFieldObject } from '../../helpdesk/model/custom-fields.ts'
import type { FieldValue, FieldValues } from '../../helpdesk/model/entities.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { changeTicket } from '../../helpdesk/tickets/changes.ts'
import { findCustomer } from '../customers/operations.ts'
import { someId } from '../examples.ts'
import { operationsOf } from '../operation.ts'
import { findTicket } from '../tickets/operations.ts'
import { Id } from '../../wire/schema.ts'
import { presentCustomerValue, presentTicketValue } from './presenter.ts'
import { CustomerFieldValue, FieldValuesIn, OneValueIn, TicketFieldValue } from './schema.ts'

/** What has values of custom fields. */
interface Holder {
  readonly object_type: CustomFieldObject
  readonly noun: 'ticket' | 'customer'
  readonly answer: TSchema
  readonly present: (field: CustomField, value: FieldValue | null) => unknown
  readonly some: (world: Helpdesk) => number
  /** Refuses with 404, or 301 after a merge. */
  readonly valuesOf: (world: Helpdesk, id: number) => FieldValues
  readonly save: (world: Helpdesk, actor: Actor, id: number, values: FieldValues) => FieldValues
}

const tickets: Holder = {
  object_type: 'Ticket',
  noun: 'ticket',
  answer: TicketFieldValue,
  present: presentTicketValue,
  some: (world) => someId(world.rows.tickets),
  valuesOf: (world, id) => findTicket(world, id).custom_fields,
  save: (world, actor, id, custom_fields) => changeTicket(world, actor, id, { custom_fields }).custom_fields,
}

const customers: Holder = {
  object_type: 'Customer',
  noun: 'customer',
  answer: CustomerFieldValue,
  present: presentCustomerValue,
  some: (world) => someId(world.rows.customers),
  valuesOf: (world, id) => findCustomer(world, id).custom_fields,
  save: (world, actor, id, custom_fields) => patchCustomer(world, actor, id, { custom_fields }).custom_fields,
}

/** A value that came bare or with an id beside it. JSON's null has become an empty body on its way. */
function bareValue(body: Static<typeof OneValueIn>, id: number): FieldValue | null {
  if (typeof body !== 'object' || body === null) return body
  if (body.id !== undefined && body.id !== id) {
    throw new Refusal('invalid', '', { id: ['Not the id of the path.'] })
  }
  return (body as { value?: FieldValue | null }).value ?? null
}

function valueRoutes(app: FastifyInstance, holder: Holder): void {
  const { object_type, noun, answer, present, valuesOf, save } = holder
  const operation = operationsOf(app, `${object_type}s`)
  const owner = `${noun}_id` as const
  const ownerPath = Type.Object({ [owner]: Id })
  const valuePath = Type.Object({ [owner]: Id, id: Id })
  const url = `/api/${noun}s/:${owner}/custom-fields` as const
  const values = Type.Object({ data: Type.Array(answer) })

  /** An id of the path: of the owner, or of the field. The schema has seen to it that it is there. */
  const idOf = (path: Readonly<Record<string, number>>, name: string = owner): number => path[name] ?? 0

  const shown = (world: Helpdesk, all: FieldValues) => ({
    data: Object.entries(all).flatMap(([id, value]) => {
      const field = fieldFor(world, object_type, Number(id))
      return field === undefined ? [] : [present(field, value)]
    }),
  })

  const fieldAt = (world: Helpdesk, id: number): CustomField => {
    const field = fieldFor(world, object_type, id)
    if (field === undefined) throw new Refusal('missing')
    return field
  }

  const someField = (world: Helpdesk, actor: Actor) =>
    createCustomField(world, actor, {
      object_type,
      label: 'Order number',
      definition: { data_type: 'text', input_settings: { input_type: 'input', placeholder: '#1047' } },
    }).id

  /** Something that has a value, as the path to it. */
  const someValue = (world: Helpdesk, actor: Actor) => {
    const [id, field] = [holder.some(world), someField(world, actor)]
    save(world, actor, id, { [field]: '#1047' })
    return { [owner]: id, id: field }
  }

  operation(
    {
      operationId: `list${object_type}CustomFields`,
      method: 'GET',
      url,
      summary: `List the custom field values of a ${noun}`,
      path: ownerPath,
      answer: values,
      failure: 'Failed to list custom field values',
      example: (world, actor) => ({ path: { [owner]: idOf(someValue(world, actor)) } }),
    },
    ({ world, path }) => shown(world, valuesOf(world, idOf(path))),
  )

  operation(
    {
      operationId: `update${object_type}CustomFields`,
      method: 'PUT',
      url,
      summary: `Set custom field values of a ${noun}`,
      description: 'Values that are not named are kept; null takes a value away. Answers all values.',
      path: ownerPath,
      body: FieldValuesIn,
      answer: values,
      status: 200,
      failure: 'Failed to update custom field values',
      example: (world, actor) => ({
        path: { [owner]: holder.some(world) },
        body: [{ id: someField(world, actor), value: '#1048' }],
      }),
    },
    ({ world, actor, path, body }) => {
      const id = idOf(path)
      return shown(world, save(world, actor, id, withValues(world, object_type, valuesOf(world, id), body)))
    },
  )

  operation(
    {
      operationId: `update${object_type}CustomField`,
      method: 'PUT',
      url: `${url}/:id`,
      summary: `Set one custom field value of a ${noun}`,
      description: 'The body is the bare value, or an object with it; null takes the value away.',
      path: valuePath,
      body: OneValueIn,
      answer,
      status: 200,
      failure: 'Failed to update custom field value',
      example: (world, actor) => ({ path: someValue(world, actor), body: '#1048' }),
    },
    ({ world, actor, path, body }) => {
      const [id, before] = [idOf(path), valuesOf(world, idOf(path))]
      const field = fieldAt(world, idOf(path, 'id'))
      const value = bareValue(body, field.id)
      save(world, actor, id, withValue(world, object_type, before, { id: field.id, value }))
      return present(field, value)
    },
  )

  operation(
    {
      operationId: `delete${object_type}CustomField`,
      method: 'DELETE',
      url: `${url}/:id`,
      summary: `Delete one custom field value of a ${noun}`,
      path: valuePath,
      answer: null,
      failure: 'Failed to delete custom field value',
      example: (world, actor) => ({ path: someValue(world, actor) }),
    },
    ({ world, actor, path }) => {
      const [id, before] = [idOf(path), valuesOf(world, idOf(path))]
      const field = fieldAt(world, idOf(path, 'id'))
      if (!Object.hasOwn(before, field.id)) throw new Refusal('missing')
      save(world, actor, id, withValue(world, object_type, before, { id: field.id, value: null }))
    },
  )
}

/** Values of custom fields on tickets. */
export const ticketValueRoutes = (app: FastifyInstance): void => valueRoutes(app, tickets)

/** Values of custom fields on customers. */
export const customerValueRoutes = (app: FastifyInstance): void => valueRoutes(app, customers)
