import { OneOf } from '../../wire/schema.ts'
import { Type } from '../../wire/type.ts'
import { ItemPath, route } from '../route.ts'

const Count = Type.Integer({ minimum: 1 })

const FaultBody = Type.Object(
  {
    operation: Type.String({ description: 'An operationId, such as createTicket.' }),
    position: OneOf(['before', 'after-commit']),
    kind: OneOf(['status', 'reset']),
    status: Type.Optional(Type.Integer({ minimum: 400, maximum: 599 })),
    message: Type.Optional(
      Type.String({ maxLength: 1000, description: 'What the answer says instead of its usual sentence.' }),
    ),
    retry_after: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 86_400, description: 'Seconds that a 429 asks to wait.' }),
    ),
    first: Type.Optional(Count),
    every: Type.Optional(Count),
  },
  { additionalProperties: false },
)

export const faultRoutes = [
  route({
    method: 'GET',
    url: '/faults',
    operationId: 'listFaults',
    summary: 'The faults on order, with their hits',
    answer: (account) => ({ data: account.faults() }),
  }),
  route({
    method: 'POST',
    url: '/faults',
    operationId: 'orderFault',
    summary: 'Order a fault',
    body: FaultBody,
    status: 201,
    answer: (account, { body }) => account.addFault(body),
  }),
  route({
    method: 'DELETE',
    url: '/faults/:id',
    operationId: 'removeFault',
    summary: 'Remove a fault',
    path: ItemPath,
    answer: (account, { path }) => account.removeFault(path.id),
  }),
]
