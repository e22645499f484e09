import type { Static } from 'typebox'
import { Moved, Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import { createCustomer as addCustomer } from '../../helpdesk/customers/matching.ts'
import { setCustomerData as setData } from '../../helpdesk/customers/data.ts'
import { customerOrHeir, mergeCustomers as merge } from '../../helpdesk/customers/merge.ts'
import { changeCustomer, deleteCustomer } from '../../helpdesk/customers/customers.ts'
import { foldEmail } from '../../helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Customer } from '../../helpdesk/model/entities.ts'
import type { OAuthApp } from '../../helpdesk/model/oauth.ts'
import type { Page } from '../../wire/cursors.ts'
import { parseDatetime } from '../../wire/datetimes.ts'
import { listPage } from '../list.ts'
import type { Order } from '../list.ts'
import type { CustomerBody, CustomerDataBody, CustomerQuery, MergeQuery } from './schema.ts'

type Query = Static<typeof CustomerQuery>

/** The customer of that id; 404 without one, 301 where they were merged into another (a public client). */
export function findCustomer(world: Helpdesk, id: number): Customer {
  const customer = customerOrHeir(world, id)
  if (customer === undefined) throw new Refusal('missing')
  if (customer.id !== id) throw new Moved(`/customers/${id}`, `/customers/${customer.id}`)
  return customer
}

/**
 * Deletes a customer; 404 for one who was merged: a client that follows a 301 with its DELETE would delete the
 * customer who remains (inferred).
 */
export function removeCustomer(world: Helpdesk, actor: Actor, id: number): void {
  const customer = world.rows.customers.get(id)
  if (customer === undefined) throw new Refusal('missing')
  deleteCustomer(world, actor, customer)
}

const orders: Readonly<Record<string, Order<Customer, 'byCreated' | 'byUpdated'>>> = {
  created_datetime: { index: 'byCreated', type: 'datetime', value: (customer) => customer.created_datetime },
  updated_datetime: { index: 'byUpdated', type: 'datetime', value: (customer) => customer.updated_datetime },
}

/** `language` and `timezone` cannot be combined with what pages and sorts (observed: 400). */
function refuseCombinations(query: Query): void {
  const filter = (['language', 'timezone'] as const).find((name) => query[name] !== undefined)
  const paging = (['cursor', 'limit', 'order_by'] as const).filter((name) => query[name] !== undefined)
  if (filter === undefined || paging.length === 0) return
  throw new Refusal('invalid', '', {
    [filter]: [`Cannot be combined with ${paging.join(', ')}.`],
  })
}

/** The one customer view there is lists everybody; a view of tickets lists no customers (inferred: 400). */
function checkView(world: Helpdesk, view_id: number | undefined): void {
  if (view_id === undefined) return
  const view = world.rows.views.get(view_id)
  if (view?.type === 'customer-list') return
  const problem = view === undefined ? 'View does not exist.' : 'Not a view of customers.'
  throw new Refusal('invalid', '', { view_id: [problem] })
}

const foldAddress = (type: string | undefined, address: string) =>
  type === undefined || type === 'email' ? foldEmail(address) : address.trim()

/** The customers that the most selective filter leaves, found by index; undefined if it leaves them all. */
function selection(world: Helpdesk, query: Query): Iterable<Customer> | undefined {
  const { customers } = world.rows
  const { email, external_id, channel_type, channel_address } = query
  if (email !== undefined) return customers.walk('byEmail', { prefix: [foldEmail(email)] })
  if (external_id !== undefined) return customers.walk('byExternalId', { prefix: [external_id] })
  if (channel_type === undefined) return undefined
  const address = channel_address === undefined ? [] : [foldAddress(channel_type, channel_address)]
  return new Set(customers.walk('byChannel', { prefix: [channel_type, ...address] }))
}

/** All filters that were given, whichever made the selection. Names are compared without case (inferred). */
function passes(query: Query): (customer: Customer) => boolean {
  const { external_id, name, language, timezone, channel_type, channel_address } = query
  const channelFits = ({ type, address }: Customer['channels'][number]) =>
    (channel_type === undefined || type === channel_type) &&
    (channel_address === undefined || foldAddress(type, channel_address) === address)
  return (customer) =>
    (external_id === undefined || customer.external_id === external_id) &&
    (name === undefined || customer.name?.toLowerCase() === name.toLowerCase()) &&
    (language === undefined || customer.language === language) &&
    (timezone === undefined || customer.timezone === timezone) &&
    ((channel_type === undefined && channel_address === undefined) || customer.channels.some(channelFits))
}

export function listCustomers(world: Helpdesk, query: Query): Page<Customer> {
  refuseCombinations(query)
  checkView(world, query.view_id)
  return listPage(world.rows.customers, query, {
    orders,
    defaultOrder: 'created_datetime:desc',
    among: selection(world, query),
    filter: passes(query),
  })
}

/** The known fields of a body: a customer's schema lets unknown ones pass. */
function fieldsOf(body: Static<typeof CustomerBody>) {
  const { email, name, external_id, language, timezone, channels } = body
  const entries = Object.entries({ email, name, external_id, language, timezone, channels })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

export const createCustomer = (world: Helpdesk, actor: Actor, body: Static<typeof CustomerBody>): Customer =>
  addCustomer(world, actor, fieldsOf(body))

export const updateCustomer = (
  world: Helpdesk,
  actor: Actor,
  id: number,
  body: Static<typeof CustomerBody>,
): Customer => changeCustomer(world, actor, findCustomer(world, id), fieldsOf(body))

/** A customer whom a query or a body names; refuses with 400 one who does not exist, or not any more. */
function existing(world: Helpdesk, field: string, id: number): Customer {
  const customer = world.rows.customers.get(id)
  if (customer === undefined) {
    throw new Refusal('invalid', '', { [field]: [`Customer ${id} does not exist.`] })
  }
  return customer
}

/** Deletes several customers, or none of them (inferred). */
export function deleteCustomers(world: Helpdesk, actor: Actor, ids: readonly number[]): void {
  for (const customer of [...new Set(ids)].map((id) => existing(world, 'ids', id)))
    deleteCustomer(world, actor, customer)
}

/** Merges, and answers the target as it was before (recorded). */
export function mergeCustomers(world: Helpdesk, actor: Actor, query: Static<typeof MergeQuery>): Customer {
  const target = existing(world, 'target_id', query.target_id)
  merge(world, actor, existing(world, 'source_id', query.source_id), target)
  return target
}

export function setCustomerData(
  world: Helpdesk,
  actor: Actor,
  id: number,
  { data, version }: Static<typeof CustomerDataBody>,
  client: OAuthApp | null,
): void {
  const instant = version == null ? undefined : parseDatetime(version)
  const given = { data, ...(instant !== undefined && { version: instant }) }
  setData(world, actor, findCustomer(world, id), given, client)
}
