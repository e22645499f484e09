import type { Static } from 'typebox'
import type { InboundChat, InboundEmail } from '../../helpdesk/messages/inbound.ts'
import { OneOf } from '../../wire/schema.ts'
import { Type } from '../../wire/type.ts'
import { ControlError } from '../errors.ts'

const EmailText = Type.String({ format: 'email', maxLength: 320 })
const MessageId = Type.String({ minLength: 1, maxLength: 998 })
const Text = Type.String({ maxLength: 1_000_000 })

export const InboundBody = Type.Object(
  {
    channel: Type.Optional(OneOf(['email', 'chat'])),
    from: Type.Optional(EmailText),
    from_name: Type.Optional(Type.String({ maxLength: 255 })),
    external_id: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        description: 'Who writes into the chat, without an address.',
      }),
    ),
    text: Text,
    html: Type.Optional(Text),
    subject: Type.Optional(Type.String({ maxLength: 998 })),
    to: Type.Optional(
      Type.Array(EmailText, { maxItems: 100, description: 'Default: the default mailbox of the account.' }),
    ),
    cc: Type.Optional(Type.Array(EmailText, { maxItems: 100 })),
    ticket_id: Type.Optional(Type.Integer({ description: 'Onto this ticket, whatever the headers say.' })),
    message_id: Type.Optional(MessageId),
    in_reply_to: Type.Optional(MessageId),
    references: Type.Optional(Type.Array(MessageId, { maxItems: 50 })),
    headers: Type.Optional(
      Type.Unsafe<Record<string, string>>({
        type: 'object',
        maxProperties: 100,
        additionalProperties: { type: 'string', maxLength: 1_000 },
        description: 'Such as {"Auto-Submitted": "auto-replied"}.',
      }),
    ),
  },
  { additionalProperties: false },
)

/** What only an e-mail has. */
const OF_EMAILS = ['subject', 'to', 'cc', 'message_id', 'in_reply_to', 'references', 'headers'] as const

const named = (addresses: readonly string[]) => addresses.map((address) => ({ name: '', address }))

/**
 * A message of a customer, from a body that fits its schema.
 *
 * @throws {ControlError} 400 where nobody is said to have written it, or where it mixes e-mail and chat
 */
export function toInbound(body: Static<typeof InboundBody>): InboundEmail | InboundChat {
  const { channel = 'email', from, external_id, to, cc, ...rest } = body
  const refuse = (field: string, sentence: string) => new ControlError(400, `${field}: ${sentence}`, field)
  if (channel === 'email') {
    if (from === undefined) throw refuse('from', 'Missing data for required field.')
    if (external_id !== undefined) throw refuse('external_id', 'An e-mail is told by its address.')
    return { ...rest, from, ...(to && { to: named(to) }), ...(cc && { cc: named(cc) }) }
  }
  const odd = OF_EMAILS.find((field) => body[field] !== undefined)
  if (odd !== undefined) throw refuse(odd, 'A chat message has none.')
  if (from === undefined && external_id === undefined)
    throw refuse('from', 'A chat message needs from or external_id.')
  return {
    channel,
    ...rest,
    ...(from !== undefined && { from }),
    ...(external_id !== undefined && { external_id }),
  }
}
