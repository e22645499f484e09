import { describe, expect, it, test } from 'vitest'
import { createTicket } from '../src/helpdesk/tickets/tickets.ts'
import { addMessage } from '../src/helpdesk/messages/messages.ts'
import type { MessageDraft } from '../src/helpdesk/messages/messages.ts'
import type { AiInteraction } from '../src/helpdesk/model/ai-agent.ts'
import { nextId } from '../src/helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../src/helpdesk/model/helpdesk.ts'
import { addVoiceCall } from '../src/helpdesk/voice.ts'
import { testWorlds } from './support/worlds.ts'

const open = testWorlds()

const NOBODY = { user_id: null, context: null }
const HOUR = 3_600_000_000
const MARIA = { email: 'maria@example.com' }

function change<T>(world: Helpdesk, run: () => T): T {
  const result = world.transact({ kind: 'control', id: 'test' }, run)
  world.clock.runDue()
  return result
}

const written: MessageDraft = { channel: 'chat', from_agent: false, sender: MARIA, body_text: 'Hi' }
const texted: MessageDraft = { channel: 'sms', from_agent: false, sender: MARIA, body_text: 'Hi' }

const openTicket = (world: Helpdesk, message = written, imported = false): number =>
  change(world, () => createTicket(world, NOBODY, { messages: [message], imported })).id

/** AI Agent answers a ticket and takes it for resolved. */
function resolve(world: Helpdesk, ticket_id: number, more: Partial<AiInteraction> = {}): number {
  return change(world, () => {
    const sender = { id: world.rows.users.first('byRole', ['bot'])?.id ?? 0 }
    addMessage(world, NOBODY, ticket_id, {
      channel: 'chat',
      from_agent: true,
      via: 'ai-agent',
      sender,
      body_text: 'Done.',
    })
    const { id } = world.rows.aiInteractions.put({
      id: nextId(world, 'aiInteractions'),
      ticket_id,
      answered_at: world.now,
      resolved_at: world.now,
      handed_over_at: null,
      taken_over_at: null,
      ...more,
    })
    return id
  })
}

describe('a conversation that AI Agent resolves', () => {
  it('costs a billable ticket at once, and its fee when 72 hours are over (REQ-085, REQ-087)', async () => {
    const { world, account } = open()
    const ticket_id = openTicket(world)
    resolve(world, ticket_id)
    const ticket = { ticket_id, by: { kind: 'ai-agent' }, at: '2026-03-02T09:00:00+00:00' }
    expect(account.billing()).toMatchObject({
      amount: '60.00',
      by: { 'ai-agent': 1 },
      ai_agent: { resolutions: 0, amount: '0.00', pending: 1, charged: [] },
      tickets: [ticket],
    })
    await account.clock.advance('PT71H59M59.999S')
    expect(account.billing().ai_agent).toMatchObject({ resolutions: 0, pending: 1 })
    await account.clock.advance('PT0.001S')
    expect(account.billing()).toMatchObject({
      amount: '61.00',
      lines: [{ item: 'plan' }, { item: 'ai-agent', quantity: 1, unit_amount: '1.00', amount: '1.00' }],
      ai_agent: {
        resolutions: 1,
        amount: '1.00',
        pending: 0,
        charged: [{ ticket_id, resolved_at: '2026-03-02T09:00:00+00:00', at: '2026-03-05T09:00:00+00:00' }],
      },
      tickets: [ticket],
    })
    expect(account.billing(undefined, { term: 'yearly' })).toMatchObject({
      amount: '50.90',
      ai_agent: { amount: '0.90' },
    })
  })

  test.for<[string, number, number]>([
    ['within 72 hours saves the fee', 72 * HOUR - 1, 0],
    ['after 72 hours is too late', 72 * HOUR, 1],
  ])('and a person takes over: %s', async ([, after, fees]) => {
    const { world, account } = open()
    resolve(world, openTicket(world), { taken_over_at: world.now + after })
    await account.clock.advance('P4D')
    expect(account.billing().ai_agent.resolutions).toBe(fees)
    expect(account.billing().billable_tickets).toBe(1)
  })

  it('but hands over within 72 hours is none', async () => {
    const { world, account } = open()
    resolve(world, openTicket(world), { handed_over_at: world.now + HOUR })
    await account.clock.advance('P4D')
    expect(account.billing().ai_agent).toMatchObject({ resolutions: 0, pending: 0 })
  })

  it('is charged in the month in which its 72 hours end, so that no bill changes later', async () => {
    const { world, account } = open()
    await account.setClock({ now: '2026-03-30T12:00:00Z' })
    resolve(world, openTicket(world))
    expect(account.billing().ai_agent.pending).toBe(1)
    await account.setClock({ now: '2026-04-01T00:00:00Z' })
    expect(account.billing('2026-03').ai_agent).toMatchObject({ resolutions: 0, pending: 0 })
    await account.clock.advance('P10D')
    expect(account.billing('2026-03').ai_agent.resolutions).toBe(0)
    expect(account.billing('2026-04').ai_agent.resolutions).toBe(1)
  })

  it('would have cost nothing had Gladly resolved it (REQ-088, REQ-090)', async () => {
    const { world, account } = open()
    const admin = { email: account.credentials.email }
    for (let i = 0; i < 10; i++) {
      const id = openTicket(world)
      if (i < 4) resolve(world, id)
      else change(world, () => addMessage(world, NOBODY, id, { ...written, from_agent: true, sender: admin }))
    }
    await account.clock.advance('P4D')
    expect(account.compareBilling()).toMatchObject({
      plan: 'basic',
      months: [{ month: '2026-03', conversations: 10, resolved: 4 }],
      ways: {
        people: { billable_tickets: 10, resolutions: 0, amount: '60.00' },
        ai_agent: { billable_tickets: 10, resolutions: 4, amount: account.billing().amount },
        gladly: { billable_tickets: 6, resolutions: 0, amount: '60.00' },
      },
      saving: { on_plan: '4.00', cheapest: '4.00' },
    })
  })
})

describe('calls and texts', () => {
  it('count apart, once for each ticket and kind, and are not priced', async () => {
    const { world, account } = open()
    const called = openTicket(world)
    const call = { ticket_id: called, direction: 'inbound', duration: 60 } as const
    for (let i = 0; i < 2; i++) change(world, () => addVoiceCall(world, call))
    const text = openTicket(world, texted)
    change(world, () => addMessage(world, NOBODY, text, texted))
    expect(account.billing()).toMatchObject({
      apart: { voice: 1, sms: 1 },
      billable_tickets: 0,
      amount: '60.00',
    })
    await account.setClock({ now: '2026-04-01T00:00:00Z' })
    change(world, () => addVoiceCall(world, call))
    expect(account.billing('2026-04').apart).toEqual({ voice: 0, sms: 0 })
  })

  it('that were made or sent elsewhere do not count', () => {
    const { world, account } = open()
    const ticket_id = openTicket(world, written, true)
    change(world, () => addVoiceCall(world, { ticket_id, direction: 'inbound', duration: 60 }))
    openTicket(world, { ...texted, sent_datetime: world.now })
    expect(account.billing().apart).toEqual({ voice: 0, sms: 0 })
  })

  it('of merged tickets count once from then on', () => {
    const { world, account } = open()
    const [one, two] = [openTicket(world, texted), openTicket(world)]
    account.mergeTickets(one, two)
    change(world, () => addMessage(world, NOBODY, two, texted))
    expect(account.billing().apart.sms).toBe(1)
  })
})
