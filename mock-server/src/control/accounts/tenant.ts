import type { Account as AccountRow, ApiKey, PlanName } from '../../helpdesk/model/entities.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { ClockMode } from '../../kernel/clock.ts'
import type { Host } from '../../kernel/host.ts'
import type { JournalLimits } from '../../kernel/journal.ts'
import type { Dump } from '../../kernel/world.ts'
import type { RateLimit, Tenant } from '../../wire/tenant.ts'
import type { Steps } from '../rewind/steps.ts'
import type { NamedSnapshot } from '../snapshots/snapshots.ts'
import type { StartingPoint } from './starting-point.ts'

/** Carries out of an account's world what leaves the process; answers how to let go of it. */
export type Carrier = (world: Helpdesk) => () => void

/** What all accounts of a server start from. */
export interface AccountDefaults {
  readonly host: Host
  readonly clock: ClockMode
  /** Where virtual clocks start, in microseconds since the epoch. */
  readonly now?: number
  readonly effects: AccountRow['effects']
  readonly rateLimit: RateLimit
  readonly randomSeed: number
  /** How many commits each account remembers; the kernel's default if absent. */
  readonly history?: number
  /** What the journal of each account keeps. */
  readonly journal?: Partial<JournalLimits>
  readonly seed?: StartingPoint
  /** After how many calls the state is kept, to go back to; default 0. */
  readonly rewind?: number
  /** Told of each account's world when it begins. */
  readonly carriers?: readonly Carrier[]
  /** Whether a carrier hands e-mails to an SMTP server; default false. */
  readonly relaysEmail?: boolean
  readonly onFailure: (error: unknown) => void
}

/** One account: what the wire knows of it, and what the control plane does. */
export interface AccountTenant extends Tenant<Helpdesk> {
  /** Replaced as a whole by a reset, and by going back to a snapshot. */
  world: Helpdesk
  /** The account as it was when it was made, for reset. */
  readonly origin: Helpdesk
  /** The key that was handed out with the account. */
  readonly apiKey: ApiKey
  /** So many calls were counted. A fork goes on from its origin's, so that no two calls of its past share a number. */
  calls: number
  /** The states that were given names. */
  readonly snapshots: Map<string, NamedSnapshot>
  /** The states after the newest calls. */
  readonly steps: Steps
  onSettled: ((callId: number, operation: string) => void) | undefined
  nextRequestId: () => number
  /** The machine it runs on. */
  readonly host: Host
  /** Ends what carries things out of the world. */
  letGo: () => void
}

/** An account as it outlives its process. */
export interface KeptAccount {
  readonly name: string
  readonly apiKeyId: number
  readonly rateLimit: RateLimit
  readonly calls: number
  /** What it was when it was made. */
  readonly origin: Dump
  readonly last: Dump
}

export interface NewAccount {
  readonly subdomain?: string
  readonly plan?: PlanName
  readonly seed?: StartingPoint
  /** The account to fork, instead of starting afresh. */
  readonly from?: string
  /** The snapshot of that account to fork, instead of its present. */
  readonly snapshot?: string
}
