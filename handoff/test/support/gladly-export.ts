import type { GladlyConversationExport } from '../../src/gladly/from-gladly.ts'

type Json = Record<string, unknown>

/** What Gladly's API answers about a small chat; `changes` replace whole parts. */
export function gladlyExport(changes: Partial<GladlyConversationExport> = {}): GladlyConversationExport {
  return {
    conversation: gladlyConversation(),
    customer: { id: 'cus-1', name: 'Dana Ruiz', emails: [{ normalized: 'dana@example.com', primary: true }] },
    items: [gladlyItem({ content: 'My lamp is broken.' })],
    ...changes,
  }
}

export const gladlyConversation = (changes: Json = {}): Json => ({
  id: 'conv-1',
  customerId: 'cus-1',
  inboxId: 'inbox-1',
  createdAt: '2026-03-02T08:50:00Z',
  status: 'OPEN',
  ...changes,
})

/** A chat message of the customer; `content` changes what it says, `envelope` what stands around it. */
export const gladlyItem = (content: Json | null, envelope: Json = {}): Json => ({
  id: 'item-1',
  customerId: 'cus-1',
  conversationId: 'conv-1',
  timestamp: '2026-03-02T08:51:00Z',
  initiator: { id: 'cus-1', type: 'CUSTOMER' },
  content: content && { type: 'CHAT_MESSAGE', ...content },
  ...envelope,
})
