import sample from '@gorgias-harness/handoff/examples/chat-damaged-lamp.json' with { type: 'json' }
import { createHandoff, loadConfig } from '@gorgias-harness/handoff'
import { GorgiasContainer } from '@gorgias-harness/mock-server/testcontainers'
import { Wait } from 'testcontainers'
import { beforeAll, describe, expect, it } from 'vitest'
import { createGladlyDouble } from '../src/index.ts'
import { buildImage, configOf, dockerAnswers, endOf } from './support/docker.ts'

// An image takes its time to build: whatever needs it is in this one file.
const IMAGE = 'gorgias-mock:of-the-tests'
const BUILD_LIMIT = 300_000

const hasDocker = await dockerAnswers()
beforeAll(() => (hasDocker ? buildImage(IMAGE) : undefined), BUILD_LIMIT)

/** As the compose file runs it. */
class LockedContainer extends GorgiasContainer {
  constructor() {
    super(IMAGE)
    this.hostConfig.ReadonlyRootfs = true
    this.withDroppedCapabilities('ALL').withSecurityOpt('no-new-privileges:true')
  }
}

describe.runIf(hasDocker)('the image', () => {
  it('needs no shell to run and to be looked after', async () => {
    const { Entrypoint, Healthcheck, User } = await configOf(IMAGE)
    expect([Entrypoint].flat()[0]).toBe('node')
    expect(Healthcheck?.Test?.slice(0, 2)).toEqual(['CMD', 'node'])
    expect(User).toBe('10001:10001')
  })

  it('runs as a user who is not root, on a file system that cannot be written, and ends when it is told to', async () => {
    const container = await new LockedContainer().withAutoRemove(false).start()
    const run = async (code: string) => (await container.exec(['node', '-p', code])).output
    expect((await run('process.getuid()')).trim()).toBe('10001')
    expect(await run(`fs.writeFileSync('/app/file', '')`)).toContain('EROFS')
    expect(await run(`fs.writeFileSync('/data/file', '')`)).toContain('EROFS')
    await container.close()
    // 137 is left by what had to be killed.
    expect(await endOf(container.getId())).toMatchObject({ Running: false, ExitCode: 0 })
  })

  it.each(['', 'a-secret'])('is found to be well with the control token "%s"', async (token) => {
    const [kind, program = '', ...rest] = (await configOf(IMAGE)).Healthcheck?.Test ?? []
    expect(kind).toBe('CMD')
    const container = new LockedContainer()
      .withHealthCheck({ test: ['CMD', program, ...rest], interval: 200, retries: 100 })
      .withWaitStrategy(Wait.forHealthCheck())
    if (token !== '') container.withControlToken(token)
    await using gorgias = await container.start()
    expect((await fetch(`${gorgias.url}/_control/v1/accounts`)).status).toBe(token === '' ? 200 : 401)
    expect(gorgias.account.subdomain).toBe('acme')
  })
})

describe.runIf(hasDocker)('a simulator in a container', () => {
  it('takes one handoff, which becomes one ticket', async () => {
    await using gorgias = await new GorgiasContainer(IMAGE).start()
    const { url, email, apiKey, authorization, control } = gorgias.account
    const loaded = loadConfig({
      env: {
        GORGIAS_URL: url,
        GORGIAS_EMAIL: email,
        GORGIAS_API_KEY: apiKey,
        GORGIAS_SUPPORT_EMAIL: 'support@acme.test',
        ERROR_NOTIFICATION_EMAIL: 'alerts@example.com',
        GLADLY_BASE_URL: 'https://acme.us-1.gladly.com',
        HANDOFF_MESSAGE: 'A colleague will write to you by e-mail.',
      },
    })
    if (!loaded.ok) throw new Error(loaded.message)
    const { platform } = createGladlyDouble()
    await using handoff = createHandoff(loaded.config, { platform })
    const outcome = await handoff.handOff(sample)

    const answer = await fetch(`${url}/api/tickets`, { headers: { authorization } })
    const { data } = (await answer.json()) as { data: { id: number }[] }
    expect(data).toHaveLength(1)
    expect(outcome).toMatchObject({ status: 'created', ticket_id: data[0]?.id })
    await control.verify({ expect: { operation: 'createTicket', status: 201 }, times: 1 })
  })

  it('does what it was asked to, behind its token', async () => {
    await using gorgias = await new GorgiasContainer(IMAGE)
      .withSeed({ customers: [{ email: 'dana@example.com' }] })
      .withVirtualClock()
      .withRateLimit('off')
      .withControlToken('secret')
      .start()
    expect((await fetch(`${gorgias.url}/_control/v1/accounts`)).status).toBe(401)
    expect(await gorgias.account.control.readRateLimit()).toMatchObject({ enabled: false })
    const before = await gorgias.account.control.readClock()
    await gorgias.account.control.advance('PT1H')
    const after = await gorgias.account.control.readClock()
    expect(Date.parse(after.now) - Date.parse(before.now)).toBe(3_600_000)

    const { authorization, url } = await gorgias.createAccount({ from: gorgias.account.subdomain })
    const answer = await fetch(`${url}/api/customers?email=dana@example.com`, { headers: { authorization } })
    expect(await answer.json()).toMatchObject({ data: [{ email: 'dana@example.com' }] })
  })

  it('that cannot start says why', async () => {
    const container = new GorgiasContainer(IMAGE).withFlag('--effects', 'never')
    await expect(container.start()).rejects.toThrow(/effects.*instant, realistic/)
  })

  it('of an image that is not there says so, instead of asking a registry', async () => {
    await expect(new GorgiasContainer().start()).rejects.toThrow('does not exist locally')
  })
})
