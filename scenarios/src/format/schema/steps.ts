import Type from 'typebox'
import type { TProperties } from 'typebox'
import { ExpectationSchema } from './expectation.ts'
import { FaultSchema } from './fault.ts'
import { channel, duration, emailAddress, handle, money, strict, text, word, words } from './shapes.ts'

const customer = Type.Optional(
  handle('Whose conversation. Without it: the only customer, or the last who spoke.'),
)
const ticket = Type.Optional(handle('Which ticket, by the name that `as` gave it. Without it: the newest.'))
const topics = Type.Optional(words('Topics of the conversation. They become tags.'))
const reason = Type.Optional(
  Type.Enum(
    ['asked_for_human', 'legal_threat', 'unsupported_language', 'failed_quality_check', 'custom', 'unknown'],
    { description: 'Why a person is needed. Without it: asked_for_human.' },
  ),
)

const ProductSchema = strict({
  name: word('The name of the product.'),
  price: Type.Optional(money('Such as 49.00 USD.')),
  url: Type.Optional(word('The page of the product, https.')),
  note: Type.Optional(word('A word beside it.')),
})

const OrderSchema = strict({
  number: word('The number of the order, in quotes.'),
  status: word('Such as shipped.'),
  lines: Type.Array(
    strict({
      name: word('What was ordered.'),
      quantity: Type.Integer({ minimum: 1, description: 'How many.' }),
      price: money('The price of one, such as 49.00 USD.'),
    }),
    { minItems: 1, maxItems: 50 },
  ),
  total: money('Such as 98.00 USD.'),
  carrier: Type.Optional(word('Who delivers.')),
  tracking: Type.Optional(word('The tracking number, in quotes.')),
})

const SummarySchema = strict({
  overview: text('What happened, in a few sentences.'),
  intent: Type.Optional(word('What the customer wants.')),
})

/** What can happen. The key is the sentence; an entry here, one in the player, and a new step is known. */
const happenings = {
  'customer writes': Type.Union(
    [
      Type.String({ minLength: 1, maxLength: 1_000_000 }),
      strict({
        text: text('What the customer writes.'),
        customer,
        channel: Type.Optional(channel('On which channel. Without it: chat.')),
        subject: Type.Optional(word('With channel email: the subject.')),
      }),
    ],
    { description: 'The customer writes to the AI. A turn takes 15 seconds.' },
  ),
  'ai answers': Type.Union(
    [
      Type.String({ minLength: 1, maxLength: 1_000_000 }),
      strict(
        {
          text: Type.Optional(text('What the AI says, in Markdown.')),
          products: Type.Optional(Type.Array(ProductSchema, { minItems: 1, maxItems: 20 })),
          order: Type.Optional(OrderSchema),
          customer,
        },
        { minProperties: 1 },
      ),
    ],
    { description: 'The AI answers, with products or an order if it shows some. A turn takes 15 seconds.' },
  ),
  'ai resolves': Type.Union(
    [
      Type.Null(),
      Type.String({ minLength: 1, maxLength: 1_000_000 }),
      strict({ text: Type.Optional(text('The last words of the AI.')), customer }),
    ],
    { description: 'The AI solves it: no person is needed.' },
  ),
  handoff: Type.Union(
    [
      Type.Null(),
      strict({
        as: Type.Optional(handle('The name under which the story speaks of this handoff and of its ticket.')),
        customer,
        reason,
        topics,
        summary: Type.Optional(SummarySchema),
        channel: Type.Optional(
          channel('The channel that is handed off. Without it: that of the last message.'),
        ),
        guide: Type.Optional(word('The guide whose handoff message is sent.')),
        locale: Type.Optional(word('The language of the conversation, such as de.')),
      }),
    ],
    { description: 'The AI hands over to a person. The step ends when the handoff has succeeded or failed.' },
  ),
  'handoff again': Type.Union(
    [
      Type.Null(),
      strict({
        of: Type.Optional(handle('Which handoff, by the name that `as` gave it. Without it: the last.')),
        times: Type.Optional(
          Type.Integer({ minimum: 1, maximum: 50, description: 'How often, all at once.' }),
        ),
      }),
    ],
    { description: 'The very same handoff comes once more: a double click, a redelivery, a manual retry.' },
  ),
  'many handoffs': Type.Union(
    [
      Type.Integer({ minimum: 1, maximum: 1000 }),
      strict({
        count: Type.Integer({ minimum: 1, maximum: 1000, description: 'How many.' }),
        channel: Type.Optional(channel('On which channel. Without it: chat.')),
        reason,
        topics,
      }),
    ],
    { description: 'So many conversations of invented customers are handed off at the same moment.' },
  ),
  'agent replies': Type.Union(
    [
      Type.String({ minLength: 1, maxLength: 100_000 }),
      strict({
        text: text('What the agent writes.'),
        ticket,
        agent: Type.Optional(emailAddress('Which user. Without it: the first agent, else the first admin.')),
        close: Type.Optional(Type.Boolean({ description: 'Whether the agent also closes the ticket.' })),
      }),
    ],
    { description: 'A person of the team answers the customer in Gorgias.' },
  ),
  'customer answers by e-mail': Type.Union(
    [
      Type.String({ minLength: 1, maxLength: 100_000 }),
      strict({
        text: text('What the customer writes.'),
        ticket,
        subject: Type.Optional(word('Without it: that of the ticket.')),
      }),
    ],
    { description: 'The customer answers the last e-mail that they got on a ticket.' },
  ),
  'time passes': duration('A duration: PT5M is five minutes, PT2H two hours, P3D three days.'),
  'key revoked': Type.Null({ description: 'The API key that the handoff uses is revoked.' }),
  'user deactivated': Type.Union([Type.Null(), emailAddress('Which user.')], {
    description:
      'A user of the account is deactivated. Without an address: the one whose key the handoff uses.',
  }),
  'new key': emailAddress('This admin makes a key, and the handoff is set up with it.'),
  'rate limit used up': Type.Union([Type.Null(), Type.Integer({ minimum: 0 })], {
    description: 'Other integrations used the shared limit: all of it, or so many requests.',
  }),
  fault: FaultSchema,
} satisfies TProperties

export const VERBS = Object.keys(happenings) as readonly Verb[]

const optional = Object.fromEntries(
  Object.entries(happenings).map(([verb, schema]) => [verb, Type.Optional(schema)]),
)

/** In the file a step is a mapping with one verb and, if something is to be checked after it, `then`. */
export const StepSchema = strict(
  { ...optional, then: Type.Optional(ExpectationSchema) },
  {
    description: 'One thing that happens, and after `then` what is to be seen.',
    oneOf: VERBS.map((verb) => ({ required: [verb] })),
  },
)

type Happenings = { [V in keyof typeof happenings]: Type.Static<(typeof happenings)[V]> }
export type Verb = keyof Happenings
export type Detail<V extends Verb> = Happenings[V]
export type Step = { [V in Verb]?: Happenings[V] } & { then?: Type.Static<typeof ExpectationSchema> }
