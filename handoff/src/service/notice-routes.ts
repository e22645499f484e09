import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Notice } from '../ledger/ledger.ts'
import { asked, unknownNotice } from './problem.ts'
import type { ServiceParts } from './service.ts'
import { noticeView } from './views.ts'

const ListQuery = Type.Object(
  {
    state: Type.Optional(Type.Enum(['due', 'sent', 'dead'] as const)),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  { additionalProperties: false },
)
const ReplayQuery = Type.Object(
  { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })) },
  { additionalProperties: false },
)

const Params = Type.Object({ id: Type.String({ pattern: '^[^\\u0000]*$' }) })

/** Error e-mails: to look at, and to send again where they were given up. */
export function noticeRoutes(
  app: FastifyInstance,
  { ledger, clock }: Pick<ServiceParts, 'ledger' | 'clock'>,
): void {
  const due = ({ notice_id, facts }: Notice): Notice => ({
    notice_id,
    facts,
    state: 'due',
    due_at: clock.now(),
    tries: 0,
  })

  app.get<{ Querystring: { state?: Notice['state']; limit?: number } }>(
    '/notices',
    { schema: { querystring: ListQuery } },
    async ({ query: { state, limit = 50 } }) => {
      const notices = await asked(ledger.notices({ limit, ...(state && { states: [state] }) }))
      return { data: notices.map(noticeView) }
    },
  )

  app.post<{ Querystring: { limit?: number } }>(
    '/notices/replay',
    { schema: { querystring: ReplayQuery } },
    async ({ query: { limit = 100 } }, reply) => {
      const dead = await asked(ledger.notices({ states: ['dead'], limit }))
      await asked(Promise.all(dead.map((notice) => ledger.putNotice(due(notice)))))
      return reply
        .status(202)
        .send({ replayed: dead.length, notice_ids: dead.map(({ notice_id }) => notice_id) })
    },
  )

  app.post<{ Params: { id: string } }>(
    '/notices/:id/replay',
    { schema: { params: Params } },
    async ({ params: { id } }, reply) => {
      const [dead] = await asked(ledger.notices({ states: ['dead'], notice_id: id, limit: 1 }))
      if (!dead) throw unknownNotice
      await asked(ledger.putNotice(due(dead)))
      return reply.status(202).send({ replayed: 1, notice_ids: [id] })
    },
  )
}
