import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Event } from '../../helpdesk/model/entities.ts'
import type { Commit } from '../../kernel/world.ts'

/** What happened by itself while the clock was moved. */
export interface Happenings {
  /** How many timers came up, by what they stood for (`send-survey`, `wake-ticket`). */
  readonly by_kind: Readonly<Record<string, number>>
  /** Tickets that are new, changed or gone: each counts once. */
  readonly tickets_changed: number
  /** Messages that are new on tickets. */
  readonly messages: number
  /** E-mails that left. */
  readonly emails: number
  /** How often a rule's conditions held, so that it acted. */
  readonly rules_executed: number
  /** Calls of HTTP integrations that were ordered. */
  readonly http_calls: number
}

const isRule = (row: object): boolean => (row as Event).type === 'rule-executed'

/** Counts what a world commits from now on; answers how to stop and read the counts. */
export function tally(world: Helpdesk): () => Happenings {
  const byKind = new Map<string, number>()
  const tickets = new Set<number>()
  const counts = { messages: 0, emails: 0, rules_executed: 0, http_calls: 0 }
  const stop = world.onCommit(({ cause, changes }: Commit) => {
    if (cause.kind === 'timer' && cause.name !== undefined)
      byKind.set(cause.name, (byKind.get(cause.name) ?? 0) + 1)
    for (const { collection, before, after } of changes) {
      if (collection === 'tickets') tickets.add((after ?? before)?.id ?? 0)
      if (before !== undefined || after === undefined) continue
      if (collection === 'messages') counts.messages++
      else if (collection === 'outbox') counts.emails++
      else if (collection === 'deliveries') counts.http_calls++
      else if (collection === 'events' && isRule(after)) counts.rules_executed++
    }
  })
  return () => {
    stop()
    return { by_kind: Object.fromEntries(byKind), tickets_changed: tickets.size, ...counts }
  }
}
