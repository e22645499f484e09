import { collection } from '../../kernel/collection.ts'
import type { Key } from '../../kernel/key.ts'
import type { World } from '../../kernel/world.ts'
import type { AiAgent, AiInteraction } from './ai-agent.ts'
import type { AgentState, WaitingTicket } from './assignment.ts'
import type { BillableTicket, TelephonyTicket } from './billing.ts'
import type { AutoReplies, HourCount, RuleCascade } from './bounds.ts'
import type { CustomField } from './custom-fields.ts'
import type { CallCount, Delivery, IntegrationFailures } from './deliveries.ts'
import { HTTP_TRIGGERS } from './entities.ts'
import type * as Rows from './entities.ts'
import type { Job } from './jobs.ts'
import type { Macro } from './macros.ts'
import type { OAuthApp, OAuthGrant } from './oauth.ts'
import type { Robot } from './robots.ts'
import type { SatisfactionSurvey } from './surveys.ts'
import { isWorkload, workloadOf } from './tickets.ts'
import type { Upload } from './uploads.ts'
import type { VoiceCall, VoiceCallEvent, VoiceCallRecording } from './voice.ts'
import type { Widget } from './widgets.ts'

/** E-mail addresses are compared without case and surrounding blanks (recorded: the case; inferred: the blanks). */
export const foldEmail = (address: string): string => address.trim().toLowerCase()

/** Whoever was deleted stands in no index. */
const unlessDeleted = (user: Rows.User, key: Key): Key[] => (user.deleted_datetime === null ? [key] : [])

/** What an integration listens to: nothing while it is deactivated. */
const activeTriggers = ({ http, deactivated_datetime }: Rows.Integration) =>
  http === null || deactivated_datetime !== null
    ? []
    : HTTP_TRIGGERS.filter((trigger) => http.triggers[trigger])

/** All collections of an account, with the indexes that its operations read. */
export const collections = {
  accounts: collection<Rows.Account>()({}),
  settings: collection<Rows.Setting>()({ byType: ['type'] }),
  users: collection<Rows.User>()({
    byEmail: (user) => unlessDeleted(user, [user.email]),
    byCreated: (user) => unlessDeleted(user, [user.created_datetime]),
    byName: (user) => unlessDeleted(user, [user.name]),
    byRole: (user) => unlessDeleted(user, [user.role]),
  }),
  apiKeys: collection<Rows.ApiKey>()({
    byKey: ['key'],
    byUser: ['user_id'],
  }),
  agentStates: collection<AgentState>()({}),
  waitingTickets: collection<WaitingTicket>()({ byTeam: ['team_id', 'workload'] }),
  teams: collection<Rows.Team>()({
    byCreated: ['created_datetime'],
    byName: ['name'],
  }),
  customers: collection<Rows.Customer>()({
    byCreated: ['created_datetime'],
    byUpdated: ['updated_datetime'],
    byEmail: ['email'],
    byExternalId: ['external_id'],
    byChannel: (customer) => customer.channels.map((channel) => [channel.type, channel.address]),
  }),
  tickets: collection<Rows.Ticket>()({
    byCreated: ['created_datetime'],
    byUpdated: ['updated_datetime'],
    byClosed: ['closed_datetime'],
    byCustomer: ['customer_id'],
    byExternalId: ['external_id'],
    byTag: (ticket) => ticket.tag_ids.map((id) => [id]),
    byAssigneeUser: ['assignee_user_id'],
    byAssigneeTeam: ['assignee_team_id'],
    // Small, whatever the history: what is closed is not in it.
    byAgentWorkload: (ticket) =>
      ticket.assignee_user_id !== null && isWorkload(ticket)
        ? [[ticket.assignee_user_id, workloadOf(ticket)]]
        : [],
    byStatusAndUpdate: ['status', 'updated_datetime'],
    // The order of the system views. Its keys are made, so that it lists tickets without any message, too.
    byStatusAndMessage: (ticket) => [[ticket.status, ticket.last_message_datetime ?? 0]],
    byTrashing: ['trashed_datetime'],
    bySnooze: ['snooze_datetime'],
    bySpam: (ticket) => (ticket.spam ? [['spam']] : []),
  }),
  messages: collection<Rows.Message>()({
    byTicket: ['ticket_id', 'created_datetime'],
    byCreated: ['created_datetime'],
    byRule: ['rule_id'],
    bySender: ['sender_id'],
    byReceiver: ['receiver_id'],
    byMessageId: ['message_id'],
  }),
  tags: collection<Rows.Tag>()({
    byName: ['name'],
    byCreated: ['created_datetime'],
    byUsage: ['usage', 'name'],
  }),
  rules: collection<Rows.Rule>()({
    byCreated: ['created_datetime'],
    byPriority: (rule) => [[-rule.priority]],
    /** The active rules of each trigger, the first to run in front. */
    byTrigger: (rule) =>
      rule.deactivated_datetime === null
        ? [...new Set(rule.event_types?.split(',').map((type) => type.trim()))].map((type) => [
            type,
            -rule.priority,
          ])
        : [],
  }),
  events: collection<Rows.Event>()({
    byCreated: ['created_datetime'],
    byObject: ['object_type', 'object_id', 'created_datetime'],
    byExecutedRule: (event) => (event.type === 'rule-executed' ? [[Number(event.data?.rule_id)]] : []),
  }),
  integrations: collection<Rows.Integration>()({
    byCreated: ['created_datetime'],
    byAddress: ['type', 'address'],
    byTrigger: (integration) => activeTriggers(integration).map((trigger) => [trigger]),
  }),
  views: collection<Rows.View>()({ byCreated: ['created_datetime'] }),
  customFields: collection<CustomField>()({
    byPriority: ['object_type', 'priority'],
  }),
  macros: collection<Macro>()({
    byCreated: ['created_datetime'],
    byUpdated: (macro) => [[macro.updated_datetime ?? 0]],
    byName: ['name'],
    byLanguage: (macro) => [[macro.language ?? '']],
    byUsage: ['usage'],
  }),
  jobs: collection<Job>()({ byCreated: ['created_datetime'] }),
  surveys: collection<SatisfactionSurvey>()({
    byCreated: ['created_datetime'],
    byTicket: ['ticket_id'],
  }),
  widgets: collection<Widget>()({
    byCreated: ['created_datetime'],
    byOrder: (widget) => [[widget.order]],
    byIntegration: ['integration_id'],
  }),
  voiceCalls: collection<VoiceCall>()({
    byCreated: ['created_datetime'],
    byTicket: ['ticket_id', 'created_datetime'],
  }),
  voiceCallEvents: collection<VoiceCallEvent>()({
    byCreated: ['created_datetime'],
    byCall: ['call_id', 'created_datetime'],
  }),
  voiceCallRecordings: collection<VoiceCallRecording>()({
    byCreated: ['created_datetime'],
    byCall: ['call_id', 'created_datetime'],
  }),
  uploads: collection<Upload>()({ byResource: ['domain_hash', 'resource_name'] }),
  oauthApps: collection<OAuthApp>()({ byClientId: ['client_id'] }),
  oauthGrants: collection<OAuthGrant>()({ byValue: ['value'], byApp: ['app_id', 'kind'] }),
  /** Where merged tickets and customers went. */
  mergedTickets: collection<Rows.Redirect>()({}),
  mergedCustomers: collection<Rows.Redirect>()({}),
  /** Where the conversation of an old ticket went on, once it was split. */
  splitTickets: collection<Rows.Redirect>()({}),
  billableTickets: collection<BillableTicket>()({ byTime: ['at'] }),
  /** Tickets with a call or a text: counted apart. */
  telephonyTickets: collection<TelephonyTicket>()({
    byTicket: ['ticket_id', 'kind'],
    byTime: ['at'],
  }),
  aiAgents: collection<AiAgent>()({}),
  aiInteractions: collection<AiInteraction>()({
    byTicket: ['ticket_id'],
    byResolution: ['resolved_at'],
  }),
  /** Calls of HTTP integrations; those that have ended stand in an index of their own, the oldest in front. */
  deliveries: collection<Delivery>()({
    byIntegration: ['integration_id'],
    byTicket: ['integration_id', 'ticket_id', 'created_datetime'],
    byEnd: (delivery) => (delivery.state === 'waiting' ? [] : [[]]),
  }),
  callCounts: collection<CallCount>()({}),
  integrationFailures: collection<IntegrationFailures>()({}),
  outbox: collection<Rows.SentEmail>()({
    // The others are found by their message.
    bySurveyMessageId: (email) => (email.message_id === null ? [[email.header_message_id]] : []),
  }),
  /** Whoever answers e-mails by themselves, at an address or below a domain (`@example.com`). */
  robots: collection<Robot>()({ byAddress: ['address'] }),
  autoReplies: collection<AutoReplies>()({ byAddress: ['address'] }),
  ruleCascades: collection<RuleCascade>()({}),
  hourCounts: collection<HourCount>()({}),
}

/** The world of one Gorgias account. */
export type Helpdesk = World<typeof collections>

/** Where each id sequence starts and how wide its gaps are, in the order of magnitude of recorded ids. */
const sequences = {
  /** Customers and users share one sequence (recorded). */
  people: [519_700_000, 40],
  channels: [654_300_000, 40],
  tickets: [82_750_000, 20],
  messages: [218_850_000, 40],
  tags: [1_812_900, 8],
  teams: [9_100, 3],
  rules: [120_900, 3],
  /** Past 2^31: clients that read ids as 32-bit integers break here, as they do in life (recorded). */
  events: [2_190_940_000, 12],
  integrations: [130_100, 6],
  httpSettings: [40_900, 2],
  views: [1_178_500, 3],
  settings: [158_890, 1],
  customFields: [319_600, 8],
  macros: [374_700, 5],
  jobs: [1_551_800, 5],
  surveys: [6_967_500, 8],
  widgets: [88_100, 4],
  voiceCalls: [2_410_300, 6],
  voiceCallEvents: [9_870_100, 9],
  voiceCallRecordings: [1_204_500, 5],
  uploads: [0, 1],
  oauthApps: [0, 1],
  oauthGrants: [0, 1],
  apiKeys: [0, 1],
  outbox: [0, 1],
  robots: [0, 1],
  deliveries: [0, 1],
  autoReplies: [0, 1],
  telephonyTickets: [0, 1],
  aiInteractions: [0, 1],
} as const satisfies Record<string, readonly [start: number, gap: number]>

export type Sequence = keyof typeof sequences

export function nextId(world: Helpdesk, sequence: Sequence): number {
  const [start, gap] = sequences[sequence]
  return world.nextId(sequence, start, gap)
}

/** After which id a sequence begins, if it is one. */
export const startOf = (sequence: string): number | undefined =>
  Object.hasOwn(sequences, sequence) ? sequences[sequence as Sequence][0] : undefined

export const ACCOUNT_ID = 1

export function accountOf(world: Helpdesk): Rows.Account {
  const account = world.rows.accounts.get(ACCOUNT_ID)
  if (account === undefined) throw new Error('The world holds no account: openAccount() comes first.')
  return account
}

export const putAccount = (world: Helpdesk, account: Omit<Rows.Account, 'id'>): Rows.Account =>
  world.rows.accounts.put({ ...account, id: ACCOUNT_ID })
