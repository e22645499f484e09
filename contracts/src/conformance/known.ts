import type { DifferenceKind } from './differences.ts'

/** Differences of one kind that are there for a reason. One that does not occur any more fails. */
export interface KnownDifference {
  readonly recordings: readonly string[]
  readonly kind: DifferenceKind
  /** The places, as the differences name them. */
  readonly at: readonly string[]
  readonly reason: string
}

const NEWER = 'the recording is older than this: recordings of 2026 have it'

const AGENT =
  'the recorded agent had signed up and named himself; the simulated one has the meta of a user made over the API'

const OLD_EXAMPLE = 'an example of the older reference, which leaves out what is newer'

/** The one list of what is different and may be. */
export const KNOWN: readonly KnownDifference[] = [
  {
    recordings: [
      'ticket.create-two-messages.2025',
      'ticket.get-email-thread.2024',
      'ticket.get-outbound-bounced.2024',
    ],
    kind: 'extra',
    at: [
      'imported',
      'summary',
      'processed_datetime',
      'messages[].auth_customer_identity',
      'messages[].imported',
      'messages[].processed_datetime',
    ],
    reason: NEWER,
  },
  {
    recordings: ['tickets.list.2024'],
    kind: 'extra',
    at: [
      'data[].summary',
      'data[].last_sent_message_not_delivered',
      'data[].custom_fields',
      'meta.total_resources',
    ],
    reason: NEWER,
  },
  {
    recordings: ['account-settings.list.2025'],
    kind: 'extra',
    at: [
      'data[].data.custom_sso_providers',
      'data[].data.can_exceed_max_agent_capacity',
      'data[].data.unassign_on_user_unavailability',
      'data[].data.auto_assign_ticket_to_responding_agent',
    ],
    reason: NEWER,
  },
  {
    recordings: ['account-settings.list.2025'],
    kind: 'type',
    at: ['data[].data.email'],
    reason: 'the setting auto-split, which is of 2026, has an object where default-integration has an id',
  },
  { recordings: ['user.create.2025'], kind: 'extra', at: ['client_id'], reason: NEWER },
  {
    recordings: ['customer.create.2025', 'customer.get.2025'],
    kind: 'order',
    at: [''],
    reason: 'the order of 2025: recordings of 2026 have another',
  },
  {
    recordings: ['ticket.get-email-thread.2024'],
    kind: 'missing',
    at: ['assignee_user.meta.name_set_via', 'messages[].sender.meta.name_set_via'],
    reason: AGENT,
  },
  {
    recordings: ['ticket.get-email-thread.2024'],
    kind: 'extra',
    at: [
      'assignee_user.meta.sso',
      'assignee_user.meta.profile_picture_url',
      'messages[].sender.meta.sso',
      'messages[].sender.meta.profile_picture_url',
    ],
    reason: AGENT,
  },
  {
    recordings: ['ticket.get-outbound-bounced.2024'],
    kind: 'missing',
    at: ['messages[].sender.meta.name_set_via'],
    reason: AGENT,
  },
  {
    recordings: ['ticket.get-outbound-bounced.2024'],
    kind: 'extra',
    at: ['messages[].sender.meta.sso', 'messages[].sender.meta.profile_picture_url'],
    reason: AGENT,
  },
  {
    recordings: ['tickets.list.2024', 'tickets.list.2026'],
    kind: 'missing',
    at: ['data[].assignee_user.meta.name_set_via'],
    reason: AGENT,
  },
  {
    recordings: ['tickets.list.2024', 'tickets.list.2026'],
    kind: 'extra',
    at: ['data[].assignee_user.meta.sso', 'data[].assignee_user.meta.profile_picture_url'],
    reason: AGENT,
  },
  {
    recordings: ['ticket.get-email-thread.2024'],
    kind: 'extra',
    at: ['messages[].receiver.meta.name_set_via'],
    reason: 'the recorded customer had come with the account: nobody had named them',
  },
  {
    recordings: ['customers.list.2025'],
    kind: 'type',
    at: ['data[].meta'],
    reason: 'the recorded customer had come with the account: nobody had named them',
  },
  {
    recordings: ['customer.external-data-fragment.2026'],
    kind: 'order',
    at: ['external_data.*'],
    reason: 'Gorgias stores data with its keys sorted by length; the simulator keeps them as they were sent',
  },
  {
    recordings: ['ticket.update.2026'],
    kind: 'empty',
    at: ['messages[].intents[]'],
    reason: 'intents are not simulated: the list is always empty',
  },
  {
    recordings: ['job.get.2026'],
    kind: 'extra',
    at: ['info.url'],
    reason: 'the simulator says where the exported file is; where Gorgias says so was not recorded',
  },
  {
    recordings: ['integration.docs-example'],
    kind: 'extra',
    at: [
      'deactivated_datetime',
      'decoration',
      'description',
      'locked_datetime',
      'meta',
      'user',
      'application_id',
      'managed',
      'business_hours_id',
      'http.headers',
      'http.oauth2',
      'http.triggers.ticket-message-failed',
      'http.triggers.ticket-assignment-updated',
      'http.triggers.ticket-status-updated',
      'http.triggers.ticket-handed-over',
    ],
    reason: OLD_EXAMPLE,
  },
  ...(
    [
      ['missing', '_'],
      ['extra', '-'],
    ] as const
  ).map(([kind, hyphen]): KnownDifference => ({
    recordings: ['integration.docs-example'],
    kind,
    at: ['created', 'updated', 'message_created', 'self_unsnoozed'].map((name) =>
      `http.triggers.ticket_${name}`.replaceAll('_', hyphen),
    ),
    reason: 'the example of the older reference writes underscores where the newer one has hyphens',
  })),
  {
    recordings: ['errors.docs-2020-bodies.400'],
    kind: 'missing',
    at: ['error.data.sender', 'error.data.channel'],
    reason: 'what is wrong with a message is told where the message is, below messages',
  },
  {
    recordings: ['errors.docs-2020-bodies.400'],
    kind: 'extra',
    at: ['error.data.messages'],
    reason: 'what is wrong with a message is told where the message is, below messages',
  },
  {
    recordings: ['errors.docs-2020-bodies.503'],
    kind: 'type',
    at: [''],
    reason: 'clients see 5xx as pages of HTML today',
  },
]
