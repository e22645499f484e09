import { expect } from 'vitest'
import { expectTicket } from './ticket-facts.ts'
import { expectView } from './look-steps.ts'
import { KINDS, recordsOf, sorted, ticketsWithTag } from './model.ts'
import type { Model } from './model.ts'
import type { Desk, Page, Row } from './desk.ts'

/** Whatever takes its time has happened by then. */
const SETTLED = 'PT1H'

/** All that must be true of an account at the end of a sequence. */
export async function expectInvariants(model: Model, desk: Desk): Promise<void> {
  await desk.pass(SETTLED)
  for (const [id, facts] of model.tickets) expectTicket(model, await desk.read(`/api/tickets/${id}`), facts)
  for (const [id, facts] of model.customers) {
    const { email, channels } = await desk.read(`/api/customers/${id}`)
    expect(email).toBe(facts.email)
    expect(new Set((channels as readonly { address: string }[]).map(({ address }) => address))).toEqual(
      facts.addresses,
    )
  }
  for (const [id, name] of model.tags)
    expect(await desk.read(`/api/tags/${id}`)).toMatchObject({
      name,
      usage: ticketsWithTag(model, id).length,
    })
  for (const [id, facts] of recordsOf(model, 'views')) await expectView(model, desk, id, facts)
  for (const kind of KINDS)
    for (const [id, { shown, off }] of recordsOf(model, kind)) {
      const row = await desk.read(`/api/${kind}/${id}`)
      expect(row).toMatchObject(shown)
      if (kind === 'views') expect(row.deactivated_datetime !== null, 'whether a view is off').toBe(off)
    }
  for (const url of model.gone) await desk.call(isBelowMerged(model, url) ? 301 : 404, 'GET', url)
  for (const [from, to] of model.merged) await expectMoved(model, desk, from, to)
  await expectLists(model, desk)
  expect(desk.account.outbox().map(({ to }) => to)).toEqual(model.outbox)
  expect(new Set([...desk.tenant.world.rows.billableTickets.values()].map(({ id }) => id))).toEqual(
    model.billable,
  )
}

/** Whether a path lies below a ticket that was merged: whatever stood there is looked for in the other one. */
const isBelowMerged = (model: Model, url: string): boolean =>
  [...model.merged.keys()].some((from) => url.startsWith(`${from}/`))

/** What was merged leads to what took its place, however many merges later, or to nothing if that is gone. */
async function expectMoved(model: Model, desk: Desk, from: string, to: string): Promise<void> {
  let heir = to
  for (let next = model.merged.get(heir); next !== undefined; next = model.merged.get(heir)) heir = next
  const isCustomer = from.startsWith('/api/customers')
  if (isCustomer && model.gone.has(heir)) {
    await desk.call(404, 'GET', from)
    return
  }
  const { location } = await desk.call(301, 'GET', from)
  // A ticket leads to the next one, which leads on; a customer to the last.
  expect(location).toBe(isCustomer ? heir : to)
  await desk.call(301, 'PUT', from, { language: 'en' })
}

/** The lists hold all of it, and nothing that a refused call might have left. */
async function expectLists(model: Model, desk: Desk): Promise<void> {
  const rowsOf = async (list: string) => (await desk.read<Page>(`/api/${list}?limit=100`)).data
  const idsOf = (rows: readonly Row[]) => sorted(rows.map(({ id }) => id))
  const tickets = await rowsOf('tickets')
  expect(idsOf(tickets)).toEqual(sorted(model.tickets.keys()))
  for (const { id, messages_count } of tickets)
    expect(messages_count, 'its messages are counted').toBe(model.tickets.get(id)?.messages.size)
  expect(idsOf(await rowsOf('customers'))).toEqual(sorted(model.customers.keys()))
  expect(idsOf(await rowsOf('tags'))).toEqual(sorted(model.tags.keys()))
}
