import type { Secret } from './secret.ts'

export type { Secret } from './secret.ts'

/** A channel from which a conversation can be handed off; SMS and voice cannot. */
export type HandoffChannel = 'chat' | 'email'

/** Priority in the words of the set-up guide; `urgent` travels to Gorgias as `critical`. */
export type HandoffPriority = 'normal' | 'high' | 'urgent'

/** What becomes of a handoff whose customer has no e-mail address. */
export type NoEmailPolicy = 'fail_and_notify' | 'create_without_email'

/** Which the customer and the team see first: the handoff message or the ticket. */
export type EffectOrder = 'message_first' | 'ticket_first'

/** A kind of secret that is masked in what customers wrote. Card numbers with their security codes always are. */
export type RedactionKind = 'cards' | 'passwords' | 'iban' | 'ssn'

/** How much of a conversation is shown. Characters are Unicode code points, bytes are UTF-8. */
export interface RenderLimits {
  /** The note's overview. */
  overviewChars: number
  /** The note's intent. */
  intentChars: number
  /** Topics named in the note. */
  topics: number
  /** Tags on the ticket; those beyond it are named in the note. */
  tags: number
  /** The size the transcript's HTML aims at; longer conversations are folded. */
  htmlBytes: number
}

/** How often and how long a call to Gorgias is repeated; durations in milliseconds. */
export interface RetryPolicy {
  /** How long one handoff may take, waits included. It bounds the waits; no wait is shortened. */
  deadlineMs: number
  /** Tries that may fail for other reasons than the rate limit. */
  maxFailures: number
  /** The first wait where Gorgias names none; it doubles each time. */
  firstWaitMs: number
  /** How long one answer may take. */
  requestTimeoutMs: number
}

/** How one organisation hands conversations off: one Gladly side, one Gorgias account. */
export interface OrgConfig {
  gorgias: {
    /** Origin without a path, such as `https://acme.gorgias.com`. */
    baseUrl: string
    /** User name of Basic authentication: the e-mail address of the key's user. */
    apiKeyUserEmail: string
    apiKey: Secret
    /** Address of an e-mail integration of the account; agents answer from it. */
    supportEmail: string
    /** Another admin, with whose key the doctor reads where the key above is refused. */
    otherAdmin?: { email: string; apiKey: Secret }
  }
  /** Gets one e-mail per failed handoff. Never the support address: that mail would become a ticket. */
  errorNotificationEmail: string
  /** Sender of those e-mails; without it they are from `errorNotificationEmail` itself. */
  errorNotificationFrom?: string
  /** May hold variables such as `{{customer.name}}`. */
  subjectTemplate: string
  defaultPriority: HandoffPriority
  /** The Gorgias user who signs the internal note. */
  integrationUserEmail: string
  customTags: readonly string[]
  /** Without it tickets are assigned to no team. */
  team?: { id: number }
  gladly: {
    baseUrl?: string
    /** https, with `{conversationId}` and perhaps `{customerId}`. Gladly documents no deep link. */
    conversationUrlTemplate: string
  }
  /** IANA time zone of printed times. */
  timeZone: string
  /** BCP 47 tag for money and dates. */
  locale: string
  /** What the customer is told; there is no built-in text. */
  handoffMessages: { default?: string; byGuide: Readonly<Record<string, string>> }
  channels: readonly HandoffChannel[]
  noEmailPolicy: NoEmailPolicy
  /** What AI turns are labelled with. */
  aiDisplayName: string
  /** Gladly API user ids whose messages were written by an AI of the older kind. */
  legacyAiAgentIds: readonly string[]
  limits: RenderLimits
  /** What is masked; all kinds unless set. */
  redaction?: readonly RedactionKind[]
  /** `message_first` unless set, as the set-up guide has it. */
  effectOrder?: EffectOrder
  /** What differs from the defaults of the delivery. */
  retry?: Partial<RetryPolicy>
  /** The time in which the account's full bucket drains: 20 seconds, for Enterprise accounts 10 (documented). */
  rateLimit?: { windowSeconds: number }
}
