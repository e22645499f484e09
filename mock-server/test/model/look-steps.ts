import fc from 'fast-check'
import { expect } from 'vitest'
import { fold, pick, recordsOf, sorted, tagNamed, ticketsOf, ticketsWithTag } from './model.ts'
import type { Model, RecordFacts } from './model.ts'
import { MINUTE } from './desk.ts'
import type { Desk, Page } from './desk.ts'
import { ADDRESSES, nth, step } from './step.ts'
import type { Step } from './step.ts'

const rowsAt = async (desk: Desk, url: string): Promise<number[]> =>
  sorted((await desk.read<Page>(url)).data.map(({ id }) => id))

/** A view in service shows the tickets with its tag, but for those that are set aside. */
export async function expectView(model: Model, desk: Desk, id: number, facts: RecordFacts): Promise<void> {
  if (facts.off) return
  const tag = tagNamed(model, facts.tag)
  const tickets = tag === undefined ? [] : ticketsWithTag(model, tag)
  const visible = tickets.filter((ticket) => {
    const { spam, trashed } = model.tickets.get(ticket) ?? {}
    return spam === false && trashed === false
  })
  expect(await rowsAt(desk, `/api/views/${id}/items?limit=100`)).toEqual(sorted(visible))
}

const findCustomer = fc.constantFrom(...ADDRESSES).map((address) =>
  step(`find customer "${address}"`, async (model, desk) => {
    const holder = [...model.customers].find(([, { email }]) => email === fold(address))
    expect(await rowsAt(desk, `/api/customers?email=${encodeURIComponent(address)}`)).toEqual(
      holder === undefined ? [] : [holder[0]],
    )
  }),
)

const findTickets = nth.map((n) =>
  step(
    `find tickets of customer ${n}`,
    async (model, desk) => {
      const id = pick(model.customers.keys(), n) ?? 0
      const found = await rowsAt(desk, `/api/tickets?limit=100&customer_id=${id}`)
      expect(found).toEqual(sorted(ticketsOf(model, id)))
    },
    ({ customers }) => customers.size > 0,
  ),
)

const openView = nth.map((n) =>
  step(
    `open view ${n}`,
    async (model, desk) => {
      const [id = 0, facts] = pick(recordsOf(model, 'views'), n) ?? []
      if (facts !== undefined) await expectView(model, desk, id, facts)
    },
    (model) => recordsOf(model, 'views').size > 0,
  ),
)

const wait = fc
  .constantFrom('PT0.25S', MINUTE, 'P1D')
  .map((duration) => step(`wait ${duration}`, (_, desk) => desk.pass(duration)))

/** Calls that cannot succeed, each with something in it that could have been done before it was refused. */
const REFUSED: readonly (readonly [
  status: number,
  method: 'POST' | 'PUT' | 'DELETE',
  url: string,
  body: object,
])[] = [
  [400, 'POST', '/api/tickets', { messages: [] }],
  [
    400,
    'POST',
    '/api/tickets',
    {
      tags: [{ name: 'phantom' }],
      customer: { email: 'phantom@x.test' },
      messages: [
        { channel: 'phone', from_agent: false },
        { channel: 'email', from_agent: false },
      ],
    },
  ],
  [400, 'POST', '/api/tickets', { messages: [{ channel: 'api', from_agent: false }], priority: 'urgent' }],
  [400, 'DELETE', '/api/tags', { ids: [1] }],
  [400, 'POST', '/api/teams', { name: 'phantom', members: [{ id: 1 }] }],
  [400, 'POST', '/api/views', { slug: 'phantom', filters: 'eq(' }],
  [400, 'POST', '/api/rules', { name: 'phantom', code: 'if (' }],
  [400, 'POST', '/api/widgets', { type: 'phantom' }],
  [404, 'PUT', '/api/tickets/1', { customer: { email: 'phantom@x.test' } }],
]

const refused = fc.constantFrom(...REFUSED).map(([status, method, url, body]) =>
  step(`refused ${method} ${url} ${JSON.stringify(body)}`, async (_, desk) => {
    await desk.call(status, method, url, body)
  }),
)

export const lookSteps: readonly fc.Arbitrary<Step>[] = [findCustomer, findTickets, openView, wait, refused]
