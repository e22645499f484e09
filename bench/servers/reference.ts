/** A bare Fastify server with the same schemas: it validates and serialises, and does nothing else. */
import fastify from 'fastify'
import { Ticket, TicketCreate } from '../../mock-server/src/resources/tickets/schema.ts'
import { lazySerialisers, lazyValidators } from '../../mock-server/src/wire/validation.ts'
import { startMockServer } from '@gorgias-harness/mock-server'
import { ticketBody } from '../ticket.ts'

async function sampleTicket(): Promise<unknown> {
  await using server = await startMockServer()
  const answer = await fetch(`${server.url}/api/tickets`, {
    method: 'POST',
    headers: { authorization: server.account.authorization, 'content-type': 'application/json' },
    body: JSON.stringify(ticketBody),
  })
  return await answer.json()
}

const ticket = await sampleTicket()
const app = fastify()
app.setValidatorCompiler(lazyValidators())
app.setSerializerCompiler(lazySerialisers)
app.get('/api/tickets/:id', { schema: { response: { 200: Ticket } } }, () => ticket)
app.post('/api/tickets', { schema: { body: TicketCreate, response: { 201: Ticket } } }, (_request, reply) => {
  reply.code(201)
  return ticket
})
const url = await app.listen({ port: 0, host: '127.0.0.1' })
process.send?.({ url, ticketPath: '/api/tickets/1', authorization: 'Basic none' })
