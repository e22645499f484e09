import { Type } from 'typebox'
import { AnyObject, Datetime, Nullable, OneOf } from '../../wire/schema.ts'

/** The settings that an account can have (documented and recorded names). */
export const SETTING_TYPES = [
  'satisfaction-surveys',
  'auto-merge',
  'auto-split',
  'business-hours',
  'ticket-assignment',
  'views-ordering',
  'views-visibility',
  'access',
  'agents-table-config',
  'agents-availability-table-config',
  'channels-table-config',
  'product-insights-table-config',
  'in-ticket-suggestion',
  'agent-costs',
  'limits',
  'default-integration',
] as const

export const Setting = Type.Object(
  { id: Type.Integer(), type: Type.String(), data: AnyObject },
  { title: 'AccountSetting' },
)

/** No envelope around it, and no pages (recorded). */
export const SettingList = Type.Object({ data: Type.Array(Setting) })

/** The account, keys as recorded. */
export const Account = Type.Object(
  {
    created_datetime: Datetime,
    current_subscription: Type.Object({
      plan: Nullable(Type.String()),
      start_datetime: Datetime,
      status: Type.String(),
      trial_end_datetime: Nullable(Datetime),
      trial_start_datetime: Nullable(Datetime),
    }),
    deactivated_datetime: Nullable(Datetime),
    domain: Type.String(),
    meta: Type.Object({
      analytics_group_id: Nullable(Type.String()),
      company_domain: Nullable(Type.String()),
    }),
    settings: Type.Array(Type.Object({ id: Type.Integer(), data: AnyObject, type: Type.String() })),
    status: Type.Object({ status: Type.String() }),
  },
  { title: 'Account' },
)

export const SettingQuery = Type.Object(
  { type: Type.Optional(OneOf(SETTING_TYPES)) },
  { additionalProperties: false },
)

/** A setting as it is made or replaced; its data is replaced as a whole (documented). */
export const SettingBody = Type.Object(
  { type: OneOf(SETTING_TYPES), data: Type.Optional(Nullable(AnyObject)) },
  { additionalProperties: false },
)
