import Type from 'typebox'
import type { Static } from 'typebox'
import { Id, Instant, Line, RequiredLine, Strict, Url } from './fields.ts'

export const Conversation = Strict(
  {
    id: Type.String({
      pattern: '^[A-Za-z0-9_-]{1,50}$',
      description: 'The conversation’s id in Gladly: 1 to 50 letters, digits, "-" or "_".',
    }),
    channel: Type.Enum(['chat', 'email', 'sms', 'voice', 'other'], {
      description: 'The channel of the contact that was handed off.',
    }),
    guideId: Type.Optional(Id('The guide that applied; it selects the handoff message.')),
    sessionId: Type.Optional(Id('The chat session.')),
    createdAt: Instant('When the conversation began.'),
    status: Type.Enum(['open', 'waiting', 'closed']),
    subject: Type.Optional(Line('The subject of an e-mail conversation.')),
    attributes: Type.Optional(
      Type.Array(Strict({ key: RequiredLine('e.g. Order number'), value: Line('e.g. 1001') }, 'A fact.'), {
        maxItems: 100,
        description: 'Facts that were noted about the conversation, e.g. an order number. Keys may repeat.',
      }),
    ),
    url: Type.Optional(
      Url(
        'Where the conversation is in Gladly, for the caller’s own records: the ticket’s link is always made ' +
          'from the configured template.',
      ),
    ),
  },
  'The conversation in Gladly.',
)
export type Conversation = Static<typeof Conversation>

export const Participant = Strict(
  {
    id: Id('The id that items name in "by".'),
    role: Type.Enum(['customer', 'ai', 'agent', 'system', 'third_party', 'automation']),
    name: Type.Optional(Line('The name to show. The role is always shown with it.')),
  },
  'Somebody or something that took part.',
)
export type Participant = Static<typeof Participant>

export const Topic = Strict(
  {
    id: Id('The topic’s id in Gladly.'),
    name: Line('Its name, resolved. Names are not unique.'),
    path: Type.Optional(Line('Its place in the tree, e.g. Returns › Size.')),
  },
  'A topic of the conversation.',
)
export type Topic = Static<typeof Topic>
