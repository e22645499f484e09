import type { View } from '../model/entities.ts'

type SystemView = Pick<View, 'name' | 'slug' | 'type' | 'filters' | 'fields' | 'order_by' | 'order_dir'>

const ticketList = (name: string, filters: string): SystemView => ({
  name,
  slug: name.toLowerCase(),
  type: 'ticket-list',
  filters,
  fields: ['details', 'tags', 'customer', 'last_message'],
  order_by: 'last_message_datetime',
  order_dir: 'desc',
})

/** The views that every account has (recorded: names, filters, fields, order). */
export const SYSTEM_VIEWS: readonly SystemView[] = [
  ticketList('Inbox', 'eq(ticket.assignee_user.id, "{{current_user.id}}") && eq(ticket.status, "open")'),
  ticketList('Unassigned', '(eq(ticket.status, "open")) && (isEmpty(ticket.assignee_user.id))'),
  ticketList('All', 'eq(ticket.status, "open")'),
  ticketList('Snoozed', 'eq(ticket.status, "open") && isNotEmpty(ticket.snooze_datetime)'),
  ticketList('Closed', 'eq(ticket.status, "closed")'),
  ticketList('Trash', 'isNotEmpty(ticket.trashed_datetime)'),
  ticketList('Spam', 'eq(ticket.spam, true)'),
  {
    name: 'All customers',
    slug: 'all-customers',
    type: 'customer-list',
    filters: '',
    fields: ['name', 'email', 'created', 'updated'],
    order_by: 'updated_datetime',
    order_dir: 'desc',
  },
]
