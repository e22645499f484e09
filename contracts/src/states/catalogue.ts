import { isRecord } from '../is-record.ts'
import type { Stage } from './stage.ts'

interface Kinds {
  readonly string: string
  readonly number: number
}
type Params = Readonly<Record<string, keyof Kinds>>

/** One provider state: what its `given` has to say, and how the provider gets there. */
export interface State<P extends Params> {
  readonly params: P
  setUp(stage: Stage, params: { readonly [Name in keyof P]: Kinds[P[Name]] }): Promise<void>
}

const state = <const P extends Params>(params: P, setUp: State<P>['setUp']): State<P> => ({ params, setUp })

/** What every account has from the start; an account that is brought along needs to have it, too. */
export const contractAccount = {
  support_email: 'support@example.com',
  users: [{ name: 'Gladly Integration', email: 'gladly@example.com', role: 'admin' }],
} as const

/** What a trial account whose quota is used up is told (recorded). */
const QUOTA_EXCEEDED = 'You do not have enough permissions to perform this action. Messaging quota exceeded.'

const nothingToDo = (): Promise<void> => Promise.resolve()

/**
 * Every provider state. A state may change the account and what the request is sent with, never the address.
 *
 * Each interaction has an account of its own, which starts as {@link contractAccount}: a state that is about
 * something which is *not* there has nothing to do.
 */
export const states = {
  'the account is set up for handoffs': state({}, nothingToDo),

  'there is no team with the id': state({ id: 'number' }, nothingToDo),

  'there is no ticket with the external id': state({ external_id: 'string' }, nothingToDo),

  'there is a ticket with the external id': state(
    { external_id: 'string' },
    async (stage, { external_id }) => {
      const message = {
        channel: 'api',
        via: 'api',
        from_agent: false,
        body_text: 'The zebra lamp is broken.',
      }
      const sender = { email: 'dana@example.com' }
      await stage.api('POST', 'tickets', { external_id, messages: [{ ...message, sender }] })
    },
  ),

  'the API key was revoked': state({}, async (stage) => {
    const user = await stage.api('GET', 'users/0')
    const key = await stage.control('POST', 'keys', { user_id: isRecord(user) ? user.id : undefined })
    if (!isRecord(key) || typeof key.id !== 'number' || typeof key.api_key !== 'string')
      throw new Error('The control plane answered a key without id or api_key.')
    await stage.control('DELETE', `keys/${key.id}`)
    stage.present({ apiKey: key.api_key })
  }),

  'no account has this host name': state({}, (stage) => {
    // The address stays what it is: the simulator, like Gorgias, tells accounts apart by the Host header.
    stage.present({ host: 'there-is-no-such-account.gorgias.com' })
    return Promise.resolve()
  }),

  'the rate limit is used up': state({}, async (stage) => {
    const limit = await stage.control('GET', 'rate-limit')
    const capacity = isRecord(limit) && typeof limit.capacity === 'number' ? limit.capacity : 40
    // It drains in an hour, so that nothing fits again before the request is there, however slow the machine is.
    await stage.control('PUT', 'rate-limit', { enabled: true, window_seconds: 3_600, used: capacity })
  }),

  'the messaging quota is used up': state({}, async (stage) => {
    await stage.control('POST', 'faults', { ...fault('createTicket', 403), message: QUOTA_EXCEEDED })
  }),

  'the next call fails': state({ operation: 'string', status: 'number' }, async (stage, params) => {
    await stage.control('POST', 'faults', fault(params.operation, params.status))
  }),
} as const

const fault = (operation: string, status: number) => ({
  operation,
  position: 'before',
  kind: 'status',
  status,
  first: 1,
})
