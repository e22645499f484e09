import { describe, expect, it, test } from 'vitest'
import type { Account } from '../../src/index.ts'
import { apiOf } from '../support/api.ts'
import { fromAgent, mailboxOf, note } from '../support/bodies.ts'
import { setUp, url } from './desk.ts'

const deskReply = (account: Account, ticket_id: number) =>
  Promise.resolve(account.act(account.credentials.email, 'reply', { ticket_id, text: 'I take over.' }))
const apiReply = (account: Account, id: number) =>
  apiOf(url, account).reply(id, fromAgent(mailboxOf(account.name)))

describe('a resolution of AI Agent', () => {
  const PAST_72_HOURS = 'PT72H1S'

  it('costs a fee and the ticket once 72 hours are over without a person (REQ-087)', async () => {
    const { account, write, fees, interactions } = setUp()
    const id = write('Where is my order?')
    const [interaction] = interactions()
    expect(interaction).toMatchObject({
      ticket_id: id,
      handed_over_datetime: null,
      taken_over_datetime: null,
    })
    expect(interaction?.resolved_datetime).not.toBeNull()
    expect(account.billing().tickets).toMatchObject([
      { ticket_id: id, by: { kind: 'ai-agent', name: 'AI Agent' } },
    ])
    expect(fees()).toEqual([])
    await account.clock.advance(PAST_72_HOURS)
    expect(fees()).toMatchObject([{ ticket_id: id }])
    expect(account.billing().tickets).toHaveLength(1)
  })

  test.for([
    ['by a person at the desk', (account: Account, id: number) => deskReply(account, id)],
    ['over the API', (account: Account, id: number) => apiReply(account, id)],
  ] as const)('costs no fee if it is taken over %s within 72 hours', async ([, reply]) => {
    const { account, write, fees, interactions } = setUp()
    const id = write('Where is my order?')
    await account.clock.advance('PT71H')
    await reply(account, id)
    expect(interactions()[0]?.taken_over_datetime).toBe(account.readClock().now)
    await account.clock.advance(PAST_72_HOURS)
    expect(fees()).toEqual([])
    expect(account.billing().tickets).toHaveLength(1)
  })

  it('costs its fee if a person comes later, or writes but a note', async () => {
    const { account, api, write, fees } = setUp()
    const id = write('Where is my order?')
    await api.reply(id, note())
    await account.clock.advance(PAST_72_HOURS)
    await deskReply(account, id)
    expect(fees()).toHaveLength(1)
  })

  it('is one, however often it answers within 72 hours, and another one after them', async () => {
    const { account, write, fees, interactions } = setUp()
    const id = write('Where is my order?')
    write('And where is the other?', { ticket_id: id })
    expect(interactions()).toHaveLength(1)
    await account.clock.advance(PAST_72_HOURS)
    write('Where is the third?', { ticket_id: id })
    await account.clock.advance(PAST_72_HOURS)
    expect(interactions()).toHaveLength(2)
    expect(fees()).toHaveLength(2)
    expect(account.billing().tickets).toHaveLength(1)
  })

  it('is none any more where the customer comes back and is passed on within 72 hours', async () => {
    const { account, write, fees } = setUp()
    const id = write('Where is my order?')
    write('My dog ate it.', { ticket_id: id })
    await account.clock.advance(PAST_72_HOURS)
    expect(fees()).toEqual([])
  })
})
