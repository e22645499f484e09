import { expect } from 'vitest'
import { customerAt, fold, pick, sorted, tagNamed, takeDown } from './model.ts'
import type { Model, TicketFacts } from './model.ts'
import type { Desk, Happened, Row } from './desk.ts'
import { step } from './step.ts'
import type { Step } from './step.ts'

// What steps on tickets have in common.

/** The customer of an address, whom a call has just made where nobody had it. */
export function meet(model: Model, { events }: Happened, address: string): number {
  const known = customerAt(model, address)
  if (known !== undefined) return known
  const made = events.filter(({ type }) => type === 'customer-created').map(({ object_id }) => object_id)
  const id = made.find((one) => !model.customers.has(one))
  if (id === undefined) throw new Error(`Nobody was made for ${address}.`)
  takeDown(model, 'customers', id)
  model.customers.set(id, { email: fold(address), addresses: new Set([fold(address)]) })
  return id
}

/** The tags of those names, which a call has just made where there were none. */
export function tagsNamed(model: Model, { events }: Happened, names: readonly string[]): number[] {
  const made = events.filter(({ type }) => type === 'tag-created').map(({ object_id }) => object_id)
  for (const name of names.filter((one) => tagNamed(model, one) === undefined)) {
    const id = made.shift()
    if (id === undefined) throw new Error(`No tag was made for "${name}".`)
    takeDown(model, 'tags', id)
    model.tags.set(id, name)
  }
  expect(made, 'no other tag is made').toEqual([])
  return names.flatMap((name) => tagNamed(model, name) ?? [])
}

/** Holds the answer of a ticket against what must be true. */
export function expectTicket(model: Model, row: Row, facts: TicketFacts): void {
  expect(row).toMatchObject({ status: facts.status, spam: facts.spam, customer: { id: facts.customer } })
  expect(row.trashed_datetime !== null, 'whether it is in the trash').toBe(facts.trashed)
  expect(row.closed_datetime !== null, 'whether it has a closing time').toBe(facts.status === 'closed')
  const ids = (key: string) => (row[key] as readonly Row[]).map(({ id }) => id)
  expect(new Set(ids('tags')), 'its tags').toEqual(facts.tags)
  expect(sorted(ids('messages')), 'its messages').toEqual(sorted(facts.messages.keys()))
}

/** A step on one of the tickets there are. */
export const onTicket = (
  text: string,
  n: number,
  run: (model: Model, desk: Desk, id: number, facts: TicketFacts) => Promise<void>,
): Step =>
  step(
    `${text} of ticket ${n}`,
    async (model, desk) => {
      const [id, facts] = pick(model.tickets, n) ?? []
      if (id !== undefined && facts !== undefined) await run(model, desk, id, facts)
    },
    ({ tickets }) => tickets.size > 0,
  )
