import type { Identified } from '../../kernel/collection.ts'
import type { Instant } from './entities.ts'

export const ROBOT_KINDS = ['out-of-office', 'bounce', 'echo', 'spam-folder'] as const
export type RobotKind = (typeof ROBOT_KINDS)[number]

/** What stands at the customers' end and reacts to e-mails without anybody having read them. */
export interface Robot extends Identified {
  /** One address, or all of a domain with the sign in front: `@example.com`. In lower case. */
  readonly address: string
  readonly kind: RobotKind
  /** What it writes; null for the usual words of its kind. */
  readonly text: string | null
  /** How long after an e-mail it answers, in microseconds. */
  readonly delay: number
  /** Whether it lacks manners: it answers to automatic e-mails as well, and does not say that it is automatic. */
  readonly naive: boolean
  /** Whom it has told that nobody is there, and when. */
  readonly told: readonly { readonly address: string; readonly at: Instant }[]
  /** How many e-mails it has written. */
  readonly answers: number
}
