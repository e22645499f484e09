/**
 * The rows of an account. Field names are spelt as the API spells them; instants are microseconds since the
 * epoch; references are ids. Rows are immutable.
 */
import type { Identified } from '../../kernel/collection.ts'
import type { Json, JsonObject } from '../../kernel/json.ts'

export type { Json, JsonObject }

/** Microseconds since the epoch. */
export type Instant = number

/** The value of a custom field. Numbers that were given as texts stay texts (recorded). */
export type FieldValue = string | number | boolean

/** Values of custom fields by the id of their definition. */
export type FieldValues = Readonly<Record<string, FieldValue>>

export const TICKET_PRIORITIES = ['critical', 'high', 'normal', 'low'] as const
export type TicketPriority = (typeof TICKET_PRIORITIES)[number]
export const TICKET_STATUSES = ['open', 'closed'] as const
export type TicketStatus = (typeof TICKET_STATUSES)[number]

export interface Ticket extends Identified {
  readonly external_id: string | null
  readonly status: TicketStatus
  readonly priority: TicketPriority
  readonly channel: string
  readonly via: string
  readonly from_agent: boolean
  readonly spam: boolean
  readonly imported: boolean
  readonly customer_id: number
  readonly assignee_user_id: number | null
  readonly assignee_team_id: number | null
  readonly language: string | null
  readonly subject: string | null
  readonly meta: JsonObject | null
  readonly tag_ids: readonly number[]
  /** Values by the id of their definition. */
  readonly custom_fields: FieldValues
  readonly messages_count: number
  /** The first characters of the newest public message; null without one. */
  readonly excerpt: string | null
  /** Mailboxes through which a message of the ticket left. */
  readonly integration_ids: readonly number[]
  readonly last_sent_message_not_delivered: boolean
  readonly is_unread: boolean
  readonly created_datetime: Instant
  readonly processed_datetime: Instant
  readonly opened_datetime: Instant | null
  readonly last_received_message_datetime: Instant | null
  readonly last_message_datetime: Instant | null
  readonly updated_datetime: Instant
  readonly closed_datetime: Instant | null
  readonly trashed_datetime: Instant | null
  readonly snooze_datetime: Instant | null
  /** Whether a call of the API made it, which is for ever none of AI Agent's. No answer shows it. */
  readonly came_over_api: boolean
  /** No answer shows these two: an event says that a rule or an agent set them. */
  readonly excluded_from_auto_merge: boolean
  readonly excluded_from_csat: boolean
}

export interface Address {
  readonly name: string
  readonly address: string
}

/** How a message travelled. Addresses keep the spelling that was given. */
export interface MessageSource {
  readonly type: string
  readonly from?: Address
  readonly to?: readonly Address[]
  readonly cc?: readonly Address[]
  readonly bcc?: readonly Address[]
  readonly extra?: JsonObject
}

export interface Attachment {
  readonly url: string
  readonly name: string
  readonly size: number | null
  readonly content_type: string
  readonly public: boolean
  readonly extra?: Json
}

/** The channel of what is written for colleagues alone. */
export const INTERNAL_NOTE = 'internal-note'

export interface Message extends Identified {
  readonly ticket_id: number
  readonly message_id: string | null
  readonly external_id: string | null
  readonly public: boolean
  readonly channel: string
  readonly via: string
  readonly source: MessageSource | null
  /** A user if the message is from an agent, else a customer. */
  readonly sender_id: number
  readonly receiver_id: number | null
  readonly integration_id: number | null
  readonly rule_id: number | null
  readonly from_agent: boolean
  readonly subject: string | null
  readonly body_text: string | null
  readonly body_html: string | null
  readonly stripped_text: string | null
  readonly stripped_html: string | null
  readonly stripped_signature: string | null
  readonly attachments: readonly Attachment[] | null
  readonly macros: readonly { readonly id: number }[]
  readonly actions: readonly JsonObject[] | null
  readonly headers: JsonObject | null
  readonly meta: JsonObject | null
  readonly mention_ids: readonly number[]
  readonly imported: boolean
  readonly created_datetime: Instant
  readonly processed_datetime: Instant
  readonly sent_datetime: Instant | null
  readonly failed_datetime: Instant | null
  readonly deleted_datetime: Instant | null
  readonly opened_datetime: Instant | null
  readonly last_sending_error: { readonly error: string } | null
  readonly is_retriable: boolean
}

export interface CustomerChannel {
  readonly id: number
  readonly type: string
  /** E-mail addresses are folded to lower case. */
  readonly address: string
  readonly preferred: boolean
  readonly created_datetime: Instant
  readonly updated_datetime: Instant
  readonly deleted_datetime: Instant | null
}

export interface Customer extends Identified {
  readonly external_id: string | null
  readonly active: boolean
  /** Folded to lower case. */
  readonly email: string | null
  readonly name: string | null
  readonly language: string | null
  readonly timezone: string | null
  readonly meta: JsonObject | null
  readonly data: Json
  readonly note: string | null
  /** What integrations know of the customer (orders, for one), by integration id. */
  readonly integrations: JsonObject
  /** Values by the id of their definition. */
  readonly custom_fields: FieldValues
  /** What OAuth apps know of the customer, by the app's client id (recorded). */
  readonly external_data: JsonObject
  /** Of which instant the data of each writer is, where it said so: by client id, API keys as the empty one. */
  readonly data_versions: Readonly<Record<string, Instant>>
  readonly channels: readonly CustomerChannel[]
  readonly created_datetime: Instant
  readonly updated_datetime: Instant
}

export const CREATABLE_ROLES = ['admin', 'agent', 'basic-agent', 'lite-agent', 'observer-agent'] as const
export type CreatableRole = (typeof CREATABLE_ROLES)[number]
export type Role = CreatableRole | 'bot'

export interface User extends Identified {
  readonly active: boolean
  readonly bio: string | null
  readonly country: string | null
  readonly deactivated_datetime: Instant | null
  readonly email: string
  readonly external_id: string | null
  readonly language: string | null
  readonly meta: JsonObject
  readonly name: string
  readonly role: Role
  readonly timezone: string | null
  readonly client_id: string | null
  readonly created_datetime: Instant
  readonly updated_datetime: Instant
  /** A deleted user's row stays for the messages they wrote; no index holds it, and no operation shows it. */
  readonly deleted_datetime: Instant | null
}

export interface ApiKey extends Identified {
  readonly user_id: number
  readonly key: string
  readonly created_datetime: Instant
  readonly revoked_datetime: Instant | null
}

export interface Team extends Identified {
  readonly name: string
  readonly description: string | null
  readonly decoration: JsonObject
  readonly member_ids: readonly number[]
  readonly created_datetime: Instant
}

export interface Tag extends Identified {
  /** Case-sensitive. */
  readonly name: string
  readonly description: string | null
  readonly decoration: JsonObject
  readonly usage: number
  readonly created_datetime: Instant
  readonly deleted_datetime: Instant | null
}

export interface Rule extends Identified {
  readonly name: string
  readonly description: string | null
  readonly code: string
  /** The tree as it is shown: generated from the code, or as it was given. */
  readonly code_ast: JsonObject
  /** Comma-separated triggers; a rule without any never fires. */
  readonly event_types: string | null
  /** Higher runs first. */
  readonly priority: number
  readonly settings: JsonObject | null
  readonly type: string
  readonly created_datetime: Instant
  readonly updated_datetime: Instant
  readonly deactivated_datetime: Instant | null
}

export interface Event extends Identified {
  /** Shared by all events of one request. */
  readonly context: string | null
  readonly created_datetime: Instant
  readonly data: JsonObject | null
  readonly object_id: number
  readonly object_type: string
  readonly type: string
  readonly user_id: number | null
}

export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH'] as const
/** What sets off the call of an HTTP integration (documented). */
export const HTTP_TRIGGERS = [
  'ticket-created',
  'ticket-updated',
  'ticket-message-created',
  'ticket-self-unsnoozed',
  'ticket-message-failed',
  'ticket-assignment-updated',
  'ticket-status-updated',
  'ticket-handed-over',
] as const
export type HttpTriggers = Readonly<Record<(typeof HTTP_TRIGGERS)[number], boolean>>

/** What an HTTP integration calls, and when. URL, headers and form may hold template variables. */
export interface HttpSettings {
  readonly id: number
  readonly url: string
  readonly method: (typeof HTTP_METHODS)[number]
  readonly form: Json
  readonly headers: JsonObject
  readonly request_content_type: string
  readonly response_content_type: string
  readonly triggers: HttpTriggers
  readonly oauth2: JsonObject | null
  /** Signs the calls; never shown again (documented). */
  readonly hmac_secret: string | null
}

export interface Integration extends Identified {
  readonly name: string
  readonly type: string
  readonly description: string | null
  readonly decoration: JsonObject | null
  /** Folded to lower case; null where the type has no address. */
  readonly address: string | null
  readonly meta: JsonObject
  readonly user_id: number | null
  /** Null where the type is not `http`. */
  readonly http: HttpSettings | null
  readonly application_id: string | null
  readonly managed: boolean
  readonly business_hours_id: number | null
  readonly created_datetime: Instant
  readonly updated_datetime: Instant
  readonly deactivated_datetime: Instant | null
  readonly locked_datetime: Instant | null
}

export const VIEW_TYPES = ['ticket-list', 'customer-list'] as const
export type ViewType = (typeof VIEW_TYPES)[number]
export const VIEW_VISIBILITIES = ['public', 'shared', 'private'] as const
export type ViewVisibility = (typeof VIEW_VISIBILITIES)[number]

/** What the items of a view are sorted by (documented). */
export const VIEW_ORDERS = [
  'created_datetime',
  'updated_datetime',
  'last_message_datetime',
  'last_received_message_datetime',
  'closed_datetime',
  'snooze_datetime',
  'priority',
] as const
export type ViewOrder = (typeof VIEW_ORDERS)[number]

export interface View extends Identified {
  readonly category: 'system' | 'user'
  /** Who made it, and sees it whatever its visibility; null where Gorgias did. */
  readonly user_id: number | null
  readonly name: string
  readonly slug: string
  readonly type: ViewType
  readonly filters: string
  readonly fields: readonly string[]
  readonly order_by: ViewOrder
  readonly order_dir: 'asc' | 'desc'
  readonly visibility: ViewVisibility
  readonly decoration: JsonObject | null
  readonly search: string | null
  readonly section_id: number | null
  readonly shared_with_team_ids: readonly number[]
  readonly shared_with_user_ids: readonly number[]
  readonly created_datetime: Instant
  readonly deactivated_datetime: Instant | null
}

export interface Setting extends Identified {
  readonly type: string
  readonly data: JsonObject
}

/** Where something went that was merged into another: its id is the one that is gone. */
export interface Redirect extends Identified {
  readonly target_id: number
}

/** An e-mail that left the house. */
export interface SentEmail extends Identified {
  readonly to: string
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly ticket_id: number
  /** Null for a satisfaction survey, which is no message of the ticket. */
  readonly message_id: number | null
  /** The Message-ID header. */
  readonly header_message_id: string
  readonly sent_datetime: Instant
  readonly placement: 'inbox' | 'spam' | 'bounced'
  readonly from_name: string
  /** Whom its headers name; `to` is whom this copy is for, who may be one of them or a blind recipient. */
  readonly header_to: readonly Address[]
  readonly header_cc: readonly Address[]
  /** The Message-ID of the e-mail that it answers. */
  readonly in_reply_to: string | null
  /** The Message-IDs of its thread, oldest first. */
  readonly references: readonly string[]
  /** The Auto-Submitted header: null where a person wrote it. */
  readonly auto_submitted: 'auto-replied' | null
  readonly attachments: readonly Attachment[] | null
  /** What became of it on its way over SMTP; null where none was asked for. */
  readonly smtp: SmtpState | null
}

/** How far an e-mail came over SMTP. */
export interface SmtpState {
  readonly status: 'pending' | 'sent' | 'failed'
  readonly error: string | null
}

export const PLAN_NAMES = ['starter', 'basic', 'pro', 'advanced', 'enterprise'] as const
export type PlanName = (typeof PLAN_NAMES)[number]

/** The account itself: one row, id 1. */
export interface Account extends Identified {
  readonly subdomain: string
  /** The origin under which the account is reached, for absolute `uri`s. */
  readonly url: string
  readonly plan: PlanName
  readonly effects: 'instant' | 'realistic'
  /** Whether the e-mails that leave are handed to an SMTP server, too. */
  readonly relays_email: boolean
  readonly created_datetime: Instant
}
