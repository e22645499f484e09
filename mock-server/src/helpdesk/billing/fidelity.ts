import { recordsOf } from '../../kernel/fidelity.ts'

const APART = 'mock-server/test/billing-apart.test.ts'

/** What is known about what Gorgias bills. */
export const BILLING_FIDELITY = recordsOf('Billing', 'mock-server/test/billing.test.ts', [
  {
    subject: 'billable ticket',
    aspect: 'Has at least one message from the helpdesk to the customer.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: 'a ticket becomes billable with the first message from the helpdesk, at its time (REQ-085, REQ-086)',
  },
  {
    subject: 'billable ticket',
    aspect: 'Is also one that an agent opens by writing to a customer.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: 'a ticket becomes billable when an agent opens it by writing to a customer (REQ-085)',
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
    aspect: 'Is exactly one with a message that went out, over random histories.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: {
      file: 'mock-server/test/billing-histories.test.ts',
      name: 'a ticket is billable exactly if a message went out to the customer (REQ-085)',
    },
  },
  {
    subject: 'billable ticket',
    aspect: 'Is also one that an agent forwards, or answers in a chat.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: '%s bills it (REQ-085)',
  },
  {
    subject: 'merged tickets',
    aspect: 'Count once if one of them was answered, whenever the other is.',
    standing: 'inferred',
    source: 'none: chosen; the help centre has a section on it that could not be read',
    test: 'a ticket becomes billable in the ticket into which it was merged, which counts once, before and after',
  },
  {
    subject: 'merged tickets',
    aspect: 'Count as two if both were answered before; a deleted ticket stays on the bill.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a ticket becomes billable and stays so when it is merged into another that was answered, too, or deleted',
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
    test: '%s does not bill it (REQ-085)',
  },
  {
    subject: 'users',
    aspect: 'Do not change the bill.',
    standing: 'documented',
    source: 'pricing page, 2026',
    test: 'more users take seats and do not change the bill (REQ-083)',
  },
  {
    subject: 'overage',
    aspect: 'Begins beyond the tickets that the plan includes.',
    standing: 'documented',
    source: 'pricing page, 2026',
    test: 'beyond what the plan includes, overage is billed (REQ-084)',
  },
  {
    subject: 'a bill',
    aspect: 'Of a month that is over does not change any more.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a bill of a month that is over does not change any more',
  },
  {
    subject: 'seats',
    aspect: 'Starter has three, the larger plans any number; bots take none.',
    standing: 'documented',
    source: 'pricing page, 2026',
    test: 'seats are shown, of which Starter has three; bots take none (REQ-068)',
  },
  {
    subject: 'AI Agent',
    aspect: 'A resolution costs its fee beside the billable ticket: less on yearly term.',
    standing: 'documented',
    source: 'pricing page, 2026',
    test: {
      file: APART,
      name: 'a conversation that AI Agent resolves costs a billable ticket at once, and its fee when 72 hours are over (REQ-085, REQ-087)',
    },
  },
  {
    subject: 'AI Agent',
    aspect: 'No fee where a person takes over within 72 hours.',
    standing: 'documented',
    source: 'pricing page, 2026',
    test: { file: APART, name: 'a conversation that AI Agent resolves and a person takes over: %s' },
  },
  {
    subject: 'AI Agent',
    aspect: 'The 72 hours are counted from the resolution, and a hand-over within them saves the fee, too.',
    standing: 'inferred',
    source: 'none: chosen',
    test: {
      file: APART,
      name: 'a conversation that AI Agent resolves but hands over within 72 hours is none',
    },
  },
  {
    subject: 'AI Agent',
    aspect: 'The fee counts in the month in which the 72 hours end.',
    standing: 'inferred',
    source: 'none: chosen; so that the bill of a month that is over does not change',
    test: {
      file: APART,
      name: 'a conversation that AI Agent resolves is charged in the month in which its 72 hours end, so that no bill changes later',
    },
  },
  {
    subject: 'voice and SMS',
    aspect: 'Tickets with a call or a text are counted apart from billable ones.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: {
      file: APART,
      name: 'calls and texts count apart, once for each ticket and kind, and are not priced',
    },
  },
  {
    subject: 'voice and SMS',
    aspect: 'Count in the month of the first call or text in either direction, and have no price here.',
    standing: 'inferred',
    source: 'none: chosen; their prices are not published',
    test: {
      file: APART,
      name: 'calls and texts count apart, once for each ticket and kind, and are not priced',
    },
  },
  {
    subject: 'overage',
    aspect: 'Is billed by the ticket, not by started blocks of 100.',
    standing: 'inferred',
    source: 'none: chosen; the pricing page names both prices',
    test: 'beyond what the plan includes, overage is billed (REQ-084)',
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
