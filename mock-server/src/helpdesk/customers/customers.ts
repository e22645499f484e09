import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { channelsOf, newChannels, refuseTaken } from './matching.ts'
import type { ChannelReference } from './matching.ts'
import { recordEvent } from '../events.ts'
import { foldEmail } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Customer, CustomerChannel } from '../model/entities.ts'

/** What of a customer can be changed by a caller. */
export interface CustomerChanges extends Partial<
  Pick<Customer, 'email' | 'name' | 'external_id' | 'language' | 'timezone'>
> {
  /** All channels of the customer: those that are not named go (inferred). */
  readonly channels?: readonly ChannelReference[]
}

/** Changes fields of a customer as they are given, whoever asks, and leaves the event. */
export function patchCustomer(
  world: Helpdesk,
  actor: Actor,
  id: number,
  fields: Partial<Omit<Customer, 'id'>>,
): Customer {
  const after = world.rows.customers.patch(id, { ...fields, updated_datetime: world.now })
  recordEvent(world, actor, 'customer-updated', { type: 'Customer', id })
  return after
}

/** The channels after a change; those that stay keep their ids. */
function changedChannels(world: Helpdesk, customer: Customer, changes: CustomerChanges): CustomerChannel[] {
  const { email = null, channels } = changes
  const named = channelsOf({ email, ...(channels !== undefined && { channels }) })
  const kept = customer.channels.filter(
    (row) => channels === undefined || named.some((c) => c.type === row.type && c.address === row.address),
  )
  return newChannels(world, named, kept)
}

/** The address by which a customer goes: the one that is given, else the one there was, if its channel is kept. */
function primaryEmail(
  customer: Customer,
  changes: CustomerChanges,
  channels: readonly CustomerChannel[],
): string | null {
  if (changes.email !== undefined) return changes.email === null ? null : foldEmail(changes.email)
  if (changes.channels === undefined) return customer.email
  const addresses = channels.filter((channel) => channel.type === 'email').map((channel) => channel.address)
  return addresses.find((address) => address === customer.email) ?? addresses[0] ?? null
}

/**
 * Changes a customer; only what is named changes (documented). A new e-mail address becomes a channel, and
 * the preferred one (inferred).
 *
 * @throws Refusal 409 for an e-mail address or external id that another customer has.
 */
export function changeCustomer(
  world: Helpdesk,
  actor: Actor,
  customer: Customer,
  changes: CustomerChanges,
): Customer {
  refuseTaken(world, changes, customer)
  const { channels: _, ...fields } = changes
  const channels = changedChannels(world, customer, changes)
  const email = primaryEmail(customer, changes, channels)
  return patchCustomer(world, actor, customer.id, {
    ...fields,
    email,
    channels: channels.map((channel) =>
      channel.type === 'email' && email !== null
        ? { ...channel, preferred: channel.address === email }
        : channel,
    ),
    ...(fields.name !== undefined && { meta: { ...customer.meta, name_set_via: 'agent' } }),
  })
}

function hasHistory({ rows: { messages, tickets } }: Helpdesk, { id }: Customer): boolean {
  return (
    tickets.first('byCustomer', [id]) !== undefined ||
    messages.first('bySender', [id]) !== undefined ||
    messages.first('byReceiver', [id]) !== undefined
  )
}

/**
 * Deletes a customer for good. One with tickets or messages is refused: what becomes of those is documented
 * nowhere, and a history must not lose whom it is about (inferred: 409).
 */
export function deleteCustomer(world: Helpdesk, actor: Actor, customer: Customer): void {
  if (hasHistory(world, customer)) {
    throw new Refusal('conflict', 'The customer has tickets or messages: delete those tickets first.')
  }
  world.rows.customers.remove(customer.id)
  recordEvent(world, actor, 'customer-deleted', { type: 'Customer', id: customer.id })
}
