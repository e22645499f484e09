import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { recordEvent } from '../events.ts'
import { foldEmail, nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Customer, CustomerChannel, Json, JsonObject } from '../model/entities.ts'

/** A customer as a ticket or message names one: by id, e-mail, external id or another channel. */
export interface CustomerReference {
  readonly id?: number
  readonly email?: string | null
  readonly name?: string | null
  readonly external_id?: string | null
  readonly language?: string | null
  readonly timezone?: string | null
  readonly note?: string | null
  readonly meta?: JsonObject | null
  readonly data?: Json
  readonly channels?: readonly ChannelReference[]
}

export interface ChannelReference {
  readonly type: string
  readonly address: string
  readonly preferred?: boolean
}

const foldAddress = (type: string, address: string): string =>
  type === 'email' ? foldEmail(address) : address.trim()

/** The channels that a reference stands for: its e-mail address first, each one once. */
export function channelsOf(reference: CustomerReference): ChannelReference[] {
  const named = reference.email ? [{ type: 'email', address: reference.email }] : []
  const folded = [...named, ...(reference.channels ?? [])].map((channel) => ({
    ...channel,
    address: foldAddress(channel.type, channel.address),
  }))
  return folded.filter(
    (channel, i) => folded.findIndex((c) => c.type === channel.type && c.address === channel.address) === i,
  )
}

/** The profile that holds an e-mail address, however it is spelt. */
export function findCustomerByEmail(world: Helpdesk, email: string): Customer | undefined {
  const folded = foldEmail(email)
  return (
    world.rows.customers.first('byEmail', [folded]) ??
    world.rows.customers.first('byChannel', ['email', folded])
  )
}

function findCustomer(world: Helpdesk, reference: CustomerReference): Customer | undefined {
  const { customers } = world.rows
  if (reference.external_id) {
    const known = customers.first('byExternalId', [reference.external_id])
    if (known !== undefined && !reference.email) return known
  }
  for (const channel of channelsOf(reference)) {
    const known =
      channel.type === 'email'
        ? findCustomerByEmail(world, channel.address)
        : customers.first('byChannel', [channel.type, channel.address])
    if (known !== undefined) return known
  }
  return undefined
}

/** Channel rows for a customer; the first of each type is the preferred one (recorded). */
export function newChannels(
  world: Helpdesk,
  references: readonly ChannelReference[],
  existing: readonly CustomerChannel[] = [],
): CustomerChannel[] {
  const channels = [...existing]
  for (const { type, address, preferred } of references) {
    const folded = foldAddress(type, address)
    if (channels.some((channel) => channel.type === type && channel.address === folded)) continue
    channels.push({
      id: nextId(world, 'channels'),
      type,
      address: folded,
      preferred: preferred ?? !channels.some((channel) => channel.type === type),
      created_datetime: world.now,
      updated_datetime: world.now,
      deleted_datetime: null,
    })
  }
  return channels
}

/** Refuses an e-mail address or external id that another customer has (documented: 409). */
export function refuseTaken(world: Helpdesk, reference: CustomerReference, except?: Customer): void {
  const { external_id } = reference
  const holders = [
    ...channelsOf(reference)
      .filter((channel) => channel.type === 'email')
      .map((channel) => findCustomerByEmail(world, channel.address)),
    external_id ? world.rows.customers.first('byExternalId', [external_id]) : undefined,
  ]
  if (holders.some((holder) => holder !== undefined && holder.id !== except?.id))
    throw new Refusal('conflict')
}

/** What is not known of most customers; rows are never changed, so they share it. */
const NOTHING: Readonly<Record<string, never>> = {}

/** Makes a profile. Refuses an e-mail address that another customer has (documented: 409). */
export function createCustomer(world: Helpdesk, actor: Actor, reference: CustomerReference): Customer {
  refuseTaken(world, reference)
  const channels = channelsOf(reference)
  const email = channels.find((channel) => channel.type === 'email')?.address ?? null
  const customer = world.rows.customers.put({
    id: nextId(world, 'people'),
    external_id: reference.external_id ?? null,
    active: true,
    email,
    name: reference.name ?? null,
    language: reference.language ?? null,
    timezone: reference.timezone ?? null,
    meta: reference.meta ?? { name_set_via: 'agent' },
    data: reference.data ?? null,
    note: reference.note ?? null,
    integrations: NOTHING,
    custom_fields: NOTHING,
    external_data: NOTHING,
    data_versions: NOTHING,
    channels: newChannels(world, channels),
    created_datetime: world.now,
    updated_datetime: world.now,
  })
  recordEvent(world, actor, 'customer-created', { type: 'Customer', id: customer.id })
  return customer
}

/**
 * The customer that a ticket or message means: the profile with that id, else the one that holds the
 * address, else a new one. A known profile keeps its name; a nameless one is given it (inferred).
 * Refuses an id that no customer has, or that belongs to another address (inferred).
 */
export function matchCustomer(world: Helpdesk, actor: Actor, reference: CustomerReference): Customer {
  if (reference.id !== undefined) {
    const customer = world.rows.customers.get(reference.id)
    if (customer === undefined) throw new Refusal('invalid', '', { id: ['Customer does not exist.'] })
    const holder = reference.email ? findCustomerByEmail(world, reference.email) : undefined
    if (holder !== undefined && holder.id !== customer.id) throw new Refusal('conflict')
    return customer
  }
  const known = findCustomer(world, reference)
  if (known === undefined) {
    if (!reference.email && !reference.external_id && channelsOf(reference).length === 0) {
      throw new Refusal('invalid', '', { email: ['Missing data for required field.'] })
    }
    return createCustomer(world, actor, reference)
  }
  if (known.name !== null || !reference.name) return known
  return world.rows.customers.patch(known.id, { name: reference.name, updated_datetime: world.now })
}
