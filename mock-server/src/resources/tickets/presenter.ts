import type { Customer, Ticket } from '../../helpdesk/model/entities.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { surveyOf } from '../../helpdesk/surveys/surveys.ts'
import { formatDatetime, formatNullable } from '../../wire/datetimes.ts'
import { presentTicketValues } from '../custom-fields/presenter.ts'
import { presentPerson, presentTicketCustomer } from '../customers/presenter.ts'
import { presentTicketMessage } from '../messages/presenter.ts'
import { presentSurvey } from '../satisfaction-surveys/presenter.ts'

function customerOf(world: Helpdesk, ticket: Ticket): Customer {
  const customer = world.rows.customers.get(ticket.customer_id)
  if (customer === undefined) throw new Error(`Ticket ${ticket.id} has lost its customer.`)
  return customer
}

function assigneeUser(world: Helpdesk, { assignee_user_id: id }: Ticket) {
  const user = id === null ? undefined : world.rows.users.get(id)
  return user === undefined ? null : { ...presentPerson(user), bio: user.bio }
}

function assigneeTeam(world: Helpdesk, { assignee_team_id: id }: Ticket) {
  const team = id === null ? undefined : world.rows.teams.get(id)
  return team === undefined ? null : { id: team.id, name: team.name, decoration: team.decoration }
}

/** What the full and the compact ticket share; the schema of each puts the keys in order. */
function presentCommon(world: Helpdesk, ticket: Ticket) {
  const tags = ticket.tag_ids.flatMap((id) => world.rows.tags.get(id) ?? [])
  return {
    id: ticket.id,
    external_id: ticket.external_id,
    status: ticket.status,
    priority: ticket.priority,
    channel: ticket.channel,
    via: ticket.via,
    from_agent: ticket.from_agent,
    spam: ticket.spam,
    imported: ticket.imported,
    assignee_user_id: ticket.assignee_user_id,
    assignee_team_id: ticket.assignee_team_id,
    language: ticket.language,
    subject: ticket.subject,
    meta: ticket.meta,
    messages_count: ticket.messages_count,
    excerpt: ticket.excerpt,
    last_sent_message_not_delivered: ticket.last_sent_message_not_delivered,
    is_unread: ticket.is_unread,
    assignee_user: assigneeUser(world, ticket),
    assignee_team: assigneeTeam(world, ticket),
    uri: `/api/tickets/${ticket.id}/`,
    summary: null,
    tags: tags.map(({ id, name, decoration }) => ({ id, name, decoration })),
    created_datetime: formatDatetime(ticket.created_datetime),
    processed_datetime: formatDatetime(ticket.processed_datetime),
    opened_datetime: formatNullable(ticket.opened_datetime),
    last_received_message_datetime: formatNullable(ticket.last_received_message_datetime),
    last_message_datetime: formatNullable(ticket.last_message_datetime),
    updated_datetime: formatDatetime(ticket.updated_datetime),
    closed_datetime: formatNullable(ticket.closed_datetime),
    trashed_datetime: formatNullable(ticket.trashed_datetime),
    snooze_datetime: formatNullable(ticket.snooze_datetime),
  }
}

/** E-mail and note are always offered, the phone where the customer has one (recorded). */
function replyOptions(customer: Customer) {
  const hasPhone = customer.channels.some((channel) => channel.type === 'phone')
  return {
    email: { answerable: true },
    'internal-note': { answerable: true },
    phone: hasPhone ? { answerable: true } : undefined,
  }
}

/**
 * A ticket in full. Only POST shows the macros of messages, only GET a customer's external data; values of
 * custom fields are shown where there are some, and never by POST (recorded).
 */
export function presentTicket(world: Helpdesk, ticket: Ticket, method: 'POST' | 'GET' | 'PUT') {
  const row = customerOf(world, ticket)
  const customer = presentTicketCustomer(row, { external: method === 'GET' })
  const messages = world.rows.messages.list('byTicket', [ticket.id])
  const survey = surveyOf(world, ticket.id)
  const hasValues = Object.keys(ticket.custom_fields).length > 0
  return {
    ...presentCommon(world, ticket),
    events: [],
    custom_fields: method !== 'POST' && hasValues ? presentTicketValues(ticket.custom_fields) : undefined,
    customer,
    messages: messages.map((message) => presentTicketMessage(world, message, { created: method === 'POST' })),
    satisfaction_survey: survey === undefined ? null : presentSurvey(survey),
    reply_options: replyOptions(row),
    requester: customer,
  }
}

/** A ticket in a list. */
export function presentTicketRow(world: Helpdesk, ticket: Ticket) {
  const integrations = ticket.integration_ids.flatMap((id) => world.rows.integrations.get(id) ?? [])
  return {
    ...presentCommon(world, ticket),
    customer: presentPerson(customerOf(world, ticket)),
    integrations: integrations.map(({ name, address, type }) => ({ name, address, type })),
    custom_fields: presentTicketValues(ticket.custom_fields),
  }
}
