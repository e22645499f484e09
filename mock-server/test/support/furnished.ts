import type { InjectOptions } from 'fastify'
import { accountOf } from '../../src/control/account.ts'
import type { AccountTenant } from '../../src/control/accounts/tenant.ts'
import type { Helpdesk } from '../../src/helpdesk/model/helpdesk.ts'
import { demoSeed } from '../../src/index.ts'
import { fromAgent, handoff, mailboxOf, note, ticketFrom } from './bodies.ts'
import type { BareApi } from './operations.ts'

/** The value of an `Authorization` header for a key of the account. */
export const keyOf = ({ world }: AccountTenant, { user_id, key }: AccountTenant['apiKey']): string =>
  `Basic ${Buffer.from(`${world.rows.users.get(user_id)?.email ?? ''}:${key}`).toString('base64')}`

/** A form with files as its parts, as it is sent. */
export async function formOf(
  files: readonly { readonly name: string; readonly content_type: string; readonly text: string }[],
): Promise<Pick<InjectOptions, 'payload' | 'headers'>> {
  const form = new FormData()
  for (const { name, content_type, text } of files)
    form.append(name, new Blob([text], { type: content_type }), name)
  const response = new Response(form)
  return {
    headers: { 'content-type': response.headers.get('content-type') ?? '' },
    payload: Buffer.from(await response.arrayBuffer()),
  }
}

/** Roles of users who call; each has a user of its own in the furnished account. */
export const ROLES = ['admin', 'agent', 'basic-agent', 'lite-agent', 'observer-agent'] as const

export const addressOf = (role: (typeof ROLES)[number]): string => `${role}@roles.test`

type Made = { readonly id: number; readonly customer: { readonly id: number } }

/** Calls that have to succeed. */
interface Maker {
  readonly send: (method: 'POST' | 'PUT', url: string, sent: Partial<InjectOptions>) => Promise<Made>
  readonly make: (url: string, payload: object) => Promise<Made>
  readonly change: (url: string, payload: object) => Promise<Made>
}

function makerFor({ app }: BareApi, tenant: AccountTenant): Maker {
  const authorization = keyOf(tenant, tenant.apiKey)
  const send: Maker['send'] = async (method, url, sent) => {
    const headers = { authorization, ...sent.headers }
    const { statusCode, body } = await app.inject({ ...sent, method, url, headers })
    if (statusCode >= 300) throw new Error(`${method} ${url} is answered ${statusCode}: ${body}`)
    return JSON.parse(body || '{}') as Made
  }
  return {
    send,
    make: (url, payload) => send('POST', url, { payload }),
    change: (url, payload) => send('PUT', url, { payload }),
  }
}

/** Users of every role, a team, tags, and definitions of custom fields. */
async function makeStaff({ make }: Maker) {
  const users: Made[] = []
  for (const role of ROLES)
    users.push(
      await make('/api/users', { name: `The ${role}`, email: addressOf(role), role: { name: role } }),
    )
  const members = users.slice(0, 2).map(({ id }) => ({ id }))
  const team = await make('/api/teams', { name: 'Refunds', members })
  for (const name of ['vip', 'refund', 'idle', 'gone']) await make('/api/tags', { name })
  const field = (object_type: string, label: string, data_type: string, input_settings: object) =>
    make('/api/custom-fields', { object_type, label, definition: { data_type, input_settings } })
  const order = await field('Ticket', 'Order', 'text', { input_type: 'input' })
  const choices = ['Late', 'Lost::Abroad']
  await field('Ticket', 'Reason', 'text', { input_type: 'dropdown', choices })
  const points = await field('Customer', 'Points', 'number', {
    input_type: 'input_number',
    min: 0,
    max: 1000,
  })
  return { assignee_user: members[1], assignee_team: { id: team.id }, order, points }
}

type Staff = Awaited<ReturnType<typeof makeStaff>>

/** Tickets with all kinds of messages, values and a survey; customers with and without; one who was merged. */
async function makeTickets({ make, change }: Maker, { rows }: Helpdesk, staff: Staff): Promise<Made> {
  const { assignee_user, assignee_team } = staff
  const ana = await make('/api/tickets', handoff())
  await change(`/api/tickets/${ana.id}`, { assignee_team, subject: 'Late', priority: 'high' })
  await change(`/api/tickets/${ana.id}/custom-fields`, [{ id: staff.order.id, value: '#1047' }])
  await change(`/api/customers/${ana.customer.id}/custom-fields`, [{ id: staff.points.id, value: 7 }])
  await make('/api/satisfaction-surveys', { ticket_id: ana.id, customer_id: ana.customer.id })
  const tags = [{ name: 'vip' }]
  const ben = await make('/api/tickets', ticketFrom('ben@example.com', { tags, assignee_user }))
  await make(`/api/tickets/${ben.id}/messages`, fromAgent(mailboxOf('acme'), {}, 'ben@example.com'))
  await make(`/api/tickets/${ben.id}/messages`, note())
  for (const email of ['cleo@example.com', 'dan@example.com', 'dan@example.org'])
    await make('/api/customers', { email })
  const [dan, double] = [...rows.customers.values()].slice(-2)
  await change(`/api/customers/merge?source_id=${double?.id ?? 0}&target_id=${dan?.id ?? 0}`, {})
  return ana
}

/** What agents work with: macros, rules, views, an integration with a widget, jobs, files. */
async function makeTools({ make, send }: Maker): Promise<void> {
  const macro = (name: string, action: string, args: object) =>
    make('/api/macros', { name, actions: [{ name: action, arguments: args }] })
  await macro('Tell the way', 'setResponseText', { body_text: 'Look at the order {{ticket.id}}.' })
  await macro('Tag', 'addTags', { tags: 'refund' })
  await make('/api/rules', {
    name: 'Tag refunds',
    event_types: 'ticket-updated',
    code: 'if (containsAny(ticket.subject, ["money"])) { Action("addTags", { tags: "refund" }) }',
  })
  await make('/api/views', { slug: 'vip', filters: 'containsAny(ticket.tags.name, ["vip"])' })
  await make('/api/views', { slug: 'mine', visibility: 'private' })
  const json = 'application/json'
  const hook = await make('/api/integrations', {
    name: 'CRM',
    type: 'http',
    http: {
      url: 'https://crm.example.com/',
      method: 'POST',
      request_content_type: json,
      response_content_type: json,
    },
  })
  const template = { type: 'wrapper', widgets: [] }
  await make('/api/widgets', { type: 'http', integration_id: hook.id, template })
  await make('/api/jobs', { type: 'exportMacro', params: {} })
  const scheduled_datetime = '2026-03-02T09:30:00Z'
  await make('/api/jobs', { type: 'exportTicket', params: {}, scheduled_datetime })
  for (const type of ['attachment', 'public_attachment']) {
    const form = await formOf([{ name: 'label.txt', content_type: 'text/plain', text: 'Return label' }])
    await send('POST', `/api/upload?type=${type}`, form)
  }
}

/** The demo account with some of everything: made over the API, as far as the API makes it. */
export async function furnish(api: BareApi, subdomain: string): Promise<AccountTenant> {
  const tenant = api.accounts.create({ subdomain, seed: demoSeed })
  const maker = makerFor(api, tenant)
  const ticket = await makeTickets(maker, tenant.world, await makeStaff(maker))
  const double = await maker.make('/api/tickets', handoff())
  await makeTools(maker)
  const account = accountOf(api.accounts, subdomain)
  account.mergeTickets(double.id, ticket.id)
  account.addOAuthApp({ name: 'Reports', redirect_uris: ['https://app.test/back'] })
  return tenant
}
