import { expect, it } from 'vitest'
import { testServer } from '../support/server.ts'
import { expectStatus } from '../support/api.ts'
import type { List, Row } from './api.ts'

const { fresh } = await testServer({ rateLimit: 'off' })

/** A shop that was called three times about two tickets: answered, missed with a voicemail, and called back. */
function phoneShop() {
  const { account, api } = fresh({
    seed: {
      users: [{ name: 'Robin', email: 'robin@acme.test', role: 'agent' }],
      customers: [
        {
          email: 'dana@shop.test',
          phone: '+15550101',
          tickets: [
            {
              subject: 'Lamp',
              messages: [{ from: 'customer', text: 'Please call.' }],
              calls: [
                { direction: 'inbound', agent: 'Robin@acme.test', duration: 95, recorded: true },
                { direction: 'inbound', answered: false, duration: 12, recorded: true },
              ],
            },
            {
              subject: 'Desk',
              messages: [{ from: 'customer', text: 'Please call.' }],
              calls: [{ direction: 'outbound', agent: 'robin@acme.test', duration: 30 }],
            },
          ],
        },
      ],
    },
  })
  const read = async <T = List>(path: string, status = 200) =>
    expectStatus(await api.get(`/api/phone/${path}`), status).json as T
  return { account, api, read }
}

it('the lists of the phone have the older envelope, the newest first', async () => {
  const { read } = phoneShop()
  for (const path of ['voice-calls', 'voice-call-events', 'voice-call-recordings']) {
    const list = await read(path)
    expect(Object.keys(list)).toEqual(['data', 'object', 'uri', 'meta'])
    expect(list).toMatchObject({ uri: `/api/phone/${path}?`, meta: { prev_cursor: null, next_cursor: null } })
    const times = list.data.map(({ created_datetime }) => created_datetime as string)
    expect(times).toEqual([...times].sort().reverse())
  }
})

it('a call says who called whom, who answered, for how long, and what was kept', async () => {
  const { api, read } = phoneShop()
  const { data } = await read('voice-calls')
  const [answered, missed, back] = [95, 12, 30].map((length) =>
    data.find(({ duration }) => duration === length),
  )
  const users = expectStatus(await api.get('/api/users?email=robin@acme.test'), 200).json as List
  expect(answered).toEqual({
    id: answered?.id,
    uri: `/api/phone/voice-calls/${answered?.id}/`,
    ticket_id: answered?.ticket_id,
    customer_id: answered?.customer_id,
    integration_id: null,
    external_id: expect.stringMatching(/^CA[0-9a-f]{32}$/) as string,
    provider: 'twilio',
    direction: 'inbound',
    status: 'completed',
    phone_number_source: '+15550101',
    phone_number_destination: null,
    initiated_by_agent_id: null,
    last_answered_by_agent_id: users.data[0]?.id,
    duration: 95,
    has_call_recording: true,
    has_voicemail: false,
    created_datetime: '2026-03-02T08:58:17+00:00',
    started_datetime: '2026-03-02T08:58:17+00:00',
    ended_datetime: '2026-03-02T09:00:00+00:00',
  })
  expect(Object.keys(answered ?? {})).toEqual([
    'id',
    'uri',
    'ticket_id',
    'customer_id',
    'integration_id',
    'external_id',
    'provider',
    'direction',
    'status',
    'phone_number_source',
    'phone_number_destination',
    'initiated_by_agent_id',
    'last_answered_by_agent_id',
    'duration',
    'has_call_recording',
    'has_voicemail',
    'created_datetime',
    'started_datetime',
    'ended_datetime',
  ])
  expect(missed).toMatchObject({ status: 'missed', has_call_recording: false, has_voicemail: true })
  expect(back).toMatchObject({
    direction: 'outbound',
    phone_number_source: null,
    phone_number_destination: '+15550101',
    initiated_by_agent_id: users.data[0]?.id,
    last_answered_by_agent_id: null,
  })
  expect(await read(`voice-calls/${answered?.id}`)).toEqual(answered)
})

it('calls are listed by ticket, page by page', async () => {
  const { read } = phoneShop()
  const { data } = await read('voice-calls')
  const ticket_id = data.find(({ duration }) => duration === 95)?.ticket_id
  const first = await read(`voice-calls?ticket_id=${String(ticket_id)}&limit=1`)
  const cursor = encodeURIComponent(first.meta.next_cursor ?? '')
  const second = await read(`voice-calls?ticket_id=${String(ticket_id)}&limit=1&cursor=${cursor}`)
  expect([...first.data, ...second.data].map(({ duration }) => duration)).toEqual([12, 95])
  expect(second.meta.next_cursor).toBeNull()
  expect((await read('voice-calls?ticket_id=1')).data).toEqual([])
  await read('voice-calls?order_by=created_datetime:asc', 400)
})

it('the events of a call tell how it went', async () => {
  const { read } = phoneShop()
  const { data } = await read('voice-calls')
  const eventsOf = async (length: number) => {
    const call = data.find(({ duration }) => duration === length)
    return (await read(`voice-call-events?call_id=${call?.id}`)).data
  }
  const events = await eventsOf(95)
  expect(events.map(({ type }) => type)).toEqual(['call-ended', 'call-answered', 'call-started'])
  expect((await eventsOf(12)).map(({ type }) => type)).toEqual(['call-ended', 'call-missed', 'call-started'])
  const [, answered] = events
  expect(Object.keys(answered ?? {})).toEqual([
    'id',
    'uri',
    'call_id',
    'type',
    'user_id',
    'meta',
    'created_datetime',
  ])
  expect(await read(`voice-call-events/${answered?.id}`)).toEqual(answered)
})

it('a recording that is deleted is still listed, without what was recorded', async () => {
  const { account, api, read } = phoneShop()
  const { data } = await read('voice-calls')
  const call = data.find(({ duration }) => duration === 95)
  const [recording] = (await read(`voice-call-recordings?call_id=${call?.id}`)).data
  expect(Object.keys(recording ?? {})).toEqual([
    'id',
    'uri',
    'call_id',
    'external_id',
    'type',
    'url',
    'duration',
    'created_datetime',
    'deleted_datetime',
  ])
  expect(recording).toMatchObject({ type: 'call-recording', deleted_datetime: null })
  expect(recording?.url).toMatch(/^https:\/\//)
  const path = `voice-call-recordings/${recording?.id}`
  expect(await read(path)).toEqual(recording)

  expect(expectStatus(await api.delete(`/api/phone/${path}`), 204).text).toBe('')
  const deleted = await read<Row>(path)
  expect(deleted).toEqual({ ...recording, url: null, deleted_datetime: '2026-03-02T09:00:00+00:00' })
  expect((await read(`voice-call-recordings?call_id=${call?.id}`)).data).toEqual([deleted])
  expect(await read<Row>(`voice-calls/${call?.id}`)).toMatchObject({ has_call_recording: false })
  await account.clock.advance('PT1H')
  expectStatus(await api.delete(`/api/phone/${path}`), 204)
  expect(await read(path)).toEqual(deleted)
})

it.each(['voice-calls', 'voice-call-events', 'voice-call-recordings'])(
  'what is not there is not found: %s',
  async (path) => {
    const { api } = phoneShop()
    expectStatus(await api.get(`/api/phone/${path}/1`), 404)
    expectStatus(await api.get(`/api/phone/${path}?colour=red`), 400)
  },
)

it('a recording that never was cannot be deleted', async () => {
  const { api } = phoneShop()
  expectStatus(await api.delete('/api/phone/voice-call-recordings/1'), 404)
})

it('the demo account has a call with its recording', async () => {
  const { api } = fresh({ seed: 'demo' })
  const calls = expectStatus(await api.get('/api/phone/voice-calls'), 200).json as List
  expect(calls.data).toMatchObject([{ direction: 'outbound', status: 'completed', has_call_recording: true }])
})

it('a seed whose call names a stranger is refused', () => {
  const calls = [{ direction: 'inbound' as const, agent: 'nobody@acme.test', duration: 1 }]
  const tickets = [{ subject: 'Lamp', messages: [{ from: 'customer' as const, text: 'Hi' }], calls }]
  expect(() => fresh({ seed: { customers: [{ email: 'dana@shop.test', tickets }] } })).toThrow(
    'a call of "Lamp" names nobody@acme.test, who is no user.',
  )
})
