import type { Case } from '../case.ts'
import type { Row, Stage } from '../stage.ts'

const EMAIL = 'dana@example.com'
const TICKETS = [
  'ticket.create.2026',
  'ticket.update.2026',
  'ticket.create-two-messages.2025',
  'ticket.get-email-thread.2024',
  'ticket.get-outbound-bounced.2024',
]
/** The simulator lets e-mails to such an address bounce. */
const NOBODY = 'nobody@example.invalid'

const LISTS = ['tickets.list.2024', 'tickets.list.2026']

/** A customer whom the API made: `meta` says who gave the name. */
const dana = (stage: Stage, more: object = {}): Promise<Row> =>
  stage.make('POST', 'customers', { email: EMAIL, ...more })

const BY_PHONE_TOO = {
  channels: [
    { type: 'email', address: EMAIL },
    { type: 'phone', address: '+15550100' },
  ],
}

/** What a customer says on the telephone: nothing is sent. */
const said = (more: object = {}) => ({
  channel: 'phone',
  via: 'api',
  from_agent: false,
  sender: { email: EMAIL },
  body_text: 'Hello',
  ...more,
})

const ticketOf = (stage: Stage, more: object = {}): Promise<Row> =>
  stage.make('POST', 'tickets', { messages: [said()], ...more })

/** A text field of tickets. */
const textField = (stage: Stage): Promise<Row> =>
  stage.make('POST', 'custom-fields', {
    object_type: 'Ticket',
    label: 'Reason',
    description: 'Why they write.',
    definition: { data_type: 'text', input_settings: { input_type: 'input', placeholder: 'Reason' } },
  })

async function setField(stage: Stage, ticket: Row): Promise<void> {
  const { id } = await textField(stage)
  await stage.make('PUT', `tickets/${ticket.id}/custom-fields`, [{ id, value: 'late' }])
}

/** What an agent answers by e-mail, as the helpdesk's own page does. */
async function answer(
  stage: Stage,
  ticket: number,
  more: object = {},
  to = 'daNA@example.com',
): Promise<void> {
  const [mailbox] = (await stage.list('integrations')).filter(({ type }) => type === 'email')
  const { address } = mailbox?.meta as { address: string }
  const me = await stage.make('GET', 'users/0')
  await stage.make('POST', `tickets/${ticket}/messages`, {
    channel: 'email',
    via: 'helpdesk',
    from_agent: true,
    sender: { id: me.id },
    receiver: { email: EMAIL },
    source: {
      type: 'email',
      to: [{ name: '', address: to }],
      from: { name: 'Support', address },
      extra: { include_thread: false },
    },
    subject: '',
    body_text: 's',
    body_html: '<div>s</div>',
    stripped_text: 's',
    stripped_html: '<div>s</div>',
    ...more,
  })
}

const FILE = { url: 'https://example.com/a.png', name: 'a.png', size: 1024, content_type: 'image/png' }

/** A ticket of each kind that the lists of 2024 and 2026 held; in 2024 no tag had a colour. */
async function manyTickets(stage: Stage, tags: readonly object[]): Promise<void> {
  await dana(stage)
  const me = await stage.make('GET', 'users/0')
  const { ticket_id } = stage.account.inbound({ from: EMAIL, subject: 'Hi', text: 'Where is my parcel?' })
  await answer(stage, ticket_id)
  await stage.make('PUT', `tickets/${ticket_id}`, { assignee_user: { id: me.id }, status: 'closed' })
  const ticket = await ticketOf(stage, { tags, subject: 'Late' })
  await setField(stage, ticket)
}

/** Recordings of tickets. */
export const ticketCases: readonly Case[] = [
  {
    recording: 'ticket.create.2026',
    status: 201,
    alike: TICKETS,
    async call(stage) {
      await dana(stage, { name: 'Dana Test' })
      return stage.ask({ method: 'POST', path: 'tickets', body: { subject: 'Test', messages: [said()] } })
    },
  },
  {
    recording: 'ticket.create-two-messages.2025',
    status: 201,
    alike: TICKETS,
    async call(stage) {
      await dana(stage, BY_PHONE_TOO)
      const html = '<div>Hello</div>'
      return stage.ask({
        method: 'POST',
        path: 'tickets',
        body: {
          opened_datetime: '2025-02-07T09:55:18.820Z',
          messages: [
            said({ external_id: 'one', body_html: html, attachments: [FILE, FILE] }),
            said({ external_id: 'two', body_html: html }),
          ],
        },
      })
    },
  },
  {
    recording: 'ticket.update.2026',
    status: 202,
    alike: TICKETS,
    async call(stage) {
      const ticket = await ticketOf(stage, { customer: { email: EMAIL, name: 'Dana Test' } })
      await setField(stage, ticket)
      const body = { subject: 'Updated', status: 'closed' }
      return stage.ask({ method: 'PUT', path: `tickets/${ticket.id}`, body })
    },
  },
  {
    recording: 'ticket.get-email-thread.2024',
    status: 200,
    alike: TICKETS,
    async call(stage) {
      const text = 'Where is my parcel? I have been waiting for it since Monday.'
      const { ticket_id } = stage.account.inbound({ from: EMAIL, subject: 'Hi', text })
      const me = await stage.make('GET', 'users/0')
      await stage.make('PUT', `tickets/${ticket_id}`, { assignee_user: { id: me.id } })
      await stage.make('POST', `tickets/${ticket_id}/tags`, { names: ['sample ticket'] })
      await answer(stage, ticket_id)
      await answer(stage, ticket_id, { attachments: [FILE] })
      return stage.ask({ method: 'GET', path: `tickets/${ticket_id}` })
    },
  },
  {
    recording: 'ticket.get-outbound-bounced.2024',
    status: 200,
    alike: TICKETS,
    async call(stage) {
      await dana(stage)
      const { id } = await ticketOf(stage, {
        channel: 'email',
        via: 'helpdesk',
        status: 'closed',
        subject: '',
        messages: [said({ channel: 'email', source: { from: { address: EMAIL } } })],
      })
      await answer(stage, id, {}, NOBODY)
      const [first] = await stage.list(`tickets/${id}/messages`)
      if (first !== undefined) await stage.make('DELETE', `tickets/${id}/messages/${first.id}`)
      return stage.ask({ method: 'GET', path: `tickets/${id}` })
    },
  },
  {
    recording: 'tickets.list.2024',
    status: 200,
    alike: LISTS,
    async call(stage) {
      await manyTickets(stage, [{ name: 'plain' }])
      return stage.ask({ method: 'GET', path: 'tickets?limit=100' })
    },
  },
  {
    recording: 'tickets.list.2026',
    status: 200,
    alike: LISTS,
    async call(stage) {
      await manyTickets(stage, [{ name: 'plain' }, { name: 'urgent', decoration: { color: '#c13e50' } }])
      return stage.ask({ method: 'GET', path: 'tickets' })
    },
  },
  {
    recording: 'ticket-tags.add.2026',
    status: 201,
    async call(stage) {
      const tag = await stage.make('POST', 'tags', { name: 'urgent' })
      const { id } = await ticketOf(stage)
      return stage.ask({ method: 'POST', path: `tickets/${id}/tags`, body: { ids: [tag.id] } })
    },
  },
  {
    recording: 'ticket-tags.list.2026',
    status: 200,
    async call(stage) {
      const { id } = await ticketOf(stage, { tags: [{ name: 'sample ticket' }] })
      return stage.ask({ method: 'GET', path: `tickets/${id}/tags` })
    },
  },
  {
    recording: 'ticket-custom-fields.bulk-update.2026',
    status: 200,
    async call(stage) {
      const [{ id }, field] = [await ticketOf(stage), await textField(stage)]
      const body = [{ id: field.id, value: 'late' }]
      return stage.ask({ method: 'PUT', path: `tickets/${id}/custom-fields`, body })
    },
  },
  {
    recording: 'message.create.2026',
    status: 201,
    async call(stage) {
      await dana(stage, { name: 'Dana Test' })
      const { id } = await ticketOf(stage)
      const body = said({ via: 'helpdesk', body_html: '<p>Hello</p>' })
      return stage.ask({ method: 'POST', path: `tickets/${id}/messages`, body })
    },
  },
]
