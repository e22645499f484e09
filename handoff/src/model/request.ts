import Type from 'typebox'
import type { Static } from 'typebox'
import { crossCheck } from './cross-check.ts'
import { Conversation, Participant, Topic } from './conversation.ts'
import { Customer } from './customer.ts'
import { Id, Instant, Strict } from './fields.ts'
import { RawItemSchema, itemSchemas } from './items.ts'
import type { Item } from './items.ts'
import { readItems } from './read-items.ts'
import { bounded, schemaProblems } from './problems.ts'
import { HandoffMessage, Reason, Summary, Truncated } from './summary.ts'

/** What is wrong with one field, and what to do about it. */
export interface Problem {
  /** The field, e.g. `items[3].text`; empty when the whole request is meant. */
  path: string
  /** A sentence for the person who made the request. */
  message: string
}

/** How many items one request may hold. */
export const MAX_ITEMS = 2000

const envelope = {
  handoffId: Id('Unique for this handoff: what comes again under the same id is the same handoff.'),
  requestedAt: Instant('When the handoff was asked for.'),
  outcome: Type.Optional(
    Type.Enum(['handed_off', 'resolved', 'did_not_respond'], {
      description: 'How the conversation ended for the AI; handed_off if absent. resolved makes no ticket.',
    }),
  ),
  reason: Reason,
  conversation: Conversation,
  customer: Customer,
  participants: Type.Array(Participant, { maxItems: 500 }),
  truncated: Type.Optional(Truncated),
  topics: Type.Array(Topic, { maxItems: 500 }),
  summary: Type.Optional(Summary),
  handoffMessage: Type.Optional(HandoffMessage),
  locale: Type.Optional(
    Type.String({ pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$', description: 'BCP 47, e.g. en or pt-BR.' }),
  ),
}

/**
 * The JSON that asks for a handoff, as JSON Schema 2020-12 (`gorgias-handoff schema` prints it).
 *
 * It is strict: a field that it does not name is refused. Only items may be of a kind that it does not know.
 * What a schema cannot say (ids that are unique, a `by` that exists, days that exist) is checked by
 * {@link parseHandoffRequest}.
 */
export const HandoffRequestSchema = Type.Object(
  {
    ...envelope,
    items: Type.Array(Type.Union([...Object.values(itemSchemas), RawItemSchema]), {
      maxItems: MAX_ITEMS,
      description: 'The conversation, in any order; it is shown by time.',
    }),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:gorgias-harness:handoff-request',
    title: 'HandoffRequest',
    description: 'One conversation of Gladly AI that needs a person.',
    additionalProperties: false,
  },
)

// Items are read one by one, by their kind, so that a mistake in one is told in its own words.
const EnvelopeSchema = Strict(
  { ...envelope, items: Type.Array(Type.Unknown(), { maxItems: MAX_ITEMS }) },
  'A request whose items are still to be read.',
)

/** A request that was read: every item is of a known kind, or `unknown`. */
export type HandoffRequest = Omit<Static<typeof EnvelopeSchema>, 'items'> & { items: Item[] }

/**
 * Reads a request that came from outside.
 *
 * @param value anything, usually the result of `JSON.parse`
 * @returns the request, or at most ten problems and a line that counts the rest; it never throws
 *
 * @example
 * ```ts
 * const read = parseHandoffRequest(JSON.parse(text))
 * if (!read.ok) for (const p of read.problems) report(`${p.path}: ${p.message}`)
 * ```
 */
export function parseHandoffRequest(
  value: unknown,
): { ok: true; request: HandoffRequest } | { ok: false; problems: Problem[] } {
  const shape = schemaProblems(EnvelopeSchema, value)
  const { items, problems } = readItems(value, MAX_ITEMS)
  if (!shape.ok) return { ok: false, problems: bounded([...shape.problems, ...problems]) }
  if (problems.length > 0) return { ok: false, problems: bounded(problems) }
  const request: HandoffRequest = { ...shape.value, items }
  const crossed = crossCheck(request)
  return crossed.length > 0 ? { ok: false, problems: bounded(crossed) } : { ok: true, request }
}
