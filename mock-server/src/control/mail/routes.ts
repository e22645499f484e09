import { ROBOT_KINDS } from '../../helpdesk/model/robots.ts'
import { OneOf } from '../../wire/schema.ts'
import { Type } from '../../wire/type.ts'
import { ItemPath, route } from '../route.ts'
import { InboundBody, toInbound } from './inbound-body.ts'

const RobotBody = Type.Object(
  {
    address: Type.Optional(Type.String({ format: 'email', maxLength: 320 })),
    domain: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    kind: OneOf(ROBOT_KINDS),
    text: Type.Optional(Type.String({ maxLength: 10_000 })),
    delay: Type.Optional(Type.String({ maxLength: 40, description: 'ISO 8601, from PT1S; default PT2S.' })),
    naive: Type.Optional(
      Type.Boolean({ description: 'Answers automatic e-mails, too, and says nothing of being automatic.' }),
    ),
  },
  { additionalProperties: false },
)

export const mailRoutes = [
  route({
    method: 'GET',
    url: '/outbox',
    operationId: 'listOutbox',
    summary: 'The e-mails that left',
    answer: (account) => ({ data: account.outbox() }),
  }),
  route({
    method: 'POST',
    url: '/inbound',
    operationId: 'receiveInbound',
    summary: 'A customer writes: an e-mail, or into the chat; an e-mail also as message/rfc822',
    body: InboundBody,
    alsoTakes: 'message/rfc822',
    status: 201,
    answer: (account, { body, raw }) =>
      raw === undefined ? account.inbound(toInbound(body)) : account.inboundMime(raw),
  }),
  route({
    method: 'GET',
    url: '/mailboxes/:address',
    operationId: 'readMailbox',
    summary: 'All e-mails that an address got or sent, in threads, as its owner sees them',
    path: Type.Object({ address: Type.String({ maxLength: 320 }) }),
    answer: (account, { path }) => account.mailbox(path.address),
  }),
  route({
    method: 'GET',
    url: '/chats/:customer',
    operationId: 'readChat',
    summary: 'What a customer, named by e-mail address, external id or id, sees in the chat window',
    path: Type.Object({ customer: Type.String({ maxLength: 320 }) }),
    answer: (account, { path }) => ({ data: account.chat(path.customer) }),
  }),
  route({
    method: 'GET',
    url: '/robots',
    operationId: 'listRobots',
    summary: 'What answers e-mails by itself at the customers’ end',
    answer: (account) => ({ data: account.robots() }),
  }),
  route({
    method: 'POST',
    url: '/robots',
    operationId: 'addRobot',
    summary: 'Let an address or a domain answer e-mails by itself',
    body: RobotBody,
    status: 201,
    answer: (account, { body }) => account.addRobot(body),
  }),
  route({
    method: 'DELETE',
    url: '/robots/:id',
    operationId: 'removeRobot',
    summary: 'Remove a robot',
    path: ItemPath,
    answer: (account, { path }) => account.removeRobot(path.id),
  }),
]
