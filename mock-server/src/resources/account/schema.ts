import { Type } from '../../wire/type.ts'
import type { Static } from 'typebox'
import { SETTING_TYPES } from '../../helpdesk/account/settings.ts'
import { AnyObject, Bounded, Datetime, Nullable, OneOf } from '../../wire/schema.ts'
import { SETTING_DATA } from './setting-data.ts'

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

const body = Type.Object(
  { type: OneOf(SETTING_TYPES), data: Type.Optional(Nullable(Bounded(AnyObject, 262_144))) },
  { additionalProperties: false },
)

/** A setting as it is made or replaced. Which data fits depends on the type (inferred: that it is checked). */
export const SettingBody = Type.Unsafe<Static<typeof body>>({
  ...body,
  allOf: Object.entries(SETTING_DATA).map(([type, data]) => ({
    if: { properties: { type: { const: type } }, required: ['type'] },
    then: { properties: { data: Nullable(data) } },
  })),
})
