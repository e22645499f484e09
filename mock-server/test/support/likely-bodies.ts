import fc from 'fast-check'

type Fields = Readonly<Record<string, unknown>>

// Parts of bodies that hold on any account: what fields drawn one by one would hardly ever be.

const PERIODS = [
  { start_datetime: '2026-03-01T00:00:00Z', end_datetime: '2026-03-08T00:00:00Z' },
  { start_datetime: '2026-01-01T00:00:00+01:00', end_datetime: '2026-03-02T12:00:00Z' },
]
const period = fc.constantFrom(...PERIODS)

/** Scopes of reports, with the name of their time and one of their dimensions. */
const REPORTS = [
  ['tickets-created', 'createdDatetime', 'channel'],
  ['tickets-closed', 'closedDatetime', 'agentId'],
  ['messages-sent', 'createdDatetime', 'integrationId'],
  ['tags', 'createdDatetime', 'tagId'],
  ['satisfaction-surveys', 'createdDatetime', 'score'],
  ['users', 'activityDatetime', 'agentId'],
] as const

export const report: fc.Arbitrary<Fields> = fc
  .record({
    period,
    scope: fc.constantFrom(...REPORTS),
    granularity: fc.constantFrom(undefined, 'hour', 'day', 'week', 'month'),
    sorted: fc.boolean(),
    timezone: fc.constantFrom('UTC', 'America/New_York'),
  })
  .map(({ period: { start_datetime, end_datetime }, granularity, sorted, timezone, scope }) => ({
    query: {
      scope: scope[0],
      timezone,
      filters: [
        { member: 'periodStart', operator: 'afterDate', values: [start_datetime] },
        { member: 'periodEnd', operator: 'beforeDate', values: [end_datetime] },
      ],
      ...(sorted && { dimensions: [scope[2]], order: [[scope[2], 'desc']] }),
      ...(granularity !== undefined && { time_dimensions: [{ dimension: scope[1], granularity }] }),
    },
  }))

export const overview: fc.Arbitrary<Fields> = period.map((one) => ({ filters: { period: one } }))

export const definition: fc.Arbitrary<Fields> = fc.constantFrom(
  { data_type: 'text', input_settings: { input_type: 'input', placeholder: 'x' } },
  { data_type: 'text', input_settings: { input_type: 'dropdown', choices: ['A', 'B::C'], default: 'A' } },
  { data_type: 'number', input_settings: { input_type: 'input_number', min: 0, max: '10.5' } },
  { data_type: 'boolean', input_settings: { input_type: 'dropdown', choices: [true, false] } },
  { data_type: 'boolean', input_settings: { input_type: 'input' } },
)

export const template: fc.Arbitrary<Fields> = fc.constantFrom<Fields>(
  { type: 'wrapper', widgets: [] },
  {
    type: 'wrapper',
    widgets: [{ type: 'card', title: 'Orders', widgets: [{ type: 'text', path: 'name' }] }],
  },
)

export const http: fc.Arbitrary<Fields> = fc.constant({
  url: 'https://hook.example.com/{{ticket.id}}',
  method: 'POST',
  request_content_type: 'application/json',
  response_content_type: 'application/json',
  triggers: { 'ticket-created': true },
})

export const setting: fc.Arbitrary<Fields> = fc.constantFrom<Fields>(
  { type: 'limits', data: { max_active_rules: 9, max_integrations: 9 } },
  { type: 'agent-costs', data: {} },
)

/** A file of a form. */
export const file: fc.Arbitrary<Fields> = fc.record({
  name: fc.oneof(fc.constantFrom('a.txt', 'ü "b".html'), fc.string({ minLength: 1, maxLength: 12 })),
  content_type: fc.constantFrom('text/plain', 'text/html', 'image/png', 'application/json', 'x'),
  text: fc.string(),
})

/** A job on some of the tickets, and now and then on one that is not there. */
export const jobOn = (tickets: readonly number[], macro_id: number): fc.Arbitrary<Fields> => {
  const ticket_ids = fc.oneof(
    { weight: 4, arbitrary: fc.subarray([...tickets], { minLength: 1 }) },
    { weight: 1, arbitrary: fc.constant([1]) },
  )
  const updates = fc.constantFrom<Fields>({ status: 'closed' }, { tags: [{ name: 'x' }] })
  return fc.oneof<fc.Arbitrary<Fields>[]>(
    fc.constant({ type: 'exportMacro', params: {} }),
    fc.constant({ type: 'importMacro', params: { url: 'https://files.example.com/macros.csv' } }),
    fc.record({
      type: fc.constantFrom('deleteTicket', 'exportTicket', 'exportTicketDrilldown'),
      params: fc.oneof<fc.Arbitrary<Fields>[]>(
        fc.record({ ticket_ids }),
        fc.constant({ view: { filters: '' } }),
      ),
    }),
    fc.record({ type: fc.constant('updateTicket'), params: fc.record({ ticket_ids, updates }) }),
    fc.record({
      type: fc.constant('applyMacro'),
      params: fc.record({ ticket_ids, macro_id: fc.constant(macro_id) }),
    }),
  )
}
