import type { Customer, CustomerChannel, User } from '../../helpdesk/model/entities.ts'
import { splitName } from '../../helpdesk/names.ts'
import { formatDatetime, formatNullable } from '../../wire/datetimes.ts'
import { presentCustomerValues } from '../custom-fields/presenter.ts'

// One literal for each answer: an object that is spread in behind others costs several times as much, and
// tickets are made of these.

/** A customer or user as messages and compact tickets show them. */
export function presentPerson(row: Customer | User) {
  const { firstname, lastname } = splitName(row.name)
  return { id: row.id, email: row.email, name: row.name, firstname, lastname, meta: row.meta }
}

const presentChannel = (customer: Customer) => (channel: CustomerChannel) => ({
  ...channel,
  created_datetime: formatDatetime(channel.created_datetime),
  updated_datetime: formatDatetime(channel.updated_datetime),
  deleted_datetime: formatNullable(channel.deleted_datetime),
  user: { id: customer.id, name: customer.name },
  customer: { id: customer.id, name: customer.name },
})

/** A customer inside a full ticket. What is external only GET shows (recorded). */
export const presentTicketCustomer = (customer: Customer, { external = false } = {}) => ({
  ...presentPerson(customer),
  channels: customer.channels.map(presentChannel(customer)),
  data: customer.data,
  customer: null,
  integrations: customer.integrations,
  external_id: customer.external_id,
  note: customer.note,
  external_data: external ? customer.external_data : undefined,
  ecommerce_data: external ? {} : undefined,
})

const presentProfile = (customer: Customer) => ({
  id: customer.id,
  external_id: customer.external_id,
  active: customer.active,
  email: customer.email,
  name: customer.name,
  ...splitName(customer.name),
  language: customer.language,
  timezone: customer.timezone,
  created_datetime: formatDatetime(customer.created_datetime),
  updated_datetime: formatDatetime(customer.updated_datetime),
  meta: customer.meta,
  data: customer.data,
  note: customer.note,
  custom_fields: presentCustomerValues(customer.custom_fields),
})

/** A customer on its own. */
export const presentCustomer = (customer: Customer, { external = false } = {}) => ({
  ...presentProfile(customer),
  channels: customer.channels.map(presentChannel(customer)),
  customer: null,
  integrations: customer.integrations,
  external_data: external ? customer.external_data : undefined,
  ecommerce_data: external ? {} : undefined,
})

/** The target of a merge, as it was before: what it gains, a later call shows (recorded). */
export const presentMergeTarget = (customer: Customer) => ({
  ...presentCustomer(customer),
  ecommerce_data: {},
})

/** A customer in a list. */
export const presentCustomerRow = presentProfile
