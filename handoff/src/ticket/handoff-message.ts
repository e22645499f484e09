import type { OrgConfig } from '../model/config.ts'
import type { HandoffRequest } from '../model/request.ts'

/**
 * What the customer still has to be told about the handoff, or `undefined` if nothing is to be sent.
 *
 * A message that was delivered, or may have been, is never sent again; one that was not delivered is repeated in
 * its own words. Otherwise the guide's text counts, then the default. There is no built-in text.
 */
export function handoffMessageFor(request: HandoffRequest, config: OrgConfig): string | undefined {
  const sent = request.handoffMessage
  if (sent) return sent.delivered === 'no' ? sent.text : undefined
  const { default: fallback, byGuide } = config.handoffMessages
  const guide = request.conversation.guideId
  return guide !== undefined && Object.hasOwn(byGuide, guide) ? byGuide[guide] : fallback
}
