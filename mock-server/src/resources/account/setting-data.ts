import { Type } from '../../wire/type.ts'
import type { TSchema } from 'typebox'
import { AnyObject, Id, Nullable } from '../../wire/schema.ts'
import type { SettingType } from '../../helpdesk/account/settings.ts'

const flag = Type.Optional(Type.Boolean())
const count = (maximum: number) => Type.Integer({ minimum: 0, maximum })
const words = Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 200 }))
const emailText = Type.Optional(Type.String({ maxLength: 50_000 }))
const time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'HH:MM in that time zone.' })

const closed = { additionalProperties: false }
/** Two recordings, 2025 and 2026, differ in the fields of these: there may be more by now (inferred). */
const growing = { additionalProperties: true }

/** `{ tickets: { enabled, ... } }`: what is switched on for which kind of thing, with a number of days. */
const perKind = (days: string) =>
  Type.Unsafe({
    type: 'object',
    maxProperties: 20,
    additionalProperties: Type.Object({ enabled: flag, [days]: Type.Optional(count(365)) }, closed),
  })

/**
 * The data of each type whose fields are known. No field is required, because the data as a whole is not; types
 * that are not listed take any object.
 */
export const SETTING_DATA: Readonly<Partial<Record<SettingType, TSchema>>> = {
  'satisfaction-surveys': Type.Object(
    {
      survey_interval: Type.Optional(count(8760)),
      survey_email_html: emailText,
      survey_email_text: emailText,
      send_survey_for_chat: flag,
      send_survey_for_email: flag,
      send_survey_for_help_center: flag,
      send_survey_for_contact_form: flag,
    },
    growing,
  ),
  'business-hours': Type.Object(
    {
      timezone: Type.Optional(Type.String({ format: 'timezone', maxLength: 64 })),
      business_hours: Type.Optional(
        Type.Array(
          Type.Object(
            {
              days: Type.String({
                pattern: '^[1-7](,[1-7]){0,6}$',
                description: 'Days of the week with commas between them; 1 is Monday.',
              }),
              from_time: time,
              to_time: time,
            },
            closed,
          ),
          { maxItems: 50 },
        ),
      ),
    },
    closed,
  ),
  'ticket-assignment': Type.Object(
    {
      unassign_on_reply: flag,
      assignment_channels: words,
      auto_assign_to_teams: flag,
      max_user_chat_ticket: Type.Optional(count(1000)),
      max_user_non_chat_ticket: Type.Optional(count(1000)),
      can_exceed_max_agent_capacity: flag,
      unassign_on_user_unavailability: words,
      auto_assign_ticket_to_responding_agent: flag,
    },
    growing,
  ),
  access: Type.Object(
    {
      signup_mode: Type.Optional(Type.String({ maxLength: 64 })),
      allowed_domains: words,
      google_sso_enabled: flag,
      office365_sso_enabled: flag,
      custom_sso_providers: Type.Optional(AnyObject),
    },
    growing,
  ),
  'views-ordering': Type.Object(
    {
      views: Type.Optional(AnyObject),
      views_top: Type.Optional(AnyObject),
      views_bottom: Type.Optional(AnyObject),
      view_sections: Type.Optional(AnyObject),
    },
    closed,
  ),
  'views-visibility': Type.Object(
    { hidden_views: Type.Optional(Type.Array(Id, { maxItems: 1000 })) },
    closed,
  ),
  'auto-merge': perKind('merging_window_days'),
  'auto-split': perKind('split_after_days'),
  limits: Type.Object(
    {
      max_integrations: Type.Optional(Nullable(count(1_000_000))),
      max_active_rules: Type.Optional(Nullable(count(1_000_000))),
    },
    closed,
  ),
  'default-integration': Type.Object({ email: Type.Optional(Id) }, closed),
}
