import { Id } from '../../wire/schema.ts'
import { Type } from '../../wire/type.ts'
import { ItemPath, route } from '../route.ts'

/** The ticket that another one is merged into. */
const TicketMerge = Type.Object({ into: Id }, { additionalProperties: false })

export const ticketRoutes = [
  route({
    method: 'POST',
    url: '/tickets/:id/merge',
    operationId: 'mergeTickets',
    summary: 'Merge a ticket into another, as an agent does',
    path: ItemPath,
    body: TicketMerge,
    answer: (account, { path, body }) => account.mergeTickets(path.id, body.into),
  }),
]
