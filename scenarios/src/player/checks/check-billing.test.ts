import { describe, expect, it } from 'vitest'
import { checkBilling } from './check-billing.ts'

const bill = {
  plan: 'basic',
  amount: 60,
  currency: 'USD',
  billable_tickets: 2,
  tickets: [
    {
      ticket_id: 7,
      first_billable_message_id: 15,
      by: { kind: 'rule', id: 3, name: 'Auto-reply' },
      at: '2026-03-02T09:00:00Z',
    },
    {
      ticket_id: 8,
      first_billable_message_id: 19,
      by: { kind: 'agent', id: 4, name: 'Ines Costa' },
      at: '2026-03-02T09:00:00Z',
    },
  ],
}

describe('checking the bill', () => {
  it('says which tickets count, and through whom', () => {
    expect(checkBilling({ billable_tickets: 1 }, ['then', 'billing'], bill)).toEqual([
      {
        path: ['then', 'billing', 'billable_tickets'],
        message:
          "expected 1 billable ticket, found 2: ticket 7 by rule 'Auto-reply', message 15; " +
          "ticket 8 by agent 'Ines Costa', message 19",
      },
    ])
  })

  it('compares the amount in the currency of the bill', () => {
    expect(checkBilling({ amount: 10 }, [], bill).map(({ message }) => message)).toEqual([
      'expected a bill in USD of 10, found 60',
    ])
  })

  it('does not look at what is not told', () => {
    expect(checkBilling({ billable_tickets: 2 }, [], bill)).toEqual([])
    expect(checkBilling(undefined, [], bill)).toEqual([])
  })
})
