import { Type } from '../wire/type.ts'
import { PLAN_NAMES } from '../helpdesk/model/entities.ts'
import { AnyObject, Id, OneOf } from '../wire/schema.ts'
import { SeedSchema } from '../seeds/document.ts'

const strict = { additionalProperties: false }
const Count = Type.Integer({ minimum: 1 })

export const AccountPath = Type.Object({ account: Type.String() })
export const AccountItemPath = Type.Object({ account: Type.String(), id: Type.Integer() })

export const NewAccountBody = Type.Object(
  {
    subdomain: Type.Optional(Type.String({ maxLength: 63 })),
    plan: Type.Optional(OneOf(PLAN_NAMES)),
    seed: Type.Optional(Type.Unsafe<'demo' | object>({ anyOf: [{ const: 'demo' }, SeedSchema] })),
    from: Type.Optional(Type.String({ description: 'The account to fork.' })),
  },
  strict,
)

export const ClockBody = Type.Object(
  {
    mode: Type.Optional(OneOf(['real', 'virtual'])),
    now: Type.Optional(Type.String({ description: 'ISO 8601.' })),
    advance: Type.Optional(Type.String({ description: 'ISO 8601 duration, such as PT5M.' })),
  },
  strict,
)

export const RateLimitBody = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean()),
    capacity: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    window_seconds: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 86_400 })),
    used: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  },
  strict,
)

export const KeyBody = Type.Object({ user_id: Type.Integer() }, strict)

export const OAuthAppPath = Type.Object({ account: Type.String(), client_id: Type.String() })

export const OAuthAppBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 255 }),
    redirect_uris: Type.Array(Type.String({ maxLength: 2000 }), {
      maxItems: 20,
      description: 'Where codes may go, compared to the letter; none if only tokens are ordered here.',
    }),
  },
  strict,
)

export const TokenBody = Type.Object(
  {
    scopes: Type.Array(Type.String({ maxLength: 100 }), {
      minItems: 1,
      maxItems: 100,
      description: 'Such as tickets:read.',
    }),
    user_id: Type.Optional(
      Type.Integer({ description: "Who allows it; default: the owner of the account's API key." }),
    ),
  },
  strict,
)

export const InboundBody = Type.Object(
  {
    from: Type.String({ format: 'email', maxLength: 320 }),
    text: Type.String({ maxLength: 1_000_000 }),
    html: Type.Optional(Type.String({ maxLength: 1_000_000 })),
    subject: Type.Optional(Type.String({ maxLength: 998 })),
    ticket_id: Type.Optional(Type.Integer()),
    in_reply_to: Type.Optional(Type.String({ maxLength: 998 })),
  },
  strict,
)

export const FaultBody = Type.Object(
  {
    operation: Type.String({ description: 'An operationId, such as createTicket.' }),
    position: OneOf(['before', 'after-commit']),
    kind: OneOf(['status', 'reset']),
    status: Type.Optional(Type.Integer({ minimum: 400, maximum: 599 })),
    message: Type.Optional(
      Type.String({ maxLength: 1000, description: 'What the answer says instead of its usual sentence.' }),
    ),
    retry_after: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 86_400, description: 'Seconds that a 429 asks to wait.' }),
    ),
    first: Type.Optional(Count),
    every: Type.Optional(Count),
  },
  strict,
)

export const BillingQuery = Type.Object({ month: Type.Optional(Type.String()) }, strict)

/** What every list of the control plane looks like. */
export const DataList = Type.Object({ data: Type.Array(AnyObject) })

/** The ticket that another one is merged into. */
export const TicketMerge = Type.Object({ into: Id }, { additionalProperties: false })
