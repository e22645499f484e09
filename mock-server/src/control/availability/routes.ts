import { Type } from '../../wire/type.ts'
import { ItemPath, route } from '../route.ts'

const AvailabilityBody = Type.Object({ available: Type.Boolean() }, { additionalProperties: false })

export const availabilityRoutes = [
  route({
    method: 'GET',
    url: '/users/:id/availability',
    operationId: 'readAvailability',
    summary: 'Whether a user takes tickets',
    path: ItemPath,
    answer: (account, { path }) => account.availability(path.id),
  }),
  route({
    method: 'PUT',
    url: '/users/:id/availability',
    operationId: 'setAvailability',
    summary: 'Say whether a user takes tickets: automatic assignment heeds it',
    path: ItemPath,
    body: AvailabilityBody,
    answer: (account, { path, body }) => account.setAvailability(path.id, body.available),
  }),
]
