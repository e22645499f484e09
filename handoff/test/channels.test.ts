import { describe, expect, it } from 'vitest'
import { gladlyExport, gladlyItem } from './support/gladly-export.ts'
import { handoffWorld } from './support/world.ts'

// What Gladly's own JSON becomes, from its items to the ticket.

const AI = { id: 'SIDEKICK_V2', type: 'SYSTEM' }
const later = (content: Record<string, unknown>, id: string, envelope = {}) =>
  gladlyItem(content, { id, timestamp: '2026-03-02T08:55:00Z', ...envelope })

describe('a conversation of Gladly', () => {
  it.each([
    ['chat (REQ-010)', { type: 'CHAT_MESSAGE', content: 'My lamp is broken.' }],
    [
      'e-mail (REQ-011)',
      { type: 'EMAIL', from: 'dana@example.com', subject: 'Lamp', content: 'My lamp is broken.' },
    ],
  ])('on %s becomes one ticket', async (_, content) => {
    const { handoff, gorgias } = handoffWorld()
    const outcome = await handoff.handOffExport(gladlyExport({ items: [gladlyItem(content)] }))
    expect(outcome).toMatchObject({ status: 'created', conversation_id: 'conv-1' })
    expect(gorgias.tickets).toHaveLength(1)
    expect(JSON.stringify(gorgias.tickets[0]?.body)).toContain('My lamp is broken.')
  })

  it.each([
    ['SMS (REQ-012)', { type: 'SMS', from: '+4930123456', to: '+49800', content: 'My lamp' }],
    ['a phone call (REQ-013)', { type: 'PHONE_CALL', recordingDuration: '100' }],
    ['a voicemail (REQ-013)', { type: 'VOICEMAIL', recordingDuration: 7 }],
    ['a voice AI (REQ-013)', { type: 'VOICE_AI_MESSAGE', body: 'My lamp', status: 'PLAYED' }],
    ['WhatsApp', { type: 'WHATSAPP', content: 'My lamp' }],
  ])('on %s makes no ticket; a person is told and it stays in Gladly', async (_, content) => {
    const { handoff, effects, mails, followUps } = handoffWorld()
    const outcome = await handoff.handOffExport(gladlyExport({ items: [gladlyItem(content)] }))
    expect(outcome).toMatchObject({ code: 'unsupported_channel', field: 'conversation.channel' })
    expect(effects).toEqual(['follow-up', 'mail'])
    expect(mails[0]?.text).toContain('https://acme.gladly.test/conversation/conv-1')
    expect(followUps).toMatchObject([{ conversationId: 'conv-1' }])
  })

  it('is judged by the channel that was handed off, and shows what came on another one (REQ-016)', async () => {
    const { handoff, gorgias } = handoffWorld()
    const items = [
      gladlyItem({ content: 'My lamp is broken.' }),
      later({ type: 'SMS', content: 'Are you there?' }, 'item-2'),
    ]
    expect(await handoff.handOffExport(gladlyExport({ items, channel: 'CHAT' }))).toMatchObject({
      status: 'created',
    })
    const [transcript] = gorgias.tickets[0]?.body.messages as { body_text: string }[]
    expect(transcript?.body_text).toMatch(/SMS[^]*Are you there\?/)
    expect(await handoffWorld().handoff.handOffExport(gladlyExport({ items }))).toMatchObject({
      code: 'unsupported_channel',
    })
  })

  it('in which the AI said nothing becomes a ticket that says so (REQ-009)', async () => {
    const { handoff, gorgias } = handoffWorld()
    const items = [gladlyItem({ content: 'agent' })]
    await handoff.handOffExport(gladlyExport({ items, outcome: 'did_not_respond' }))
    expect(JSON.stringify(gorgias.tickets[0]?.body.messages)).toContain('sent no reply in this conversation')
  })

  it('that is delivered twice is one ticket, whatever Gladly wrote down in between (REQ-007)', async () => {
    const { handoff, gorgias } = handoffWorld()
    const asked = [gladlyItem({ content: 'A person please' })]
    const first = await handoff.handOffExport(gladlyExport({ items: asked }))
    const again = [...asked, later({ content: 'One moment please' }, 'item-2', { initiator: AI })]
    expect(await handoff.handOffExport(gladlyExport({ items: again }))).toMatchObject({
      status: 'already_created',
      ticket_id: first.status === 'created' ? first.ticket_id : undefined,
    })
    expect(gorgias.tickets).toHaveLength(1)
  })

  it('that was reopened becomes a second ticket, whose note names the first (REQ-008)', async () => {
    const { handoff, gorgias } = handoffWorld()
    const asked = [gladlyItem({ content: 'A person please' })]
    const first = await handoff.handOffExport(gladlyExport({ items: asked }))
    const next = [...asked, later({ content: 'Me again' }, 'item-2')]
    await handoff.handOffExport(gladlyExport({ items: next }))
    expect(gorgias.tickets).toHaveLength(2)
    const ticket = first.status === 'created' ? first.ticket_id : 0
    expect(JSON.stringify(gorgias.tickets[1]?.body.messages)).toContain(`ticket ${ticket}`)
  })
})
