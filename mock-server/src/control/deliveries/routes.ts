import { ItemPath, route } from '../route.ts'

export const deliveryRoutes = [
  route({
    method: 'GET',
    url: '/integrations/:id/deliveries',
    operationId: 'listDeliveries',
    summary: 'The calls of an HTTP integration, with what came of them',
    path: ItemPath,
    answer: (account, { path }) => ({ data: account.deliveries(path.id) }),
  }),
  route({
    method: 'POST',
    url: '/deliveries/:id/redeliver',
    operationId: 'redeliver',
    summary: 'Send a call of an HTTP integration once more',
    path: ItemPath,
    status: 201,
    answer: (account, { path }) => account.redeliver(path.id),
  }),
]
