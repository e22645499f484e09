import fc from 'fast-check'
import type { AccountTenant } from '../../src/control/accounts/tenant.ts'
import type { Hint } from './json-schema.ts'
import type { BuiltOperation } from './operations.ts'

/** What the names of fields and of path segments say about whose ids they hold. */
const RESOURCES: Readonly<Record<string, string>> = {
  ticket: 'tickets',
  ignored_item: 'tickets',
  messages: 'messages',
  customer: 'customers',
  source: 'customers',
  target: 'customers',
  sender: 'customers',
  receiver: 'customers',
  user: 'users',
  assignee_user: 'users',
  members: 'users',
  mention: 'users',
  shared_with_users: 'users',
  assignee_team: 'teams',
  shared_with_teams: 'teams',
  destination_tag: 'tags',
  source_tags: 'tags',
  integration: 'integrations',
  view: 'views',
  rule: 'rules',
  priorities: 'rules',
  macro: 'macros',
  call: 'voiceCalls',
  custom_fields: 'customFields',
  'custom-fields': 'customFields',
  'satisfaction-surveys': 'surveys',
  'voice-calls': 'voiceCalls',
  'voice-call-events': 'voiceCallEvents',
  'voice-call-recordings': 'voiceCallRecordings',
}

const CODES = [
  'if (eq(ticket.status, "open")) { Action("addTags", { tags: "fuzz" }) }',
  'if (containsAny(message.text, ["a"])) { Action("addInternalNote", { body_text: "{{ticket.id}}" }) }',
  'if (eq(ticket.channel, "email")) { Action("replyToTicket", { body_text: "Hi {{ticket.customer.name}}" }) }',
  'no rule at all',
]

const FILTERS = [
  '',
  'eq(ticket.status, "open")',
  'containsAny(ticket.tags.name, ["vip"]) && isEmpty(ticket.assignee_user.id)',
  'eq(ticket.assignee_user.id, "{{current_user.id}}") || gte(ticket.updated_datetime, "2024-01-01T00:00:00")',
  'eq(ticket.subject, "x")',
]

/** Texts that mean something, by the last name of the path. */
const TEXTS: Readonly<Record<string, readonly (string | null)[]>> = {
  code: CODES,
  filters: FILTERS,
  cursor: ['', 'x', 'WyJuZXh0IiwgIjIwMjYtMDMtMDJUMDk6MDA6MDAiLCAxXQ=='],
  event_types: ['ticket-created', 'ticket-updated,ticket-message-created', null],
  channel: ['email', 'internal-note', 'api', 'phone', 'chat'],
  search: ['', 'a', 'vip', 'dan'],
  query: ['', 'a', 'vip', 'dan', '555'],
  slug: ['tickets-created', 'vip', 'new'],
  timezone: ['UTC', 'Europe/Oslo', 'Nowhere'],
}

/** Values for the fields of calls on an account, so that most get past the first check. */
export function hintsFor({ world }: AccountTenant, { url, operationId }: BuiltOperation): Hint {
  const { rows } = world
  const collections = rows as unknown as Readonly<Record<string, { values(): Iterable<{ id: number }> }>>
  const idsOf = (name: string) => [...(collections[name]?.values() ?? [])].slice(0, 20).map(({ id }) => id)
  const merged = [...idsOf('mergedTickets'), ...idsOf('mergedCustomers')]
  const addresses = [...rows.users.values(), ...rows.customers.values()].flatMap(({ email }) => email ?? [])
  const mailboxes = [...rows.integrations.values()].flatMap(({ address }) => address ?? [])
  const segments = url.split('/').filter((part) => !part.startsWith(':'))
  const own = segments.at(operationId === 'mergeTags' ? 1 : -1) ?? ''

  const idsAt = (path: readonly string[]) => {
    const last = path.at(-1) ?? ''
    const owner = /^ids?$/.test(last) ? (path.at(-2) ?? own) : last.replace(/_ids?$/, '')
    const ids = idsOf(RESOURCES[owner] ?? owner)
    return ids.length > 0 ? ids : idsOf(RESOURCES[own] ?? own)
  }
  const numbers = (path: readonly string[]) => {
    const ids = idsAt(path)
    const known = ids.length > 0 ? fc.constantFrom(...ids) : fc.nat()
    return fc.oneof(
      { weight: 8, arbitrary: known },
      { weight: 1, arbitrary: fc.constantFrom(...merged) },
      { weight: 1, arbitrary: fc.nat() },
    )
  }

  return (path, { type, format, enum: choices }) => {
    const last = path.at(-1) ?? ''
    const texts = TEXTS[last]
    if (texts !== undefined && choices === undefined) return fc.constantFrom(...texts)
    if (last === 'email' || last === 'address' || format === 'email')
      return fc.constantFrom(...addresses, ...mailboxes, 'new@example.com', ' New@Example.com')
    const isId = /(^|_)ids?$/.test(last) || last.startsWith('shared_with_') || last === 'ignored_item'
    const holdsNumber = [type].flat().includes('integer')
    return isId && holdsNumber ? numbers(path) : undefined
  }
}
