import type { Static } from 'typebox'
import { foldEmail } from '../../helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Customer, CustomerChannel } from '../../helpdesk/model/entities.ts'
import type { SEARCH_TYPES, SearchBody } from './schema.ts'

type SearchType = (typeof SEARCH_TYPES)[number]

interface Found {
  readonly id: number
  readonly name: string | null
  readonly email?: string | null
  readonly type?: string
  readonly address?: string | null
  readonly customer_id?: number
}

/** Whether each word of a query begins a word of the texts, whatever the case (inferred). */
function matcher(query: string): (...texts: readonly (string | null)[]) => boolean {
  const wordsOf = (text: string) => text.toLowerCase().split(/\s+/).filter(Boolean)
  const wanted = wordsOf(query)
  return (...texts) => {
    const words = wordsOf(texts.join(' '))
    return wanted.every((start) => words.some((word) => word.startsWith(start)))
  }
}

const digitsOf = (text: string): string => text.replaceAll(/\D/g, '')

type ChannelTest = (channel: CustomerChannel) => boolean

const isEmail =
  (query: string): ChannelTest =>
  ({ type, address }) =>
    type === 'email' && address.startsWith(foldEmail(query))

/** Phone numbers are compared by their digits, however they are grouped (inferred). */
function isPhone(query: string): ChannelTest {
  const digits = digitsOf(query)
  return ({ type, address }) =>
    type === 'phone' && digitsOf(address).includes(digits) && (digits !== '' || query.trim() === '')
}

function* once(customers: Iterable<Customer>): Iterable<Customer> {
  const seen = new Set<number>()
  for (const customer of customers) {
    if (!seen.has(customer.id)) yield customer
    seen.add(customer.id)
  }
}

/** Customers with an address that begins so. The index has them side by side: no other customer is looked at. */
function* customersByEmail(world: Helpdesk, query: string): Iterable<Customer> {
  const fits = isEmail(query)
  const after = ['email', foldEmail(query)]
  for (const customer of once(world.rows.customers.walk('byChannel', { prefix: ['email'], after }))) {
    if (!customer.channels.some(fits)) return
    yield customer
  }
}

function* customersByPhone(world: Helpdesk, query: string): Iterable<Customer> {
  const fits = isPhone(query)
  for (const customer of once(world.rows.customers.walk('byChannel', { prefix: ['phone'] })))
    if (customer.channels.some(fits)) yield customer
}

/** Customers by words of their names and the beginning of their addresses. */
function* customersByWords(world: Helpdesk, query: string): Iterable<Customer> {
  const matches = matcher(query)
  for (const customer of world.rows.customers.values())
    if (matches(customer.name, customer.email)) yield customer
}

const customersBy = (world: Helpdesk, query: string): Iterable<Customer> =>
  query.includes('@') ? customersByEmail(world, query) : customersByWords(world, query)

function* profiles(customers: Iterable<Customer>): Iterable<Found> {
  for (const { id, name, email } of customers) yield { id, name, email }
}

function* channels(customers: Iterable<Customer>, fits: ChannelTest): Iterable<Found> {
  for (const customer of customers) {
    for (const channel of customer.channels.filter(fits)) {
      const { id, type, address } = channel
      yield { id, name: customer.name, type, address, customer_id: customer.id }
    }
  }
}

function* named<Row extends { readonly name: string; readonly email?: string }>(
  rows: Iterable<Row>,
  query: string,
  present: (row: Row) => Found,
): Iterable<Found> {
  const matches = matcher(query)
  for (const row of rows) if (matches(row.name, row.email ?? null)) yield present(row)
}

const FINDERS: Readonly<Record<SearchType, (world: Helpdesk, query: string) => Iterable<Found>>> = {
  agent: ({ rows }, query) =>
    named(
      [...rows.users.walk('byName')].filter(({ role }) => role !== 'bot'),
      query,
      ({ id, name, email }) => ({ id, name, email }),
    ),
  customer: (world, query) => profiles(customersBy(world, query)),
  customer_profile: (world, query) => profiles(customersBy(world, query)),
  customers_by_phone: (world, query) => profiles(customersByPhone(world, query)),
  customer_channel: (world, query) => channels(customersBy(world, query), () => true),
  customer_channel_email: (world, query) => channels(customersByEmail(world, query), isEmail(query)),
  customer_channel_phone: (world, query) => channels(customersByPhone(world, query), isPhone(query)),
  integration: ({ rows }, query) =>
    named(rows.integrations.values(), query, ({ id, name, type, address }) => ({ id, name, type, address })),
  team: ({ rows }, query) => named(rows.teams.values(), query, ({ id, name }) => ({ id, name })),
  tag: ({ rows }, query) => named(rows.tags.values(), query, ({ id, name }) => ({ id, name })),
}

/** The first that are found, by name for agents, by address for e-mail addresses, else by age. */
export function search(world: Helpdesk, { type, query = '', size = 10 }: Static<typeof SearchBody>): Found[] {
  const found: Found[] = []
  for (const one of FINDERS[type](world, query)) {
    found.push(one)
    if (found.length === size) break
  }
  return found
}
