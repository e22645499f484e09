import { describe, expect, it } from 'vitest'
import type { Seed } from '../src/index.ts'
import { call, expectStatus } from './support/api.ts'
import { CUSTOMER, fromAgent, mailboxOf, ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { url, fresh } = await testServer()

/** Rules that answer whatever comes, each in its own words. */
const answering = (rules: number): { seed: Seed } => ({
  seed: {
    rules: Array.from({ length: rules }, (_, i) => ({
      name: `Answer ${i}`,
      event_types: 'ticket-created,ticket-message-created',
      code: `if (eq(message.from_agent, false)) { Action("replyToTicket", { body_text: "Thanks ${i}" }) }`,
    })),
  },
})

/** An account whose agent has written to the customer, at whose end a robot stands. */
async function written(order: Parameters<ReturnType<typeof fresh>['account']['addRobot']>[0], more = {}) {
  const { account, api } = fresh(more)
  account.addRobot(order)
  const { id } = await api.createTicket(ticket({ subject: 'My order' }))
  await api.reply(id, fromAgent(mailboxOf(account.name)))
  return { account, api, id }
}

describe('a robot', () => {
  it('that is out of the office answers after its delay, on the ticket, and says that it is automatic', async () => {
    const { account, api, id } = await written({ address: CUSTOMER, kind: 'out-of-office', delay: 'PT1M' })
    await account.clock.advance('PT59S')
    expect((await api.ticket(id)).messages).toHaveLength(2)
    await account.clock.advance('PT1S')
    const { messages } = await api.ticket(id)
    expect(messages[2]).toMatchObject({
      from_agent: false,
      sender: { email: CUSTOMER },
      subject: 'Automatic reply: My order',
      body_text: 'I am out of the office and will read your message when I am back.',
      created_datetime: '2026-03-02T09:01:00+00:00',
    })
    const one = await api.get(`/api/tickets/${id}/messages/${messages[2]?.id ?? 0}`)
    expect(one.json).toMatchObject({ headers: { 'Auto-Submitted': 'auto-replied' } })
    expect(account.robots()).toMatchObject([{ address: CUSTOMER, domain: null, answers: 1 }])
  })

  it('that is out of the office says so once a week, and never to automatic e-mails', async () => {
    const { account, api, id } = await written({ address: CUSTOMER, kind: 'out-of-office', text: 'Away' })
    await account.clock.advance('P6D')
    await api.reply(id, fromAgent(mailboxOf(account.name)))
    await account.clock.advance('PT1H')
    expect(account.robots()[0]?.answers).toBe(1)
    await account.clock.advance('P1D')
    await api.reply(id, fromAgent(mailboxOf(account.name)))
    await account.clock.advance('PT1H')
    expect(account.robots()[0]?.answers).toBe(2)

    const auto = fresh(answering(1)).account
    auto.addRobot({ address: CUSTOMER, kind: 'out-of-office' })
    auto.inbound({ from: CUSTOMER, text: 'x' })
    await auto.clock.advance('P1D')
    expect([auto.outbox().length, auto.robots()[0]?.answers]).toEqual([1, 0])
  })

  it('that bounces sends a report of the mailer daemon, which no rule answers', async () => {
    const { account, api, id } = await written({ domain: 'Example.com', kind: 'bounce' }, answering(1))
    expect(account.outbox().map(({ placement }) => placement)).toEqual(['bounced', 'bounced'])
    await account.clock.advance('P1D')
    const { messages } = await api.ticket(id)
    const reports = messages.filter(({ sender }) => sender.email === 'mailer-daemon@example.com')
    expect(reports).toHaveLength(2)
    expect(reports[0]).toMatchObject({ subject: 'Undelivered Mail Returned to Sender' })
    expect(reports[0]?.body_text).toContain(`Final-Recipient: rfc822; ${CUSTOMER}`)
    expect(account.outbox()).toHaveLength(2)
  })

  it('that echoes sends back what it got', async () => {
    const { account, api, id } = await written({ address: CUSTOMER, kind: 'echo' })
    await account.clock.advance('PT2S')
    expect((await api.ticket(id)).messages[2]).toMatchObject({
      from_agent: false,
      body_text: 'It is on its way.',
      subject: 'Re: My order',
    })
  })

  it('that echoes sends back so much at the most: texts that rules repeat to it do not grow for ever', async () => {
    const { account, api, id } = await written({ address: CUSTOMER, kind: 'echo' })
    await api.reply(id, fromAgent(mailboxOf(account.name), { body_text: 'x'.repeat(20_000) }))
    await account.clock.advance('PT2S')
    expect((await api.ticket(id)).messages.at(-1)?.body_text).toBe('x'.repeat(10_000))
  })

  it('that sorts into the spam folder leaves it at that', async () => {
    const { account, api, id } = await written({ address: CUSTOMER, kind: 'spam-folder' })
    await account.clock.advance('P1D')
    expect(account.outbox()).toMatchObject([{ placement: 'spam' }])
    expect((await api.ticket(id)).messages).toHaveLength(2)
  })

  it('of one address goes before that of its domain, and is gone once it is removed', async () => {
    const { account, api, id } = await written({ domain: 'example.com', kind: 'bounce' })
    const { id: robot } = account.addRobot({ address: CUSTOMER.toUpperCase(), kind: 'spam-folder' })
    await api.reply(id, fromAgent(mailboxOf(account.name)))
    account.removeRobot(robot)
    await api.reply(id, fromAgent(mailboxOf(account.name)))
    expect(account.outbox().map(({ placement }) => placement)).toEqual(['bounced', 'spam', 'bounced'])
  })
})

describe('robots without manners', () => {
  it.for(['out-of-office', 'bounce', 'echo'] as const)(
    'meet rules that answer everything, and the number of e-mails stays bounded: %s',
    async (kind) => {
      const { account } = fresh(answering(5))
      account.addRobot({ domain: 'example.com', kind, naive: true, delay: 'PT5M' })
      account.inbound({ from: CUSTOMER, text: 'Hello' })
      const perHour: number[] = []
      for (let hour = 0; hour < 4; hour++) {
        const before = account.outbox().length
        await account.clock.advance('PT1H')
        perHour.push(account.outbox().length - before)
      }
      // It goes on and on, as it would in life, but never faster than rules may write to a customer.
      expect(account.robots()[0]?.answers).toBeGreaterThan(5)
      expect(Math.max(...perHour)).toBeLessThanOrEqual(2 * 12)
    },
  )

  it('make the same history in one step and in a thousand', async () => {
    const { account } = fresh(answering(3))
    account.addRobot({ address: CUSTOMER, kind: 'echo', naive: true, delay: 'PT61S' })
    account.addRobot({ domain: 'example.com', kind: 'bounce', naive: true })
    const histories: string[] = []
    for (const steps of [1, 1_000]) {
      const fork = account.fork()
      fork.inbound({ from: CUSTOMER, text: 'Hello' })
      fork.inbound({ from: 'other@example.com', text: 'Hello' })
      for (let step = 0; step < steps; step++) await fork.clock.advance(3_600_000 / steps)
      expect(fork.outbox().length).toBeGreaterThan(5)
      histories.push(JSON.stringify([fork.outbox(), fork.mailbox(CUSTOMER), fork.robots()]))
    }
    expect(histories[0]).toBe(histories[1])
  })
})

describe('the order of a robot', () => {
  it.for<[body: object, status: number, field: string]>([
    [{ kind: 'echo' }, 400, 'address'],
    [{ address: CUSTOMER, domain: 'example.com', kind: 'echo' }, 400, 'domain'],
    [{ address: 'nobody', kind: 'echo' }, 400, 'address'],
    [{ domain: 'a@b', kind: 'echo' }, 400, 'domain'],
    [{ address: CUSTOMER, kind: 'dance' }, 400, 'kind'],
    [{ address: CUSTOMER, kind: 'echo', delay: 'PT0S' }, 400, 'delay'],
    [{ address: CUSTOMER, kind: 'echo', delay: 'soon' }, 400, 'delay'],
    [{ address: CUSTOMER, kind: 'echo', delay: 'P2Y' }, 400, 'delay'],
    [{ address: CUSTOMER, kind: 'echo', volume: 11 }, 400, 'volume'],
    [{ address: 'taken@example.com', kind: 'echo' }, 409, 'address'],
  ])('that does not fit is refused by field, and changes nothing: %j', async ([body, status, field]) => {
    const { account } = fresh()
    account.addRobot({ address: 'taken@example.com', kind: 'bounce' })
    const answer = await call(url, 'POST', `/_control/v1/accounts/${account.name}/robots`, { body })
    expect(expectStatus(answer, status).json).toMatchObject({ error: { field } })
    expect(account.robots()).toHaveLength(1)
  })

  it('is carried out over HTTP, too', async () => {
    const { account } = fresh()
    const path = `/_control/v1/accounts/${account.name}/robots`
    const body = { domain: 'example.com', kind: 'out-of-office', text: 'Away', delay: 'PT1M', naive: true }
    const made = expectStatus(await call(url, 'POST', path, { body }), 201).json as { id: number }
    expect(made).toMatchObject({ ...body, delay: 'PT60S', address: null, answers: 0 })
    expect(expectStatus(await call(url, 'GET', path), 200).json).toEqual({ data: [made] })
    expectStatus(await call(url, 'DELETE', `${path}/${made.id}`), 204)
    expectStatus(await call(url, 'DELETE', `${path}/${made.id}`), 404)
  })
})
