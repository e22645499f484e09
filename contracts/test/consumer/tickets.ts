import type { HandoffRequest } from '@gorgias-harness/handoff'
import { buildTicket } from '../../../handoff/src/ticket/build-ticket.ts'
import type { CreateTicketBody } from '../../../handoff/src/ticket/build-ticket.ts'
import { buildVerificationTicket } from '../../../handoff/src/ticket/verification-ticket.ts'
import { configFor } from './pact.ts'

const config = configFor('http://127.0.0.1')

const request: HandoffRequest = {
  handoffId: 'h-1',
  requestedAt: '2026-03-02T09:00:00Z',
  reason: { kind: 'asked_for_human' },
  conversation: { id: 'c-1', channel: 'chat', createdAt: '2026-03-02T08:50:00Z', status: 'open' },
  customer: {
    id: 'cu-1',
    name: 'Dana Ruiz',
    emails: [{ address: 'dana@example.com', primary: true }],
    identity: 'verified',
  },
  participants: [
    { id: 'p-1', role: 'customer', name: 'Dana Ruiz' },
    { id: 'p-2', role: 'ai', name: 'Gladly AI' },
  ],
  items: [
    {
      id: 'i-1',
      at: '2026-03-02T08:51:00Z',
      by: 'p-1',
      kind: 'text',
      text: 'My zebra lamp arrived broken.',
      format: 'plain',
    },
    {
      id: 'i-2',
      at: '2026-03-02T08:52:00Z',
      by: 'p-2',
      kind: 'text',
      text: 'I am sorry. A colleague will look at it.',
      format: 'plain',
    },
  ],
  topics: [{ id: 't-1', name: 'Order Status' }],
}

/** What the handoff really sends, built by its own code. */
export function handoffTicket(): CreateTicketBody {
  const built = buildTicket(request, config)
  if (!built.ok) throw new Error(built.message)
  return built.body
}

/** What the set-up check sends. */
export const verificationTicket = (): CreateTicketBody => buildVerificationTicket(config, 'v-1')
