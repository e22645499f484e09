import { expect, it } from 'vitest'
import { expectStatus } from './support/api.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer()

it('deleting a ticket takes its survey and its calls with it, and leaves those of others', async () => {
  const called = (subject: string) => ({
    subject,
    messages: [{ from: 'customer' as const, text: 'Please call.' }],
    calls: [{ direction: 'inbound' as const, duration: 9, recorded: true }],
  })
  const { account, api } = fresh({
    seed: { customers: [{ email: 'ana@example.com', tickets: [called('Lamp'), called('Desk')] }] },
  })
  const tickets = (await api.tickets()).data
  for (const { id, customer } of tickets) {
    const survey = { ticket_id: id, customer_id: customer.id, should_send_datetime: '2026-03-02T10:00:00' }
    expectStatus(await api.post('/api/satisfaction-surveys', survey), 201)
  }
  const gone = tickets[0]?.id ?? 0
  const lists = ['voice-calls', 'voice-call-events', 'voice-call-recordings'].map((it) => `/api/phone/${it}`)
  lists.push('/api/satisfaction-surveys')
  const read = async () => {
    const answers = await Promise.all(lists.map((path) => api.get(path)))
    return answers.map(({ json }) => (json as { data: { ticket_id?: number }[] }).data)
  }
  expect((await read()).map((rows) => rows.length)).toEqual([2, 6, 2, 2])
  expectStatus(await api.delete(`/api/tickets/${gone}`), 204)
  const left = await read()
  expect(left.map((rows) => rows.length)).toEqual([1, 3, 1, 1])
  expect(left.flat().filter(({ ticket_id }) => ticket_id === gone)).toEqual([])
  await account.clock.advance('PT2H')
  expect(account.outbox()).toHaveLength(1)
})
