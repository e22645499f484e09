import { secret } from '@gorgias-harness/handoff'
import type { OrgConfig, VerifyOptions, VerifyResult } from '@gorgias-harness/handoff'
import { startMockServer } from '@gorgias-harness/mock-server'
import type { Account, MockServer } from '@gorgias-harness/mock-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, configOf, connectTo } from './handoff-account.ts'

let server: MockServer

beforeAll(async () => {
  server = await startMockServer({ clock: 'virtual', now: '2026-03-02T09:00:00Z', seed: 'demo' })
})
afterAll(() => server.close())

async function verify(
  account: Account,
  config: OrgConfig = configOf(account),
  options?: VerifyOptions,
): Promise<VerifyResult> {
  const { handoff, run } = connectTo(account, config)
  return run(handoff.verifyConnection(options))
}

const stepsOf = ({ steps }: VerifyResult) => steps.map(({ step, status }) => `${step} ${status}`)
const ticketsOf = async (account: Account) => {
  const { data } = await call<{ data: { subject: string }[] }>(account, 'GET', '/api/tickets')
  return data.filter(({ subject }) => subject === 'Gladly AI: connection check')
}
async function userNamed(account: Account, name: string): Promise<number> {
  const { data } = await call<{ data: { id: number; name: string }[] }>(account, 'GET', '/api/users')
  return data.find((user) => user.name === name)?.id ?? 0
}

describe('the check of a set-up against a live account', () => {
  it('goes through every step, and makes one ticket of two messages that is recognisable (REQ-062)', async () => {
    const account = server.account.fork()
    const { data: teams } = await call<{ data: { id: number }[] }>(account, 'GET', '/api/teams')
    const team = { id: teams[0]?.id ?? 0 }
    const result = await verify(account, configOf(account, { integrationUserEmail: 'robin@acme.test', team }))
    expect(stepsOf(result)).toEqual([
      'credentials ok',
      'role ok',
      'support_address ok',
      'team ok',
      'note_sender ok',
      'tag ok',
      'verification_ticket ok',
    ])
    if (result.status !== 'verified' || result.ticket_id === undefined) throw new Error('no ticket')
    expect(await call(account, 'GET', `/api/tickets/${result.ticket_id}`)).toMatchObject({
      subject: 'Gladly AI: connection check',
      tags: [{ name: 'gladly-verification' }],
      assignee_team: team,
      messages: [{ public: true }, { public: false, sender: { email: 'robin@acme.test' } }],
    })
  })

  // Rules as shops have them: on handoffs, on everything, on what is untagged, on every new message.
  it.each([
    ['the rule for handoffs', undefined],
    ['a rule for every ticket', 'Action("replyToTicket", { body_text: "Thanks." })'],
    [
      'a rule for untagged e-mail',
      'if (notContainsAny(ticket.tags.name, ["vip"])) { Action("replyToTicket", { body_text: "Thanks." }) }',
    ],
  ])('is answered by no rule, mails nobody and bills nothing with %s (REQ-063)', async (_, code) => {
    const account = server.account.fork()
    if (code !== undefined)
      await call(account, 'POST', '/api/rules', {
        name: 'Thanks',
        event_types: 'ticket-created,ticket-message-created',
        code,
      })
    const before = account.billing().billable_tickets
    expect(await verify(account)).toMatchObject({ status: 'verified' })
    await account.clock.advance('P1D')
    expect(account.outbox()).toEqual([])
    expect(account.billing().billable_tickets).toBe(before)
  })

  it('stops before the ticket when it is only to read', async () => {
    const account = server.account.fork()
    const result = await verify(account, configOf(account), { readOnly: true })
    expect(stepsOf(result).at(-1)).toBe('tag ok')
    expect(account.journal().every(({ method }) => method === 'GET')).toBe(true)
  })

  it('finds out before the first handoff that the support address has no integration (REQ-061)', async () => {
    const account = server.account.fork()
    const result = await verify(account, configOf(account, { gorgias: { supportEmail: 'help@acme.test' } }))
    expect(result).toMatchObject({
      status: 'failed',
      step: 'support_address',
      code: 'support_address_unknown',
    })
    expect(await ticketsOf(account)).toEqual([])
  })

  it('names a note sender who is no user as a matter of the configuration (REQ-057)', async () => {
    const account = server.account.fork()
    const result = await verify(account, configOf(account, { integrationUserEmail: 'notes@elsewhere.test' }))
    expect(result).toMatchObject({
      status: 'failed',
      step: 'note_sender',
      code: 'note_sender_unknown',
      message:
        'The sender of internal notes is no active user of the Gorgias account. (notes@elsewhere.test)',
      hint: expect.stringContaining('INTEGRATION_USER_EMAIL') as string,
    })
    expect(await ticketsOf(account)).toEqual([])
  })

  it('names a note sender who was deactivated', async () => {
    const account = server.account.fork()
    account.deactivateUser(await userNamed(account, 'Robin Agent'))
    const result = await verify(account, configOf(account, { integrationUserEmail: 'robin@acme.test' }))
    expect(result).toMatchObject({
      step: 'note_sender',
      message: expect.stringContaining('is deactivated') as string,
    })
  })

  it('names a team that does not exist (REQ-052)', async () => {
    const account = server.account.fork()
    const result = await verify(account, configOf(account, { team: { id: 404 } }))
    expect(result).toMatchObject({ status: 'failed', step: 'team', code: 'team_unknown' })
    expect(await ticketsOf(account)).toEqual([])
  })

  it('says of a user of the key who is no admin any more which role it is', async () => {
    const account = server.account.fork()
    const user = await userNamed(account, 'Gladly Integration')
    const { api_key } = account.createKey(user)
    await call(account, 'PUT', `/api/users/${user}`, { role: { name: 'agent' } })
    const gorgias = { apiKeyUserEmail: 'gladly-integration@acme.test', apiKey: secret(api_key) }
    expect(await verify(account, configOf(account, { gorgias }))).toMatchObject({
      status: 'failed',
      step: 'role',
      code: 'forbidden',
      message: expect.stringContaining('has the role agent, not admin') as string,
    })
  })

  it.each([
    ['revoked (REQ-065)', (account: Account) => account.revokeKey()],
    [
      'the key of a user who was deactivated (REQ-066)',
      (account: Account) => account.deactivateUser(account.keys()[0]?.user_id ?? 0),
    ],
  ])('stops at the first step when the key is %s', async (_, end) => {
    const account = server.account.fork()
    const config = configOf(account)
    end(account)
    const result = await verify(account, config)
    expect(result).toMatchObject({
      status: 'failed',
      step: 'credentials',
      code: 'unauthorized',
      http_status: 401,
    })
    expect(stepsOf(result)).toEqual(['credentials failed'])
  })

  it('tells a spelling of the tag that rules would not see', async () => {
    const account = server.accounts.create({
      seed: { support_email: 'support@acme.test', tags: ['Gladly-AI'] },
    })
    const { steps } = await verify(account, configOf(account))
    expect(steps.find(({ step }) => step === 'tag')?.message).toContain('beware, the account has Gladly-AI')
  })

  it('works on each plan, with nothing but Basic authentication (REQ-092, REQ-103)', async () => {
    for (const plan of ['starter', 'basic', 'pro', 'advanced', 'enterprise'] as const) {
      const account = server.accounts.create({ plan, seed: { support_email: 'support@acme.test' } })
      expect(await verify(account, configOf(account)), plan).toMatchObject({ status: 'verified' })
    }
  })
})
