import fc from 'fast-check'
import { expect } from 'vitest'
import { customerAt, fold, hasHistory, moveCustomer, pick, takeDown } from './model.ts'
import type { CustomerFacts, Model } from './model.ts'
import { expectEvents } from './desk.ts'
import type { Desk } from './desk.ts'
import { ADDRESSES, nth, step } from './step.ts'
import type { Step } from './step.ts'

const address = fc.constantFrom(...ADDRESSES)

const createCustomer = address.map((email) =>
  step(`createCustomer "${email}"`, async (model, desk) => {
    const taken = customerAt(model, email) !== undefined
    const { json, events } = await desk.call(taken ? 409 : 201, 'POST', '/api/customers', { email })
    if (taken) return
    takeDown(model, 'customers', json.id)
    expect(json.email).toBe(fold(email))
    expectEvents(events, [['customer-created', json.id]])
    model.customers.set(json.id, { email: fold(email), addresses: new Set([fold(email)]) })
  }),
)

/** A step on one of the customers there are. */
const onCustomer = (
  text: string,
  n: number,
  run: (model: Model, desk: Desk, id: number, facts: CustomerFacts) => Promise<void>,
): Step =>
  step(
    `${text} customer ${n}`,
    async (model, desk) => {
      const [id, facts] = pick(model.customers, n) ?? []
      if (id !== undefined && facts !== undefined) await run(model, desk, id, facts)
    },
    ({ customers }) => customers.size > 0,
  )

const updateCustomer = fc.tuple(nth, address).map(([n, email]) =>
  onCustomer(`address "${email}" to`, n, async (model, desk, id, facts) => {
    const holder = customerAt(model, email)
    const taken = holder !== undefined && holder !== id
    const { json, events } = await desk.call(taken ? 409 : 202, 'PUT', `/api/customers/${id}`, { email })
    if (taken) return
    expect(json.email).toBe(fold(email))
    expectEvents(events, [['customer-updated', id]])
    facts.email = fold(email)
    facts.addresses.add(fold(email))
  }),
)

const deleteCustomer = fc.tuple(nth, fc.boolean()).map(([n, bulk]) =>
  onCustomer(bulk ? 'bulk delete' : 'delete', n, async (model, desk, id) => {
    const status = hasHistory(model, id) ? 409 : 204
    const { events } = bulk
      ? await desk.call(status, 'DELETE', '/api/customers', { ids: [id] })
      : await desk.call(status, 'DELETE', `/api/customers/${id}`)
    if (status === 409) return
    expectEvents(events, [['customer-deleted', id]])
    model.customers.delete(id)
    model.gone.add(`/api/customers/${id}`)
  }),
)

const mergeCustomers = fc.tuple(nth, nth).map(([n, m]) =>
  onCustomer(`merge customer ${m} into`, n, async (model, desk, target) => {
    const source = pick(model.customers.keys(), m) ?? 0
    const url = `/api/customers/merge?source_id=${source}&target_id=${target}`
    const { events } = await desk.call(source === target ? 400 : 202, 'PUT', url)
    if (source === target) return
    expectEvents(events, [
      ['customer-deleted', source],
      ['customer-merged', target],
    ])
    moveCustomer(model, source, target)
  }),
)

export const customerSteps: readonly fc.Arbitrary<Step>[] = [
  createCustomer,
  updateCustomer,
  deleteCustomer,
  mergeCustomers,
]
