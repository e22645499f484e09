import { recordsOf } from '../../kernel/fidelity.ts'

/** What is known about what Gorgias bills. */
export const BILLING_FIDELITY = recordsOf('Billing', 'mock-server/test/billing.test.ts', [
  {
    subject: 'billable ticket',
    aspect: 'Has at least one message from the helpdesk to the customer.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: 'a ticket becomes billable with the first message from the helpdesk, at its time [REQ-085, REQ-086]',
  },
  {
    subject: 'billable ticket',
    aspect: 'Is also one that an agent opens by writing to a customer.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: 'a ticket becomes billable when an agent opens it by writing to a customer [REQ-085]',
  },
  {
    subject: 'billable ticket',
    aspect: 'Counts once, by a rule or an agent, however many messages it has.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: {
      file: 'mock-server/test/rules.test.ts',
      name: 'an auto-reply and three replies of an agent bill a ticket once, by the rule [REQ-079]',
    },
  },
  {
    subject: 'billable ticket',
    aspect: 'Counts once for ever, not once a month.',
    standing: 'inferred',
    source: 'none: chosen; the help centre says that it is only counted once',
    test: 'a ticket becomes billable once for ever: an answer in the next month does not bill it again',
  },
  {
    subject: 'billable ticket',
    aspect: 'Counts in the month in which its first message left, in UTC.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a ticket becomes billable in the month that its first message left in, to the microsecond',
  },
  {
    subject: 'billable ticket',
    aspect: 'Is also one whose outgoing message came over the API and was sent by Gorgias.',
    standing: 'inferred',
    source: 'none: chosen; follows from the definition of the help centre',
    test: {
      file: 'mock-server/test/messages.test.ts',
      name: 'a handoff ticket whose transcript claims to be from an agent goes out and is billed: the trap [REQ-025]',
    },
  },
  {
    subject: 'what is free',
    aspect: 'Notes and changes of a ticket bill nothing.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: '%s does not bill it [REQ-085]',
  },
  {
    subject: 'users',
    aspect: 'Do not change the bill.',
    standing: 'documented',
    source: 'pricing page, 2026',
    test: 'more users do not change the bill [REQ-083]',
  },
  {
    subject: 'overage',
    aspect: 'Begins beyond the tickets that the plan includes.',
    standing: 'documented',
    source: 'pricing page, 2026',
    test: 'beyond what the plan includes, overage is billed [REQ-084]',
  },
  {
    subject: 'overage',
    aspect: 'Is billed by the ticket, not by started blocks of 100.',
    standing: 'inferred',
    source: 'none: chosen; the pricing page names both prices',
    test: 'beyond what the plan includes, overage is billed [REQ-084]',
  },
  {
    subject: 'Enterprise',
    aspect: 'Is sold by quote: the bill counts tickets and names no amount.',
    standing: 'documented',
    source: 'pricing page, 2026',
    test: 'the bill of Enterprise counts, and names no amount',
  },
  {
    subject: 'price list',
    aspect: 'Is dated data that names where it is from.',
    standing: 'documented',
    source: 'pricing page, 2026',
    test: {
      file: 'mock-server/src/helpdesk/billing/invoice.test.ts',
      name: 'the price list is complete, dated, and says where it is from',
    },
  },
])
