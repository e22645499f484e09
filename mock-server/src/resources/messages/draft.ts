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
  const list = (addresses: NonNullable<Body['source']>['to']) => addresses?.map(named)
  const entries = Object.entries({
    type: source.type,
    to: list(source.to),
    cc: list(source.cc),
    bcc: list(source.bcc),
    from: source.from ? named(source.from) : undefined,
    extra: source.extra ?? undefined,
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
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
