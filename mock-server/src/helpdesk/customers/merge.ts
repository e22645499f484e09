import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { recordEvent } from '../events.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Customer, CustomerChannel } from '../model/entities.ts'

/** The customer of that id, or the one into whom they were merged, however many merges ago. */
export function customerOrHeir(world: Helpdesk, id: number): Customer | undefined {
  const { customers, mergedCustomers } = world.rows
  let last = id
  for (let merged = mergedCustomers.get(id); merged !== undefined; merged = mergedCustomers.get(last))
    last = merged.target_id
  return customers.get(last)
}

/** The target's channels, and behind them those of the source, which are preferred where they are the first. */
function joinedChannels(source: Customer, target: Customer): readonly CustomerChannel[] {
  const has = (type: string, address?: string) =>
    target.channels.some((own) => own.type === type && (address === undefined || own.address === address))
  const gained = source.channels.filter(({ type, address }) => !has(type, address))
  return [
    ...target.channels,
    ...gained.map((channel) => ({ ...channel, preferred: channel.preferred && !has(channel.type) })),
  ]
}

/** Tickets, messages, surveys and calls of the source become the target's; that leaves no events (inferred). */
function moveHistory(world: Helpdesk, from: number, to: number): void {
  const { messages, surveys, tickets, voiceCalls } = world.rows
  for (const { id } of [...tickets.walk('byCustomer', { prefix: [from] })]) {
    tickets.patch(id, { customer_id: to })
    for (const survey of [...surveys.walk('byTicket', { prefix: [id] })])
      if (survey.customer_id === from) surveys.patch(survey.id, { customer_id: to })
    for (const call of [...voiceCalls.walk('byTicket', { prefix: [id] })])
      if (call.customer_id === from) voiceCalls.patch(call.id, { customer_id: to })
  }
  for (const { id } of [...messages.walk('bySender', { prefix: [from] })])
    messages.patch(id, { sender_id: to })
  for (const { id } of [...messages.walk('byReceiver', { prefix: [from] })])
    messages.patch(id, { receiver_id: to })
}

/**
 * Merges one customer into another. The target keeps what it has and gains what it lacks: channels, tickets
 * and messages, data, values of custom fields (inferred). The source is gone, and its id leads to the target.
 *
 * @throws Refusal 409 where both hold data of one integration (documented); 400 for a merge with itself.
 */
export function mergeCustomers(world: Helpdesk, actor: Actor, source: Customer, target: Customer): void {
  if (source.id === target.id) {
    throw new Refusal('invalid', '', { source_id: ['A customer cannot be merged into itself.'] })
  }
  const shared = Object.keys(source.integrations).find((id) => Object.hasOwn(target.integrations, id))
  if (shared !== undefined) {
    throw new Refusal('conflict', `Both customers hold data of the integration ${shared}.`)
  }
  world.rows.customers.remove(source.id)
  world.rows.mergedCustomers.put({ id: source.id, target_id: target.id })
  moveHistory(world, source.id, target.id)
  world.rows.customers.patch(target.id, {
    email: target.email ?? source.email,
    name: target.name ?? source.name,
    external_id: target.external_id ?? source.external_id,
    language: target.language ?? source.language,
    timezone: target.timezone ?? source.timezone,
    note: target.note ?? source.note,
    data: target.data ?? source.data,
    integrations: { ...source.integrations, ...target.integrations },
    custom_fields: { ...source.custom_fields, ...target.custom_fields },
    external_data: { ...source.external_data, ...target.external_data },
    data_versions: { ...source.data_versions, ...target.data_versions },
    channels: joinedChannels(source, target),
    updated_datetime: world.now,
  })
  // Two contexts, in this order (recorded).
  recordEvent(world, actor, 'customer-deleted', { type: 'Customer', id: source.id })
  recordEvent(
    world,
    { ...actor, context: world.uuid() },
    'customer-merged',
    { type: 'Customer', id: target.id },
    { source_customer_id: source.id },
  )
}
