import { describe, expect, it } from 'vitest'
import { toSeed } from './seed.ts'

describe('what an account starts with', () => {
  it('has profiles only of customers whom Gorgias knows already', () => {
    const { customers } = toSeed({
      customers: {
        mia: { name: 'Mia Lindgren', email: 'mia@example.com' },
        ana: {
          name: 'Ana',
          email: 'Ana@Example.com',
          gorgias: {
            name: 'Ana Pires',
            email: 'ana@example.com',
            shopify_orders: ['#1001'],
            tickets: [
              { subject: 'First', customer_wrote: 'When?', agent_answered: 'Tomorrow.', status: 'closed' },
              { subject: 'Second', customer_wrote: 'Where?' },
            ],
          },
        },
      },
    })
    expect(customers).toEqual([
      {
        name: 'Ana Pires',
        email: 'ana@example.com',
        integrations: { '1': { __integration_type__: 'shopify', orders: [{ id: 1000, name: '#1001' }] } },
        tickets: [
          {
            subject: 'First',
            status: 'closed',
            messages: [
              { from: 'customer', text: 'When?' },
              { from: 'agent', text: 'Tomorrow.' },
            ],
          },
          { subject: 'Second', status: 'open', messages: [{ from: 'customer', text: 'Where?' }] },
        ],
      },
    ])
  })

  it('falls back on what the story knows of the customer', () => {
    expect(toSeed({ customers: { sam: { gorgias: {} } } }).customers).toEqual([{ name: 'sam' }])
  })
})
