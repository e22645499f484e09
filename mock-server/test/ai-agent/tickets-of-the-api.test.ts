import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectStatus } from '../support/api.ts'
import { CUSTOMER, fromCustomer, handoff, ticket } from '../support/bodies.ts'
import { SCRIPT, setUp } from './desk.ts'

describe('a ticket that was made through the API', () => {
  it('gets no message, no tag and no fee of AI Agent; a normal e-mail beside it does (REQ-098, REQ-099)', async () => {
    const { account, api, write, answers, tags, interactions } = setUp()
    const { id } = await api.createTicket(handoff())
    const claimed = await api.createTicket(
      ticket({ via: 'email', messages: [fromCustomer({ via: 'email' })] }),
    )
    const chat = { channel: 'chat', via: 'chat', from_agent: false, body_text: 'Where is it?' }
    const chatted = await api.createTicket({ customer: { email: CUSTOMER }, messages: [chat] })
    const normal = write('Where is my order?')
    for (const made of [id, claimed.id, chatted.id]) {
      expect(await answers(made)).toEqual([])
      expect((await tags(made)).filter((name) => name.startsWith('ai_'))).toEqual([])
    }
    expect(await answers(normal)).toHaveLength(1)
    expect(interactions().map(({ ticket_id }) => ticket_id)).toEqual([normal])
    expect(account.billing().tickets.map(({ ticket_id }) => ticket_id)).toEqual([normal])
  })

  it('is left alone when its customer answers by e-mail, too (REQ-098)', async () => {
    const code =
      'if (containsAny(ticket.tags.name, ["gladly-ai"])) { Action("replyToTicket", { body_text: "Soon." }) }'
    const rule = { name: 'Auto-reply', event_types: 'ticket-created', code }
    const { account, api, write, answers } = setUp(SCRIPT, { rules: [rule] })
    // It has other tickets in hand, so that it does look at what comes in.
    account.inbound({ from: 'bo@example.com', text: 'Where is it?' })
    const { id } = await api.createTicket(handoff())
    const sent = account.outbox().find(({ ticket_id }) => ticket_id === id)
    const landed = write('Where is it?', { in_reply_to: sent?.header_message_id })
    expect(landed).toBe(id)
    expect(await answers(id)).toEqual([])
  })

  it('gets no answer where auto-merge brings it an e-mail that AI Agent would have answered', async () => {
    const { account, api, write, answers, interactions } = setUp()
    const { data } = expectStatus(await api.get('/api/account/settings?type=auto-merge'), 200).json as {
      data: { id: number }[]
    }
    const tickets = { enabled: true, merging_window_days: 5 }
    const body = { type: 'auto-merge', data: { tickets } }
    expectStatus(await api.put(`/api/account/settings/${data[0]?.id ?? 0}`, body), 200)
    const { id } = await api.createTicket(handoff())
    write('Where is my order?')
    expect((await api.ticket(id)).messages).toHaveLength(3)
    expect(await answers(id)).toEqual([])
    expect(interactions()).toEqual([])
    expect(account.outbox()).toEqual([])
  })

  it('gets no answer where a ticket that AI Agent has in hand is merged into it (REQ-098)', async () => {
    const { account, api, write, answers, tags, fees } = setUp()
    const { id } = await api.createTicket(handoff())
    const inHand = write('What size do I need?')
    expect(await answers(inHand)).toHaveLength(1)
    account.mergeTickets(inHand, id)
    const before = await tags(id)
    write('Where is my order?', { ticket_id: id })
    expect(await answers(id)).toHaveLength(1)
    expect(await api.ticket(id)).toMatchObject({ status: 'open' })
    expect(await tags(id)).toEqual(before)
    await account.clock.advance('P4D')
    expect(fees()).toEqual([])
  })

  it('never has a trace of AI Agent, whatever else goes on', async () => {
    const step = fc.oneof(
      fc.record({
        by: fc.constant('api' as const),
        via: fc.constantFrom('api', 'email', 'chat', 'helpdesk'),
      }),
      fc.record({
        by: fc.constant('mail' as const),
        text: fc.constantFrom('Where is it?', 'size', 'lawyer', '?'),
      }),
      fc.record({
        by: fc.constantFrom('follow-up' as const, 'agent' as const, 'api-message' as const, 'close' as const),
        nth: fc.nat(20),
      }),
      fc.record({ by: fc.constant('wait' as const), hours: fc.nat(200) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const { account, api, write, answers, tags, interactions } = setUp()
        // It has something in hand, so that it looks at follow-ups, and there is a ticket that it must not touch.
        account.inbound({ from: 'bo@example.com', text: 'Where is it?' })
        const made = [(await api.createTicket(handoff())).id]
        const all = [...made]
        for (const one of steps) {
          const id = 'nth' in one ? all[one.nth % all.length] : undefined
          if (one.by === 'api') {
            const { id: next } = await api.createTicket(
              ticket({ via: one.via, messages: [fromCustomer({ body_text: 'Where is it?', via: one.via })] }),
            )
            made.push(next)
            all.push(next)
          } else if (one.by === 'mail') all.push(write(one.text))
          else if (one.by === 'wait') await account.clock.advance(one.hours * 3_600_000)
          else if (id === undefined) continue
          else if (one.by === 'follow-up') write('Where is it?', { ticket_id: id })
          else if (one.by === 'api-message') await api.reply(id, fromCustomer({ body_text: 'size?' }))
          else if (one.by === 'agent')
            account.act(account.credentials.email, 'reply', { ticket_id: id, text: 'Hello.' })
          else await api.updateTicket(id, { status: 'closed' })
        }
        for (const id of made) {
          expect(await answers(id)).toEqual([])
          expect((await tags(id)).filter((name) => name.startsWith('ai_'))).toEqual([])
        }
        expect(interactions().filter(({ ticket_id }) => made.includes(ticket_id))).toEqual([])
        const billed = account.billing().tickets.filter(({ by }) => by.kind === 'ai-agent')
        expect(billed.filter(({ ticket_id }) => made.includes(ticket_id))).toEqual([])
        account.delete()
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})
