import Type from 'typebox'
import { channel, countOrList, fragments, handle, strict, word, words } from './shapes.ts'

const MessageSchema = strict(
  {
    public: Type.Optional(Type.Boolean({ description: 'Whether the customer may see it.' })),
    note: Type.Optional(Type.Boolean({ description: 'Whether it is an internal note.' })),
    from: Type.Optional(
      Type.Enum(['customer', 'agent', 'rule'], {
        description: 'Who sent it: a rule is what answers by itself.',
      }),
    ),
    channel: Type.Optional(word('Such as email or internal-note.')),
    sender: Type.Optional(word('The address of the sender.')),
    text_contains: Type.Optional(fragments('What its text or HTML holds.')),
    text_lacks: Type.Optional(fragments('What neither its text nor its HTML holds.')),
  },
  { description: 'A message of a ticket.' },
)

const TicketCustomerSchema = strict(
  {
    name: Type.Optional(word('The name on the profile.')),
    email: Type.Optional(Type.Union([word('The address on the profile.'), Type.Null()])),
    tickets: Type.Optional(Type.Integer({ minimum: 0, description: 'How many tickets the profile has.' })),
  },
  { description: 'The profile on which the ticket hangs.' },
)

const TicketExpectationSchema = strict(
  {
    named: Type.Optional(handle('Which ticket, by the name that `as` gave it. Without it: the newest.')),
    status: Type.Optional(Type.Enum(['open', 'closed'])),
    subject: Type.Optional(word('The whole subject.')),
    priority: Type.Optional(
      Type.Enum(['low', 'normal', 'high', 'critical'], { description: 'As Gorgias says it.' }),
    ),
    team: Type.Optional(Type.Union([word('The name of the team.'), Type.Null({ description: 'No team.' })])),
    channel: Type.Optional(Type.Union([channel('The channel.'), Type.Literal('api')])),
    tags_contain: Type.Optional(words('Tags that it has, among others.')),
    tags_lack: Type.Optional(words('Tags that it has not.')),
    customer: Type.Optional(TicketCustomerSchema),
    messages: Type.Optional(countOrList(MessageSchema, 'How many messages, or exactly these in this order.')),
  },
  { description: 'One ticket. What is not named is not looked at.' },
)

const MailSchema = strict(
  {
    to: Type.Optional(word('The address of the receiver.')),
    from: Type.Optional(word('The address of the sender.')),
    subject: Type.Optional(word('The whole subject.')),
    text_contains: Type.Optional(fragments('What its text or HTML holds.')),
    text_lacks: Type.Optional(fragments('What neither its text nor its HTML holds.')),
  },
  { description: 'An e-mail.' },
)

const RequestsSchema = strict({
  operation: Type.Optional(word('Only this operation: createTicket, listTickets, ...')),
  status: Type.Optional(Type.Integer({ minimum: 100, maximum: 599, description: 'Only this HTTP status.' })),
  count: Type.Integer({ minimum: 0, description: 'How many.' }),
})

const HandoffExpectationSchema = strict(
  {
    named: Type.Optional(
      handle('Which handoff, by the name that `as` gave it. Without it: the last outcome.'),
    ),
    status: Type.Optional(
      Type.Enum(['created', 'already_created', 'not_needed', 'failed'], { description: 'How it ended.' }),
    ),
    code: Type.Optional(word('Why it failed: unauthorized, no_email, unsupported_channel, ...')),
    attempts: Type.Optional(Type.Integer({ minimum: 0, description: 'How often it was tried.' })),
    same_ticket_as: Type.Optional(handle('The ticket is that of the handoff of this name.')),
  },
  { description: 'How one handoff ended.' },
)

export const ExpectationSchema = strict(
  {
    tickets: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'How many tickets the story made. Earlier ones do not count.',
      }),
    ),
    ticket: Type.Optional(
      Type.Union(
        [TicketExpectationSchema, Type.Array(TicketExpectationSchema, { minItems: 1, maxItems: 50 })],
        {
          description: 'One ticket, or several.',
        },
      ),
    ),
    customers: Type.Optional(
      Type.Integer({ minimum: 0, description: 'How many customer profiles Gorgias has.' }),
    ),
    outbox: Type.Optional(
      countOrList(MailSchema, 'E-mails that left Gorgias: how many, or exactly these in this order.'),
    ),
    billing: Type.Optional(
      strict({
        billable_tickets: Type.Optional(Type.Integer({ minimum: 0 })),
        amount: Type.Optional(
          Type.Number({ minimum: 0, description: 'The bill of the month, in its currency.' }),
        ),
      }),
    ),
    requests: Type.Optional(
      Type.Union([Type.Integer({ minimum: 0 }), Type.Array(RequestsSchema, { minItems: 1, maxItems: 50 })], {
        description: 'Requests of the handoff that reached Gorgias: how many in all, or of certain kinds.',
      }),
    ),
    handoffs: Type.Optional(
      strict(
        {
          created: Type.Optional(Type.Integer({ minimum: 0 })),
          already_created: Type.Optional(Type.Integer({ minimum: 0 })),
          not_needed: Type.Optional(Type.Integer({ minimum: 0 })),
          failed: Type.Optional(Type.Integer({ minimum: 0 })),
        },
        { description: 'How many handoffs of the story ended so.', minProperties: 1 },
      ),
    ),
    handoff: Type.Optional(HandoffExpectationSchema),
    error_mails: Type.Optional(
      countOrList(
        MailSchema,
        'Mails that tell of a failed handoff: how many, or exactly these in this order.',
      ),
    ),
    handoff_messages: Type.Optional(
      countOrList(
        strict({
          customer: Type.Optional(handle('Who got it.')),
          text: Type.Optional(word('The whole text.')),
        }),
        'Handoff messages that customers got: how many, or exactly these in this order.',
      ),
    ),
    follow_ups: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Conversations that Gladly keeps for a person to follow up.' }),
    ),
  },
  { description: 'What is to be seen at this moment of the story.', minProperties: 1 },
)

export type Expectation = Type.Static<typeof ExpectationSchema>
export type TicketExpectation = Type.Static<typeof TicketExpectationSchema>
export type MessageExpectation = Type.Static<typeof MessageSchema>
export type MailExpectation = Type.Static<typeof MailSchema>
export type HandoffExpectation = Type.Static<typeof HandoffExpectationSchema>
