import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runProgram } from '../src/cli/program.ts'
import { secret } from '../src/model/secret.ts'
import { testConfig } from './support/config.ts'
import { fakeClock } from './support/fake-clock.ts'
import { json } from './support/fake-gorgias.ts'
import { handoffWorld } from './support/world.ts'

const USER = { id: 1, email: 'bot@acme.test', active: true, role: { name: 'admin' } }
const AUTO_REPLY =
  'if (containsAny(ticket.tags.name, ["gladly-ai"])) { Action("replyToTicket", { body_text: "We have it." }) }'

interface Ticket {
  id: number
  [field: string]: unknown
}

const TICKET = { id: 9, external_id: 'gladly:c-1:h-1', status: 'open', tags: [{ name: 'gladly-ai' }] }

/** An account in as many answers as it takes; the texts in it are the caller's. */
function account({
  rule = 'Auto-reply',
  code = AUTO_REPLY,
  view = 'Gladly AI',
  tickets = [] as Ticket[],
} = {}) {
  const lists: Record<string, unknown[]> = {
    '/api/integrations': [{ id: 1, meta: { address: 'support@acme.test' } }],
    '/api/rules': [{ id: 2, name: rule, code, event_types: 'ticket-created' }],
    '/api/views': [{ id: 3, name: view, filters: 'containsAny(ticket.tags.name, ["gladly-ai"])' }],
  }
  return (url: string): Promise<Response> => {
    const { pathname } = new URL(url)
    if (pathname === '/api/users/0') return Promise.resolve(json(200, USER))
    if (pathname === '/api/tickets') return Promise.resolve(json(200, { data: tickets, meta: {} }))
    const ticket = tickets.find(({ id }) => pathname === `/api/tickets/${id}`)
    if (ticket) return Promise.resolve(json(200, ticket))
    if (pathname === '/api/account') return Promise.resolve(json(200, { settings: [] }))
    return Promise.resolve(json(200, { data: lists[pathname] ?? [], meta: {} }))
  }
}

const env = {
  GORGIAS_SUBDOMAIN: 'acme',
  GORGIAS_EMAIL: 'bot@acme.test',
  GORGIAS_API_KEY: 'key-0123456789abcdef',
  GORGIAS_SUPPORT_EMAIL: 'support@acme.test',
  ERROR_NOTIFICATION_EMAIL: 'alerts@acme.test',
  GLADLY_BASE_URL: 'https://acme.us-1.gladly.com',
}

async function run(args: string[], fetch: (url: string) => Promise<Response>) {
  let out = ''
  const code = await runProgram(args, {
    env,
    read: () => Promise.reject(new Error('no files')),
    out: (text) => {
      out += text
    },
    err: () => undefined,
    interrupted: new AbortController().signal,
    ports: { clock: fakeClock(), random: () => 0, fetch },
  })
  return { code, out }
}

describe('gorgias-handoff doctor', () => {
  it('ends with 0 and says so when nothing is wrong', async () => {
    const { code, out } = await run(['doctor'], account())
    expect(code).toBe(0)
    expect(out.split('\n').slice(-2)).toEqual([
      'Nothing is wrong as far as can be seen. Looked at the set-up and no ticket, with 7 calls that only read.',
      '',
    ])
  })

  it('ends with 1 and tells sentence, remedy and part of the guide', async () => {
    const { code, out } = await run(['doctor'], account({ code: 'Action("addTags", { tags: "x" })' }))
    expect(code).toBe(1)
    expect(out.split('\n').slice(0, 4)).toEqual([
      'Problem (the customer gets no e-mail): No rule answers handoffs: Gorgias e-mails nobody about a ticket that was made by API.',
      '  What to do: Make the auto-reply rule: when a ticket is created, tags contain gladly-ai, reply to customer.',
      '  Set-up guide: Part 3: the auto-reply rule. Code: auto_reply_rule_missing',
      '',
    ])
  })

  it('prints one JSON value with --json', async () => {
    const { code, out } = await run(['doctor', '--json', '--customer', 'ana@example.com'], account())
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      status: 'unwell',
      tickets: [],
      findings: [{ code: 'ticket_missing', complaint: 'team_does_not_see_the_ticket', severity: 'problem' }],
    })
  })
})

describe('a diagnosis', () => {
  it('never tells a key, in whatever form the account echoes it (REQ-069)', async () => {
    const key = fc.stringMatching(/^[!-~]{12,40}$/)
    await fc.assert(
      fc.asyncProperty(key, key, async (one, other) => {
        const config = testConfig()
        const gorgias = {
          ...config.gorgias,
          apiKey: secret(one),
          otherAdmin: { email: 'boss@acme.test', apiKey: secret(other) },
        }
        const basics = [
          Buffer.from(`bot@acme.test:${one}`).toString('base64'),
          Buffer.from(`boss@acme.test:${other}`).toString('base64'),
        ]
        const echo = [one, other, ...basics].join(' ')
        const code = `if (eq(a, "${echo}")) { Action("replyToTicket", {}) } // gladly`
        const { handoff } = handoffWorld(
          { gorgias },
          { fetch: account({ rule: `gladly ${echo}`, code, view: echo }) },
        )
        const shown = inspect(await handoff.diagnose(), { depth: 20 })
        for (const form of [one, other, ...basics]) expect(shown).not.toContain(form)
      }),
    )
  })

  it('misses no ticket in a view that people have put aside', async () => {
    const codesOf = async (changes: object) => {
      const { handoff } = handoffWorld({}, { fetch: account({ tickets: [{ ...TICKET, ...changes }] }) })
      return (await handoff.diagnose()).findings.map(({ code }) => code)
    }
    expect(await codesOf({})).toContain('not_in_view')
    for (const aside of [
      { snooze_datetime: '2026-03-02T11:00:00' },
      { trashed_datetime: '2026-03-02T08:00:00' },
      { spam: true },
      { status: 'closed' },
    ])
      expect(await codesOf(aside)).not.toContain('not_in_view')
  })

  it('prints texts of the account as one clean, short line', async () => {
    const rule = `gladly\u202e\n\u0007${'x'.repeat(5_000)}`
    const { handoff } = handoffWorld(
      {},
      { fetch: account({ rule, code: `if (a(b)) ${AUTO_REPLY.slice(50)}` }) },
    )
    const { findings } = await handoff.diagnose()
    const [first] = findings
    expect(first?.code).toBe('auto_reply_rule_condition')
    expect(first?.sentence).not.toMatch(/\p{Cc}|\u202e/u)
    expect(first?.sentence.length).toBeLessThan(800)
  })

  it('comes to an end whatever the account answers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { minLength: 1 }), async (answers) => {
        let at = 0
        const fetch = () => Promise.resolve(json(200, answers[at++ % answers.length]))
        const { handoff } = handoffWorld({ team: { id: 5 } }, { fetch })
        const { status } = await handoff.diagnose({ customer: 'ana@example.com' })
        expect(['well', 'unwell']).toContain(status)
      }),
    )
  })
})
