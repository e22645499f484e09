import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { errorEntry } from '../errors.ts'
import { errors } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import { readJson } from '../json/read-json.ts'
import type { EntryFilter } from '../ledger/ledger.ts'
import type { HandoffState } from '../ledger/states.ts'
import { transitions } from '../ledger/states.ts'
import type { FailedOutcome, Outcome, Receipt } from '../model/outcome.ts'
import { asked, notFailed, unknownAfter, unknownHandoff } from './problem.ts'
import type { ServiceParts } from './service.ts'
import { entryView, noticeView } from './views.ts'

/** How far a replay by code looks back. */
const MOST_LOOKED_AT = 10_000
const PAGE = 500

const stateNames = Object.keys(transitions) as HandoffState[]
const Limit = (most: number) => Type.Optional(Type.Integer({ minimum: 1, maximum: most }))
/** PostgreSQL keeps no text with it. */
const NO_NUL = '^[^\\u0000]*$'
const Text = Type.Optional(Type.String({ minLength: 1, maxLength: 300, pattern: NO_NUL }))
const Params = Type.Object({ id: Type.String({ pattern: NO_NUL }) })

const PostQuery = Type.Object({ gladly: Type.Optional(Type.Boolean()) }, { additionalProperties: false })
const ListQuery = Type.Object(
  {
    state: Type.Optional(Type.Enum(stateNames)),
    conversation_id: Text,
    customer_id: Text,
    after: Text,
    limit: Limit(200),
  },
  { additionalProperties: false },
)
const ReplayQuery = Type.Object(
  { code: Type.Optional(Type.Enum(Object.keys(errors) as ErrorCode[])), limit: Limit(1_000) },
  { additionalProperties: false },
)

/** Handoffs: to accept, to look at, to try again. */
export function handoffRoutes(app: FastifyInstance, { handoff, ledger, runs, metrics }: ServiceParts): void {
  app.post<{ Querystring: { gladly?: boolean }; Body: string | undefined }>(
    '/handoffs',
    { schema: { querystring: PostQuery } },
    async (request, reply) => {
      const { gladly = /gladly/i.test(request.headers['content-type'] ?? '') } = request.query
      const json = readJson(request.body ?? '')
      const answer = json.ok
        ? await handoff.accept(json.value, { gladly })
        : unreadable(`line ${json.line}, column ${json.column}`)
      metrics.accepted(answer)
      const status = statusOf(answer)
      if (status === 503) void reply.header('retry-after', '5')
      if (status === 202) void reply.header('location', `/handoffs/${encodeURIComponent(answer.handoff_id)}`)
      return reply.status(status).send(answer)
    },
  )

  app.get<{ Querystring: Omit<EntryFilter, 'states' | 'limit'> & { state?: HandoffState; limit?: number } }>(
    '/handoffs',
    { schema: { querystring: ListQuery } },
    async ({ query: { state, limit = 50, ...filter } }) => {
      if (filter.after !== undefined && !(await asked(ledger.get(filter.after)))) throw unknownAfter
      const entries = await asked(ledger.list({ ...filter, limit, ...(state && { states: [state] }) }))
      const last = entries.length === limit ? entries.at(-1) : undefined
      return { data: entries.map(entryView), next_after: last?.handoff_id ?? null }
    },
  )

  app.get<{ Params: { id: string } }>(
    '/handoffs/:id',
    { schema: { params: Params } },
    async ({ params: { id } }) => {
      const entry = await asked(ledger.get(id))
      if (!entry) throw unknownHandoff
      const notices = await asked(ledger.notices({ handoff_id: id, limit: 50 }))
      return { ...entryView(entry), notices: notices.map(noticeView), log: await asked(runs.of(id)) }
    },
  )

  app.post<{ Params: { id: string } }>(
    '/handoffs/:id/replay',
    { schema: { params: Params } },
    async ({ params: { id } }, reply) => {
      if (!(await asked(handoff.replay(id)))) throw (await asked(ledger.get(id))) ? notFailed : unknownHandoff
      return reply.status(202).send({ replayed: 1, handoff_ids: [id] })
    },
  )

  app.post<{ Querystring: { code?: ErrorCode; limit?: number } }>(
    '/handoffs/replay',
    { schema: { querystring: ReplayQuery } },
    async ({ query: { code, limit = 100 } }, reply) => {
      const wanted = await failedOnes(code, limit)
      const handoff_ids: string[] = []
      // The oldest first, so that nobody overtakes.
      for (const id of wanted.reverse()) if (await asked(handoff.replay(id))) handoff_ids.push(id)
      return reply.status(202).send({ replayed: handoff_ids.length, handoff_ids })
    },
  )

  async function failedOnes(code: ErrorCode | undefined, limit: number): Promise<string[]> {
    const found: string[] = []
    let after: string | undefined
    for (let seen = 0; seen < MOST_LOOKED_AT; seen += PAGE) {
      const page = await asked(
        ledger.list({
          states: ['failed'],
          limit: PAGE,
          ...(after !== undefined && { after }),
        }),
      )
      for (const { handoff_id, outcome } of page) {
        const fits = code === undefined || (outcome?.status === 'failed' && outcome.code === code)
        if (fits && found.push(handoff_id) === limit) return found
      }
      after = page.at(-1)?.handoff_id
      if (page.length < PAGE) break
    }
    return found
  }
}

const refusals: Partial<Record<ErrorCode, number>> = {
  unreadable_input: 400,
  handoff_id_reused: 409,
  ledger_unavailable: 503,
  closed: 503,
  internal_error: 500,
}

function statusOf(answer: Receipt | Outcome): number {
  if (answer.status === 'accepted') return 202
  return answer.status === 'failed' ? (refusals[answer.code] ?? 422) : 200
}

/** An input that does not even name a conversation; what it says is not repeated. */
const unreadable = (place: string): FailedOutcome => ({
  status: 'failed',
  handoff_id: '',
  conversation_id: '',
  code: 'unreadable_input',
  message: `${errorEntry('unreadable_input').meaning} (${place})`,
  hint: errorEntry('unreadable_input').hint,
  attempts: 0,
  waited_ms: 0,
  notified: 'not_tried',
})
