import { isRecord } from '../json/is-record.ts'

// Rows are read leniently: an id makes a row, whatever else is missing or new. Names are those of Gorgias' JSON.

/** A user of the account. */
export interface UserRow {
  id: number
  email: string
  /** Empty where it is not told. */
  role: string
  active: boolean
}

export interface TeamRow {
  id: number
  name: string
}

export interface TagRow {
  id: number
  name: string
}

/** A rule. Its code is Gorgias' own language, which looks like JavaScript. */
export interface RuleRow {
  id: number
  name: string
  active: boolean
  /** Such as `ticket-created`. */
  triggers: readonly string[]
  code: string
  updatedAt: number | undefined
}

export interface ViewRow {
  id: number
  name: string
  active: boolean
  system: boolean
  filters: string
  visibility: string
}

export interface MessageRow {
  id: number
  channel: string
  fromAgent: boolean
  public: boolean
  ruleId: number | undefined
  text: string
  createdAt: number | undefined
  sentAt: number | undefined
  failedAt: number | undefined
  /** `last_sending_error.error`. */
  error: string | undefined
}

export interface TicketRow {
  id: number
  externalId: string
  status: string
  channel: string
  spam: boolean
  trashed: boolean
  /** Until when it sleeps, RFC 3339. */
  snoozedUntil: string | undefined
  tags: readonly string[]
  customer: { id: number; email: string } | undefined
  team: TeamRow | undefined
  conversationId: string | undefined
  createdAt: number | undefined
  /** Only a single ticket has them, not a row of a list. */
  messages: readonly MessageRow[]
}

/** One line of the account's history. `userId` is null for what Gorgias or a rule did. */
export interface EventRow {
  type: string
  objectId: number
  at: number | undefined
  userId: number | null
  data: Record<string, unknown>
}

export interface SettingRow {
  type: string
  data: Record<string, unknown>
}

type Json = Record<string, unknown>

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
const record = (value: unknown): Json => (isRecord(value) ? value : {})
const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])

/** Times without an offset are UTC (documented by examples). */
function instant(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const time = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}Z`)
  return Number.isNaN(time) ? undefined : time
}

function iso(value: unknown): string | undefined {
  const time = instant(value)
  return time === undefined ? undefined : new Date(time).toISOString()
}

const row =
  <T>(make: (json: Json, id: number) => T) =>
  (json: unknown): T | undefined =>
    isRecord(json) && typeof json.id === 'number' ? make(json, json.id) : undefined

export const parseUser = row<UserRow>((json, id) => ({
  id,
  email: text(json.email),
  role: text(record(json.role).name),
  active: json.active !== false && typeof json.deactivated_datetime !== 'string',
}))

export const parseTeam = row<TeamRow>((json, id) => ({ id, name: text(json.name) }))

export const parseTag = row<TagRow>((json, id) => ({ id, name: text(json.name) }))

export const parseRule = row<RuleRow>((json, id) => ({
  id,
  name: text(json.name),
  active: typeof json.deactivated_datetime !== 'string',
  triggers: text(json.event_types)
    .split(',')
    .map((trigger) => trigger.trim()),
  code: text(json.code),
  updatedAt: instant(json.updated_datetime),
}))

export const parseView = row<ViewRow>((json, id) => ({
  id,
  name: text(json.name),
  active: typeof json.deactivated_datetime !== 'string',
  system: json.category === 'system',
  filters: text(json.filters),
  visibility: text(json.visibility),
}))

const parseMessage = row<MessageRow>((json, id) => ({
  id,
  channel: text(json.channel),
  fromAgent: json.from_agent === true,
  public: json.public !== false,
  ruleId: number(json.rule_id),
  text: text(json.body_text),
  createdAt: instant(json.created_datetime),
  sentAt: instant(json.sent_datetime),
  failedAt: instant(json.failed_datetime),
  error: text(record(json.last_sending_error).error) || undefined,
}))

export const parseTicketRow = row<TicketRow>((json, id) => {
  const customer = record(json.customer)
  const customerId = number(customer.id)
  return {
    id,
    externalId: text(json.external_id),
    status: text(json.status),
    channel: text(json.channel),
    spam: json.spam === true,
    trashed: typeof json.trashed_datetime === 'string',
    snoozedUntil: iso(json.snooze_datetime),
    tags: list(json.tags).map((tag) => text(record(tag).name)),
    customer: customerId === undefined ? undefined : { id: customerId, email: text(customer.email) },
    team: parseTeam(json.assignee_team),
    conversationId: text(record(json.meta).gladly_conversation_id) || undefined,
    createdAt: instant(json.created_datetime),
    messages: list(json.messages)
      .map(parseMessage)
      .filter((message) => message !== undefined),
  }
})

export const parseCustomer = row((json, id) => ({ id, email: text(json.email) }))

export const parseEvent = row<EventRow>((json) => ({
  type: text(json.type),
  objectId: number(json.object_id) ?? 0,
  at: instant(json.created_datetime),
  userId: number(json.user_id) ?? null,
  data: record(json.data),
}))

/** Address of an e-mail integration (`meta.address`, recorded); `undefined` for others. */
export const parseMailbox = (json: unknown): string | undefined =>
  text(record(record(json).meta).address) || undefined

/** The settings that an account tells of itself. */
export const parseAccount = (json: unknown): { settings: SettingRow[] } | undefined =>
  isRecord(json)
    ? {
        settings: list(json.settings)
          .filter(isRecord)
          .map(({ type, data }) => ({ type: text(type), data: record(data) })),
      }
    : undefined
