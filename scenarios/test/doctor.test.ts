import { findings, secret } from '@gorgias-harness/handoff'
import type { Diagnosis, Fetch, FindingCode, OrgConfig, Subject } from '@gorgias-harness/handoff'
import { startMockServer } from '@gorgias-harness/mock-server'
import type { Account, MockServer } from '@gorgias-harness/mock-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, configOf, connectTo, globalFetch, handOver, requestOf } from './handoff-account.ts'

const RULE = 'Auto-reply to Gladly AI handoffs'
const APART = 'Keep Gladly AI handoffs apart'
const replying = (condition: string) =>
  `if (${condition}) { Action("replyToTicket", { body_text: "We have it." }) }`

let server: MockServer
/** Every finding that a test has reproduced. */
const reproduced = new Set<FindingCode>()

beforeAll(async () => {
  server = await startMockServer({ clock: 'virtual', now: '2026-03-02T09:00:00Z', seed: 'demo' })
})
afterAll(() => server.close())

/** An account that is set up as the guide says, for one test alone. */
const shop = (): Account => {
  const account = server.account.fork()
  account.setRateLimit({ enabled: false })
  return account
}

/** Lets reads through and refuses everything else, as an account would that nobody may write to. */
function readOnlyFetch(refused: string[]): Fetch {
  return (url, init) => {
    if ((init.method ?? 'GET') === 'GET') return globalFetch(url, init)
    refused.push(`${init.method} ${url}`)
    return Promise.resolve(new Response('{"error":{"msg":"Forbidden."}}', { status: 403 }))
  }
}

async function examine(
  account: Account,
  subject: Subject = {},
  config: OrgConfig = configOf(account),
): Promise<Diagnosis> {
  const refused: string[] = []
  const { handoff, run } = connectTo(account, config, readOnlyFetch(refused))
  const before = account.journal().length
  const diagnosis = await run(handoff.diagnose(subject))
  expect(refused).toEqual([])
  expect(
    new Set(
      account
        .journal()
        .slice(before)
        .map(({ method }) => method),
    ),
  ).toEqual(new Set(['GET']))
  for (const { code, sentence, remedy } of diagnosis.findings) {
    reproduced.add(code)
    expect(`${sentence}${remedy}`).not.toMatch(/[{}]\w*[{}]|undefined/)
  }
  return diagnosis
}

/** What the doctor says is wrong, in its own words; notes and warnings are left out. */
const problems = ({ findings }: Diagnosis) =>
  findings.filter(({ severity }) => severity === 'problem').map(({ sentence }) => sentence)
const sentenceOf = ({ findings }: Diagnosis, code: FindingCode) =>
  findings.find((finding) => finding.code === code)?.sentence

interface Row {
  id: number
  name: string
}
async function idOf(account: Account, path: string, name: string): Promise<number> {
  const { data } = await call<{ data: Row[] }>(account, 'GET', path)
  const row = data.find((one) => one.name === name)
  if (!row) throw new Error(`${path} has no ${name}`)
  return row.id
}
async function changeRule(account: Account, name: string, changes: object): Promise<void> {
  await call(account, 'PUT', `/api/rules/${await idOf(account, '/api/rules', name)}`, changes)
}
async function deleteRule(account: Account, name: string): Promise<void> {
  await call(account, 'DELETE', `/api/rules/${await idOf(account, '/api/rules', name)}`)
}
const addRule = (account: Account, name: string, code: string, event_types = 'ticket-created') =>
  call(account, 'POST', '/api/rules', { name, event_types, code })
async function changeView(account: Account, changes: object): Promise<void> {
  await call(
    account,
    'PUT',
    `/api/views/${await idOf(account, '/api/views?category=user', 'Gladly AI')}`,
    changes,
  )
}
async function switchAutoMergeOn(account: Account): Promise<void> {
  const { data } = await call<{ data: { id: number; type: string }[] }>(
    account,
    'GET',
    '/api/account/settings',
  )
  const setting = data.find(({ type }) => type === 'auto-merge')
  await call(account, 'PUT', `/api/account/settings/${setting?.id}`, {
    type: 'auto-merge',
    data: { tickets: { enabled: true, merging_window_days: 5 } },
  })
}

describe('an account that is set up as the guide says', () => {
  it('is well, and the doctor only reads', async () => {
    const account = shop()
    await handOver(account, requestOf(account, 'c-1'))
    const diagnosis = await examine(account)
    expect(diagnosis.status).toBe('well')
    expect(problems(diagnosis)).toEqual([])
    expect(diagnosis.findings.map(({ code }) => code)).toEqual(['email_left'])
  })

  it('is told when it has no handoff yet; a verification is none', async () => {
    const account = shop()
    const { handoff, run } = connectTo(account, configOf(account))
    await run(handoff.verifyConnection())
    expect(sentenceOf(await examine(account), 'no_handoffs')).toBe(
      'Among the newest 2 tickets none is a handoff.',
    )
  })

  it('needs no rule against auto-merge as long as that is off', async () => {
    const account = shop()
    await deleteRule(account, APART)
    expect(sentenceOf(await examine(account), 'auto_merge_unguarded')).toBeUndefined()
  })

  it('waits where the rate limit is used up, and stays within its bound of calls', async () => {
    const account = server.account.fork()
    account.setRateLimit({ enabled: false })
    for (let n = 0; n < 8; n += 1) await handOver(account, requestOf(account, `c-${n}`))
    account.setRateLimit({ enabled: true, used: 40 })
    const before = account.clock.now()
    const diagnosis = await examine(account)
    expect(account.clock.now()).toBeGreaterThan(before)
    expect(account.journal().some(({ status }) => status === 429)).toBe(true)
    expect(diagnosis.tickets).toHaveLength(5)
    expect(diagnosis.calls).toBeLessThanOrEqual(10 + 5 * 8)
    expect(problems(diagnosis)).toEqual([])
  })
})

describe('a customer got no e-mail (REQ-100), because', () => {
  it('the address is wrong, which the conversation shows', async () => {
    const account = shop()
    const { ticket_id } = await handOver(account, requestOf(account, 'c-1', { email: 'anna@exmaple.com' }))
    const diagnosis = await examine(account, { conversation: 'c-1', customer: 'anna@example.com' })
    expect(problems(diagnosis)).toEqual([
      `Ticket ${ticket_id} was made for anna@exmaple.com, not for anna@example.com.`,
    ])
  })

  it('the address is wrong by a typing error', async () => {
    const account = shop()
    const { ticket_id } = await handOver(account, requestOf(account, 'c-1', { email: 'anna@exmaple.com' }))
    const diagnosis = await examine(account, { customer: 'anna@example.com' })
    expect(problems(diagnosis)).toEqual([
      `Ticket ${ticket_id} was made for anna@exmaple.com, not for anna@example.com.`,
    ])
  })

  it('there is no rule', async () => {
    const account = shop()
    await deleteRule(account, RULE)
    const { ticket_id: ticket } = await handOver(account, requestOf(account, 'c-1'))
    expect(problems(await examine(account, { ticket }))).toEqual([
      'No rule answers handoffs: Gorgias e-mails nobody about a ticket that was made by API.',
    ])
  })

  it('the rule is inactive', async () => {
    const account = shop()
    await changeRule(account, RULE, { deactivated_datetime: '2026-03-01T00:00:00+00:00' })
    const { ticket_id: ticket } = await handOver(account, requestOf(account, 'c-1'))
    expect(problems(await examine(account, { ticket }))).toEqual([
      `The rule "${RULE}", which would answer handoffs, is switched off.`,
    ])
  })

  it('the rule runs on something else', async () => {
    const account = shop()
    await changeRule(account, RULE, { event_types: 'ticket-assigned' })
    expect(problems(await examine(account))).toEqual([
      `The rule "${RULE}" runs on ticket-assigned, not when a ticket is created.`,
    ])
  })

  it.each([
    ['containsAny(ticket.tags.name, ["Gladly-AI"])'],
    ['containsAny(ticket.tags.name, ["gladly_ai"])'],
    ['containsAny(ticket.tags.name, ["gladly-ai"]) && eq(ticket.language, "de")'],
    ['notContainsAny(ticket.tags.name, ["gladly-ai"])'],
    ['containsAny(ticket.subject, ["gladly-ai"])'],
  ])('the condition of the rule differs: %s', async (condition) => {
    const account = shop()
    await changeRule(account, RULE, { code: replying(condition) })
    await handOver(account, requestOf(account, 'c-1'))
    expect(account.outbox()).toEqual([])
    expect(problems(await examine(account))).toEqual([
      `The rule "${RULE}" replies to customers, but not to every ticket tagged gladly-ai: its condition is ${condition}`,
    ])
  })

  it.each([
    ['containsAny(ticket.tags.name, ["vip", "gladly-ai"])'],
    ["containsAll(ticket.tags.name, ['gladly-ai'])"],
  ])('while a rule that says the same in other words is well: %s', async (condition) => {
    const account = shop()
    await changeRule(account, RULE, { code: replying(condition) })
    await handOver(account, requestOf(account, 'c-1'))
    expect(account.outbox()).toHaveLength(1)
    expect(problems(await examine(account))).toEqual([])
  })

  it('the same reply went out less than five minutes before (REQ-081)', async () => {
    const account = shop()
    const email = 'ana@example.com'
    const { ticket_id: other } = await handOver(account, requestOf(account, 'c-1', { email }))
    await account.clock.advance('PT2M')
    const { ticket_id: ticket } = await handOver(account, requestOf(account, 'c-2', { email }))
    expect(problems(await examine(account, { ticket }))).toEqual([
      `The rule "${RULE}" did not answer ticket ${ticket}, because the same reply went to this customer less than five minutes before (ticket ${other}).`,
    ])
  })

  it('the rule is newer than the ticket', async () => {
    const account = shop()
    await changeRule(account, RULE, { deactivated_datetime: '2026-03-01T00:00:00+00:00' })
    const { ticket_id: ticket } = await handOver(account, requestOf(account, 'c-1'))
    await account.clock.advance('PT1H')
    await changeRule(account, RULE, { deactivated_datetime: null })
    expect(problems(await examine(account, { ticket }))).toEqual([
      `The rule "${RULE}" was made or changed after ticket ${ticket} came, and rules do not look back.`,
    ])
  })

  it('the tag came after the ticket (REQ-080)', async () => {
    const account = shop()
    await account.clock.advance('PT1H')
    const { id: ticket } = await call<{ id: number }>(account, 'POST', '/api/tickets', {
      external_id: 'gladly:c-1:c-1-1',
      customer: { email: 'ana@example.com' },
      messages: [
        {
          channel: 'email',
          from_agent: false,
          sender: { email: 'ana@example.com' },
          source: { from: { address: 'ana@example.com' }, to: [{ address: 'support@acme.test' }] },
          body_text: 'My lamp is broken.',
        },
      ],
    })
    await call(account, 'POST', `/api/tickets/${ticket}/tags`, { names: ['gladly-ai'] })
    expect(problems(await examine(account, { ticket }))).toEqual([
      `The rule "${RULE}" is as it should be, and yet nothing answered ticket ${ticket}.`,
    ])
  })

  it('the e-mail came back', async () => {
    const account = shop()
    const request = requestOf(account, 'c-1', { email: 'ana@nowhere.invalid' })
    const { ticket_id: ticket } = await handOver(account, request)
    await account.clock.advance('PT1M')
    expect(problems(await examine(account, { ticket }))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^The e-mail of ticket ${ticket} to ana@nowhere.invalid came back: .*rejected by recipient`,
        ),
      ),
    ])
  })

  it('the e-mail never left', async () => {
    const account = shop()
    await deleteRule(account, RULE)
    const { ticket_id: ticket } = await handOver(account, requestOf(account, 'c-1'))
    await addRule(account, RULE, replying('containsAny(ticket.tags.name, ["gladly-ai"])'))
    await call(account, 'POST', `/api/tickets/${ticket}/messages`, {
      channel: 'email',
      via: 'api',
      from_agent: true,
      sender: { email: account.credentials.email },
      source: { from: { address: 'nobody@acme.test' }, to: [{ address: 'c-1@example.com' }] },
      body_text: 'We will look into it.',
    })
    await account.clock.advance('PT1M')
    expect(problems(await examine(account, { ticket }))).toEqual([
      `The e-mail of ticket ${ticket} to c-1@example.com was never sent: No integration was found to send this email.`,
    ])
  })

  it('it lies in the spam folder: all that Gorgias knows is that it left', async () => {
    const account = shop()
    account.addRobot({ domain: 'example.com', kind: 'spam-folder' })
    const { ticket_id: ticket } = await handOver(account, requestOf(account, 'c-1'))
    expect(account.outbox()).toMatchObject([{ placement: 'spam' }])
    const diagnosis = await examine(account, { customer: 'c-1@example.com' })
    expect(sentenceOf(diagnosis, 'email_left')).toBe(
      `An e-mail of ticket ${ticket} to c-1@example.com was sent on 2026-03-02T09:00:00.000Z, and Gorgias knows of no error.`,
    )
    expect(diagnosis.findings[0]?.remedy).toContain('spam folder for messages from support@acme.test')
  })

  it('there is no ticket', async () => {
    const account = shop()
    expect(problems(await examine(account, { customer: 'nobody@example.com' }))).toEqual([
      'There is no ticket of a handoff for nobody@example.com.',
    ])
    // A customer whose only ticket is no handoff.
    expect(problems(await examine(account, { customer: 'mara.lindqvist@example.com' }))).toEqual([
      'There is no ticket of a handoff for mara.lindqvist@example.com.',
    ])
  })

  it('the customer has no address', async () => {
    const account = shop()
    const config = configOf(account, { noEmailPolicy: 'create_without_email' })
    const { ticket_id: ticket } = await handOver(account, requestOf(account, 'c-1', { email: null }), config)
    expect(problems(await examine(account, { ticket }))).toEqual([
      `Ticket ${ticket} belongs to a customer without an e-mail address: nothing can be sent.`,
    ])
  })

  it('the support address belongs to no integration (REQ-061)', async () => {
    const account = shop()
    const config = configOf(account, { gorgias: { supportEmail: 'help@acme.test' } })
    expect(problems(await examine(account, {}, config))).toEqual([
      'The support address help@acme.test belongs to no e-mail integration of the account (there are: support@acme.test).',
    ])
  })
})

describe('the team does not see the ticket (REQ-101), because', () => {
  /** The key of the admin who is there for the integration. */
  async function integrationKey(account: Account) {
    const user = await idOf(account, '/api/users', 'Gladly Integration')
    const { id, api_key } = account.createKey(user)
    const config = configOf(account, {
      gorgias: { apiKeyUserEmail: 'gladly-integration@acme.test', apiKey: secret(api_key) },
    })
    const { email, api_key: otherKey } = account.credentials
    const helped = configOf(account, {
      gorgias: { ...config.gorgias, otherAdmin: { email, apiKey: secret(otherKey) } },
    })
    return { user, keyId: id, config, helped }
  }

  it('the key was revoked', async () => {
    const account = shop()
    const { keyId, config, helped } = await integrationKey(account)
    account.revokeKey(keyId)
    expect(problems(await examine(account, {}, config))).toEqual([
      'Gorgias refuses the key of gladly-integration@acme.test: it was revoked or reset, or its user was deactivated.',
    ])
    expect(problems(await examine(account, {}, helped))).toEqual([
      'Gorgias refuses the key of gladly-integration@acme.test, who is an active user: the key was revoked or reset.',
    ])
  })

  it('the user of the key was deactivated', async () => {
    const account = shop()
    const { user, config, helped } = await integrationKey(account)
    account.deactivateUser(user)
    expect(sentenceOf(await examine(account, {}, config), 'credentials_refused')).toBeDefined()
    expect(problems(await examine(account, {}, helped))).toEqual([
      'Gorgias refuses the key of gladly-integration@acme.test: this user is deactivated or deleted, and the key with them.',
    ])
  })

  it('a rule closed it (REQ-102)', async () => {
    const account = shop()
    const close =
      'if (containsAny(message.text, ["thank you"])) { Action("setStatus", { status: "closed" }) }'
    await addRule(account, 'Close thanks', close)
    const request = requestOf(account, 'c-1', { text: 'Thank you so far, it is still broken.' })
    const { ticket_id: ticket } = await handOver(account, request)
    const diagnosis = await examine(account, { ticket })
    expect(problems(diagnosis)).toEqual([`Ticket ${ticket} was closed by the rule "Close thanks".`])
    expect(sentenceOf(diagnosis, 'rule_may_hide')).toBe(
      'The rule "Close thanks" can take handoffs out of the queue (closes tickets), and does not leave out gladly-ai.',
    )
  })

  it('a rule took its tag off (REQ-102)', async () => {
    const account = shop()
    await addRule(
      account,
      'Tidy',
      'if (eq(ticket.channel, "email")) { Action("setTags", { tags: "inbox" }) }',
    )
    const { ticket_id: ticket } = await handOver(account, requestOf(account, 'c-1'))
    const said = `Ticket ${ticket} has lost the tag gladly-ai by the rule "Tidy": it is in no view and meets no rule of handoffs.`
    for (const subject of [{ ticket }, { conversation: 'c-1' }, { customer: 'c-1@example.com' }, {}])
      expect(problems(await examine(account, subject))).toContain(said)
  })

  it('a rule that leaves handoffs out is not suspected', async () => {
    const account = shop()
    const code =
      'if (containsAny(message.text, ["thank you"]) && notContainsAny(ticket.tags.name, ["gladly-ai"])) { Action("setStatus", { status: "closed" }) }'
    await addRule(account, 'Close thanks', code)
    expect(sentenceOf(await examine(account), 'rule_may_hide')).toBeUndefined()
  })

  it('an agent closed it', async () => {
    const account = shop()
    const { ticket_id: ticket } = await handOver(account, requestOf(account, 'c-1'))
    account.act('robin@acme.test', 'close', { ticket_id: ticket })
    expect(sentenceOf(await examine(account), 'ticket_closed')).toBe(
      `Ticket ${ticket} is closed by robin@acme.test: views of open tickets do not show it.`,
    )
  })

  it('it is in the trash, in spam or asleep', async () => {
    const account = shop()
    const [trash, spam, asleep] = [
      await handOver(account, requestOf(account, 'c-1')),
      await handOver(account, requestOf(account, 'c-2')),
      await handOver(account, requestOf(account, 'c-3')),
    ].map(({ ticket_id }) => ticket_id) as [number, number, number]
    const robin = 'robin@acme.test'
    account.act(robin, 'trash', { ticket_id: trash })
    account.act(robin, 'spam', { ticket_id: spam })
    account.act(robin, 'snooze', { ticket_id: asleep, for: 'PT2H' })
    expect(problems(await examine(account)).toSorted()).toEqual([
      `Ticket ${trash} is in the trash by robin@acme.test.`,
      `Ticket ${spam} is marked as spam by robin@acme.test.`,
      `Ticket ${asleep} is snoozed until 2026-03-02T11:00:00.000Z by robin@acme.test.`,
    ])
  })

  it('it is with another team', async () => {
    const account = shop()
    const team = await idOf(account, '/api/teams', 'Returns')
    const { id: other } = await call<Row>(account, 'POST', '/api/teams', { name: 'Night shift' })
    const config = configOf(account, { team: { id: team } })
    await addRule(
      account,
      'Send on',
      `if (eq(ticket.channel, "email")) { Action("setTeamAssignee", { assignee_team: "${other}" }) }`,
    )
    const { ticket_id: ticket } = await handOver(account, requestOf(account, 'c-1'), config)
    expect(problems(await examine(account, { ticket }, config))).toEqual([
      `Ticket ${ticket} is assigned to team Night shift, not to team ${team} by the rule "Send on".`,
    ])
  })

  it('there is no view (REQ-082)', async () => {
    const account = shop()
    await call(
      account,
      'DELETE',
      `/api/views/${await idOf(account, '/api/views?category=user', 'Gladly AI')}`,
    )
    expect(problems(await examine(account))).toEqual([
      'No view that the user of the key can see filters on the tag gladly-ai.',
    ])
  })

  it('the view selects something else', async () => {
    const account = shop()
    const filters = 'containsAny(ticket.tags.name, ["vip"])'
    await changeView(account, { filters })
    expect(problems(await examine(account))).toEqual([
      `The view "Gladly AI" does not select open tickets tagged gladly-ai: its filter is ${filters}`,
    ])
  })

  it('the view asks for more than the tag', async () => {
    const account = shop()
    const filters = 'containsAny(ticket.tags.name, ["gladly-ai"]) && eq(ticket.priority, "critical")'
    await changeView(account, { filters })
    const { ticket_id: ticket } = await handOver(account, requestOf(account, 'c-1'))
    expect(problems(await examine(account))).toEqual([
      `Ticket ${ticket} is open and tagged gladly-ai, yet the view "Gladly AI" does not show it: its filter is ${filters}`,
    ])
  })

  it('the view is deactivated, for its tag was deleted', async () => {
    const account = shop()
    await deleteRule(account, RULE)
    await deleteRule(account, APART)
    await call(account, 'DELETE', `/api/tags/${await idOf(account, '/api/tags', 'gladly-ai')}`)
    expect(problems(await examine(account))).toContain(
      'The view "Gladly AI" is deactivated: a tag or an integration that it used was deleted.',
    )
  })

  it('the view is not shared with everybody', async () => {
    const account = shop()
    await changeView(account, { visibility: 'private' })
    expect(sentenceOf(await examine(account), 'view_private')).toBe(
      'The view "Gladly AI" is private: not everybody in the team may see it.',
    )
  })

  it('auto-merge put it into an older ticket (REQ-105)', async () => {
    const account = shop()
    await switchAutoMergeOn(account)
    expect(sentenceOf(await examine(account), 'auto_merge_unguarded')).toBeUndefined()
    await deleteRule(account, APART)
    expect(sentenceOf(await examine(account), 'auto_merge_unguarded')).toBeDefined()
    const { ticket_id: into } = account.inbound({ from: 'c-1@example.com', text: 'Where is my order?' })
    const { ticket_id: ticket } = await handOver(account, requestOf(account, 'c-1'))
    const said = `The handoff ${ticket} was merged into ticket ${into} by auto-merge, and is only to be found there.`
    for (const subject of [{ ticket }, { conversation: 'c-1' }, { customer: 'c-1@example.com' }])
      expect(problems(await examine(account, subject))).toEqual([said])
    expect(sentenceOf(await examine(account), 'auto_merge_unguarded')).toBe(
      'Auto-merge is on and no rule keeps handoffs apart: they may vanish in older tickets of the same customer.',
    )
  })

  it('an agent merged it, and the tag with it', async () => {
    const account = shop()
    const { ticket_id: into } = account.inbound({ from: 'c-1@example.com', text: 'Where is my order?' })
    const { ticket_id: ticket } = await handOver(account, requestOf(account, 'c-1'))
    account.mergeTickets(ticket, into)
    expect(problems(await examine(account, { conversation: 'c-1' }))).toEqual([
      `The handoff ${ticket} was merged into ticket ${into}, and is only to be found there.`,
    ])
  })

  it('it was merged, which is told of the right one among several', async () => {
    const account = shop()
    const { ticket_id: into } = account.inbound({ from: 'shop@example.com', text: 'Where is my order?' })
    const first = await handOver(account, requestOf(account, 'c-1'))
    const second = await handOver(account, requestOf(account, 'c-2'))
    const { ticket_id: other } = account.inbound({ from: 'other@example.com', text: 'Hello' })
    account.mergeTickets(first.ticket_id, into)
    account.mergeTickets(second.ticket_id, other)
    account.act('robin@acme.test', 'tag', {
      ticket_id: account.inbound({ from: 'third@example.com', text: 'Hello' }).ticket_id,
      tags: ['gladly-ai'],
    })
    const merged = `The handoff ${first.ticket_id} was merged into ticket ${into}, and is only to be found there.`
    expect(problems(await examine(account, { conversation: 'c-1' }))).toEqual([merged])
    expect(sentenceOf(await examine(account, { conversation: 'c-3' }), 'ticket_merged')).toBeUndefined()
    expect(
      sentenceOf(await examine(account, { customer: 'third@example.com' }), 'ticket_merged'),
    ).toBeUndefined()
  })

  it('there never was one: the run log says why', async () => {
    const account = shop()
    const diagnosis = await examine(account, { conversation: 'c-404' })
    expect(problems(diagnosis)).toEqual(['There is no ticket of conversation c-404.'])
    expect(diagnosis.findings[0]?.remedy).toContain('run log')
    expect(problems(await examine(account, { ticket: 1 }))).toEqual(['There is no ticket with the number 1.'])
  })

  it('only the newest tickets were looked at', async () => {
    const account = shop()
    const { handoff, run } = connectTo(account, configOf(account), endlessTickets)
    const diagnosis = await run(handoff.diagnose({ conversation: 'c-404' }))
    for (const { code } of diagnosis.findings) reproduced.add(code)
    expect(sentenceOf(diagnosis, 'not_looked_further')).toBe(
      'Only the newest 5 tickets were looked at; the account has more.',
    )
  })

  it('the note is to be signed by somebody who cannot', async () => {
    const account = shop()
    const stranger = configOf(account, { integrationUserEmail: 'notes@elsewhere.test' })
    expect(problems(await examine(account, {}, stranger))).toEqual([
      'The note is to be signed by notes@elsewhere.test, who is no user of the account: Gorgias refuses such tickets.',
    ])
    account.deactivateUser(await idOf(account, '/api/users', 'Robin Agent'))
    const former = configOf(account, { integrationUserEmail: 'Robin@acme.test' })
    expect(problems(await examine(account, {}, former))).toEqual([
      'The note is to be signed by Robin@acme.test, who is deactivated.',
    ])
  })

  it('the team does not exist', async () => {
    const account = shop()
    expect(problems(await examine(account, {}, configOf(account, { team: { id: 404 } })))).toEqual([
      'Tickets are to go to team 404, which does not exist.',
    ])
  })

  it('the user of the key has lost the role of an admin, and the rules cannot be read', async () => {
    const account = shop()
    const { user, config } = await integrationKey(account)
    await call(account, 'PUT', `/api/users/${user}`, { role: { name: 'agent' } })
    const diagnosis = await examine(account, {}, config)
    expect(problems(diagnosis)).toEqual([
      'The user of the key, gladly-integration@acme.test, has the role agent; the integration needs an admin.',
    ])
    expect(sentenceOf(diagnosis, 'part_unreadable')).toMatch(/^The doctor could not read the rules: .*403/)
  })

  it('the account is not where the configuration says', async () => {
    const account = shop()
    const gone = await startMockServer()
    await gone.close()
    const config = configOf(account, { gorgias: { baseUrl: gone.url } })
    const { handoff, run } = connectTo(account, config)
    const diagnosis = await run(handoff.diagnose())
    for (const { code } of diagnosis.findings) reproduced.add(code)
    expect(problems(diagnosis)).toEqual([
      expect.stringMatching(/^The account cannot be read: Gorgias cannot be reached; nothing was sent\./),
    ])
  })
})

/** An account whose list of tickets never ends. */
const endlessTickets: Fetch = (url, init) => {
  if (new URL(url).pathname !== '/api/tickets') return globalFetch(url, init)
  const cursor = Number(new URL(url).searchParams.get('cursor') ?? '1')
  const page = { data: [{ id: cursor, tags: [] }], meta: { next_cursor: String(cursor + 1) } }
  return Promise.resolve(new Response(JSON.stringify(page), { status: 200 }))
}

it('every finding of the table was reproduced above', () => {
  expect([...reproduced].toSorted()).toEqual(Object.keys(findings).toSorted())
})
