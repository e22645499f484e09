import { Type } from '../../wire/type.ts'
import { HTTP_METHODS, HTTP_TRIGGERS } from '../../helpdesk/model/entities.ts'
import type { Json, JsonObject } from '../../helpdesk/model/entities.ts'
import {
  AnyJson,
  AnyObject,
  Bounded,
  Datetime,
  DatetimeIn,
  listQuery,
  Nullable,
  objectFirstList,
  OneOf,
} from '../../wire/schema.ts'

const RequestType = OneOf(['application/json', 'application/x-www-form-urlencoded'])
const ResponseType = OneOf(['application/json'])

/** What an HTTP integration calls: keys as the documented example has them, and never the secret. */
const Http = Type.Object({
  id: Type.Integer(),
  url: Type.String(),
  method: OneOf(HTTP_METHODS),
  form: AnyJson,
  headers: AnyObject,
  request_content_type: RequestType,
  response_content_type: ResponseType,
  triggers: Type.Object(Object.fromEntries(HTTP_TRIGGERS.map((name) => [name, Type.Boolean()]))),
  oauth2: Nullable(AnyObject),
})

/** An integration: keys by name as the documented example has them, what is newer behind them. */
export const Integration = Type.Object(
  {
    id: Type.Integer(),
    created_datetime: Datetime,
    deactivated_datetime: Nullable(Datetime),
    decoration: Nullable(AnyObject),
    description: Nullable(Type.String()),
    http: Nullable(Http),
    locked_datetime: Nullable(Datetime),
    meta: AnyObject,
    name: Type.String(),
    type: Type.String(),
    updated_datetime: Datetime,
    user: Nullable(Type.Object({ id: Type.Integer() })),
    uri: Type.String(),
    application_id: Nullable(Type.String()),
    managed: Type.Boolean(),
    business_hours_id: Nullable(Type.Integer()),
  },
  { title: 'Integration' },
)

export const IntegrationList = objectFirstList(Integration)

export const IntegrationQuery = Type.Object(
  {
    ...listQuery(['created_datetime:asc', 'created_datetime:desc']),
    type: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  { additionalProperties: false },
)

const closed = { additionalProperties: false }

/** The hyphens of the reference, and the underscores of an older example of it. */
const triggerNames = HTTP_TRIGGERS.flatMap((name) => [name, name.replaceAll('-', '_')])

const http = {
  url: Type.String({
    format: 'url',
    maxLength: 2048,
    description: 'http or https; may hold variables such as {{ticket.customer.email}}, but not in its host.',
  }),
  method: OneOf(HTTP_METHODS),
  request_content_type: RequestType,
  response_content_type: ResponseType,
  form: Type.Optional(
    Type.Unsafe<Json>({
      ...Bounded(AnyJson, 65_536),
      type: ['object', 'string', 'null'],
      description: 'The template of the body; the query parameters of a GET.',
    }),
  ),
  headers: Type.Optional(
    Type.Unsafe<JsonObject>({
      type: 'object',
      maxProperties: 50,
      patternProperties: {
        "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}$": { type: 'string', maxLength: 4096, pattern: '^[^\\r\\n]*$' },
      },
      additionalProperties: false,
    }),
  ),
  triggers: Type.Optional(
    Type.Unsafe<Readonly<Record<string, boolean>>>({
      type: 'object',
      properties: Object.fromEntries(triggerNames.map((name) => [name, { type: 'boolean' }])),
      additionalProperties: false,
    }),
  ),
  oauth2: Type.Optional(Nullable(Bounded(AnyObject, 65_536))),
  hmac_secret: Type.Optional(
    Nullable(Type.String({ minLength: 1, maxLength: 256, description: 'Signs the calls; never shown.' })),
  ),
}

const fields = {
  name: Type.String({ minLength: 1, maxLength: 255 }),
  description: Type.Optional(Nullable(Type.String({ maxLength: 1024 }))),
  deactivated_datetime: Type.Optional(Nullable(DatetimeIn)),
}

export const IntegrationCreate = Type.Object(
  { ...fields, type: OneOf(['http']), http: Type.Object(http, closed) },
  closed,
)

/** The name is needed each time, and the URL when `http` is sent (documented). */
export const IntegrationUpdate = Type.Object(
  {
    ...fields,
    http: Type.Optional(
      Type.Object({ ...Type.Partial(Type.Object(http)).properties, url: http.url }, closed),
    ),
  },
  closed,
)
