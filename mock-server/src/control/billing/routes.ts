import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import { PLAN_IDS } from '../../helpdesk/billing/plans.ts'
import { OneOf } from '../../wire/schema.ts'
import { Type } from '../../wire/type.ts'
import { ControlError } from '../errors.ts'
import { route } from '../route.ts'
import { estimateBilling } from './comparison.ts'

const strict = { additionalProperties: false }

const terms = {
  term: Type.Optional(OneOf(['monthly', 'yearly'])),
  overage: Type.Optional(OneOf(['ticket', 'block'])),
}

const Percent = Type.Number({ minimum: 0, maximum: 100 })

const ComparisonQuery = Type.Object({ ...terms, resolved_percent: Type.Optional(Percent) }, strict)

const EstimateQuery = Type.Object(
  {
    tickets: Type.String({
      maxLength: 1200,
      description: 'Conversations of each month, with commas between them.',
    }),
    ...terms,
    resolved: Type.Optional(Type.Integer({ minimum: 0, maximum: 999_999_999 })),
    resolved_percent: Type.Optional(Percent),
    answered_percent: Type.Optional(Percent),
    plan: Type.Optional(OneOf(PLAN_IDS)),
    users: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  },
  strict,
)

export const billingRoutes = [
  route({
    method: 'GET',
    url: '/billing',
    operationId: 'readBilling',
    summary: 'The bill of a month',
    query: Type.Object({ month: Type.Optional(Type.String()), ...terms }, strict),
    answer: (account, { query: { month, ...rest } }) => account.billing(month, rest),
  }),
  route({
    method: 'GET',
    url: '/billing/comparison',
    operationId: 'compareBilling',
    summary: 'The months so far: cheapest plan, peak, and what they cost by who resolves',
    query: ComparisonQuery,
    answer: (account, { query }) => account.compareBilling(query),
  }),
]

const MOST_MONTHS = 120

function readTickets(text: string): number[] {
  const months = text.split(',')
  if (months.length <= MOST_MONTHS && months.every((month) => /^\d{1,9}$/.test(month)))
    return months.map(Number)
  throw new ControlError(
    400,
    `tickets: must be whole numbers with commas between them, such as 1800,2000, for at most ${MOST_MONTHS} months.`,
    'tickets',
  )
}

/** The calculation that needs no account. */
export function estimateRoute(app: FastifyInstance): void {
  app.get<{ Querystring: Static<typeof EstimateQuery> }>(
    '/billing/estimate',
    {
      schema: {
        operationId: 'estimateBilling',
        summary: 'What months of so many conversations cost, by who resolves them',
        querystring: EstimateQuery,
      },
    },
    ({ query: { tickets, ...rest } }) => estimateBilling({ tickets: readTickets(tickets), ...rest }),
  )
}
