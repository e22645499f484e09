import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { handoff } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const TOKEN = 'open sesame'
const { fresh, url } = await testServer({ controlToken: TOKEN })
const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url))

const run = (...args: string[]) =>
  new Promise<{ code: number | string | null | undefined; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [cli, 'verdicts', ...args], (error, out, err) =>
      resolve({ code: error === null ? 0 : error.code, out, err }),
    )
  })
const doubled = async () => {
  const { account, api } = fresh()
  await api.createTicket(handoff({ external_id: 'h-1' }))
  await api.createTicket(handoff({ external_id: 'h-1' }))
  return account
}
const at = (name: string) => ['--url', url, '--account', name, '--control-token', TOKEN]

// Each test starts a process, which takes its time on a busy machine.
describe('gorgias-mock verdicts', { timeout: 60_000 }, () => {
  it('prints what was found with the calls that show it, and fails on it', async () => {
    const account = await doubled()
    const { code, out, err } = await run(...at(account.name))
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out).toContain('error    duplicate-external-id\n')
    expect(out).toContain('More than one ticket has the external_id "h-1".\n')
    expect(out).toContain('calls 1, 2\n')
    expect(out).toContain('2 calls: 1 errors, 0 warnings, 0 notes.\n')
  })

  it('succeeds where nothing is found, or nothing of the level', async () => {
    const { account } = fresh()
    expect(await run(...at(account.name))).toMatchObject({ code: 0 })
    const { code, out } = await run(...at((await doubled()).name), '--fail-on', 'never', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ counts: { error: 1 } })
  })

  it('fails in another way where nobody can tell, because the journal did not keep every call', async () => {
    const short = await testServer({ journal: { entries: 1 } })
    const { account, api } = short.fresh()
    for (let i = 0; i < 2; i++) await api.get('/api/account')
    const { code, out } = await run('--url', short.url, '--account', account.name)
    expect(code).toBe(2)
    expect(out).toContain('Not all of it was looked at')
    expect(await run('--url', short.url, '--account', account.name, '--fail-on', 'never')).toMatchObject({
      code: 0,
    })
  })

  it('fails in another way, in a line, where it has no answer', async () => {
    const { code, out, err } = await run(...at('nobody'))
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^There is no account "nobody"\./)
    expect((await run(...at('nobody'), '--fail-on', 'all')).err).toMatch(/Allowed choices/)
  })
})
