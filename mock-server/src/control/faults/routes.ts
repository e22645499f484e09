import { ItemPath, route } from '../route.ts'
import { FaultBody, OutageBody } from './shapes.ts'

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
    url: '/faults',
    operationId: 'removeFaults',
    summary: 'Remove all faults; outages stay',
    answer: (account) => account.removeFaults(),
  }),
  route({
    method: 'DELETE',
    url: '/faults/:id',
    operationId: 'removeFault',
    summary: 'Remove a fault',
    path: ItemPath,
    answer: (account, { path }) => account.removeFault(path.id),
  }),
  route({
    method: 'GET',
    url: '/outages',
    operationId: 'listOutages',
    summary: 'The outages on order, with their hits',
    answer: (account) => ({ data: account.outages() }),
  }),
  route({
    method: 'POST',
    url: '/outages',
    operationId: 'orderOutage',
    summary: 'Order an outage of the whole API',
    body: OutageBody,
    status: 201,
    answer: (account, { body }) => account.addOutage(body),
  }),
  route({
    method: 'DELETE',
    url: '/outages/:id',
    operationId: 'removeOutage',
    summary: 'Remove an outage',
    path: ItemPath,
    answer: (account, { path }) => account.removeOutage(path.id),
  }),
]
