import { Type } from '../../wire/type.ts'
import { route } from '../route.ts'

const InboundBody = Type.Object(
  {
    from: Type.String({ format: 'email', maxLength: 320 }),
    text: Type.String({ maxLength: 1_000_000 }),
    html: Type.Optional(Type.String({ maxLength: 1_000_000 })),
    subject: Type.Optional(Type.String({ maxLength: 998 })),
    ticket_id: Type.Optional(Type.Integer()),
    in_reply_to: Type.Optional(Type.String({ maxLength: 998 })),
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
    summary: 'A customer writes an e-mail',
    body: InboundBody,
    status: 201,
    answer: (account, { body }) => account.inbound(body),
  }),
]
