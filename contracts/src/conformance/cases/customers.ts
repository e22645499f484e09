import { isRecord } from '../../is-record.ts'
import type { Case } from '../case.ts'
import type { Row, Stage } from '../stage.ts'

const CHANNELS = [
  { type: 'email', address: 'dana@example.com' },
  { type: 'phone', address: '+15550100' },
]
const DATA = { data: { plan: 'pro', mrr: 123 } }

const dana = (stage: Stage): Promise<Row> => stage.make('POST', 'customers', { channels: CHANNELS })

const named = (stage: Stage, name: string): Promise<Row> =>
  stage.make('POST', 'customers', { name, email: `${name.toLowerCase()}@example.com` })

/** A ticket of somebody whom nobody knew before. */
function ticketOfANewCustomer(stage: Stage): Promise<Row> {
  const customer = { email: 'dana@example.com', name: 'Dana Test' }
  const message = { channel: 'phone', from_agent: false, sender: customer, body_text: 'Hi' }
  return stage.make('POST', 'tickets', { customer, messages: [message] })
}

/** Data about a customer that an app of the account writes: what an API key writes is kept elsewhere. */
async function writeDataAsApp(stage: Stage, customer: number): Promise<void> {
  const { account } = stage
  const { client_id } = account.addOAuthApp({ name: 'Plans', redirect_uris: ['https://example.com/back'] })
  const { access_token } = account.createOAuthTokens(client_id, { scopes: ['write:all'] })
  const path = `customers/${customer}/data`
  const headers = { authorization: `Bearer ${access_token}` }
  const { status, text } = await stage.ask({ method: 'PUT', path, body: DATA, headers })
  if (status >= 300) throw new Error(`PUT ${path} of an app answered ${status}: ${text}`)
}

/** Recordings of customers: the oldest ones of 2025 made theirs with an e-mail address and a telephone. */
export const customerCases: readonly Case[] = [
  {
    recording: 'customer.create.2025',
    status: 201,
    call: (stage) => stage.ask({ method: 'POST', path: 'customers', body: { channels: CHANNELS } }),
  },
  {
    recording: 'customer.get.2025',
    status: 200,
    call: async (stage) => stage.ask({ method: 'GET', path: `customers/${(await dana(stage)).id}` }),
  },
  {
    recording: 'customers.list-empty.2025',
    status: 200,
    call: (stage) => stage.ask({ method: 'GET', path: 'customers?email=nobody%40example.com' }),
  },
  {
    recording: 'customers.list.2025',
    status: 200,
    async call(stage) {
      await ticketOfANewCustomer(stage)
      return stage.ask({ method: 'GET', path: 'customers?limit=100' })
    },
  },
  {
    recording: 'customers.merge.2026',
    status: 202,
    async call(stage) {
      const [source, target] = [await named(stage, 'Source'), await named(stage, 'Target')]
      return stage.ask({
        method: 'PUT',
        path: `customers/merge?source_id=${source.id}&target_id=${target.id}`,
        body: { name: 'Merged' },
      })
    },
  },
  {
    recording: 'customer-data.set.2026',
    status: 202,
    call: async (stage) =>
      stage.ask({ method: 'PUT', path: `customers/${(await dana(stage)).id}/data`, body: DATA }),
  },
  {
    recording: 'customer.external-data-fragment.2026',
    status: 200,
    async call(stage) {
      const { id, customer } = await ticketOfANewCustomer(stage)
      await writeDataAsApp(stage, (customer as Row).id)
      return stage.ask({ method: 'GET', path: `tickets/${id}` })
    },
    part(body) {
      const customer = isRecord(body) && isRecord(body.customer) ? body.customer : {}
      const { external_data, ecommerce_data, data, integrations } = customer
      return { external_data, ecommerce_data, data, integrations }
    },
  },
]
