import { describe, expect, it } from 'vitest'
import { expectStatus } from './support/api.ts'
import { fromAgent, fromCustomer, mailboxOf, ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer({ effects: 'realistic' })

const SENTENCES = 'Where is my order? It was due on Monday, and I have not heard from you.'

describe('the language of a ticket', () => {
  it('is null in the answer that creates it, and told a moment later', async () => {
    const { account, api } = fresh()
    const made = await api.createTicket(ticket({ messages: [fromCustomer({ body_text: SENTENCES })] }))
    expect(made.language).toBeNull()
    expect((await api.ticket(made.id)).language).toBeNull()
    await account.clock.advance('PT1S')
    expect((await api.ticket(made.id)).language).toBe('en')
  })

  it('is not told from a word, from a note or from an agent; a later message may tell it', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket({ messages: [fromCustomer({ body_text: 'Hello' })] }))
    await api.reply(id, fromAgent(mailboxOf(account.name), { body_text: SENTENCES }))
    await account.clock.advance('PT1M')
    expect((await api.ticket(id)).language).toBeNull()
    await api.reply(id, fromCustomer({ body_text: 'Wo ist meine Bestellung? Ich habe sie nicht bekommen.' }))
    await account.clock.advance('PT1M')
    expect((await api.ticket(id)).language).toBe('de')
  })

  it('stays what it is, told or given', async () => {
    const { account, api } = fresh()
    const given = await api.createTicket(
      ticket({ language: 'fr', messages: [fromCustomer({ body_text: SENTENCES })] }),
    )
    expect(given.language).toBe('fr')
    await account.clock.advance('PT1M')
    expect((await api.ticket(given.id)).language).toBe('fr')
  })
})

describe('the usage of a tag', () => {
  it('is counted a moment after a ticket got or lost it', async () => {
    const { account, api } = fresh()
    const usage = async () =>
      (expectStatus(await api.get('/api/tags'), 200).json as { data: { usage: number }[] }).data.map(
        (tag) => tag.usage,
      )
    const { id } = await api.createTicket(ticket({ tags: [{ name: 'vip' }] }))
    expect(await usage()).toEqual([0])
    await account.clock.advance('PT2S')
    expect(await usage()).toEqual([1])
    expectStatus(await api.put(`/api/tickets/${id}/tags`, {}), 202)
    expect(await usage()).toEqual([1])
    await account.clock.advance('PT2S')
    expect(await usage()).toEqual([0])
  })
})

describe('an e-mail that nobody can receive', () => {
  it('is sent, and comes back some seconds later: failed, not to be sent again, and on the ticket', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    const nobody = 'nobody@example.invalid'
    await api.reply(id, fromAgent(mailboxOf(account.name), {}, nobody))
    await account.clock.advance('PT1S')
    const sent = (await api.ticket(id)).messages[1]
    expect(sent).toMatchObject({ failed_datetime: null, last_sending_error: null })
    expect(sent?.sent_datetime).not.toBeNull()
    await account.clock.advance('PT10S')
    const bounced = (await api.ticket(id)).messages[1]
    expect(bounced).toMatchObject({ sent_datetime: sent?.sent_datetime, is_retriable: false })
    expect(bounced?.failed_datetime).not.toBeNull()
    expect(bounced?.last_sending_error?.error).toContain('rejected by recipient')
    expect((await api.tickets()).data).toMatchObject([{ id, last_sent_message_not_delivered: true }])
    expect(account.outbox()).toMatchObject([{ to: nobody, placement: 'bounced' }])
  })
})
