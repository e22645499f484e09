import Type from 'typebox'
import type { Static } from 'typebox'
import { Address, Id, Line, Strict } from './fields.ts'

export const Phone = Strict(
  {
    raw: Line('The number as it was typed.'),
    e164: Type.Optional(
      Type.String({ pattern: '^\\+[1-9]\\d{1,14}$', description: 'The number in E.164, e.g. +4930123456.' }),
    ),
    type: Type.Optional(Type.Enum(['home', 'mobile', 'office', 'other'])),
    primary: Type.Optional(Type.Boolean()),
  },
  'A telephone number of the customer.',
)

export const CustomerEmail = Strict(
  {
    address: Address('The address; blanks around it and letter case do not matter.'),
    primary: Type.Optional(Type.Boolean({ description: 'The address that the customer prefers.' })),
  },
  'An e-mail address of the customer.',
)

export const Customer = Strict(
  {
    id: Id('The customer’s id in Gladly. It changes when profiles are merged.'),
    name: Type.Optional(Line('The name as it is shown; never split into first and last.')),
    emails: Type.Array(CustomerEmail, { maxItems: 100, description: 'All known addresses; may be empty.' }),
    phones: Type.Optional(Type.Array(Phone, { maxItems: 100 })),
    externalIds: Type.Optional(
      Type.Record(Type.String(), Type.String({ maxLength: 1000 }), {
        description: 'Ids in other systems, by the name of the system.',
      }),
    ),
    identity: Type.Enum(['verified', 'claimed', 'anonymous'], {
      description:
        'verified: signed in. claimed: an address that somebody typed. anonymous: nobody said who.',
    }),
  },
  'The person who wrote.',
)
export type Customer = Static<typeof Customer>
