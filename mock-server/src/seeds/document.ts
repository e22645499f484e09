import { Type } from '../wire/type.ts'
import type { Static } from 'typebox'
import { CREATABLE_ROLES, PLAN_NAMES, TICKET_STATUSES } from '../helpdesk/model/entities.ts'
import { CALL_DIRECTIONS } from '../helpdesk/model/voice.ts'
import { AiAgentSchema } from './ai-agent.ts'

const Text = Type.String({ minLength: 1, maxLength: 100_000 })
const Name = Type.String({ minLength: 1, maxLength: 256 })
const Email = Type.String({ format: 'email', maxLength: 320 })
const oneOf = <const T extends readonly string[]>(words: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: words })
const strict = { additionalProperties: false }

const SeedMessage = Type.Object({ from: oneOf(['customer', 'agent'] as const), text: Text }, strict)

const SeedCall = Type.Object(
  {
    direction: oneOf(CALL_DIRECTIONS),
    agent: Type.Optional(Email),
    answered: Type.Optional(Type.Boolean()),
    duration: Type.Integer({ minimum: 0, maximum: 86_400, description: 'Seconds.' }),
    recorded: Type.Optional(Type.Boolean()),
  },
  strict,
)

const SeedTicket = Type.Object(
  {
    subject: Type.String({ maxLength: 998 }),
    status: Type.Optional(oneOf(TICKET_STATUSES)),
    tags: Type.Optional(Type.Array(Name, { maxItems: 100 })),
    messages: Type.Array(SeedMessage, { minItems: 1, maxItems: 500 }),
    calls: Type.Optional(Type.Array(SeedCall, { maxItems: 100 })),
  },
  strict,
)

const SeedCustomer = Type.Object(
  {
    name: Type.Optional(Name),
    email: Type.Optional(Email),
    phone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    external_id: Type.Optional(Name),
    integrations: Type.Optional(
      Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
    ),
    tickets: Type.Optional(Type.Array(SeedTicket, { maxItems: 1000 })),
  },
  strict,
)

/** What an account holds beyond the bare minimum: the JSON of `--seed FILE` and of `POST accounts`. */
export const SeedSchema = Type.Object(
  {
    support_email: Type.Optional(Email),
    plan: Type.Optional(oneOf(PLAN_NAMES)),
    users: Type.Optional(
      Type.Array(Type.Object({ name: Name, email: Email, role: oneOf(CREATABLE_ROLES) }, strict), {
        maxItems: 1000,
      }),
    ),
    teams: Type.Optional(
      Type.Array(Type.Object({ name: Name, members: Type.Optional(Type.Array(Email)) }, strict), {
        maxItems: 100,
      }),
    ),
    tags: Type.Optional(Type.Array(Name, { maxItems: 1000 })),
    customers: Type.Optional(Type.Array(SeedCustomer, { maxItems: 100_000 })),
    rules: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Name,
            code: Text,
            event_types: Name,
            description: Type.Optional(Text),
            priority: Type.Optional(Type.Integer()),
            active: Type.Optional(Type.Boolean()),
          },
          strict,
        ),
        { maxItems: 1000 },
      ),
    ),
    views: Type.Optional(
      Type.Array(
        Type.Object({ name: Name, slug: Name, filters: Type.String({ maxLength: 10_000 }) }, strict),
        {
          maxItems: 100,
        },
      ),
    ),
    ai_agent: Type.Optional(AiAgentSchema),
  },
  { ...strict, title: 'Seed of a simulated account' },
)

export type Seed = Static<typeof SeedSchema>
export type SeedCustomerData = Static<typeof SeedCustomer>
export type SeedTicketData = Static<typeof SeedTicket>

/** A seed that cannot be carried out; says what is wrong with it. */
export class SeedError extends Error {
  override readonly name = 'SeedError'
}
