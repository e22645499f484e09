import type { OrgConfig } from '../model/config.ts'
import type { Warning } from '../model/outcome.ts'
import type { HandoffRequest } from '../model/request.ts'
import type { Platform } from '../ports.ts'
import { handoffMessageFor } from '../ticket/handoff-message.ts'

/** Whether the customer has been told, and what there is to say about it. */
export interface Told {
  sent: boolean
  warnings: Warning[]
}

/**
 * Sends the handoff message on the conversation's own channel. Without a configured text there is nothing
 * to send. A failure is a warning: the
 * ticket matters more than the notice about it.
 */
export async function tellCustomer(
  request: HandoffRequest,
  config: OrgConfig,
  platform: Platform | undefined,
): Promise<Told> {
  const text = handoffMessageFor(request, config)
  if (text === undefined) return { sent: false, warnings: [] }
  if (!platform) {
    return warned('message_not_sent', 'Gladly is not connected: the customer got no handoff message.')
  }
  try {
    await platform.sendHandoffMessage({
      handoffId: request.handoffId,
      conversationId: request.conversation.id,
      customerId: request.customer.id,
      channel: request.conversation.channel,
      text,
    })
    return { sent: true, warnings: [] }
  } catch {
    return warned('message_failed', 'Gladly did not take the handoff message: the customer was not told.')
  }
}

const warned = (code: Warning['code'], message: string): Told => ({
  sent: false,
  warnings: [{ code, message }],
})
