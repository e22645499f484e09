import { describe, expect, it } from 'vitest'
import { startMockServer } from '../src/index.ts'
import { call, expectStatus } from './support/api.ts'
import { fromAgent, fromCustomer, handoff, note, ticket } from './support/bodies.ts'
import { START, testServer } from './support/server.ts'
import { AUTO_REPLY, CLOSE_THANKS, KEEP_OPEN, whyAt } from './support/why.ts'

const { fresh, server, url, use } = await testServer()
const { ask, said, why } = whyAt(url)

describe('why a ticket is not in a queue', () => {
  it.for<[change: object, sentence: RegExp, now: string]>([
    [{ status: 'closed' }, /closed it\. It left the views Unassigned and All\./, 'closed, unassigned'],
    [{ spam: true }, /marked it as spam\. It left the views Unassigned and All\./, 'marked as spam'],
    [
      { trashed_datetime: START },
      /moved it to the trash\. It left the views Unassigned and All\./,
      'in the trash',
    ],
    [
      { assignee_user: { email: 'robin@acme.test' } },
      /assigned it to robin@acme\.test\. It left the view Unassigned\.$/,
      'assigned to robin@acme.test',
    ],
    [{ tags: [] }, /removed the tag gladly-ai\. It left the view Gladly AI\.$/, 'Unassigned and All.'],
  ])('is said where it left: %j', async ([change, sentence, now]) => {
    const { account, api } = fresh({ seed: 'demo' })
    const { id } = await api.createTicket(ticket({ tags: [{ name: 'gladly-ai' }] }))
    const views = (await why(account, id)).now
    expect(views).toContain('Gladly AI')
    await api.updateTicket(id, change)
    const answer = await why(account, id)
    const left = answer.entries.findLast(({ cause }) => cause.kind === 'request')?.sentence
    expect(left?.replaceAll(', All and Gladly AI', ' and All')).toMatch(sentence)
    expect(answer.now).toContain(now)
  })

  it('is said where it was merged into another, from either side', async () => {
    const { account, api } = fresh()
    const older = await api.createTicket(ticket())
    const newer = await api.createTicket(ticket({ tags: [{ name: 'second' }] }))
    account.mergeTickets(newer.id, older.id)
    const gone = await why(account, newer.id)
    expect(gone.now).toBe(`It was merged into ticket ${older.id}, which has gone on since.`)
    expect(gone.entries.at(-1)?.sentence).toBe(
      `The control plane (merge) merged the ticket into ticket ${older.id}. It left the views Unassigned and All.`,
    )
    expect(gone.entries[0]?.sentence).toContain('with the tag second')
    const kept = await said(account, older.id)
    expect(kept).toHaveLength(2)
    expect(kept[1]).toContain(
      `The control plane (merge) merged ticket ${newer.id} into this one, with its 1 message and added the tag second`,
    )
  })

  it('is said where it was deleted', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    expectStatus(await api.delete(`/api/tickets/${id}`), 204)
    const { complete, now, entries } = await why(account, id)
    expect({ complete, now }).toEqual({ complete: true, now: 'It was deleted.' })
    expect(entries.at(-1)?.sentence).toBe(
      `DELETE /api/tickets/${id} of admin@${account.name}.test (call 2) deleted the ticket. ` +
        'It left the views Unassigned and All.',
    )
  })
})

describe('what is told', () => {
  it('leaves out what changed nothing but when the ticket was last updated, unless it is asked for', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket({ language: 'en' }))
    const short = account.why(id)
    const { left_out, entries } = account.why(id, { all: true })
    expect([short.left_out, left_out]).toEqual([1, 0])
    expect(entries).toHaveLength(short.entries.length + 1)
    expect(entries.at(-1)?.sentence).toContain('changed nothing of it but when it was last updated')
    const path = `/_control/v1/accounts/${account.name}/tickets/${id}/why?all=true`
    expect(expectStatus(await call(url, 'GET', path), 200).json).toEqual(account.why(id, { all: true }))
  })

  it('is nothing of a call that was refused', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    const before = (await ask(account.name, id)).text
    expectStatus(await api.put(`/api/tickets/${id}`, { status: 'closed', assignee_user: { id: 1 } }), 400)
    expect((await ask(account.name, id)).text).toBe(before)
  })

  it('is why a message failed', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket({ messages: [fromAgent('nobody@else.test')] }))
    expect((await said(account, id)).at(-1)).toMatch(
      /^The delivery \(because of call 1\) failed to send message \d+: No integration was found to send this email\.$/,
    )
  })

  it('is small: long texts are cut, no line is broken, and no control character is left', async () => {
    const { account, api } = fresh()
    const body_text = `One\ntwo \u001b[31mred\u202e ${'long '.repeat(500)}`
    const { id } = await api.createTicket(
      ticket({ subject: 'A "quoted"\r\nsubject', messages: [fromCustomer({ body_text })] }),
    )
    const answer = await ask(account.name, id)
    expect(answer.text.length).toBeLessThan(4_000)
    // eslint-disable-next-line no-control-regex
    expect(answer.text).not.toMatch(/[\u0000-\u001f\u202e]|\\u001b|\\n/)
    expect((await said(account, id))[0]).toContain('"One two [31mred long long')
  })

  it('is no secret: of what is free in form the keys alone, and no link to a survey', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket({ meta: { order: 's3cret' } }))
    await api.updateTicket(id, { status: 'closed' })
    expectStatus(
      await api.post('/api/satisfaction-surveys', {
        ticket_id: id,
        customer_id: (await api.ticket(id)).customer.id,
        should_send_datetime: '2026-03-02T10:00:00Z',
      }),
      201,
    )
    await account.clock.advance('PT2H')
    const answer = await ask(account.name, id)
    expect(answer.text).not.toContain('s3cret')
    expect(answer.text).toContain('"order"')
    expect(answer.text).toContain('sent its satisfaction survey to ana@example.com')
    const link = /satisfaction-survey\/[^\s"<]+/.exec(account.outbox().at(-1)?.text ?? '')?.[0] ?? 'none'
    expect(answer.text).not.toContain(link)
  })

  it('goes back to the creation, or says that it does not', async () => {
    await using small = await startMockServer({ clock: 'virtual', now: START, history: 5 })
    const { account } = small
    const headers = { authorization: account.authorization }
    const send = (method: string, path: string, body: unknown) =>
      call(small.url, method, path, { headers, body })
    const { id } = expectStatus(await send('POST', '/api/tickets', ticket()), 201).json as { id: number }
    expect(account.why(id).complete).toBe(true)
    for (const priority of ['high', 'low', 'normal', 'critical', 'high', 'low'])
      expectStatus(await send('PUT', `/api/tickets/${id}`, { priority }), 202)
    const { complete, entries } = account.why(id)
    expect(complete).toBe(false)
    expect(entries.map(({ sentence }) => sentence)).toEqual(
      [3, 4, 5, 6, 7].map(
        (number, i) =>
          `PUT /api/tickets/${id} of admin@acme.test (call ${number}) set its priority to ` +
          `${['low', 'normal', 'critical', 'high', 'low'][i] ?? ''}.`,
      ),
    )
  })
})

describe('a fork', () => {
  it('knows the past, calls included, and goes its own way', async () => {
    const { account, api } = fresh({ seed: { rules: [AUTO_REPLY] } })
    const { id } = await api.createTicket(handoff())
    const past = await said(account, id)
    const fork = account.fork()
    expect(await said(fork, id)).toEqual(past)

    await use(fork).api.updateTicket(id, { subject: 'There' })
    await api.updateTicket(id, { subject: 'Here' })
    const changed = (where: string) =>
      expect.stringMatching(
        `^PUT /api/tickets/${id} of .*\\(call 2\\) set the subject to "${where}"\\.$`,
      ) as string
    expect(await said(account, id)).toEqual([...past, changed('Here')])
    expect(await said(fork, id)).toEqual([...past, changed('There')])
    // A number means one call, be it before the fork or behind it.
    expect(fork.journal().map((row) => row.id)).toEqual([2])
  })

  it('that is an account put back to its beginning remembers the beginning alone', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    const id = (await api.tickets()).data[0]?.id ?? 0
    const before = (await ask(account.name, id)).text
    await api.updateTicket(id, { status: 'open' })
    account.reset()
    expect((await ask(account.name, id)).text).toBe(before)
  })
})

it('the same calls are explained by the same bytes, in however many steps the clock is moved', async () => {
  const tell = async (steps: number) => {
    await using one = await startMockServer({
      clock: 'virtual',
      now: START,
      effects: 'realistic',
      seed: { rules: [AUTO_REPLY, CLOSE_THANKS, KEEP_OPEN] },
    })
    const { account } = one
    const headers = { authorization: account.authorization }
    const made = await call(one.url, 'POST', '/api/tickets', {
      headers,
      body: handoff({ messages: [fromCustomer({ body_text: 'thank you' }), note()] }),
    })
    const { id } = expectStatus(made, 201).json as { id: number }
    for (let step = 0; step < steps; step++) await account.clock.advance(60_000 / steps)
    return (await whyAt(one.url).ask('acme', id)).text
  }
  const [once, again, inSteps] = [await tell(1), await tell(1), await tell(60)]
  expect(again).toBe(once)
  expect(inSteps).toBe(once)
})

describe('a question that has no answer', () => {
  it.for<[path: string, status: number, words: string]>([
    ['NAME/tickets/5/why', 404, 'There is no ticket 5.'],
    ['nobody/tickets/5/why', 404, 'There is no account "nobody".'],
    ['NAME/tickets/first/why', 400, "id: a ticket's id is a whole number"],
    ['NAME/tickets/1.5/why', 400, "id: a ticket's id is a whole number"],
    ['NAME/tickets/-1/why', 400, "id: a ticket's id is a whole number"],
    ['NAME/tickets/99999999999999999999/why', 400, "id: a ticket's id is a whole number"],
  ])('is refused in words: %s', async ([path, status, words]) => {
    const { account } = fresh()
    const answer = await call(url, 'GET', `/_control/v1/accounts/${path.replace('NAME', account.name)}`)
    expect((expectStatus(answer, status).json as { error: { message: string } }).error.message).toContain(
      words,
    )
    expect(server.accounts.get(account.name).journal()).toEqual([])
  })
})
