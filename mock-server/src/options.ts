import type { FastifyPluginCallback } from 'fastify'
import type { Account } from './control/account.ts'
import type { NewAccount } from './control/accounts/tenant.ts'
import type { SeedOption } from './control/accounts/starting-point.ts'
import type { CallOut } from './edge/http/call-out.ts'
import type { JournalLimits } from './kernel/journal.ts'
import type { DoorLimits } from './doors/limits.ts'
import type { TlsOptions } from './tls.ts'

/** How a server starts. All of it is also the default of accounts made later. */
export interface MockServerOptions {
  /** Default 0: a free one. */
  readonly port?: number
  /** Default 127.0.0.1: nobody else gets in. */
  readonly host?: string
  /** Speaks HTTPS, with this certificate. */
  readonly tls?: TlsOptions
  /** The first account's name; default `acme`. */
  readonly subdomain?: string
  readonly plan?: NewAccount['plan']
  /** Default `real`. */
  readonly clock?: 'real' | 'virtual'
  /** Where virtual clocks start, ISO 8601; default: the present. */
  readonly now?: string
  /** Default `on`: 40 calls per 20 seconds (documented). */
  readonly rateLimit?: 'on' | 'off'
  /** Default `instant`: what Gorgias does by itself follows without delay. */
  readonly effects?: 'instant' | 'realistic'
  /** `demo`, a seed, a large shop that is made up, or an account that was exported. */
  readonly seed?: SeedOption
  /**
   * After how many of its newest calls the state of each account is kept, to go back to with `rewind`: default 0,
   * at the most 1,000.
   */
  readonly rewind?: number
  /** The seed of ids, keys and all else that is random; default 1. */
  readonly randomSeed?: number
  /** How many of its newest changes each account remembers, to say why a ticket is as it is; default 10,000. */
  readonly history?: number
  /** What the journal of each account keeps: by default 10,000 calls with 32 MB of texts; none with `entries: 0`. */
  readonly journal?: Partial<JournalLimits>
  /**
   * The file that keeps the accounts, made if it is not there. What it holds goes on where it was left, whatever
   * `seed`, `clock`, `rateLimit` and `effects` say: these are for accounts that are made from then on. Each answer
   * waits until what it tells of is on the disk; what is done through {@link Account} is there by the end of the
   * turn of the event loop. Journals, faults, named snapshots and what `why` tells from are not kept.
   */
  readonly data?: string
  /** The control plane asks for it: `Authorization: Bearer TOKEN`. */
  readonly controlToken?: string
  /** What one caller may ask of the server at the most: bytes, time, connections. */
  readonly limits?: Partial<DoorLimits>
  /** Hosts beyond this machine and private networks that HTTP integrations may call. */
  readonly allowEgress?: readonly string[]
  /** The network as HTTP integrations see it; default: HTTP, to where they may call. */
  readonly callOut?: CallOut
  /**
   * The SMTP server to which e-mails go when they leave, such as `smtp://127.0.0.1:1025`; without it they stay
   * in the outbox. Name one of this machine or of a private network: any other may reach real people.
   */
  readonly smtp?: string
  /** Where to listen for e-mails to the accounts' mailboxes, on the same interface; 0 picks a free port. */
  readonly smtpListen?: number
  /** Mounted under `/_x/NAME`. */
  readonly extensions?: Readonly<Record<string, FastifyPluginCallback>>
  /** Told what went wrong inside the simulator. */
  readonly onFailure?: (error: unknown) => void
}

/** A running simulator. */
export interface MockServer extends AsyncDisposable {
  /** The origin, such as `http://127.0.0.1:4010`. */
  readonly url: string
  /** Where it takes e-mails, if it was asked to. */
  readonly smtp?: { readonly host: string; readonly port: number }
  /** The file that keeps the accounts, and how many were in it at the start. */
  readonly data?: { readonly file: string; readonly accounts: number }
  /** Where e-mails go when they leave, without credentials, if they go anywhere. */
  readonly relay?: { readonly url: string; readonly isPrivate: boolean }
  /** The first account. */
  readonly account: Account
  readonly accounts: {
    create(options?: Omit<NewAccount, 'seed'> & { readonly seed?: SeedOption }): Account
    get(name: string): Account
    list(): Account[]
  }
  /**
   * Ends it. Connections are cut, calls under way with them, unless they are given time; again, it does nothing.
   *
   * @param grace how many milliseconds calls that are under way may take to be answered; default 0
   */
  close(grace?: number): Promise<void>
}
