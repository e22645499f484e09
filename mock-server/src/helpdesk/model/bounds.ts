import type { Identified } from '../../kernel/collection.ts'
import type { Instant } from './entities.ts'

/** What rules wrote to an address by themselves within the last hour: the guard against storms of mail. */
export interface AutoReplies extends Identified {
  /** Folded; of a customer without an address, its id behind a `#`. */
  readonly address: string
  /** `rule_id` is null where it was no reply, but an e-mail of its own. */
  readonly written: readonly { readonly rule_id: number | null; readonly at: Instant }[]
}

/** What rules did to a ticket, in the hour that began at `since`, because of what rules had done: the id is the ticket's. */
export interface RuleCascade extends Identified {
  readonly since: Instant
  readonly actions: number
  readonly characters: number
  readonly steps: number
}

/** How often something happened in the account in the hour that began at `since`; each kind has an id of its own. */
export interface HourCount extends Identified {
  readonly since: Instant
  readonly count: number
}
