import type { HandoffRequest } from '../../src/model/request.ts'

/** A small valid request; `changes` replace whole fields. */
export function testRequest(changes: Partial<HandoffRequest> = {}): HandoffRequest {
  return {
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
    participants: [{ id: 'p-1', role: 'customer', name: 'Dana Ruiz' }],
    items: [
      {
        id: 'i-1',
        at: '2026-03-02T08:51:00Z',
        by: 'p-1',
        kind: 'text',
        text: 'My zebra lamp is broken.',
        format: 'plain',
      },
    ],
    topics: [{ id: 't-1', name: 'Returns' }],
    ...changes,
  }
}
