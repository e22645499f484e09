import { expect, it } from 'vitest'
import { phoneTicket, readPages, startApi } from './api.ts'
import type { Api, List, Refused, Row } from './api.ts'

const PATH = '/api/satisfaction-surveys'

const SURVEY_KEYS = [
  'id',
  'body_text',
  'created_datetime',
  'customer_id',
  'meta',
  'score',
  'scored_datetime',
  'sent_datetime',
  'should_send_datetime',
  'ticket_id',
  'uri',
]

/** A ticket, and what a survey about it needs. */
async function newSubject({ call }: Api, email = 'dana@shop.test') {
  const ticket = await call(201, 'POST', '/api/tickets', phoneTicket(email, { subject: 'Lamp' }))
  return { ticket_id: ticket.id, customer_id: (ticket.customer as Row).id }
}

const eventsOf = async ({ call }: Api, type: string, id: number) =>
  (await call<List>(200, 'GET', `/api/events?object_type=${type}&object_id=${id}`)).data

it('a survey has the recorded keys; of a bare one everything else is null', async () => {
  await using api = await startApi()
  const subject = await newSubject(api)
  const survey = await api.call(201, 'POST', PATH, subject)
  expect(Object.keys(survey)).toEqual(SURVEY_KEYS)
  expect(survey).toEqual({
    id: survey.id,
    body_text: null,
    created_datetime: '2026-03-02T10:00:00+00:00',
    customer_id: subject.customer_id,
    meta: null,
    score: null,
    scored_datetime: null,
    sent_datetime: null,
    should_send_datetime: null,
    ticket_id: subject.ticket_id,
    uri: `${PATH}/${survey.id}/`,
  })
  expect(await api.call(200, 'GET', `${PATH}/${survey.id}`)).toEqual(survey)
  expect(await eventsOf(api, 'SatisfactionSurvey', survey.id)).toEqual([])
})

it('an update keeps what it does not name', async () => {
  await using api = await startApi()
  const made = await api.call(201, 'POST', PATH, {
    ...(await newSubject(api)),
    meta: { by: 'import' },
    created_datetime: '2026-02-01T09:00:00',
  })
  const answered = await api.call(202, 'PUT', `${PATH}/${made.id}`, { score: 5, body_text: 'Quick!' })
  expect(answered).toEqual({
    ...made,
    score: 5,
    body_text: 'Quick!',
    scored_datetime: '2026-03-02T10:00:00+00:00',
  })
  expect(Object.keys(answered)).toEqual(SURVEY_KEYS)
  await api.server.account.clock.advance('PT1H')
  expect(await api.call(202, 'PUT', `${PATH}/${made.id}`, { score: 5 })).toEqual(answered)
  const scored_datetime = '2026-03-01T00:00:00+00:00'
  const dated = await api.call(202, 'PUT', `${PATH}/${made.id}`, { scored_datetime })
  expect(dated).toEqual({ ...answered, scored_datetime })
  expect(await api.call(202, 'PUT', `${PATH}/${made.id}`, { score: null })).toEqual({
    ...answered,
    score: null,
    scored_datetime: null,
  })
})

it('the list has the older envelope, is found by ticket, orders and pages', async () => {
  await using api = await startApi()
  const surveys: Row[] = []
  for (const day of ['03', '01', '02'])
    surveys.push(
      await api.call(201, 'POST', PATH, {
        ...(await newSubject(api, `c${day}@shop.test`)),
        created_datetime: `2026-02-${day}T00:00:00Z`,
      }),
    )
  const [third, first, second] = surveys.map(({ id }) => id)
  const list = await api.call<List>(200, 'GET', PATH)
  expect(Object.keys(list)).toEqual(['data', 'object', 'uri', 'meta'])
  expect(list.meta).toEqual({ prev_cursor: null, next_cursor: null })
  expect(list.data.map(({ id }) => id)).toEqual([third, second, first])
  const found = await api.call<List>(200, 'GET', `${PATH}?ticket_id=${String(surveys[1]?.ticket_id)}`)
  expect(found.data).toEqual([surveys[1]])
  expect((await api.call<List>(200, 'GET', `${PATH}?ticket_id=1`)).data).toEqual([])
  expect(await readPages(api.call, `${PATH}?order_by=created_datetime:asc&limit=2`)).toEqual([
    [first, second],
    [third],
  ])
  await api.call(400, 'GET', `${PATH}?score=5`)
})

it('a ticket has one survey at most, and shows it', async () => {
  await using api = await startApi()
  const subject = await newSubject(api)
  const read = () => api.call(200, 'GET', `/api/tickets/${subject.ticket_id}`)
  expect(await read()).toMatchObject({ satisfaction_survey: null })
  const survey = await api.call(201, 'POST', PATH, { ...subject, score: 4 })
  const shown = (await read()).satisfaction_survey
  expect(shown).toEqual(survey)
  expect(Object.keys(shown as object)).toEqual(SURVEY_KEYS)
  expect(await api.call<Refused>(409, 'POST', PATH, subject)).toEqual({
    error: { msg: 'The resource already exists.' },
  })
  const other = await api.call(201, 'POST', PATH, await newSubject(api))
  await api.call(409, 'PUT', `${PATH}/${other.id}`, { ticket_id: subject.ticket_id })
})

it('a survey is about a ticket and for its customer', async () => {
  await using api = await startApi()
  const subject = await newSubject(api)
  const { customer_id: stranger } = await newSubject(api, 'eve@shop.test')
  const refused = async (body: object) => (await api.call<Refused>(400, 'POST', PATH, body)).error.data
  expect(await refused({ ...subject, ticket_id: 1 })).toEqual({ ticket_id: ['Ticket does not exist.'] })
  expect(await refused({ ...subject, customer_id: 1 })).toEqual({ customer_id: ['Customer does not exist.'] })
  const apart = { customer_id: ['The ticket belongs to another customer.'] }
  expect(await refused({ ...subject, customer_id: stranger })).toEqual(apart)
  const { id } = await api.call(201, 'POST', PATH, subject)
  const { error } = await api.call<Refused>(400, 'PUT', `${PATH}/${id}`, { customer_id: stranger })
  expect(error.data).toEqual(apart)
})

it.each([
  [{ score: 0 }, { score: ['Must be at least 1'] }],
  [{ score: 6 }, { score: ['Must be at most 5'] }],
  [{ score: '5' }, { score: ['Not a valid integer.'] }],
  [{ body_text: 'x'.repeat(1001) }, { body_text: ['Longer than maximum length 1000.'] }],
  [{ should_send_datetime: 'soon' }, { should_send_datetime: ['Not a valid datetime.'] }],
  [{ created_datetime: null }, { created_datetime: ['Field may not be null.'] }],
  [{ colour: 'red' }, { colour: ['No such field'] }],
])('the survey %j is refused', async (more, data) => {
  await using api = await startApi()
  const subject = await newSubject(api)
  const { error } = await api.call<Refused>(400, 'POST', PATH, { ...subject, ...more })
  expect(error).toEqual({ msg: 'Failed to create satisfaction survey', data })
  expect((await api.call<List>(200, 'GET', PATH)).data).toEqual([])
})

it('a survey needs its ticket and its customer, and cannot be deleted', async () => {
  await using api = await startApi()
  const missing = ['Missing data for required field.']
  const { error } = await api.call<Refused>(400, 'POST', PATH, {})
  expect(error.data).toEqual({ ticket_id: missing, customer_id: missing })
  await api.call(404, 'GET', `${PATH}/1`)
  await api.call(404, 'PUT', `${PATH}/1`, { score: 5 })
  await api.call(405, 'DELETE', `${PATH}/1`)
})

it('an answer leaves its event once, and sets off the rules that wait for it', async () => {
  await using api = await startApi()
  await api.call(201, 'POST', '/api/rules', {
    name: 'Unhappy',
    event_types: 'satisfaction-survey-responded',
    code: 'if (lte(ticket.satisfaction_survey.score, 2)) { Action("addTags", { tags: "unhappy" }) }',
  })
  const tagsOf = async (id: number) =>
    ((await api.call(200, 'GET', `/api/tickets/${id}`)).tags as Row[]).map(({ name }) => name)
  const subject = await newSubject(api)
  const { id } = await api.call(201, 'POST', PATH, { ...subject, score: 3 })
  expect(await tagsOf(subject.ticket_id)).toEqual([])
  await api.call(202, 'PUT', `${PATH}/${id}`, { score: 1 })
  await api.call(202, 'PUT', `${PATH}/${id}`, { score: 1, body_text: 'Slow.' })
  expect(await tagsOf(subject.ticket_id)).toEqual(['unhappy'])
  const events = await eventsOf(api, 'SatisfactionSurvey', id)
  expect(events.map(({ type }) => type)).toEqual([
    'satisfaction-survey-responded',
    'satisfaction-survey-responded',
  ])
})

it('a survey that was sent elsewhere leaves its event, and no e-mail', async () => {
  await using api = await startApi()
  const { id } = await api.call(201, 'POST', PATH, {
    ...(await newSubject(api)),
    sent_datetime: '2026-03-01T00:00:00Z',
  })
  await api.call(202, 'PUT', `${PATH}/${id}`, { sent_datetime: '2026-03-01T00:00:01Z' })
  const events = await eventsOf(api, 'SatisfactionSurvey', id)
  expect(events.map(({ type }) => type)).toEqual(['satisfaction-survey-sent'])
  expect(api.server.account.outbox()).toEqual([])
})

it('a survey goes out by e-mail when its time has come, in the words of the setting, and costs nothing', async () => {
  await using api = await startApi()
  const settings = await api.call<List>(200, 'GET', '/api/account/settings?type=satisfaction-surveys')
  await api.call(200, 'PUT', `/api/account/settings/${settings.data[0]?.id}`, {
    type: 'satisfaction-surveys',
    data: {
      ...(settings.data[0]?.data as object),
      survey_email_text: 'About {{ticket.subject}}: {{satisfaction_survey_url}}',
      survey_email_html: '<a href="{{satisfaction_survey_url}}">{{ticket.subject}}</a>',
    },
  })
  const subject = await newSubject(api)
  const should_send_datetime = '2026-03-02T12:00:00+00:00'
  const made = await api.call(201, 'POST', PATH, { ...subject, should_send_datetime })
  expect(made).toMatchObject({ should_send_datetime, sent_datetime: null })
  await api.server.account.clock.advance('PT1H59M')
  expect(api.server.account.outbox()).toEqual([])
  await api.server.account.clock.advance('PT1M')
  const url = `${api.server.url}/survey/acme/${made.id}/[0-9a-f]{32}`
  expect(api.server.account.outbox()).toMatchObject([
    {
      to: 'dana@shop.test',
      from: 'support@acme.test',
      subject: 'Re: Lamp',
      text: expect.stringMatching(`^About Lamp: ${url}$`) as string,
      html: expect.stringMatching(`^<a href="${url}">Lamp</a>$`) as string,
      ticket_id: subject.ticket_id,
      message_id: null,
      sent_datetime: should_send_datetime,
    },
  ])
  expect(await api.call(200, 'GET', `${PATH}/${made.id}`)).toEqual({
    ...made,
    sent_datetime: should_send_datetime,
  })
  expect(await eventsOf(api, 'SatisfactionSurvey', made.id)).toMatchObject([
    { type: 'satisfaction-survey-sent', user_id: null },
  ])
  expect(api.server.account.billing().billable_tickets).toBe(0)
  await api.server.account.clock.advance('P30D')
  expect(api.server.account.outbox()).toHaveLength(1)
})

it('a survey whose time is over goes out at once; one that is put off or answered does not', async () => {
  await using api = await startApi()
  const at = (should_send_datetime: string) => ({ should_send_datetime })
  const late = { ...(await newSubject(api, 'late@shop.test')), ...at('2026-03-01T00:00:00Z') }
  await api.call(201, 'POST', PATH, late)
  expect(api.server.account.outbox().map(({ to }) => to)).toEqual(['late@shop.test'])
  const noon = at('2026-03-02T12:00:00Z')
  const off = await api.call(201, 'POST', PATH, { ...(await newSubject(api, 'off@shop.test')), ...noon })
  const put = await api.call(201, 'POST', PATH, { ...(await newSubject(api, 'put@shop.test')), ...noon })
  const done = await api.call(201, 'POST', PATH, { ...(await newSubject(api, 'done@shop.test')), ...noon })
  await api.call(202, 'PUT', `${PATH}/${off.id}`, { should_send_datetime: null })
  await api.call(202, 'PUT', `${PATH}/${put.id}`, at('2026-03-02T13:00:00Z'))
  await api.call(202, 'PUT', `${PATH}/${done.id}`, { score: 5 })
  await api.server.account.clock.advance('PT2H30M')
  expect(api.server.account.outbox()).toHaveLength(1)
  await api.server.account.clock.advance('P1D')
  expect(api.server.account.outbox().map(({ to }) => to)).toEqual(['late@shop.test', 'put@shop.test'])
})

it('a survey that cannot go out is skipped, and the ticket says why', async () => {
  await using api = await startApi()
  const code = 'Action("excludeTicketFromCSAT", {})'
  await api.call(201, 'POST', '/api/rules', {
    name: 'No surveys',
    event_types: 'ticket-created',
    code: `if (eq(ticket.channel, "phone")) { ${code} }`,
  })
  const ticket = await api.call(201, 'POST', '/api/tickets', {
    customer: { external_id: 'c-1', name: 'Nameless' },
    messages: [{ channel: 'phone', from_agent: false, body_text: 'Hm?' }],
  })
  const survey = await api.call(201, 'POST', PATH, {
    ticket_id: ticket.id,
    customer_id: (ticket.customer as Row).id,
    should_send_datetime: '2026-03-02T10:00:00Z',
  })
  expect(api.server.account.outbox()).toEqual([])
  const skipped = (await eventsOf(api, 'Ticket', ticket.id)).filter(
    ({ type }) => type === 'ticket-satisfaction-survey-skipped',
  )
  expect(skipped.map(({ data }) => data)).toEqual([
    { reasons: ['The ticket is excluded from surveys.', 'The customer has no email address.'] },
  ])
  expect(await api.call(200, 'GET', `${PATH}/${survey.id}`)).toMatchObject({ sent_datetime: null })
})
