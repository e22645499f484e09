import { Type } from '../../wire/type.ts'
import { ControlError } from '../errors.ts'
import { route } from '../route.ts'

/** A text, so that what is no number is refused by name rather than as a path that is not there. */
const TicketPath = Type.Object({ id: Type.String() })

const WhyQuery = Type.Object(
  {
    all: Type.Optional(
      Type.Boolean({ description: 'With what changed nothing but when the ticket was last updated.' }),
    ),
  },
  { additionalProperties: false },
)

function readTicketId(text: string): number {
  const id = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(id)) return id
  throw new ControlError(400, "id: a ticket's id is a whole number, such as 82750012.", 'id')
}

export const whyRoutes = [
  route({
    method: 'GET',
    url: '/tickets/:id/why',
    operationId: 'whyTicket',
    summary: 'Why a ticket is as it is: each change, and what led to it',
    path: TicketPath,
    query: WhyQuery,
    answer: (account, { path, query }) => account.why(readTicketId(path.id), query),
  }),
]
