import type { Case } from '../case.ts'

const QUOTA = 'You do not have enough permissions to perform this action. Messaging quota exceeded.'

/** Recordings of refusals, and the bodies that older documentation shows of them. */
export const errorCases: readonly Case[] = [
  {
    recording: 'error.401-unauthenticated.2026',
    status: 401,
    call: (stage) => stage.ask({ method: 'GET', path: 'account', headers: { authorization: '' } }),
  },
  {
    recording: 'error.403-messaging-quota.2025',
    status: 403,
    call(stage) {
      const fault = { operation: 'createTicket', position: 'before', kind: 'status' } as const
      stage.account.addFault({ ...fault, status: 403, message: QUOTA })
      return stage.ask({ method: 'POST', path: 'tickets', body: {} })
    },
  },
  {
    recording: 'error.404-unknown-subdomain.2026',
    status: 404,
    call: (stage) =>
      stage.ask({ method: 'GET', path: 'account', headers: { host: 'no-such-account.gorgias.com' } }),
  },
  {
    recording: 'errors.docs-2020-bodies.400',
    status: 400,
    call: (stage) => stage.ask({ method: 'POST', path: 'tickets', body: { messages: [{}] } }),
  },
  {
    recording: 'errors.docs-2020-bodies.404',
    status: 404,
    call: (stage) => stage.ask({ method: 'GET', path: 'tickets/1' }),
  },
  {
    recording: 'errors.docs-2020-bodies.405',
    status: 405,
    call: (stage) => stage.ask({ method: 'PATCH', path: 'tickets', body: {} }),
  },
  {
    recording: 'errors.docs-2020-bodies.409',
    status: 409,
    async call(stage) {
      const body = { email: 'dana@example.com' }
      await stage.make('POST', 'customers', body)
      return stage.ask({ method: 'POST', path: 'customers', body })
    },
  },
  {
    recording: 'errors.docs-2020-bodies.503',
    status: 503,
    call(stage) {
      stage.account.addFault({ operation: 'getAccount', position: 'before', kind: 'status', status: 503 })
      return stage.ask({ method: 'GET', path: 'account' })
    },
  },
]
