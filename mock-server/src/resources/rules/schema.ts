import { Type } from '../../wire/type.ts'
import { AnyObject, dataFirstList, Datetime, DatetimeIn, Id, listQuery, Nullable } from '../../wire/schema.ts'

const text = Nullable(Type.String())

/** A rule, keys as recorded. */
export const Rule = Type.Object(
  {
    id: Type.Integer(),
    code: Type.String(),
    code_ast: AnyObject,
    created_datetime: Datetime,
    deactivated_datetime: Nullable(Datetime),
    description: text,
    event_types: text,
    settings: Nullable(AnyObject),
    name: Type.String(),
    priority: Type.Integer(),
    type: Type.String(),
    updated_datetime: Datetime,
    uri: Type.String(),
  },
  { title: 'Rule' },
)

export const RuleList = dataFirstList(Rule)

export const DEFAULT_RULE_LIMIT = 100

export const RuleQuery = Type.Object(
  { ...listQuery(['created_datetime:asc', 'created_datetime:desc'], DEFAULT_RULE_LIMIT) },
  { additionalProperties: false },
)

const Priority = Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Higher runs first.' })

const required = {
  name: Type.String({ minLength: 1, maxLength: 255 }),
  code: Type.String({ minLength: 1, description: 'if (condition) { Action("name", { ... }) }' }),
}

const optional = {
  code_ast: Type.Optional(Nullable(AnyObject)),
  deactivated_datetime: Type.Optional(Nullable(DatetimeIn)),
  description: Type.Optional(Nullable(Type.String({ maxLength: 1024 }))),
  event_types: Type.Optional(
    Nullable(
      Type.String({ maxLength: 255, description: 'Triggers with commas between them; none: never fires.' }),
    ),
  ),
  priority: Type.Optional(Priority),
}

export const RuleCreate = Type.Object({ ...required, ...optional }, { additionalProperties: false })
export const RuleUpdate = Type.Object(
  { name: Type.Optional(required.name), code: Type.Optional(required.code), ...optional },
  { additionalProperties: false },
)

/** An array without the wrapper is refused (observed: 400). */
export const Priorities = Type.Object(
  {
    priorities: Type.Array(Type.Object({ id: Id, priority: Priority }, { additionalProperties: false }), {
      minItems: 1,
      maxItems: 1000,
    }),
  },
  { additionalProperties: false },
)

/** The one answer that is a bare array (recorded): all rules of the account. */
export const AllRules = Type.Array(Rule)
