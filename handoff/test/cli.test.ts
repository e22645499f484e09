import { describe, expect, it } from 'vitest'
import { runProgram } from '../src/cli/program.ts'
import type { Outcome } from '../src/index.ts'
import { API_KEY } from './support/config.ts'
import { fakeClock } from './support/fake-clock.ts'
import { fakeGorgias, refuse } from './support/fake-gorgias.ts'
import { testRequest } from './support/request.ts'

const env = {
  GORGIAS_SUBDOMAIN: 'acme',
  GORGIAS_EMAIL: 'bot@acme.test',
  GORGIAS_API_KEY: API_KEY,
  GORGIAS_SUPPORT_EMAIL: 'support@acme.test',
  ERROR_NOTIFICATION_EMAIL: 'alerts@acme.test',
  GLADLY_BASE_URL: 'https://acme.us-1.gladly.com',
}

/** A shell with files in memory and a fake Gorgias. */
function shell(files: Record<string, unknown> = {}, variables: Record<string, string> = env) {
  const clock = fakeClock()
  const gorgias = fakeGorgias(clock)
  const interrupt = new AbortController()
  let out = ''
  let err = ''
  return {
    gorgias,
    interrupt,
    outcomes: () =>
      out
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Outcome),
    err: () => err,
    out: () => out,
    run: (...args: string[]) =>
      runProgram(args, {
        env: variables,
        read: (name) => {
          const content = files[name]
          if (content === undefined) return Promise.reject(Object.assign(new Error(), { code: 'ENOENT' }))
          const text = typeof content === 'string' ? content : JSON.stringify(content)
          return Promise.resolve(new TextEncoder().encode(text))
        },
        out: (text) => {
          out += text
        },
        err: (text) => {
          err += text
        },
        interrupted: interrupt.signal,
        ports: { clock, random: () => 0, fetch: gorgias.fetch },
      }),
  }
}

const request = (n: number, changes = {}) => testRequest({ handoffId: `h-${n}`, ...changes })

describe('gorgias-handoff send', () => {
  it('prints one outcome per handoff, in the order of the input', async () => {
    const lines = [3, 4].map((n) => JSON.stringify(request(n))).join('\n')
    const { run, outcomes, err } = shell({ 'a.json': [request(1), request(2)], '-': lines })
    expect(await run('send', 'a.json', '-')).toBe(0)
    expect(outcomes().map(({ handoff_id }) => handoff_id)).toEqual(['h-1', 'h-2', 'h-3', 'h-4'])
    expect(outcomes().map(({ status }) => status)).toEqual(['created', 'created', 'created', 'created'])
    expect(err()).toContain('4 done, 0 failed.')
  })

  it('finds with --again what an earlier run has sent, and makes no second ticket (REQ-007)', async () => {
    const { run, outcomes, gorgias } = shell({ 'one.json': request(1) })
    expect(await run('send', 'one.json')).toBe(0)
    expect(await run('send', 'one.json', '--again')).toBe(0)
    expect(outcomes().map(({ status }) => status)).toEqual(['created', 'already_created'])
    expect(gorgias.tickets).toHaveLength(1)
  })

  it('says that nobody was told when the e-mail about a failure cannot be sent', async () => {
    const world = shell({ 'one.json': request(1) }, { ...env, SMTP_URL: 'smtp://127.0.0.1:1' })
    world.gorgias.posts.push(refuse(401, 'Unauthorized.'))
    expect(await world.run('send', 'one.json')).toBe(1)
    expect(world.outcomes()[0]).toMatchObject({ status: 'failed', notified: 'failed' })
    expect(world.err()).toContain('Nobody was told of it')
  })

  it('ends with 0 when nothing needed a ticket', async () => {
    const { run, outcomes } = shell({ 'a.json': request(1, { outcome: 'resolved' }) })
    expect(await run('send', 'a.json')).toBe(0)
    expect(outcomes()).toMatchObject([{ status: 'not_needed' }])
  })

  it('ends with 1 when one failed, says why, and prints the e-mail for want of a mail server', async () => {
    const { run, outcomes, err, gorgias } = shell({
      'a.jsonl': `${JSON.stringify(request(1))}\n${JSON.stringify(request(2))}`,
    })
    gorgias.posts.push(refuse(401, 'Unauthorized.'))
    expect(await run('send', 'a.jsonl')).toBe(1)
    expect(outcomes().map(({ status }) => status)).toEqual(['failed', 'created'])
    expect(outcomes()[0]).toMatchObject({ notified: 'printed' })
    expect(err()).toContain('a.jsonl:1: Gorgias refuses the credentials.')
    expect(err()).toContain('e-mail to alerts@acme.test')
  })

  it('sends nothing of a broken file, names the place in one line, and goes on with the others', async () => {
    const { run, outcomes, err, gorgias } = shell({
      'cut.jsonl': `${JSON.stringify(request(1))}\n{"handoffId": "h-2"`,
      'good.json': request(3),
    })
    expect(await run('send', 'cut.jsonl', 'missing.json', 'good.json')).toBe(1)
    expect(outcomes()).toMatchObject([
      { status: 'failed', code: 'unreadable_input' },
      { status: 'failed', code: 'unreadable_input' },
      { status: 'created', handoff_id: 'h-3' },
    ])
    expect(err().split('\n').slice(0, 2)).toEqual([
      'cut.jsonl:2:20: not JSON: the text ends too early: expected "," or the end of the list or object',
      'missing.json: cannot be read (ENOENT)',
    ])
    expect(gorgias.countOf('POST')).toBe(1)
  })

  it("takes the answers of Gladly's API", async () => {
    const conversation = {
      id: 'c-9',
      customerId: 'cu-9',
      createdAt: '2026-03-02T08:50:00.000Z',
      status: 'OPEN',
    }
    const item = {
      id: 'i-1',
      conversationId: 'c-9',
      timestamp: '2026-03-02T08:51:00.000Z',
      initiator: { id: 'cu-9', type: 'CUSTOMER' },
      content: { type: 'CHAT_MESSAGE', content: 'Hello', messageType: 'TEXT', sessionId: 's' },
    }
    const customer = { id: 'cu-9', name: 'Ana', emails: [{ original: 'ana@example.com', primary: true }] }
    const { run, outcomes } = shell({ 'g.json': { conversation, items: [item], customer }, 'bad.json': {} })
    expect(await run('send', '--gladly', 'g.json')).toBe(0)
    expect(outcomes()).toMatchObject([{ status: 'created', conversation_id: 'c-9' }])
    expect(await run('send', '--gladly', 'bad.json')).toBe(1)
    expect(outcomes()[1]).toMatchObject({ status: 'failed', code: 'invalid_request' })
  })

  it('begins nothing after Ctrl-C, and says what is left', async () => {
    const { run, outcomes, err, gorgias, interrupt } = shell({ 'a.json': [1, 2, 3].map((n) => request(n)) })
    gorgias.posts.push(({ commit }) => {
      interrupt.abort()
      return commit()
    })
    expect(await run('send', 'a.json')).toBe(1)
    expect(outcomes()).toMatchObject([{ status: 'created', handoff_id: 'h-1' }])
    expect(err()).toContain('1 done, 0 failed, 2 not begun: send them again.')
  })

  it('does nothing without a configuration, and names all of it', async () => {
    const { run, err, gorgias, out } = shell({ 'a.json': request(1) }, {})
    expect(await run('send', 'a.json')).toBe(2)
    expect(err()).toContain('GORGIAS_API_KEY is missing')
    expect(err()).toContain('GORGIAS_SUPPORT_EMAIL is missing')
    expect(out()).toBe('')
    expect(gorgias.calls).toEqual([])
  })

  it('reads settings of a file', async () => {
    const { run, gorgias } = shell({ 'a.json': request(1), 'org.json': { customTags: ['vip'] } })
    expect(await run('send', 'a.json', '--config', 'org.json')).toBe(0)
    expect(gorgias.tickets[0]?.body.tags).toContainEqual({ name: 'vip' })
    expect(await run('send', 'a.json', '--config', 'none.json')).toBe(2)
  })
})

describe('gorgias-handoff', () => {
  it('verifies the set-up, a line for each step (REQ-062)', async () => {
    const { run, out } = shell()
    expect(await run('verify')).toBe(0)
    expect(out().split('\n')).toEqual([
      'ok      credentials: the key of bot@acme.test is accepted',
      'ok      role: the user of the key is admin',
      'ok      support address: support@acme.test belongs to an e-mail integration',
      'ok      team: none is set: tickets come without one',
      'ok      note sender: the user of the key signs the notes',
      'ok      tag: gladly-ai is there',
      'ok      verification ticket: ticket 1000 was made; it e-mails nobody and costs nothing',
      'The set-up works. The verification ticket is https://acme.gorgias.com/app/ticket/1000; it may be deleted.',
      '',
    ])
  })

  it('prints the result of verify as JSON when asked, and makes no ticket with --read-only', async () => {
    const { run, out, gorgias } = shell()
    expect(await run('verify', '--json', '--read-only')).toBe(0)
    expect(JSON.parse(out())).toMatchObject({ status: 'verified', support_email: 'support@acme.test' })
    expect(JSON.parse(out())).not.toHaveProperty('ticket_id')
    expect(gorgias.countOf('POST')).toBe(0)
  })

  it('ends with 1 at the first step that fails, with cause and remedy', async () => {
    const { run, gorgias, out, err } = shell()
    gorgias.integrations.length = 0
    expect(await run('verify')).toBe(1)
    expect(out().split('\n').slice(-3)).toEqual([
      expect.stringMatching(/^failed {2}support address: .*support@acme\.test; the account has: none/),
      'The set-up does not work yet.',
      '',
    ])
    expect(err()).toContain('GORGIAS_SUPPORT_EMAIL')
    expect(gorgias.tickets).toEqual([])
  })

  it('refuses a ticket for the doctor that is no number', async () => {
    const { run, err } = shell()
    expect(await run('doctor', '--ticket', 'abc')).toBe(2)
    expect(err()).toContain('--help')
  })

  it('prints the schema of requests', async () => {
    const { run, out } = shell({}, {})
    expect(await run('schema')).toBe(0)
    expect(JSON.parse(out())).toMatchObject({ title: 'HandoffRequest', type: 'object' })
  })

  it('explains itself, with every variable and examples', async () => {
    const { run, out } = shell({}, {})
    expect(await run('--help')).toBe(0)
    for (const text of [
      'Examples:',
      'GORGIAS_API_KEY (required)',
      'TIME_ZONE (default: UTC)',
      'gorgias-handoff verify',
    ])
      expect(out()).toContain(text)
  })

  it.each([['send'], ['frobnicate'], ['send', 'a.json', '--speed']])(
    'refuses wrong usage: %s',
    async (...args) => {
      const { run, err } = shell()
      expect(await run(...args)).toBe(2)
      expect(err()).toContain('--help')
    },
  )
})
