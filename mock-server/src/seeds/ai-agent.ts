import { AI_CHANNELS, AI_OUTCOMES } from '../helpdesk/model/ai-agent.ts'
import { OneOf } from '../wire/schema.ts'
import { Type } from '../wire/type.ts'

const strict = { additionalProperties: false }
const Words = (maxLength: number) =>
  Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength }), { minItems: 1, maxItems: 100 }))

const AnswerSchema = Type.Object(
  {
    when: Type.Optional(
      Type.Object(
        { contains: Words(1000), tags: Words(256) },
        { ...strict, description: 'All that is named has to hold; absent: it fits every message.' },
      ),
    ),
    outcome: OneOf(AI_OUTCOMES),
    text: Type.Optional(
      Type.String({ maxLength: 100_000, description: 'May hold variables: {{ticket.customer.firstname}}.' }),
    ),
    html: Type.Optional(Type.String({ maxLength: 100_000 })),
  },
  strict,
)

/** How AI Agent is set up, in seeds and in the control plane. What is absent stays as it is. */
export const AiAgentSchema = Type.Object(
  {
    enabled: Type.Boolean(),
    channels: Type.Optional(Type.Array(OneOf(AI_CHANNELS), { maxItems: AI_CHANNELS.length })),
    answers: Type.Optional(
      Type.Array(AnswerSchema, {
        maxItems: 100,
        description: 'The first that fits is given; where none does, the ticket is handed over.',
      }),
    ),
  },
  strict,
)
