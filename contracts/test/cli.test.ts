import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startMockServer } from '@gorgias-harness/mock-server'
import { describe, expect, it } from 'vitest'
import { lyingProxy } from './support/lying-proxy.ts'
import { run } from './support/run.ts'

describe('gorgias-contracts verify', () => {
  it('starts a simulator if no provider is named, and passes', async () => {
    const { code, out, err } = await run('verify')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^gladly-gorgias-handoff with gorgias-rest-api at http:/)
    expect(out).toContain('ok      a handoff, given the account is set up for handoffs\n')
    expect(out).toMatch(/\d+ of \d+ interactions passed/)
  })

  it('says in one line of JSON what passed', async () => {
    const { code, out } = await run('verify', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ passed: true, consumer: 'gladly-gorgias-handoff' })
    expect(out.trimEnd()).not.toContain('\n')
  })

  it('leaves standard output to the report, whatever Pact prints', async () => {
    const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [cli, 'verify', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ passed: true })
    expect(stderr).toBe('')
  })

  it('ends with 1 if the provider lies, and says what was expected and what was found', async () => {
    await using server = await startMockServer({ controlToken: 'open sesame' })
    await using proxy = await lyingProxy(server.url, (answer) =>
      answer.status === 401 ? { ...answer, status: 403 } : answer,
    )
    const { code, out } = await run('verify', '--provider', proxy.url, '--control-token', 'open sesame')
    expect(code).toBe(1)
    expect(out).toMatch(
      /^FAILED {2}a ticket with a revoked key, given .*\n {10}status: expected 401 but was 403$/m,
    )
    expect(out).toMatch(/, 1 failed/)
  })

  it.each([
    [['verify', '--provider', 'http://127.0.0.1:1'], /Nobody answers at http:\/\/127\.0\.0\.1:1/],
    [['verify', '--pact', 'no-such-file.json'], /The pact file no-such-file\.json cannot be read/],
    [['verify', '--provider', 'nonsense'], /"nonsense" is none/],
  ])('ends with 2 and one line where it cannot verify: %j', async (args, words) => {
    const { code, out, err } = await run(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(words)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })

  it('ends with 2 for an option that does not exist', async () => {
    expect(await run('verify', '--nonsense')).toMatchObject({ code: 2, out: '' })
  })
})

it.each(['verify', 'openapi', 'conformance', 'fidelity'])(
  'gorgias-contracts %s explains itself',
  async (name) => {
    const { code, out } = await run(name, '--help')
    expect(code).toBe(0)
    expect(out).toContain('Examples:')
    expect(out).toContain('Exit codes:')
  },
)
