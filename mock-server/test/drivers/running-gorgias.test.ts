import { describe, expect, it, onTestFinished } from 'vitest'
import { ControlCallFailed, startInProcess, startProcess } from '../../src/testing/index.ts'
import type { ProcessOptions, RunningGorgias } from '../../src/testing/index.ts'
import { apiOf } from '../support/api.ts'
import { ticket } from '../support/bodies.ts'

type Driver = (options: Pick<ProcessOptions, 'clock' | 'controlToken'>) => Promise<RunningGorgias>

const drivers: readonly (readonly [string, Driver])[] = [
  ['in this process', startInProcess],
  ['in a process of its own', startProcess],
]

describe.each(drivers)('a simulator %s', (_where, start) => {
  const running = async (options: Parameters<Driver>[0] = {}) => {
    const gorgias = await start({ clock: 'virtual', ...options })
    onTestFinished(() => gorgias.close())
    return gorgias
  }

  it('has a first account that gets in', async () => {
    const { url, account } = await running()
    expect(account).toMatchObject({ subdomain: 'acme', url, email: 'admin@acme.test' })
    const login = Buffer.from(`${account.email}:${account.apiKey}`).toString('base64')
    expect(account.authorization).toBe(`Basic ${login}`)
    await apiOf(url, account).createTicket(ticket())
  })

  it('makes accounts that share nothing: fresh, with a plan, forked', async () => {
    const gorgias = await running()
    await apiOf(gorgias.url, gorgias.account).createTicket(ticket())
    const fork = await gorgias.createAccount({ from: 'acme' })
    const fresh = await gorgias.createAccount({ subdomain: 'other', plan: 'pro' })
    expect(fresh.subdomain).toBe('other')
    expect((await fresh.control.billing()).plan).toBe('pro')
    await apiOf(gorgias.url, fork).createTicket(ticket())
    const count = async (account: typeof fork) => (await apiOf(gorgias.url, account).tickets()).data.length
    expect([await count(gorgias.account), await count(fork), await count(fresh)]).toEqual([1, 2, 0])
    expect((await gorgias.control.accounts()).map(({ subdomain }) => subdomain)).toEqual([
      'acme',
      fork.subdomain,
      'other',
    ])
  })

  it('is steered over the control plane', async () => {
    const { url, account } = await running()
    const { control } = account
    const before = await control.readClock()
    await control.addFault({
      operation: 'createTicket',
      position: 'before',
      kind: 'status',
      status: 503,
      first: 1,
    })
    const { send } = apiOf(url, account)
    expect((await send('POST', '/api/tickets', { body: ticket() })).status).toBe(503)
    expect((await send('POST', '/api/tickets', { body: ticket() })).status).toBe(201)
    expect(await control.faults()).toMatchObject([{ hits: 1 }])
    const { now } = await control.advance('PT10M')
    expect(Date.parse(now) - Date.parse(before.now)).toBeGreaterThanOrEqual(600_000)
    await control.verify({ expect: { operation: 'createTicket' }, times: 2 })
    await expect(control.verify({ expect: { operation: 'createTicket' }, times: 1 })).rejects.toThrow(
      /exactly 1/,
    )
    expect((await control.verdicts()).calls).toBe(2)
    await control.reset()
    expect((await apiOf(url, account).tickets()).data).toEqual([])
  })

  it('takes the token of its control plane with it', async () => {
    const gorgias = await running({ controlToken: 'open sesame' })
    const { url, account } = gorgias
    expect((await fetch(`${url}/_control/v1/accounts`)).status).toBe(401)
    expect((await account.control.readClock()).mode).toBe('virtual')
    expect((await gorgias.createAccount()).subdomain).toBe('acme-2')
  })

  it('says what it refuses, and which field is wrong', async () => {
    const { account, control } = await running()
    const refusal = account.control.advance('soon').catch((error: unknown) => error)
    expect(await refusal).toBeInstanceOf(ControlCallFailed)
    expect(await refusal).toMatchObject({ status: 400, field: 'advance' })
    await expect(control.account('nobody').readClock()).rejects.toMatchObject({ status: 404 })
    await expect(control.call('GET', '/nothing')).rejects.toThrow(/There is no GET/)
  })

  it('is gone once it is closed, however often', async () => {
    const gorgias = await start({})
    await Promise.all([gorgias.close(), gorgias.close()])
    await gorgias[Symbol.asyncDispose]()
    await expect(gorgias.account.control.readClock()).rejects.toThrow(
      `No simulator answers at ${gorgias.url}.`,
    )
  })
})
