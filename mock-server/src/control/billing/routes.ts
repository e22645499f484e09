import { Type } from '../../wire/type.ts'
import { route } from '../route.ts'

const BillingQuery = Type.Object({ month: Type.Optional(Type.String()) }, { additionalProperties: false })

export const billingRoutes = [
  route({
    method: 'GET',
    url: '/billing',
    operationId: 'readBilling',
    summary: 'The bill of a month',
    query: BillingQuery,
    answer: (account, { query }) => account.billing(query.month),
  }),
]
