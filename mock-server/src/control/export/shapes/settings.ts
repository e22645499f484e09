import {
  HTTP_METHODS,
  HTTP_TRIGGERS,
  VIEW_TYPES,
  VIEW_VISIBILITIES,
  VIEW_ORDERS,
} from '../../../helpdesk/model/entities.ts'
import { JOB_TYPES, JOB_STATUSES } from '../../../helpdesk/model/jobs.ts'
import { INTENTS } from '../../../helpdesk/model/macros.ts'
import { CUSTOM_FIELD_OBJECTS, REQUIREMENT_TYPES } from '../../../helpdesk/model/custom-fields.ts'
import { UPLOAD_TYPES } from '../../../helpdesk/model/uploads.ts'
import { ROBOT_KINDS } from '../../../helpdesk/model/robots.ts'
import { WIDGET_CONTEXTS } from '../../../helpdesk/model/widgets.ts'
import { AI_CHANNELS, AI_OUTCOMES } from '../../../helpdesk/model/ai-agent.ts'
import type { AiAgent } from '../../../helpdesk/model/ai-agent.ts'
import type { CustomField } from '../../../helpdesk/model/custom-fields.ts'
import type { Integration, Rule, View } from '../../../helpdesk/model/entities.ts'
import type { Job } from '../../../helpdesk/model/jobs.ts'
import type { Macro } from '../../../helpdesk/model/macros.ts'
import type { OAuthApp, OAuthGrant } from '../../../helpdesk/model/oauth.ts'
import type { Robot } from '../../../helpdesk/model/robots.ts'
import type { Upload } from '../../../helpdesk/model/uploads.ts'
import type { Widget } from '../../../helpdesk/model/widgets.ts'
import {
  text,
  flag,
  number,
  id,
  instant,
  json,
  jsonObject,
  oneOf,
  anyOf,
  list,
  optional,
  orNull,
  object,
  idIn,
  rowsOf,
} from './shape.ts'

const selection = anyOf(
  object({ by: oneOf(['ids']), ticket_ids: list(id) }),
  object({ by: oneOf(['view']), view_id: id }),
  object({ by: oneOf(['filters']), filters: text }),
)

/** Steps of work, each with what it needs; what it does to tickets is checked when it is done. */
const jobTask = anyOf(
  object({ kind: oneOf(['apply-macro']), macro_id: id, close: flag, selection }),
  object({ kind: oneOf(['delete-tickets']), selection }),
  object({
    kind: oneOf(['update-tickets']),
    changes: jsonObject,
    tags: optional(list(jsonObject)),
    values: optional(list(jsonObject)),
    selection,
  }),
  object({
    kind: oneOf(['export-tickets']),
    selection: orNull(selection),
    from: orNull(instant),
    until: orNull(instant),
  }),
  object({ kind: oneOf(['export-macros']) }),
  object({ kind: oneOf(['import-macros']), url: text }),
  object({ kind: oneOf(['unavailable']), reason: text }),
)

/** What an account is set up with. */
export const settingShapes = {
  rules: rowsOf<Rule>()({
    id,
    name: text,
    description: orNull(text),
    code: text,
    code_ast: jsonObject,
    event_types: orNull(text),
    priority: number,
    settings: orNull(jsonObject),
    type: text,
    created_datetime: instant,
    updated_datetime: instant,
    deactivated_datetime: orNull(instant),
  }),
  integrations: rowsOf<Integration>()({
    id,
    name: text,
    type: text,
    description: orNull(text),
    decoration: orNull(jsonObject),
    address: orNull(text),
    meta: jsonObject,
    user_id: orNull(id),
    http: orNull(
      object({
        id,
        url: text,
        method: oneOf(HTTP_METHODS),
        form: json,
        headers: jsonObject,
        request_content_type: text,
        response_content_type: text,
        triggers: object(Object.fromEntries(HTTP_TRIGGERS.map((trigger) => [trigger, flag]))),
        oauth2: orNull(jsonObject),
        hmac_secret: orNull(text),
      }),
    ),
    application_id: orNull(text),
    managed: flag,
    business_hours_id: orNull(id),
    created_datetime: instant,
    updated_datetime: instant,
    deactivated_datetime: orNull(instant),
    locked_datetime: orNull(instant),
  }),
  views: rowsOf<View>()({
    id,
    category: oneOf(['system', 'user']),
    user_id: orNull(id),
    name: text,
    slug: text,
    type: oneOf(VIEW_TYPES),
    filters: text,
    fields: list(text),
    order_by: oneOf(VIEW_ORDERS),
    order_dir: oneOf(['asc', 'desc']),
    visibility: oneOf(VIEW_VISIBILITIES),
    decoration: orNull(jsonObject),
    search: orNull(text),
    section_id: orNull(id),
    shared_with_team_ids: list(id),
    shared_with_user_ids: list(id),
    created_datetime: instant,
    deactivated_datetime: orNull(instant),
  }),
  customFields: rowsOf<CustomField>()({
    id,
    external_id: orNull(text),
    object_type: oneOf(CUSTOM_FIELD_OBJECTS),
    label: text,
    description: orNull(text),
    priority: number,
    required: flag,
    requirement_type: oneOf(REQUIREMENT_TYPES),
    managed_type: orNull(text),
    definition: anyOf(
      object({
        data_type: oneOf(['text']),
        input_settings: anyOf(
          object({ input_type: oneOf(['input']), placeholder: optional(orNull(text)) }),
          object({ input_type: oneOf(['dropdown']), choices: list(text), default: optional(orNull(text)) }),
        ),
      }),
      object({
        data_type: oneOf(['number']),
        input_settings: object({
          input_type: oneOf(['input_number']),
          min: optional(orNull(text)),
          max: optional(orNull(text)),
          placeholder: optional(orNull(text)),
        }),
      }),
      object({
        data_type: oneOf(['boolean']),
        input_settings: object({
          input_type: oneOf(['dropdown']),
          choices: optional(list(flag)),
          default: optional(orNull(flag)),
        }),
      }),
    ),
    created_datetime: instant,
    updated_datetime: instant,
    deactivated_datetime: orNull(instant),
  }),
  macros: rowsOf<Macro>()({
    id,
    external_id: orNull(text),
    name: text,
    intent: orNull(oneOf(INTENTS)),
    language: orNull(text),
    usage: number,
    actions: list(
      object({
        arguments: jsonObject,
        description: optional(text),
        name: text,
        title: optional(text),
        type: optional(text),
      }),
    ),
    created_datetime: instant,
    updated_datetime: orNull(instant),
    archived_datetime: orNull(instant),
  }),
  jobs: rowsOf<Job>()({
    id,
    type: oneOf(JOB_TYPES),
    status: oneOf(JOB_STATUSES),
    params: jsonObject,
    task: jobTask,
    queue: orNull(list(id)),
    info: jsonObject,
    meta: orNull(jsonObject),
    user_id: id,
    created_datetime: instant,
    scheduled_datetime: orNull(instant),
    started_datetime: orNull(instant),
    ended_datetime: orNull(instant),
    failed_datetime: orNull(instant),
    locked_datetime: orNull(instant),
    cancel_requested_datetime: orNull(instant),
    cancelled_datetime: orNull(instant),
  }),
  widgets: rowsOf<Widget>()({
    id,
    type: text,
    context: oneOf(WIDGET_CONTEXTS),
    order: number,
    template: jsonObject,
    integration_id: orNull(id),
    app_id: orNull(text),
    created_datetime: instant,
    updated_datetime: instant,
    deactivated_datetime: orNull(instant),
  }),
  robots: rowsOf<Robot>()({
    id,
    address: text,
    kind: oneOf(ROBOT_KINDS),
    text: orNull(text),
    delay: number,
    naive: flag,
    told: list(object({ address: text, at: instant })),
    answers: number,
  }),
  aiAgents: rowsOf<AiAgent>()({
    id,
    user_id: idIn('users'),
    enabled: flag,
    channels: list(oneOf(AI_CHANNELS)),
    answers: list(
      object({
        when: optional(object({ contains: optional(list(text)), tags: optional(list(text)) })),
        outcome: oneOf(AI_OUTCOMES),
        text: optional(text),
        html: optional(text),
      }),
    ),
  }),
  oauthApps: rowsOf<OAuthApp>()({
    id,
    client_id: text,
    client_secret: text,
    name: text,
    redirect_uris: list(text),
    user_id: idIn('users'),
    created_datetime: instant,
  }),
  oauthGrants: rowsOf<OAuthGrant>()({
    id,
    kind: oneOf(['code', 'access', 'refresh']),
    value: text,
    app_id: idIn('oauthApps'),
    user_id: idIn('users'),
    scopes: list(text),
    redirect_uri: orNull(text),
    nonce: orNull(text),
    created_datetime: instant,
    expires_datetime: orNull(instant),
  }),
  uploads: rowsOf<Upload>()({
    id,
    type: oneOf(UPLOAD_TYPES),
    domain_hash: text,
    resource_name: text,
    hash: text,
    name: text,
    content_type: text,
    size: number,
    created_datetime: instant,
  }),
}
