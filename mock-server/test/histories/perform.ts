import { fromAgent, fromCustomer, note, ticketFrom } from '../support/bodies.ts'
import type { DeedBody, DeedName } from '../../src/control/agents/deeds.ts'
import type { Desk } from './desk.ts'
import { ELSEWHERE, MAILBOX, NO_MAILBOX, PEOPLE, VISITOR } from './names.ts'
import type { Step, WRITINGS } from './step.ts'

/** All that somebody does; to wait is to do nothing. */
type Act = Exclude<Step, { readonly do: 'wait' }>
type Doing = {
  readonly [Name in Act['do']]: (desk: Desk, step: Extract<Act, { readonly do: Name }>) => unknown
}

const nth = <T>(items: readonly T[], n: number): T | undefined => items[n % items.length]

/** The ticket that a step means, if there is any. */
const ticketOf = (desk: Desk, n: number): number => nth(desk.tickets(), n) ?? 0

/** The address of a ticket's customer. */
const addressOf = ({ world }: Desk, ticket_id: number): string =>
  world.rows.customers.get(world.rows.tickets.get(ticket_id)?.customer_id ?? 0)?.email ?? PEOPLE[0]

const source = (to: string, extra: object = {}) => ({
  from: { address: MAILBOX },
  to: [{ address: to }],
  extra,
})

/** The bodies of messages that callers of the API write. */
const bodies: Readonly<
  Record<(typeof WRITINGS)[number], (desk: Desk, to: string) => Readonly<Record<string, unknown>>>
> = {
  customer: (_, to) => fromCustomer({}, to),
  reply: (_, to) => fromAgent(MAILBOX, {}, to),
  'reply with thread': (_, to) => fromAgent(MAILBOX, { source: source(to, { include_thread: true }) }, to),
  'chat reply': () => ({ channel: 'chat', from_agent: true, body_text: 'It is on its way.' }),
  note: (desk) => note({ body_text: desk.secret(), stripped_text: desk.secret(), subject: desk.secret() }),
  'HTML note': (desk) => note({ body_text: null, body_html: `<b>${desk.secret()}</b>` }),
  'note that says it is public': (desk) => note({ body_text: desk.secret(), public: true }),
  'note with addresses': (desk, to) =>
    fromAgent(MAILBOX, { channel: 'internal-note', body_text: desk.secret() }, to),
  'customer note': (desk, to) =>
    note({ from_agent: false, sender: { email: to }, body_text: desk.secret(), public: true }),
  'private reply': (desk, to) =>
    fromAgent(MAILBOX, { public: false, body_text: desk.secret(), subject: desk.secret() }, to),
  'sent elsewhere': ({ account }, to) =>
    fromAgent(MAILBOX, { body_text: ELSEWHERE, sent_datetime: account.readClock().now }, to),
  'from no mailbox': (_, to) => fromAgent(NO_MAILBOX, {}, to),
  'channel api': (_, to) => fromAgent(MAILBOX, { channel: 'api' }, to),
  // What was written to the customer is not for the customer after all.
  'turned into a note': (desk) => note({ body_text: desk.secret(), stripped_text: desk.secret() }),
}

/** Somebody at the screen; what they may not do is declined. */
function act<Name extends DeedName>({ account, ask }: Desk, agent: string, deed: Name, body: DeedBody<Name>) {
  ask(() => account.act(agent, deed, body))
}

/** Changes what an account's setting says. */
async function set(desk: Desk, type: string, data: object): Promise<void> {
  const listed = (await desk.call('GET', `/api/account/settings?type=${type}`)) as
    { readonly data: readonly { readonly id: number; readonly data: object }[] } | undefined
  const [setting] = listed?.data ?? []
  if (listed === undefined) return
  const body = { type, data: { ...setting?.data, ...data } }
  if (setting === undefined) await desk.call('POST', '/api/account/settings', body)
  else await desk.call('PUT', `/api/account/settings/${setting.id}`, body)
}

const ruleOf = ({ world }: Desk, n: number): number => nth([...world.rows.rules.values()], n)?.id ?? 0

const doing: Doing = {
  email(desk, { from, text, about, ticket, more }) {
    const { account, ask, tickets } = desk
    const last = account.outbox().findLast(({ to }) => to.toLowerCase() === from.toLowerCase())
    const ticket_id = ticketOf(desk, ticket)
    const headers = { 'auto-submitted': 'auto-replied', list: 'x' }
    ask(() =>
      account.inbound({
        from,
        text,
        subject: 'My order',
        ...(about === 'answer' && last !== undefined && { in_reply_to: last.header_message_id }),
        ...(about === 'ticket' && tickets().length > 0 && { ticket_id }),
        ...(more === 'cc' && { cc: [{ name: '', address: 'boss@example.com' }] }),
        ...(more === 'auto-submitted' && { headers: { 'Auto-Submitted': headers['auto-submitted'] } }),
        ...(more === 'list' && { headers: { 'List-Id': headers.list } }),
      }),
    )
  },
  chat({ account, ask }, { from, text }) {
    const who = from === VISITOR ? { external_id: from } : { from }
    ask(() => account.inbound({ channel: 'chat', ...who, text }))
  },
  async open(desk, { customer, how, tags }) {
    const { call } = desk
    const named = tags.map((name) => ({ name }))
    const elsewhere = fromAgent(
      MAILBOX,
      { body_text: ELSEWHERE, sent_datetime: desk.account.readClock().now },
      customer,
    )
    const chat = { channel: 'chat', from_agent: false, sender: { email: customer }, body_text: 'Hello?' }
    const messages = {
      handoff: [fromCustomer({}, customer), note({ body_text: desk.secret() })],
      imported: [
        fromCustomer({}, customer),
        elsewhere,
        fromAgent(MAILBOX, { body_text: ELSEWHERE }, customer),
      ],
      outgoing: [fromAgent(MAILBOX, {}, customer)],
      chat: [chat, note({ body_text: desk.secret() })],
    }[how]
    const more = { subject: 'Handed off', messages, ...(how === 'imported' && { imported: true }) }
    await call('POST', '/api/tickets', ticketFrom(customer, { ...more, tags: named }))
  },
  async write(desk, { ticket, what }) {
    const { call, world } = desk
    const id = ticketOf(desk, ticket)
    const body = bodies[what](desk, addressOf(desk, id))
    if (what !== 'turned into a note') {
      await call('POST', `/api/tickets/${id}/messages`, body)
      return
    }
    const messages = [...world.rows.messages.walk('byTicket', { prefix: [id] })]
    const last = messages.findLast(({ from_agent }) => from_agent)
    if (last !== undefined) await call('PUT', `/api/tickets/${id}/messages/${last.id}`, body)
  },
  change: (desk, { ticket, fields }) => desk.call('PUT', `/api/tickets/${ticketOf(desk, ticket)}`, fields),
  delete: (desk, { ticket }) => desk.call('DELETE', `/api/tickets/${ticketOf(desk, ticket)}`),
  async survey(desk, { ticket, score }) {
    const { call, world } = desk
    const ticket_id = ticketOf(desk, ticket)
    const known = world.rows.surveys.first('byTicket', [ticket_id])
    if (known !== undefined) {
      await call('PUT', `/api/satisfaction-surveys/${known.id}`, { score, body_text: 'Well.' })
      return
    }
    const customer_id = world.rows.tickets.get(ticket_id)?.customer_id ?? 0
    const should_send_datetime = desk.account.readClock().now
    await call('POST', '/api/satisfaction-surveys', { ticket_id, customer_id, should_send_datetime })
  },
  'agent replies'(desk, { agent, ticket, template, include_thread, status }) {
    const ticket_id = ticketOf(desk, ticket)
    const more = status === undefined ? {} : { status }
    act(desk, agent, 'reply', { ticket_id, text: template, include_thread, ...more })
  },
  'agent notes'(desk, { agent, ticket, html }) {
    const word = desk.secret()
    const text = html ? { html: `<p>${word}</p>` } : { text: word }
    act(desk, agent, 'note', { ticket_id: ticketOf(desk, ticket), ...text })
  },
  'agent forwards'(desk, { agent, ticket, to }) {
    act(desk, agent, 'forward', { ticket_id: ticketOf(desk, ticket), to, text: 'See below.' })
  },
  'agent writes to'(desk, { agent, to }) {
    act(desk, agent, 'write', { to, subject: 'Your order', text: 'It is ready.' })
  },
  'agent applies macro'(desk, { agent, ticket, macro, status }) {
    const more = status === undefined ? {} : { status }
    act(desk, agent, 'macro', { ticket_id: ticketOf(desk, ticket), macro, ...more })
  },
  'agent tags'(desk, { agent, ticket, tags, off }) {
    act(desk, agent, off ? 'untag' : 'tag', { ticket_id: ticketOf(desk, ticket), tags })
  },
  'agent assigns'(desk, { agent, ticket, to }) {
    const whom = { user: { user: agent }, team: { team: 'All' }, nobody: { user: null, team: null } }[to]
    act(desk, agent, 'assign', { ticket_id: ticketOf(desk, ticket), ...whom })
  },
  'agent does'(desk, { agent, ticket, deed }) {
    const ticket_id = ticketOf(desk, ticket)
    if (deed === 'raise') act(desk, agent, 'priority', { ticket_id, priority: 'high' })
    else act(desk, agent, deed, { ticket_id })
  },
  'agent snoozes'(desk, { agent, ticket, for: duration }) {
    act(desk, agent, 'snooze', { ticket_id: ticketOf(desk, ticket), for: duration })
  },
  'agent merges'(desk, { agent, ticket, into }) {
    act(desk, agent, 'merge', { ticket_id: ticketOf(desk, ticket), into: ticketOf(desk, into) })
  },
  'agent is'({ account, world, ask }, { agent, available }) {
    const user = nth([...world.rows.users.walk('byRole', { prefix: ['agent'] })], agent)
    ask(() => account.setAvailability(user?.id ?? 0, available))
  },
  rule: (desk, { rule: { event_types, code } }) =>
    desk.call('POST', '/api/rules', { name: 'R', event_types, code: desk.named(code) }),
  'rule changes': (desk, { nth: n, rule: { event_types, code } }) =>
    desk.call('PUT', `/api/rules/${ruleOf(desk, n)}`, { event_types, code: desk.named(code) }),
  'rule off': (desk, { nth: n, off }) =>
    desk.call('PUT', `/api/rules/${ruleOf(desk, n)}`, {
      deactivated_datetime: off ? desk.account.readClock().now : null,
    }),
  robot: ({ account, ask }, { at, text, ...robot }) =>
    ask(() => account.addRobot({ ...at, ...robot, ...(text !== undefined && { text }) })),
  'no robots'({ account }) {
    for (const { id } of account.robots()) account.removeRobot(id)
  },
  'auto-merge': (desk, { enabled }) =>
    set(desk, 'auto-merge', { tickets: { enabled, merging_window_days: 2 } }),
  'auto-split': (desk, { enabled }) => set(desk, 'auto-split', { email: { enabled, split_after_days: 1 } }),
  surveys: (desk, { on, hours, template }) =>
    set(desk, 'satisfaction-surveys', {
      send_survey_for_email: on,
      send_survey_for_chat: on,
      survey_interval: hours,
      survey_email_text: `${template} {{satisfaction_survey_url}}`,
      survey_email_html: `<p>${template}</p>`,
    }),
  assignment: (desk, { on }) =>
    set(desk, 'ticket-assignment', {
      auto_assign_to_teams: on,
      unassign_on_reply: on,
      auto_assign_ticket_to_responding_agent: on,
      assignment_channels: ['email', 'chat'],
      max_user_chat_ticket: 1,
      max_user_non_chat_ticket: 2,
      unassign_on_user_unavailability: on ? ['email'] : [],
    }),
  'AI Agent'({ account, ask }, { enabled, outcome, template }) {
    const answers = [{ outcome, ...(outcome !== 'ignore' && { text: template }) }]
    ask(() => account.setAiAgent({ enabled, answers }))
  },
  key({ endKey }, { what }) {
    endKey(what === 'reset')
  },
}

/** Does what a step says. What cannot be done by then is declined, and that is all right. */
export async function perform(desk: Desk, step: Act): Promise<void> {
  const run = doing[step.do] as (desk: Desk, step: Act) => unknown
  await run(desk, step)
}
