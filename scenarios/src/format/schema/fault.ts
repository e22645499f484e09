import Type from 'typebox'
import { strict, word } from './shapes.ts'

/** A failure of the simulator, ordered beforehand. */
export const FaultSchema = strict(
  {
    operation: word(
      'The operation that fails, in the words of the reference: createTicket, listTickets, ...',
    ),
    position: Type.Enum(['before', 'after-commit'], {
      description:
        'before: nothing is stored. after-commit: the ticket is stored and only the answer is lost.',
    }),
    kind: Type.Enum(['status', 'reset'], {
      description: 'What the caller sees: an HTTP status, or a connection that breaks.',
    }),
    status: Type.Optional(
      Type.Integer({
        minimum: 400,
        maximum: 599,
        description: 'With kind status: the HTTP status, such as 500.',
      }),
    ),
    first: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'Only the first so many calls fail. Without it, all of them do.',
      }),
    ),
    every: Type.Optional(Type.Integer({ minimum: 1, description: 'Every so-manyth call fails.' })),
  },
  { description: 'A failure of Gorgias that is ordered beforehand.' },
)

export type Fault = Type.Static<typeof FaultSchema>
