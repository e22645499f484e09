import type { Static } from 'typebox'
import type { MessageDraft } from '../../helpdesk/messages/messages.ts'
import type { Attachment, MessageSource } from '../../helpdesk/model/entities.ts'
import { withInstants } from '../instants.ts'
import type { MessageCreate } from './schema.ts'

type Body = Static<typeof MessageCreate>

const named = (address: { name?: string | null; address?: string }) => ({
  name: address.name ?? '',
  address: address.address ?? '',
})

/** Key order as recorded: type, to, from, extra. */
function toSource(source: NonNullable<Body['source']>): Partial<MessageSource> {
  const { type, to, cc, bcc, from, extra } = source
  return {
    ...(type !== undefined && { type }),
    ...(to && { to: to.map(named) }),
    ...(cc && { cc: cc.map(named) }),
    ...(bcc && { bcc: bcc.map(named) }),
    ...(from && { from: named(from) }),
    ...(extra && { extra }),
  }
}

const toAttachment = (given: NonNullable<Body['attachments']>[number]): Attachment => ({
  ...given,
  size: given.size ?? null,
  public: given.public ?? true,
})

/** A message as the helpdesk takes it, from a body that fits its schema. */
export function toMessageDraft(body: Body): MessageDraft {
  const { source, attachments, macros, ...rest } = withInstants(body)
  return {
    ...rest,
    ...(source && { source: toSource(source) }),
    ...(attachments && { attachments: attachments.map(toAttachment) }),
    ...(macros && { macros }),
  }
}
