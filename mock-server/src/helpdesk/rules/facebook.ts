import { Refusal } from '../../kernel/refusal.ts'
import { recordEvent } from '../events.ts'
import type { Message } from '../model/entities.ts'
import type { TicketActionContext } from '../tickets/actions.ts'

/** Comments below posts: what can be hidden, or liked (documented: Facebook comments alone). */
const COMMENTS: ReadonlySet<string> = new Set([
  'facebook-comment',
  'facebook-mention-comment',
  'facebook-review-comment',
])

const isComment = (message: Message): boolean =>
  !message.from_agent && COMMENTS.has(message.source?.type ?? '')

/**
 * Marks the Facebook comment that the rule looks at as hidden or liked, in its `meta` (inferred: where). On
 * any other message there is nothing to hide.
 *
 * @throws Refusal where the message is no Facebook comment, or has the mark already
 */
export const markComment =
  (mark: 'hidden_datetime' | 'liked_datetime') =>
  ({ world, actor, message }: TicketActionContext): void => {
    const comment = message && world.rows.messages.get(message.id)
    if (comment === undefined || !isComment(comment) || comment.meta?.[mark] !== undefined)
      throw new Refusal('conflict', 'There is no Facebook comment to which this has yet to be done.')
    const meta = { ...comment.meta, [mark]: new Date(world.now / 1000).toISOString() }
    world.rows.messages.patch(comment.id, { meta })
    recordEvent(world, actor, 'ticket-message-updated', { type: 'TicketMessage', id: comment.id })
  }
