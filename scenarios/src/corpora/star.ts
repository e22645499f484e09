import type { HandoffRequest } from '@gorgias-harness/handoff'

/** One line of STAR's dialogues. */
export interface StarLine {
  readonly DialogueID: number
  readonly Events: readonly StarEvent[]
}

export interface StarEvent {
  readonly Agent: string
  readonly Action?: string
  readonly Text?: string
  /** Seconds since 1970-01-01T00:00Z. */
  readonly UnixTime: number
}

/** The wizard's words are the AI's; what guides and look-ups said was never part of the conversation. */
const SPEAKERS: Readonly<Record<string, Readonly<Record<string, 'customer' | 'ai'>>>> = {
  utter: { User: 'customer', Wizard: 'ai' },
  pick_suggestion: { Wizard: 'ai' },
}

/**
 * A dialogue of STAR, with its own times, as the request that Gladly would make of it. The handoff is asked for
 * at the last event.
 *
 * @example fromStar(JSON.parse(line))
 */
export function fromStar(line: StarLine): HandoffRequest {
  const id = `star-${line.DialogueID}`
  const spoken = line.Events.flatMap((event) => {
    const by = SPEAKERS[event.Action ?? '']?.[event.Agent]
    return by !== undefined && event.Text ? [{ by, text: event.Text, at: instant(event.UnixTime) }] : []
  })
  const first = line.Events[0]?.UnixTime ?? 0
  const last = line.Events.at(-1)?.UnixTime ?? first
  return {
    handoffId: `${id}-handoff`,
    requestedAt: instant(last),
    reason: { kind: 'asked_for_human' },
    conversation: { id, channel: 'chat', createdAt: instant(first), status: 'open' },
    customer: {
      id: `${id}-customer`,
      emails: [{ address: `${id}@example.com`, primary: true }],
      identity: 'claimed',
    },
    participants: [
      { id: 'customer', role: 'customer' },
      { id: 'ai', role: 'ai' },
    ],
    items: spoken.map(({ by, text, at }, index) => ({
      id: `item-${index + 1}`,
      kind: 'text' as const,
      at,
      by,
      format: by === 'ai' ? ('markdown' as const) : ('plain' as const),
      text,
    })),
    topics: [],
  }
}

const instant = (seconds: number): string => new Date(seconds * 1000).toISOString()
