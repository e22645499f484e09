import fc from 'fast-check'
import type { AccountTenant } from '../../src/control/accounts/tenant.ts'
import { mailboxOf, note, ticket } from './bodies.ts'
import * as bodies from './likely-bodies.ts'

type Fields = Readonly<Record<string, unknown>>

/** Parts of a call that belong together. */
export interface Likely {
  readonly path?: fc.Arbitrary<Fields>
  /** Fields of a body, or all of it where it is no object. */
  readonly body?: fc.Arbitrary<unknown>
}

/** Some of the rows, as parts of a call; those of which nothing is told are left out. */
const some = <Row>(rows: Iterable<Row>, part: (row: Row) => Fields | undefined): fc.Arbitrary<Fields> =>
  fc.constantFrom(...[...rows].flatMap<Fields>((row) => part(row) ?? []))

const list = (one: fc.Arbitrary<unknown>) => fc.array(one, { minLength: 1, maxLength: 2 })
const idsOf = (one: fc.Arbitrary<Fields>) => list(one.map(({ id }) => id))

/** Tags that nothing but tickets uses: other ones cannot go. */
const isFree = ({ name }: { readonly name: string }): boolean => ['vip', 'idle', 'gone'].includes(name)

type Rows = AccountTenant['world']['rows']

/** Calls about values of custom fields. */
function aboutValues({ customFields, customers, tickets }: Rows): Readonly<Record<string, Likely>> {
  const likely = (object_type: 'Ticket' | 'Customer') => {
    const owners = object_type === 'Ticket' ? [...tickets.values()] : [...customers.values()]
    const key = `${object_type.toLowerCase()}_id`
    const path = some(
      owners.flatMap(({ id, custom_fields }) =>
        Object.keys(custom_fields).map((field) => ({ [key]: id, id: field })),
      ),
      (pair) => pair,
    )
    const field = some(customFields.values(), (row) =>
      row.object_type === object_type ? { id: row.id } : undefined,
    )
    const value = fc.constantFrom('Late', '5', 7, null)
    const pair = fc.tuple(field, value).map(([{ id }, one]) => ({ id, value: one }))
    return {
      [`update${object_type}CustomField`]: { path, body: fc.oneof<fc.Arbitrary<unknown>[]>(value, pair) },
      [`delete${object_type}CustomField`]: { path },
      [`update${object_type}CustomFields`]: { body: fc.array(pair, { maxLength: 2 }) },
    }
  }
  return { ...likely('Ticket'), ...likely('Customer') }
}

/** Calls about tags, which go only while nothing names them. */
function aboutTags({ tags }: Rows): Readonly<Record<string, Likely>> {
  const free = some(tags.values(), (tag) => (isFree(tag) ? { id: tag.id } : undefined))
  const names = fc.record({ names: fc.uniqueArray(fc.constantFrom('vip', 'new'), { minLength: 1 }) })
  return {
    createTicketTags: { body: names },
    deleteTicketTags: { body: names },
    deleteTag: { path: free },
    deleteTags: { body: fc.record({ ids: idsOf(free) }) },
    mergeTags: {
      path: some(tags.values(), (tag) => (isFree(tag) ? undefined : { destination_tag_id: tag.id })),
      body: fc.record({ source_tags_ids: idsOf(free) }),
    },
  }
}

function aboutMessages({ messages }: Rows): Readonly<Record<string, Likely>> {
  const source = { from: { address: mailboxOf('acme') }, to: [] }
  const path = some(messages.values(), ({ ticket_id, id }) => ({ ticket_id, id }))
  const body = some(messages.values(), ({ channel, from_agent }) => ({
    channel,
    from_agent,
    ...(channel === 'email' && { source }),
  }))
  return {
    createTicketMessage: { body },
    getTicketMessage: { path },
    updateTicketMessage: { path, body },
    deleteTicketMessage: { path },
  }
}

/** What is likely to succeed on a furnished account, by operation. */
export function likelyCalls({ world: { rows } }: AccountTenant): Readonly<Record<string, Likely>> {
  const [macro] = rows.macros.values()
  const job = bodies.jobOn(
    [...rows.tickets.values()].map(({ id }) => id),
    macro?.id ?? 0,
  )
  const waiting = some(rows.jobs.values(), ({ id, status }) => (status === 'scheduled' ? { id } : undefined))
  const stranger = some(rows.customers.values(), ({ id, email }) =>
    /^(cleo|dan)@/.test(email ?? '') ? { id } : undefined,
  )
  const ownView = some(rows.views.values(), ({ id, category }) => (category === 'user' ? { id } : undefined))
  const overview = { path: fc.constant({ name: 'overview' }), body: bodies.overview }
  return {
    ...aboutMessages(rows),
    ...aboutTags(rows),
    ...aboutValues(rows),
    createTicket: { body: fc.constantFrom(ticket(), ticket({ messages: [note()] })) },
    deleteCustomer: { path: stranger },
    deleteCustomers: { body: fc.record({ ids: idsOf(stranger) }) },
    createUser: { body: fc.constantFrom({ email: 'new@acme.test' }, { email: ' Newer@ACME.test' }) },
    updateView: { path: ownView },
    deleteView: { path: ownView },
    createSatisfactionSurvey: {
      body: some(rows.tickets.values(), ({ id, customer_id }) => ({ ticket_id: id, customer_id })),
    },
    createAccountSetting: { body: bodies.setting },
    updateAccountSetting: {
      path: some(rows.settings.values(), ({ id, type }) => (type === 'auto-merge' ? { id } : undefined)),
      body: fc.constant({
        type: 'auto-merge',
        data: { tickets: { enabled: true, merging_window_days: 3 } },
      }),
    },
    createCustomField: {
      body: fc.record({
        definition: bodies.definition,
        requirement_type: fc.constantFrom('visible', 'required'),
      }),
    },
    updateCustomFields: { body: list(some(rows.customFields.values(), ({ id }) => ({ id, label: 'New' }))) },
    createIntegration: { body: fc.record({ http: bodies.http }) },
    updateIntegration: {
      path: some(rows.integrations.values(), ({ id, type }) => (type === 'http' ? { id } : undefined)),
      body: fc.record({ http: bodies.http }),
    },
    createJob: { body: job },
    updateJob: { path: waiting, body: job },
    deleteJob: { path: waiting },
    createWidget: { body: fc.record({ template: bodies.template }) },
    updateWidget: { body: fc.record({ template: bodies.template }) },
    queryStatistics: { body: bodies.report },
    getStatistic: overview,
    downloadStatistic: overview,
    getMetricCard: { path: fc.constant({ slug: 'tickets-created' }) },
    uploadFiles: { body: fc.array(bodies.file, { minLength: 1, maxLength: 3 }) },
    downloadFile: {
      path: some(rows.uploads.values(), ({ type, domain_hash, resource_name }) => ({
        file_type: type,
        domain_hash,
        resource_name,
      })),
    },
  }
}
