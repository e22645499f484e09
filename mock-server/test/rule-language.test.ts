import { expect, it } from 'vitest'
import { ALWAYS_EMPTY } from '../src/helpdesk/rules/language/fidelity.ts'
import { ACTIONS, OPERATORS, VARIABLES } from '../src/helpdesk/rules/language/index.ts'
import { CUSTOMER, note, ticket } from './support/bodies.ts'
import type { TicketJson } from './support/api.ts'
import { START, testServer } from './support/server.ts'

const { fresh } = await testServer()

/** A ticket that leaves no variable empty which can be filled, but for copies: who sends some gets no auto-reply. */
async function fullTicket(
  { api, account }: ReturnType<typeof fresh>,
  copies: object = {},
): Promise<TicketJson> {
  const team = (await api.post('/api/teams', { name: 'Returns' })).json as { id: number }
  await api.post('/api/customers', {
    email: CUSTOMER,
    name: 'Ana Ruiz',
    external_id: 'c-1',
    language: 'en',
  })
  const times = ['opened', 'closed', 'trashed', 'last_message', 'last_received_message']
  const mailbox = (await api.get('/api/integrations')).json as { data: { id: number }[] }
  const full = await api.createTicket({
    status: 'closed',
    subject: 'Shoes',
    external_id: 't-1',
    language: 'en',
    tags: [{ name: 'vip' }],
    customer: { email: CUSTOMER },
    assignee_user: { email: account.credentials.email },
    assignee_team: { id: team.id },
    ...Object.fromEntries(times.map((name) => [`${name}_datetime`, START])),
    snooze_datetime: '2026-03-03T09:00:00+00:00',
    messages: [
      {
        channel: 'phone',
        from_agent: false,
        sender: { email: CUSTOMER },
        source: { type: 'phone', from: { address: '0555' }, to: [{ address: '0556' }], ...copies },
        integration_id: mailbox.data[0]?.id,
        subject: 'Shoes',
        body_text: 'Where are they?',
        body_html: '<p>Where are they?</p>',
        stripped_text: 'Where are they?',
      },
    ],
  })
  const survey = { ticket_id: full.id, customer_id: full.customer.id, score: 5 }
  await api.post('/api/satisfaction-surveys', survey)
  return full
}

const withRule = (code: string, event_types = 'ticket-created') =>
  fresh({ seed: { rules: [{ name: 'R', event_types, code }] } })

const tagging = (condition: string, tag: string) =>
  `if (${condition}) { Action("addTags", { tags: "${tag}" }) }`

async function tagsAfter(code: string, event_types?: string, copies?: object): Promise<string[]> {
  const account = withRule(code, event_types)
  const { id } = await fullTicket(account, copies)
  return (await account.api.ticket(id)).tags.map(({ name }) => name).filter((name) => name !== 'vip')
}

it('each variable of a rule is read from the ticket, its message or its customer, or is known to be empty', async () => {
  const names = [...VARIABLES.keys()]
  const code = names.map((name) => tagging(`isNotEmpty(${name})`, name)).join('\n')
  const copies = { cc: [{ address: 'ben@example.com' }] }
  const filled = await tagsAfter(code, 'satisfaction-survey-responded', copies)
  expect(names.filter((name) => !filled.includes(name))).toEqual([...ALWAYS_EMPTY])
})

const HOLDS_AND_FAILS: Readonly<Record<string, readonly [holds: string, fails: string]>> = {
  eq: ['eq(ticket.subject, "Shoes")', 'eq(ticket.subject, "shoes")'],
  neq: ['neq(ticket.subject, "Hat")', 'neq(ticket.subject, "Shoes")'],
  containsAny: ['containsAny(message.text, ["hat", "WHERE"])', 'containsAny(message.text, ["hat"])'],
  notContainsAny: [
    'notContainsAny(ticket.tags.name, ["new"])',
    'notContainsAny(ticket.tags.name, ["new", "vip"])',
  ],
  containsAll: [
    'containsAll(message.text, ["where", "they"])',
    'containsAll(message.text, ["where", "hat"])',
  ],
  notContainsAll: [
    'notContainsAll(message.text, ["where", "hat"])',
    'notContainsAll(message.text, ["where", "they"])',
  ],
  startsWith: ['startsWith(ticket.subject, "sho")', 'startsWith(ticket.subject, "hoes")'],
  endsWith: ['endsWith(ticket.subject, "OES")', 'endsWith(ticket.subject, "sho")'],
  gte: ['gte(ticket.messages_count, 1)', 'gte(ticket.messages_count, 2)'],
  lte: ['lte(ticket.messages_count, 1)', 'lte(ticket.messages_count, 0)'],
  gt: ['gt(ticket.messages_count, 0)', 'gt(ticket.messages_count, 1)'],
  lt: ['lt(ticket.messages_count, 2)', 'lt(ticket.messages_count, 1)'],
  gteTimedelta: [
    'gteTimedelta(ticket.created_datetime, "0s")',
    'gteTimedelta(ticket.created_datetime, "1s")',
  ],
  lteTimedelta: [
    'lteTimedelta(ticket.created_datetime, "1s")',
    '!lteTimedelta(ticket.created_datetime, "1s")',
  ],
  isEmpty: ['isEmpty(ticket.store_id)', 'isEmpty(ticket.subject)'],
  isNotEmpty: ['isNotEmpty(ticket.subject)', 'isNotEmpty(ticket.store_id)'],
  // START is a Monday at nine, when the account opens.
  duringBusinessHours: [
    'duringBusinessHours(ticket.created_datetime)',
    '!duringBusinessHours(ticket.created_datetime)',
  ],
}

it('each operator of a rule holds where it should and fails where it should', async () => {
  expect(Object.keys(HOLDS_AND_FAILS)).toEqual([...OPERATORS.keys()])
  const lines = Object.entries(HOLDS_AND_FAILS).flatMap(([name, [holds, fails]]) => [
    tagging(holds, name),
    tagging(fails, `${name} fails`),
  ])
  expect(await tagsAfter(lines.join('\n'))).toEqual(Object.keys(HOLDS_AND_FAILS))
})

const CHANGES: Readonly<Record<string, readonly [args: string, after: object]>> = {
  addTags: ['{ tags: "a, b" }', { tags: [{ name: 'vip' }, { name: 'a' }, { name: 'b' }] }],
  removeTags: ['{ tags: "vip" }', { tags: [] }],
  setTags: ['{ tags: "a" }', { tags: [{ name: 'a' }] }],
  setStatus: ['{ status: "open" }', { status: 'open', closed_datetime: null }],
  setPriority: ['{ priority: "critical" }', { priority: 'critical' }],
  setSubject: ['{ subject: "For {{ticket.customer.firstname}}" }', { subject: 'For Ana' }],
  trashTicket: ['', { trashed_datetime: START }],
  snoozeTicket: ['{ snooze_timedelta: "36h" }', { snooze_datetime: '2026-03-03T21:00:00+00:00' }],
  sendEmail: [
    '{ to: "boss@example.com", subject: "For {{ticket.customer.firstname}}", body_text: "Look at {{ticket.subject}}" }',
    {
      messages: [
        {},
        {
          channel: 'email',
          from_agent: true,
          public: true,
          via: 'rule',
          subject: 'For Ana',
          body_text: 'Look at Shoes',
          source: { to: [{ address: 'boss@example.com' }] },
        },
      ],
    },
  ],
  addInternalNote: [
    '{ body_text: "Look" }',
    { messages: [{}, { channel: 'internal-note', public: false, via: 'rule', body_text: 'Look' }] },
  ],
  replyToTicket: [
    '{ body_text: "Hi {{ticket.customer.firstname}}" }',
    { messages: [{}, { channel: 'email', from_agent: true, via: 'rule', body_text: 'Hi Ana' }] },
  ],
}

it('each action of a rule that changes a ticket changes it as its name says', async () => {
  for (const [name, [args, after]] of Object.entries(CHANGES)) {
    const account = withRule(`Action("${name}"${args === '' ? '' : `, ${args}`})`)
    const { id } = await fullTicket(account)
    expect(await account.api.ticket(id), name).toMatchObject(after)
  }
})

it('the actions of a rule that assign give the ticket to the user and the team', async () => {
  const { api } = fresh()
  const user = (await api.get('/api/users/0')).json as { id: number }
  const team = (await api.post('/api/teams', { name: 'Returns' })).json as { id: number }
  const code = `Action("setAssignee", { assignee_user: "${user.id}" })
    Action("setTeamAssignee", { assignee_team: "${team.id}" })`
  await api.post('/api/rules', { name: 'R', event_types: 'ticket-created', code })
  const { id } = await api.createTicket({ customer: { email: CUSTOMER }, messages: [note()] })
  expect(await api.ticket(id)).toMatchObject({ assignee_user_id: user.id, assignee_team_id: team.id })
})

it('the actions of a rule that exclude a ticket leave their event', async () => {
  const account = withRule('Action("excludeTicketFromAutoMerge")\nAction("excludeTicketFromCSAT")')
  const { id } = await fullTicket(account)
  const query = 'types=ticket-excluded-from-auto-merge&types=ticket-excluded-from-csat'
  const events = (await account.api.get(`/api/events?object_type=Ticket&object_id=${id}&${query}`)).json
  expect((events as { data: object[] }).data).toHaveLength(2)
})

interface Made {
  readonly id: number
}

const fieldOf = async ({ api }: ReturnType<typeof fresh>, object_type: string, definition: object) =>
  (await api.post('/api/custom-fields', { object_type, label: 'F', definition })).json as Made

const DROPDOWN = { data_type: 'text', input_settings: { input_type: 'dropdown', choices: ['Late', 'Lost'] } }
const NUMBER = { data_type: 'number', input_settings: { input_type: 'input_number', min: '1' } }

it('the action of a rule that sets a ticket field holds the value against the definition of the field', async () => {
  const account = fresh()
  const [reason, count] = [
    await fieldOf(account, 'Ticket', DROPDOWN),
    await fieldOf(account, 'Ticket', NUMBER),
  ]
  const code = `Action("setCustomFieldValue", { custom_field_id: ${reason.id}, value: "Late" })
    Action("setCustomFieldValue", { custom_field_id: ${reason.id}, value: "Stolen" })
    Action("setCustomFieldValue", { custom_field_id: "${count.id}", value: 7 })
    Action("setCustomFieldValue", { custom_field_id: ${count.id}, value: 0 })
    Action("setCustomFieldValue", { custom_field_id: 1, value: 0 })`
  await account.api.post('/api/rules', { name: 'R', event_types: 'ticket-created', code })
  const { id } = await account.api.createTicket(ticket())
  expect((await account.api.ticket(id)).custom_fields).toMatchObject({
    [reason.id]: { value: 'Late' },
    [count.id]: { value: 7 },
  })
})

it('conditions of a rule read the fields of the ticket and of its customer', async () => {
  const account = fresh()
  const { api } = account
  const [reason, count] = [
    await fieldOf(account, 'Ticket', DROPDOWN),
    await fieldOf(account, 'Customer', NUMBER),
  ]
  const conditions = {
    late: `eq(ticket.custom_fields[${reason.id}].value, "Late")`,
    many: `gte(ticket.customer.custom_fields[${count.id}].value, 5)`,
    few: `lt(customer.custom_fields[${count.id}].value, 5)`,
    unknown: 'isEmpty(ticket.custom_fields[1].value)',
  }
  const code = Object.entries(conditions).map(([tag, condition]) => tagging(condition, tag))
  await api.post('/api/rules', { name: 'R', event_types: 'ticket-created', code: code.join('\n') })
  const customer = (await api.post('/api/customers', { email: CUSTOMER })).json as Made
  const value = await api.put(`/api/customers/${customer.id}/custom-fields/${count.id}`, 7)
  expect(value.status, value.text).toBeLessThan(300)
  const { id } = await api.createTicket(ticket({ custom_fields: [{ id: reason.id, value: 'Late' }] }))
  const tags = (await api.ticket(id)).tags.map(({ name }) => name)
  expect(tags).toEqual(['late', 'many', 'unknown'])
})

it('each action of a rule is carried out, and shown by a test', () => {
  const elsewhere = [
    ...['setAssignee', 'setTeamAssignee', 'setCustomFieldValue'],
    ...['excludeTicketFromAutoMerge', 'excludeTicketFromCSAT'],
    // rules-actions.test.ts
    ...['applyMacro', 'facebookHideComment', 'facebookLikeComment'],
  ]
  expect([...Object.keys(CHANGES), ...elsewhere].sort()).toEqual([...ACTIONS.keys()].sort())
})

it('two rules that reply each have five minutes of their own', async () => {
  const reply = (text: string) => ({
    name: text,
    event_types: 'ticket-created',
    code: `Action("replyToTicket", { body_text: "${text}" })`,
  })
  const { account, api } = fresh({ seed: { rules: [reply('one'), reply('two')] } })
  await api.createTicket(ticket())
  await api.createTicket(ticket())
  expect(account.outbox().map(({ text }) => text)).toEqual(['one', 'two'])
})
