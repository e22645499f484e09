import { defaultRetryPolicy } from '../delivery/retries.ts'
import { defaultPacingRules } from '../pacing/state.ts'
import {
  apiKey,
  conversationTemplate,
  email,
  httpsOrigin,
  integer,
  line,
  list,
  locale,
  oneOf,
  origin,
  prose,
  secretLine,
  smtpUrl,
  subdomain,
  textMap,
  timeZone,
  token,
} from './parsers.ts'
import type { Parser } from './parsers.ts'

/** One setting: everything that help texts, documents and the loader know about it. */
export interface Setting<T> {
  /** Name in the environment; what has none is set in the file only. */
  readonly env?: string
  /** Place in the configuration file and in `OrgConfig`. */
  readonly path: string
  readonly required: boolean
  /** At least one setting of the same group is needed; the first of them wins. */
  readonly oneOf?: string
  readonly default?: T
  /** What it is, as a phrase that fits after "set NAME to". */
  readonly description: string
  readonly parse: Parser<T>
}

type Facts<T> = Pick<Setting<T>, 'env' | 'description' | 'parse' | 'oneOf'>

const required = <T>(path: string, facts: Facts<T>): Setting<T> => ({ path, required: true, ...facts })

const optional = <T>(path: string, facts: Facts<T>): Setting<T | undefined> => ({
  path,
  required: false,
  ...facts,
})

const withDefault = <T>(path: string, value: T, facts: Facts<T>): Setting<T> => ({
  path,
  required: false,
  default: value,
  ...facts,
})

const DAY_MS = 24 * 60 * 60_000

/** Every setting, in the order in which documents show them. */
export const settings = {
  gorgiasUrl: optional('gorgias.baseUrl', {
    env: 'GORGIAS_URL',
    oneOf: 'gorgias',
    description: 'the address of your Gorgias, or of a simulator',
    parse: origin,
  }),
  subdomain: optional('gorgias.subdomain', {
    env: 'GORGIAS_SUBDOMAIN',
    oneOf: 'gorgias',
    description: 'the first part of the address of your Gorgias: acme of acme.gorgias.com',
    parse: subdomain,
  }),
  apiKeyUserEmail: required('gorgias.apiKeyUserEmail', {
    env: 'GORGIAS_EMAIL',
    description: 'the e-mail address of the Gorgias user who made the API key',
    parse: email,
  }),
  apiKey: required('gorgias.apiKey', {
    env: 'GORGIAS_API_KEY',
    description: 'the API key of Gorgias (Settings, REST API); keep it out of files',
    parse: apiKey,
  }),
  otherAdminEmail: optional('gorgias.otherAdmin.email', {
    env: 'GORGIAS_OTHER_ADMIN_EMAIL',
    description: 'another admin, with whose key `doctor` looks where the key above is refused',
    parse: email,
  }),
  otherAdminApiKey: optional('gorgias.otherAdmin.apiKey', {
    env: 'GORGIAS_OTHER_ADMIN_API_KEY',
    description: 'the API key of that admin; keep it out of files',
    parse: apiKey,
  }),
  supportEmail: required('gorgias.supportEmail', {
    env: 'GORGIAS_SUPPORT_EMAIL',
    description: 'the support address; it must belong to an e-mail integration of the account',
    parse: email,
  }),
  errorNotificationEmail: required('errorNotificationEmail', {
    env: 'ERROR_NOTIFICATION_EMAIL',
    description: 'the address that is told about failed handoffs; never the support address',
    parse: email,
  }),
  errorNotificationFrom: optional('errorNotificationFrom', {
    env: 'ERROR_NOTIFICATION_FROM',
    description: 'the sender of those e-mails, if it is not the same address',
    parse: email,
  }),
  smtpUrl: optional('smtpUrl', {
    env: 'SMTP_URL',
    description: 'the mail server for those e-mails; without it they are printed on standard error',
    parse: smtpUrl,
  }),
  conversationUrlTemplate: optional('gladly.conversationUrlTemplate', {
    env: 'GLADLY_CONVERSATION_URL_TEMPLATE',
    oneOf: 'gladly',
    description: 'the address of a conversation in Gladly, with {conversationId} in it',
    parse: conversationTemplate,
  }),
  gladlyBaseUrl: optional('gladly.baseUrl', {
    env: 'GLADLY_BASE_URL',
    oneOf: 'gladly',
    description:
      'the address of your Gladly, to link conversations as /conversation/{conversationId} (a guess: try it)',
    parse: httpsOrigin,
  }),
  subjectTemplate: withDefault('subjectTemplate', 'Gladly AI Handoff', {
    env: 'TICKET_SUBJECT',
    description: 'the subject of tickets; may hold variables such as {{customer.name}}',
    parse: line(),
  }),
  defaultPriority: withDefault('defaultPriority', 'normal', {
    env: 'DEFAULT_PRIORITY',
    description: 'the priority of tickets: normal, high or urgent',
    parse: oneOf('normal', 'high', 'urgent'),
  }),
  integrationUserEmail: optional('integrationUserEmail', {
    env: 'INTEGRATION_USER_EMAIL',
    description: 'the Gorgias user who signs the internal note, if it is not the user of the key',
    parse: email,
  }),
  customTags: withDefault('customTags', [], {
    env: 'CUSTOM_TAGS',
    description: 'tags for every ticket besides gladly-ai and the topics',
    parse: list(line(256)),
  }),
  teamId: optional('team.id', {
    env: 'TEAM_ID',
    description: 'the number of the team that gets the tickets',
    parse: integer(1, Number.MAX_SAFE_INTEGER),
  }),
  timeZone: withDefault('timeZone', 'UTC', {
    env: 'TIME_ZONE',
    description: 'the time zone of printed times',
    parse: timeZone,
  }),
  locale: withDefault('locale', 'en', {
    env: 'LOCALE',
    description: 'the language tag for dates and money',
    parse: locale,
  }),
  channels: withDefault('channels', ['chat', 'email'], {
    env: 'CHANNELS',
    description: 'the channels that are handed off: chat, email',
    parse: list(oneOf('chat', 'email'), 1),
  }),
  noEmailPolicy: withDefault('noEmailPolicy', 'fail_and_notify', {
    env: 'NO_EMAIL_POLICY',
    description: 'what becomes of customers without an address: fail_and_notify or create_without_email',
    parse: oneOf('fail_and_notify', 'create_without_email'),
  }),
  effectOrder: withDefault('effectOrder', 'message_first', {
    env: 'EFFECT_ORDER',
    description: 'what comes first, handoff message or ticket: message_first or ticket_first',
    parse: oneOf('message_first', 'ticket_first'),
  }),
  handoffMessage: optional('handoffMessages.default', {
    env: 'HANDOFF_MESSAGE',
    description: 'what the customer is told at the handoff; without it nothing is sent',
    parse: prose,
  }),
  handoffMessagesByGuide: withDefault(
    'handoffMessages.byGuide',
    {},
    {
      description: 'other texts for single guides, by guide id',
      parse: textMap,
    },
  ),
  aiDisplayName: withDefault('aiDisplayName', 'Gladly AI', {
    env: 'AI_DISPLAY_NAME',
    description: 'what the turns of the AI are labelled with',
    parse: line(100),
  }),
  legacyAiAgentIds: withDefault('legacyAiAgentIds', [], {
    env: 'LEGACY_AI_AGENT_IDS',
    description: 'Gladly API users whose messages were written by an AI of the older kind',
    parse: list(line(200)),
  }),
  overviewChars: withDefault('limits.overviewChars', 600, {
    description: 'the longest overview in the note, in characters',
    parse: integer(50, 10_000),
  }),
  intentChars: withDefault('limits.intentChars', 200, {
    description: 'the longest intent in the note, in characters',
    parse: integer(20, 10_000),
  }),
  topics: withDefault('limits.topics', 10, {
    description: 'how many topics the note names',
    parse: integer(1, 100),
  }),
  tags: withDefault('limits.tags', 20, {
    description: 'how many tags a ticket gets; the note names the rest',
    parse: integer(1, 100),
  }),
  htmlBytes: withDefault('limits.htmlBytes', 100_000, {
    description: 'the size of a transcript above which it is folded, in bytes',
    parse: integer(10_000, 200_000),
  }),
  redaction: withDefault('redaction', ['cards', 'passwords', 'iban', 'ssn'], {
    env: 'REDACTION',
    description:
      'what is masked in texts: passwords, iban, ssn; cards are masked whether they are named or not',
    parse: list(oneOf('cards', 'passwords', 'iban', 'ssn')),
  }),
  deadlineMs: withDefault('retry.deadlineMs', defaultRetryPolicy.deadlineMs, {
    description: 'how long one handoff may take, waits included, in milliseconds',
    parse: integer(1_000, DAY_MS),
  }),
  maxFailures: withDefault('retry.maxFailures', defaultRetryPolicy.maxFailures, {
    description: 'how many tries may fail for other reasons than the rate limit',
    parse: integer(1, 20),
  }),
  firstWaitMs: withDefault('retry.firstWaitMs', defaultRetryPolicy.firstWaitMs, {
    description: 'the first wait after trouble, in milliseconds; it doubles',
    parse: integer(1, 60_000),
  }),
  requestTimeoutMs: withDefault('retry.requestTimeoutMs', defaultRetryPolicy.requestTimeoutMs, {
    description: 'how long an answer of Gorgias may take, in milliseconds',
    parse: integer(100, 600_000),
  }),
  ledger: optional('ledger', {
    env: 'HANDOFF_LEDGER',
    description: 'where handoffs are written down: a file, or postgres://user:password@host/database',
    parse: secretLine,
  }),
  databaseUrl: optional('databaseUrl', {
    env: 'DATABASE_URL',
    description: 'the PostgreSQL of serve and worker, where HANDOFF_LEDGER names no ledger',
    parse: secretLine,
  }),
  token: optional('service.token', {
    env: 'HANDOFF_TOKEN',
    description: 'what callers of serve have to show as their bearer token; keep it out of files',
    parse: token,
  }),
  windowSeconds: withDefault('rateLimit.windowSeconds', defaultPacingRules.windowMs / 1_000, {
    env: 'RATE_LIMIT_WINDOW_SECONDS',
    description: 'the time in which the rate limit of your Gorgias drains, in seconds: 10 on Enterprise',
    parse: integer(1, 3_600),
  }),
} as const

type Table = typeof settings

/** The settings by their names in the table, each in its own type. */
export type Values = { [K in keyof Table]: Table[K] extends Setting<infer T> ? T : never }
