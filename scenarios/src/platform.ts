import type { FollowUp, HandoffMessage, Platform } from '@gorgias-harness/handoff'

/** What the customers were told and what was kept for a person, in the order in which it happened. */
export interface GladlyDouble {
  readonly platform: Platform
  readonly messages: readonly HandoffMessage[]
  readonly followUps: readonly FollowUp[]
}

/**
 * The Gladly side of a handoff, in memory: it does what it is asked and remembers it.
 *
 * @example
 * const gladly = createGladlyDouble()
 * createHandoff(config, { platform: gladly.platform })
 */
export function createGladlyDouble(): GladlyDouble {
  const messages: HandoffMessage[] = []
  const followUps: FollowUp[] = []
  return {
    messages,
    followUps,
    platform: {
      sendHandoffMessage: (message) => {
        messages.push(message)
        return Promise.resolve()
      },
      markForFollowUp: (followUp) => {
        followUps.push(followUp)
        return Promise.resolve()
      },
    },
  }
}
