import { startMockServer } from '@gorgias-harness/mock-server'
import { describe, expect, it, vi } from 'vitest'
import { contractAccount, handoffPact, verify } from '../src/index.ts'
import type { VerificationReport, VerifyOptions } from '../src/index.ts'
import { lyingProxy } from './support/lying-proxy.ts'
import type { Answer, Lie } from './support/lying-proxy.ts'
import { backwards, onlyInteraction, pactFile } from './support/pact-files.ts'

/** What failed, by the name of the interaction. */
const failures = ({ interactions }: VerificationReport): Record<string, readonly string[]> =>
  Object.fromEntries(
    interactions
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ description, mismatches }) => [description, mismatches]),
  )

describe('the simulator', () => {
  it('keeps the contract of the handoff, and is left as it was found', async () => {
    await using server = await startMockServer()
    const report = await verify({ providerUrl: server.url, pactFile: handoffPact })
    expect(failures(report)).toEqual({})
    expect(report).toMatchObject({
      consumer: 'gladly-gorgias-handoff',
      provider: 'gorgias-rest-api',
      passed: true,
    })
    expect(report.interactions.length).toBeGreaterThanOrEqual(11)
    expect(server.accounts.list().map(({ name }) => name)).toEqual([server.account.name])
    expect(server.account.journal()).toEqual([])
  })

  it('keeps it from an account that is brought along, which stays untouched', async () => {
    await using server = await startMockServer({
      controlToken: 'open sesame',
      clock: 'virtual',
      seed: { ...contractAccount, users: [...contractAccount.users] },
    })
    const { email, api_key: apiKey } = server.account.credentials
    const options: VerifyOptions = {
      providerUrl: server.url,
      pactFile: handoffPact,
      control: { token: 'open sesame' },
      credentials: { email, apiKey },
    }
    expect(failures(await verify(options))).toEqual({})
    expect(server.account.journal()).toEqual([])
  })
})

describe('the order of the interactions', () => {
  it('does not matter, since each has an account of its own', async () => {
    await using server = await startMockServer()
    await using pact = await pactFile(await backwards())
    expect(failures(await verify({ providerUrl: server.url, pactFile: pact.file }))).toEqual({})
  })
})

describe('a provider that lies', () => {
  const changing = (change: (answer: Answer) => Partial<Answer>): Lie => {
    return (answer) => ({ ...answer, ...change(answer) })
  }
  const withoutId = ({ json }: Answer) => {
    const { id: _, ...rest } = json as { id: number }
    return { json: rest }
  }
  const withTextId = ({ json }: Answer) => ({ json: { ...(json as object), id: '82750001' } })
  const withoutRetryAfter = ({ headers }: Answer) => {
    const { 'retry-after': _, ...rest } = headers
    return { headers: rest }
  }
  const created = (lie: Lie): Lie => {
    return (answer) => (answer.status === 201 ? lie(answer) : answer)
  }

  it.each<[string, Lie, string, RegExp]>([
    [
      'about a status',
      (answer) => (answer.status === 401 ? { ...answer, status: 403 } : answer),
      'a ticket with a revoked key',
      /^status: expected 401 but was 403$/m,
    ],
    ['by leaving a field out', created(changing(withoutId)), 'a handoff', /body \$: .*missing.*id/],
    ['about a type', created(changing(withTextId)), 'a handoff', /body \$\.id: .*'82750001'.*integer/],
    [
      'by leaving a header out',
      changing(withoutRetryAfter),
      'a ticket above the rate limit',
      /^header Retry-After: Expected a header 'Retry-After' but was missing$/m,
    ],
  ])('%s is caught, with the interaction and what was found', async (_, lie, description, words) => {
    await using server = await startMockServer()
    await using proxy = await lyingProxy(server.url, lie)
    const report = await verify({ providerUrl: proxy.url, pactFile: handoffPact })
    expect(report.passed).toBe(false)
    expect(failures(report)[description]?.join('\n')).toMatch(words)
    expect(failures(report)).not.toHaveProperty('a look-up of no ticket')
  })
})

describe('a verification that cannot be carried out', () => {
  const caught = async (options: Partial<VerifyOptions>) =>
    verify({ providerUrl: 'http://127.0.0.1:9', pactFile: handoffPact, ...options }).catch(
      (error: unknown) => error,
    )

  it.each([
    ['{"consumer"', /is no JSON/],
    ['[]', /is no pact/],
    [{ consumer: { name: 'a' }, provider: { name: 'b' }, interactions: [] }, /at least one/],
    [
      { consumer: { name: 'a' }, provider: { name: 'b' }, interactions: [{ type: 'Synchronous/HTTP' }] },
      /interactions\[0\]: "description" is missing/,
    ],
  ])('because the pact file is broken, says where', async (content, words) => {
    await using pact = await pactFile(content)
    const error = await caught({ pactFile: pact.file })
    expect(error).toMatchObject({ code: 'broken_pact', message: expect.stringMatching(words) as string })
    expect((error as Error).message).toContain(pact.file)
  })

  it('because nobody answers, says so', async () => {
    const server = await startMockServer()
    await server.close()
    expect(await caught({ providerUrl: server.url })).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining(server.url) as string,
    })
  })

  it('because the address is none, says so', async () => {
    for (const providerUrl of ['nonsense', 'ftp://127.0.0.1', 'http://127.0.0.1:4010/api'])
      expect(await caught({ providerUrl })).toMatchObject({ code: 'unreachable' })
  })

  it('because the provider hangs up, says so and leaves no account behind', async () => {
    await using server = await startMockServer()
    await using proxy = await lyingProxy(server.url, () => 'hang up')
    expect(await caught({ providerUrl: proxy.url })).toMatchObject({
      code: 'unreachable',
      message: 'The provider broke a connection off (ECONNRESET).',
    })
    expect(server.accounts.list()).toHaveLength(1)
  })

  it('because the control token is wrong, says so', async () => {
    await using server = await startMockServer({ controlToken: 'open sesame' })
    const error = await caught({ providerUrl: server.url, control: { token: 'wrong' } })
    expect(error).toMatchObject({ code: 'no_control', message: expect.stringContaining('401') as string })
  })

  it('because the account that was brought along is not there, says so', async () => {
    await using server = await startMockServer()
    const credentials = { email: 'nobody@example.com', apiKey: 'none' }
    expect(await caught({ providerUrl: server.url, credentials })).toMatchObject({ code: 'no_control' })
  })
})

describe('an interaction that Pact leaves out', () => {
  it('has failed: a filter in the environment must not make a contract pass', async () => {
    vi.stubEnv('PACT_DESCRIPTION', 'a look-up of no ticket')
    await using server = await startMockServer()
    const report = await verify({ providerUrl: server.url, pactFile: handoffPact }).finally(() =>
      vi.unstubAllEnvs(),
    )
    expect(report.passed).toBe(false)
    expect(failures(report)['a handoff']).toEqual(['Pact did not replay this interaction'])
    expect(failures(report)).not.toHaveProperty('a look-up of no ticket')
  })
})

describe('a provider state', () => {
  const verifyOne = async (changes: object) => {
    await using server = await startMockServer()
    await using pact = await pactFile(await onlyInteraction('a handoff', changes))
    return await verify({ providerUrl: server.url, pactFile: pact.file })
  }

  it('that is unknown fails its interaction, although the answer would fit', async () => {
    const report = await verifyOne({ providerStates: [{ name: 'the moon is full' }] })
    expect(failures(report)).toEqual({
      'a handoff': [expect.stringContaining('there is no provider state "the moon is full"')],
    })
  })

  it('that cannot be set up fails its interaction and says why', async () => {
    const params = { operation: 'makeTicket', status: 502 }
    const report = await verifyOne({ providerStates: [{ name: 'the next call fails', params }] })
    expect(failures(report)['a handoff']).toEqual([
      expect.stringMatching(/"the next call fails" could not be set up: .*no operation.*makeTicket/),
    ])
  })

  it('that is not needed can be left out', async () => {
    expect(failures(await verifyOne({ providerStates: [] }))).toEqual({})
  })

  it('of a pending interaction may fail without breaking the contract', async () => {
    const report = await verifyOne({ providerStates: [{ name: 'the API key was revoked' }], pending: true })
    expect(report.passed).toBe(true)
    expect(report.interactions).toMatchObject([{ outcome: 'pending' }])
  })
})
