import { parseHandoffRequest } from '@gorgias-harness/handoff'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFactory } from './create-factory.ts'

const requestedAt = '2026-03-02T09:00:00.000Z'

describe('the factory of invented data', () => {
  it('makes requests that the handoff accepts, whatever the seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(parseHandoffRequest(createFactory(seed).handoffRequest({ requestedAt }))).toMatchObject({
          ok: true,
        })
      }),
    )
  })

  it('makes the same of the same seed', () => {
    const make = (seed: number) => {
      const factory = createFactory(seed)
      return [factory.customer(), factory.handoffRequest({ requestedAt }), factory.conversation()]
    }
    expect(make(7)).toEqual(make(7))
    expect(make(7)).not.toEqual(make(8))
  })

  it('never uses an id or an address twice', () => {
    const factory = createFactory(1)
    const requests = Array.from({ length: 500 }, () => factory.handoffRequest({ requestedAt }))
    for (const of of [
      (index: number) => requests[index]?.handoffId,
      (index: number) => requests[index]?.conversation.id,
      (index: number) => requests[index]?.customer.emails[0]?.address,
    ])
      expect(new Set(requests.map((_, index) => of(index))).size).toBe(500)
  })

  it('ends each conversation at the moment of its handoff', () => {
    const { items, conversation } = createFactory(3).handoffRequest({ requestedAt })
    const times = items.map(({ at }) => at)
    expect(times).toEqual([...times].sort())
    expect(conversation.createdAt <= (times[0] ?? '')).toBe(true)
    expect((times.at(-1) ?? '') <= requestedAt).toBe(true)
  })

  it('follows the wishes', () => {
    const request = createFactory(1).handoffRequest({
      requestedAt,
      channel: 'email',
      reason: 'legal_threat',
      topics: ['Outage'],
      outcome: 'resolved',
      customer: { name: 'Dana Ruiz', email: 'dana@example.com' },
    })
    expect(request).toMatchObject({
      outcome: 'resolved',
      reason: { kind: 'legal_threat' },
      conversation: { channel: 'email' },
      customer: { name: 'Dana Ruiz', emails: [{ address: 'dana@example.com' }] },
      topics: [{ name: 'Outage' }],
    })
  })
})
