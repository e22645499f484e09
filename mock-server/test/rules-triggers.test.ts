import { describe, expect, it } from 'vitest'
import { expectStatus } from './support/api.ts'
import { fromAgent, fromCustomer, mailboxOf, note, ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer()
type Fresh = ReturnType<typeof fresh>

interface Made {
  readonly id: number
}

/** One rule for each trigger, each of which leaves a note in its name. */
const NOTES = [
  'ticket-created',
  'ticket-message-created',
  'ticket-updated',
  'ticket-assigned',
  'ticket-self-unsnoozed',
  'satisfaction-survey-responded',
]

/**
 * An account that writes down which rules ran, in their order. The rules are listed against the documented
 * order of their triggers, and do not answer each other.
 */
const watched = (): Fresh =>
  fresh({
    seed: {
      rules: NOTES.toReversed().map((trigger) => ({
        name: trigger,
        event_types: trigger,
        code: `Action("setSubject", { subject: "{{ticket.subject}} ${trigger}" })`,
      })),
    },
  })

/** An account with a rule that leaves a note each time it runs; its own notes do not set it off again. */
const counting = (trigger: string): Fresh =>
  fresh({
    seed: {
      rules: [
        { name: 'Count', event_types: trigger, code: 'Action("addInternalNote", { body_text: "ran" })' },
      ],
    },
  })

async function runsOf({ api }: Fresh, id: number): Promise<number> {
  return (await api.ticket(id)).messages.filter(({ body_text }) => body_text === 'ran').length
}

/** How often the rules of a trigger run in answer to one call on a ticket that is there already. */
async function runsAfter(
  trigger: string,
  call: (made: Fresh, id: number) => Promise<unknown>,
  more: Record<string, unknown> = {},
): Promise<number> {
  const made = counting(trigger)
  const { id } = await made.api.createTicket(ticket(more))
  const before = await runsOf(made, id)
  await call(made, id)
  return (await runsOf(made, id)) - before
}

const update =
  (body: object) =>
  ({ api }: Fresh, id: number) =>
    api.updateTicket(id, body)

const adminOf = ({ account }: Fresh) => ({ email: `admin@${account.name}.test` })

describe('rules of each trigger', () => {
  it('run in the documented order when a ticket is created', async () => {
    const { api } = watched()
    const { id } = await api.createTicket(ticket({ subject: '' }))
    const [first, second, ...rest] = ((await api.ticket(id)).subject ?? '').trim().split(' ')
    expect([first, second]).toEqual(['ticket-created', 'ticket-message-created'])
    expect(rest).toContain('ticket-updated')
  })

  it('run for each message of a new ticket', async () => {
    const made = counting('ticket-message-created')
    const { id } = await made.api.createTicket(ticket({ messages: [fromCustomer(), note(), fromCustomer()] }))
    expect(await runsOf(made, id)).toBe(3)
  })

  it('run on an assignment: tickets updated, then tickets assigned', async () => {
    const made = watched()
    const { id } = await made.api.createTicket(ticket())
    await made.api.updateTicket(id, { subject: 'now' })
    await made.api.updateTicket(id, { subject: 'now', assignee_user: adminOf(made) })
    const subject = (await made.api.ticket(id)).subject ?? ''
    expect(subject.indexOf('ticket-updated')).toBeGreaterThan(0)
    expect(subject.indexOf('ticket-assigned')).toBeGreaterThan(subject.indexOf('ticket-updated'))
  })

  it('do not run as assigned when a team alone gets the ticket, nor when a user loses it', async () => {
    const team = async ({ api }: Fresh, id: number) => {
      const { id: team_id } = (await api.post('/api/teams', { name: 'T' })).json as Made
      await api.updateTicket(id, { assignee_team: { id: team_id } })
    }
    expect(await runsAfter('ticket-assigned', team)).toBe(0)
    const assign = (made: Fresh, id: number) => update({ assignee_user: adminOf(made) })(made, id)
    expect(await runsAfter('ticket-assigned', assign)).toBe(1)
    const assignAndUnassign = async (made: Fresh, id: number) => {
      await assign(made, id)
      await update({ assignee_user: null })(made, id)
    }
    expect(await runsAfter('ticket-assigned', assignAndUnassign)).toBe(1)
  })

  it('run once a snooze has come to its end, and only then', async () => {
    const made = counting('ticket-self-unsnoozed')
    const { id } = await made.api.createTicket(ticket())
    await made.api.updateTicket(id, { snooze_datetime: '2026-03-02T11:00:00' })
    await made.account.clock.advance('PT1H59M')
    expect(await runsOf(made, id)).toBe(0)
    await made.account.clock.advance('PT1M')
    expect(await runsOf(made, id)).toBe(1)
  })

  it('run when a customer has answered the survey of the ticket, and only then', async () => {
    const made = counting('satisfaction-survey-responded')
    const { id, customer } = await made.api.createTicket(ticket())
    const survey = { ticket_id: id, customer_id: customer.id }
    const { id: survey_id } = expectStatus(await made.api.post('/api/satisfaction-surveys', survey), 201)
      .json as Made
    expect(await runsOf(made, id)).toBe(0)
    const answer = { ...survey, score: 4 }
    expectStatus(await made.api.put(`/api/satisfaction-surveys/${survey_id}`, answer), 202)
    expect(await runsOf(made, id)).toBe(1)
  })
})

describe('rules on tickets updated', () => {
  it.each<[string, (made: Fresh, id: number) => Promise<unknown>]>([
    ['closed', update({ status: 'closed' })],
    ['assigned', (made, id) => update({ assignee_user: adminOf(made) })(made, id)],
    ['tagged', ({ api }, id) => api.post(`/api/tickets/${id}/tags`, { names: ['vip'] })],
    ['marked as spam', update({ spam: true })],
    ['given another subject', update({ subject: 'Other' })],
    ['given to another customer', update({ customer: { email: 'ben@example.com' } })],
    ['snoozed', update({ snooze_datetime: '2026-03-09T09:00:00' })],
    ['put in the trash', update({ trashed_datetime: '2026-03-02T09:00:00' })],
    ['written to by its customer', ({ api }, id) => api.reply(id, fromCustomer())],
    ['answered', ({ api, account }, id) => api.reply(id, fromAgent(mailboxOf(account.name)))],
  ])('run when a ticket is %s', async (_, call) => {
    expect(await runsAfter('ticket-updated', call)).toBe(1)
  })

  it('run when a ticket is opened again, taken out of the trash, and no spam any more', async () => {
    const closed = { status: 'closed', trashed_datetime: '2026-03-02T09:00:00', spam: true }
    for (const back of [{ status: 'open' }, { trashed_datetime: null }, { spam: false }])
      expect(await runsAfter('ticket-updated', update(back), closed), JSON.stringify(back)).toBe(1)
  })

  it.each<[string, (made: Fresh, id: number) => Promise<unknown>]>([
    ['the same as before', update({ status: 'open' })],
    ['another external id', update({ external_id: 'x' })],
    ['other data of the caller', update({ meta: { a: 1 } })],
    ['another language', update({ language: 'fr' })],
  ])('do not see %s', async (_, call) => {
    expect(await runsAfter('ticket-updated', call)).toBe(0)
  })

  it('do not see that the text of a message was changed', async () => {
    const edit = async ({ api }: Fresh, id: number) => {
      const [message] = (await api.ticket(id)).messages
      const body = { ...fromCustomer(), body_text: 'Something else' }
      expectStatus(await api.put(`/api/tickets/${id}/messages/${message?.id}`, body), 202)
    }
    expect(await runsAfter('ticket-updated', edit)).toBe(0)
  })
})
