import { nextId, putAccount } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type {
  Account,
  ApiKey,
  CreatableRole,
  Integration,
  JsonObject,
  PlanName,
  User,
} from '../model/entities.ts'
import { drawSecret } from '../secrets.ts'
import { SYSTEM_VIEWS } from '../views/system.ts'
import { addView } from '../views/views.ts'

/** Settings of a fresh account (recorded), but for the default mailbox. */
const SETTINGS: readonly (readonly [type: string, data: JsonObject])[] = [
  [
    'satisfaction-surveys',
    {
      survey_interval: 2,
      survey_email_html: '<div>{{satisfaction_survey_url}}</div>',
      survey_email_text: '{{satisfaction_survey_url}}',
      send_survey_for_chat: true,
      send_survey_for_email: true,
      send_survey_for_help_center: true,
      send_survey_for_contact_form: true,
    },
  ],
  [
    'business-hours',
    { timezone: 'UTC', business_hours: [{ days: '1,2,3,4,5', to_time: '17:00', from_time: '09:00' }] },
  ],
  [
    'ticket-assignment',
    {
      unassign_on_reply: true,
      assignment_channels: [
        'chat',
        'custom-chat',
        'facebook-messenger',
        'instagram-direct-message',
        'sms',
        'twitter-direct-message',
        'whatsapp',
      ],
      auto_assign_to_teams: false,
      max_user_chat_ticket: 3,
      max_user_non_chat_ticket: 4,
      can_exceed_max_agent_capacity: true,
      unassign_on_user_unavailability: [],
      auto_assign_ticket_to_responding_agent: false,
    },
  ],
  ['views-ordering', { views: {}, views_top: {}, views_bottom: {}, view_sections: {} }],
  [
    'access',
    {
      signup_mode: 'invite',
      allowed_domains: [],
      google_sso_enabled: true,
      office365_sso_enabled: true,
      custom_sso_providers: {},
    },
  ],
  ['views-visibility', { hidden_views: [] }],
  ['auto-merge', { tickets: { enabled: false, merging_window_days: 5 } }],
  ['auto-split', { email: { enabled: true, split_after_days: 10 } }],
]

export interface AccountOptions {
  readonly subdomain: string
  readonly url: string
  readonly plan: PlanName
  readonly effects: Account['effects']
  /** Default false. */
  readonly relaysEmail?: boolean
  /** The address of the built-in mailbox; `support@SUBDOMAIN.test` if absent. */
  readonly supportEmail?: string
}

export function addUser(
  world: Helpdesk,
  fields: { readonly name: string; readonly email: string; readonly role: CreatableRole | 'bot' },
): User {
  const bot = fields.role === 'bot'
  return world.rows.users.put({
    id: nextId(world, 'people'),
    active: true,
    bio: null,
    country: null,
    deactivated_datetime: null,
    external_id: null,
    language: null,
    meta: bot ? {} : { sso: null, profile_picture_url: null },
    timezone: bot ? null : 'UTC',
    client_id: null,
    created_datetime: world.now,
    updated_datetime: world.now,
    deleted_datetime: null,
    ...fields,
  })
}

/** A new API key of a user, valid until it is revoked or its user is deactivated. */
export const addApiKey = (world: Helpdesk, user_id: number): ApiKey =>
  world.rows.apiKeys.put({
    id: nextId(world, 'apiKeys'),
    user_id,
    key: drawSecret(world, 64),
    created_datetime: world.now,
    revoked_datetime: null,
  })

/** The built-in mailbox, with the bot user that stands for it (recorded). */
function addMailbox(world: Helpdesk, name: string, address: string): Integration {
  addUser(world, { name: 'Gorgias Bot', email: address, role: 'bot' })
  return world.rows.integrations.put({
    id: nextId(world, 'integrations'),
    name,
    type: 'email',
    description: null,
    decoration: null,
    address,
    meta: {
      provider: 'sendgrid',
      outbound_verification_status: { single_sender: true, domain: false },
      address,
      preferred: true,
      marketing: false,
      verified: true,
      email_forwarding_activated: true,
    },
    user_id: null,
    http: null,
    application_id: null,
    managed: false,
    business_hours_id: null,
    created_datetime: world.now,
    updated_datetime: world.now,
    deactivated_datetime: null,
    locked_datetime: null,
  })
}

/** Furnishes an empty world as a fresh account: one admin, the mailbox, the settings, the system views. */
export function openAccount(world: Helpdesk, options: AccountOptions): { readonly admin: User } {
  const { subdomain, url, plan, effects, relaysEmail: relays_email = false } = options
  putAccount(world, { subdomain, url, plan, effects, relays_email, created_datetime: world.now })
  const admin = addUser(world, { name: 'Admin', email: `admin@${subdomain}.test`, role: 'admin' })
  const mailbox = addMailbox(
    world,
    `${subdomain} Support`,
    options.supportEmail ?? `support@${subdomain}.test`,
  )
  for (const [type, data] of [...SETTINGS, ['default-integration', { email: mailbox.id }] as const]) {
    world.rows.settings.put({ id: nextId(world, 'settings'), type, data })
  }
  for (const view of SYSTEM_VIEWS) addView(world, { ...view, category: 'system' })
  return { admin }
}
