import { describe, expect, it, onTestFinished } from 'vitest'
import { startInProcess } from '../../src/testing/index.ts'
import { apiOf } from '../support/api.ts'
import { ticket } from '../support/bodies.ts'

async function running() {
  const gorgias = await startInProcess({ clock: 'virtual', seed: 'demo', rewind: 5 })
  onTestFinished(() => gorgias.close())
  const { account, server } = gorgias
  const api = apiOf(gorgias.url, account)
  return { library: server.account, control: account.control, api }
}

/** What the library has for callers in its process only: streams, raw bytes, credentials, waiting. */
const LIBRARY_ONLY = ['authorization', 'clock', 'credentials', 'followJournal', 'fork', 'inboundMime', 'name']

describe('the calls about an account over HTTP', () => {
  it('are those of the library, under their names', async () => {
    const { library, control } = await running()
    const names = Object.keys(library).filter((name) => !LIBRARY_ONLY.includes(name))
    expect(Object.keys(control).filter((name) => name !== 'call' && name !== 'advance')).toEqual(
      expect.arrayContaining(names),
    )
    expect(Object.keys(control)).toHaveLength(names.length + 2)
  })

  it('read what the library reads', async () => {
    const { library, control, api } = await running()
    const { id } = await api.createTicket(ticket({ external_id: 'h-1' }))
    library.addFault({ operation: 'createTicket', position: 'before', kind: 'status', status: 500, every: 9 })
    library.addOutage({ from: '2040-01-01T00:00:00Z', duration: 'PT5M' })
    library.addOAuthApp({ name: 'Reports', redirect_uris: [] })
    library.addRobot({ address: 'robot@example.com', kind: 'out-of-office' })
    library.snapshot('begun')
    await library.clock.advance('PT1H')
    const [user] = library.keys().map(({ user_id }) => user_id)
    if (user === undefined) throw new Error('There is no key.')
    const email = 'ana@example.com'

    expect(await control.faults()).toEqual(library.faults())
    expect(await control.outages()).toEqual(library.outages())
    expect(await control.oauthApps()).toEqual(library.oauthApps())
    expect(await control.robots()).toEqual(library.robots())
    expect(await control.outbox()).toEqual(library.outbox())
    expect(await control.mailbox(email)).toEqual(library.mailbox(email))
    expect(await control.chat(email)).toEqual(library.chat(email))
    expect(await control.aiAgent()).toEqual(library.aiAgent())
    expect(await control.aiInteractions()).toEqual(library.aiInteractions())
    expect(await control.availability(user)).toEqual(library.availability(user))
    expect(await control.billing()).toEqual(library.billing())
    expect(await control.billing(undefined, { term: 'yearly' })).toEqual(
      library.billing(undefined, { term: 'yearly' }),
    )
    expect(await control.compareBilling({ resolved_percent: 40 })).toEqual(
      library.compareBilling({ resolved_percent: 40 }),
    )
    expect(await control.export({ secrets: true })).toEqual(library.export({ secrets: true }))
    expect(await control.why(id, { all: true })).toEqual(library.why(id, { all: true }))
    expect(await control.keys()).toEqual(library.keys())
    expect(await control.har({ method: 'POST' })).toEqual(library.har({ method: 'POST' }))
    expect(await control.journal({ correlation: 'h-1' })).toEqual(library.journal({ correlation: 'h-1' }))
    expect(await control.journalPage({ limit: 1 })).toEqual(library.journalPage({ limit: 1 }))
    expect(await control.checkCalls({ expect: { operation: 'listTags' } })).toEqual(
      library.checkCalls({ expect: { operation: 'listTags' } }),
    )
    expect(await control.verdicts()).toEqual(library.verdicts())
    expect(await control.readClock()).toEqual(library.readClock())
    expect(await control.readRateLimit()).toEqual(library.readRateLimit())
    expect(await control.snapshots()).toEqual(library.snapshots())
    expect(await control.readRewind()).toEqual(library.readRewind())
  })

  it('do what the library does', async () => {
    const { library, control, api } = await running()
    const [first, second] = [await api.createTicket(ticket()), await api.createTicket(ticket())]
    const { data } = (await api.get('/api/users')).json as { data: { id: number; email: string }[] }
    const [admin] = data
    if (admin === undefined) throw new Error('There is no user.')

    const fault = await control.addFault({ operation: '*', position: 'before', kind: 'reset', first: 1 })
    const outage = await control.addOutage({ from: '2040-01-01T00:00:00Z', duration: 'PT5M' })
    const neighbour = await control.addNeighbour({
      name: 'ERP',
      profile: { kind: 'steady', calls: 1, per: 'PT1H' },
    })
    expect(await control.neighbours()).toEqual(library.neighbours())
    await control.removeNeighbour(neighbour.id)
    expect(library.neighbours()).toEqual([])
    const robot = await control.addRobot({ address: 'robot@example.com', kind: 'out-of-office' })
    expect([library.faults(), library.outages(), library.robots()]).toMatchObject([
      [{ id: fault.id }],
      [{ id: outage.id }],
      [{ id: robot.id }],
    ])
    await control.removeFault(fault.id)
    await control.addFault({ operation: '*', position: 'before', kind: 'reset', first: 1 })
    await control.removeFaults()
    await control.removeOutage(outage.id)
    await control.removeRobot(robot.id)
    expect([library.faults(), library.outages(), library.robots()]).toEqual([[], [], []])

    const app = await control.addOAuthApp({ name: 'Reports', redirect_uris: [] })
    expect(await control.createOAuthTokens(app.client_id, { scopes: ['tickets:read'] })).toHaveProperty(
      'access_token',
    )
    await control.removeOAuthApp(app.client_id)
    expect(library.oauthApps()).toEqual([])

    expect((await control.setRateLimit({ used: 38 })).used).toBe(38)
    expect((await control.setAiAgent({ enabled: true })).enabled).toBe(true)
    expect((await control.setAvailability(admin.id, false)).available).toBe(false)
    expect(await control.changePlan('pro')).toBe('pro')
    const key = await control.createKey(admin.id)
    const again = await control.resetKey(key.id)
    await control.revokeKey(again.id)
    expect(library.keys().map(({ active }) => active)).toEqual([true, false, false])

    const { ticket_id } = await control.inbound({ from: 'ana@example.com', text: 'Hello?' })
    await control.act(admin.email, 'reply', { ticket_id: first.id, text: 'It ships today.' })
    await control.mergeTickets(second.id, first.id)
    expect(library.why(ticket_id).entries).not.toEqual([])
    expect(library.outbox().map(({ text }) => text)).toContain('It ships today.')

    await control.snapshot('now')
    expect((await control.advance('PT5M')).mode).toBe('virtual')
    await control.setClock({ now: '2040-01-01T00:00:00Z' })
    await control.restore('now')
    await control.rewind(1)
    expect((await api.tickets()).data.map(({ id }) => id)).not.toContain(second.id)
    await control.removeSnapshot('now')
    expect(library.snapshots()).toEqual([])
    await control.deactivateUser(admin.id)
    await control.reactivateUser(admin.id)
    await control.reset()
    expect(library.readRateLimit().used).toBe(0)
    await control.delete()
    await expect(control.readClock()).rejects.toMatchObject({ status: 404 })
  })

  it('tell of all calls, though the control plane tells of them in pages', async () => {
    const { library, control, api } = await running()
    library.setRateLimit({ enabled: false })
    for (let call = 0; call < 1_001; call++) await api.get('/api/nothing')
    expect((await control.journal()).map(({ id }) => id)).toEqual(library.journal().map(({ id }) => id))
  })
})
