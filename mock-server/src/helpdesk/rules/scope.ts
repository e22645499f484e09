import { isReadable } from '../messages/kinds.ts'
import { splitName } from '../names.ts'
import type { Customer, Message, Ticket, User } from '../model/entities.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { ReadTemplateVariable, TemplateValue } from '../templates/templates.ts'
import type { ReadVariable, RuleLiteral, RuleValue } from './language/index.ts'

const person = (row: Customer | User) => ({ ...row, ...splitName(row.name) })

/** Looks something up when it is first asked for, and no second time. */
function once<T>(look: () => T): () => T {
  let found: { readonly it: T } | undefined
  return () => (found ??= { it: look() }).it
}

/** What rules, filters and templates may read of a ticket. Parts are looked up when they are asked for. */
function ticketScope(world: Helpdesk, ticket: Ticket, readable: (message: Message) => boolean) {
  const { customers, messages, surveys, tags, teams, users } = world.rows
  const customer = once(() => {
    const row = customers.get(ticket.customer_id)
    return row && person(row)
  })
  const assignee = once(() => {
    const row = ticket.assignee_user_id === null ? undefined : users.get(ticket.assignee_user_id)
    return row && person(row)
  })
  const tagRows = once(() => ticket.tag_ids.map((id) => tags.get(id)))
  const messageRows = once(() => [...messages.walk('byTicket', { prefix: [ticket.id] })].filter(readable))
  return {
    ...ticket,
    get customer() {
      return customer()
    },
    get assignee_user() {
      return assignee()
    },
    get assignee_team() {
      return ticket.assignee_team_id === null ? undefined : teams.get(ticket.assignee_team_id)
    },
    get tags() {
      return tagRows()
    },
    get satisfaction_survey() {
      return surveys.first('byTicket', [ticket.id])
    },
    get messages() {
      return messageRows()
    },
  }
}

function messageScope(world: Helpdesk, message: Message) {
  return {
    ...message,
    text: message.stripped_text ?? message.body_text,
    get sender() {
      return (message.from_agent ? world.rows.users : world.rows.customers).get(message.sender_id)
    },
  }
}

function walk(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path
  if (key === undefined || value === null || value === undefined) return value
  if (Array.isArray(value)) {
    // `orders[0]` is one of a list; `tags.name` is the names of all.
    if (/^\d+$/.test(key)) return walk(value[Number(key)], rest)
    return value.flatMap((item) => walk(item, path) ?? [])
  }
  return Object.hasOwn(value, key) ? walk((value as Record<string, unknown>)[key], rest) : undefined
}

const isLiteral = (value: unknown): value is RuleLiteral =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)

/** What rules, filters and templates are about. */
export interface ScopeParts {
  readonly ticket: Ticket
  readonly message?: Message | undefined
  readonly current_user?: User | undefined
  /** Whether what is read may reach customers: then nothing can be read that is not for them. */
  readonly forCustomers?: boolean
}

function scopeOf(world: Helpdesk, parts: ScopeParts) {
  const readable = (message: Message) => parts.forCustomers !== true || isReadable(world, message)
  const ticket = ticketScope(world, parts.ticket, readable)
  return {
    ticket,
    get customer() {
      return ticket.customer
    },
    message: parts.message && readable(parts.message) ? messageScope(world, parts.message) : undefined,
    current_user: parts.current_user && person(parts.current_user),
  }
}

/**
 * A reader of variables such as `ticket.tags.name` for conditions: datetimes are microseconds; what is not
 * there, or no value, is undefined.
 */
export function readerFor(world: Helpdesk, parts: ScopeParts): ReadVariable {
  let scope: ReturnType<typeof scopeOf> | undefined
  return (path): RuleValue => {
    // A view may look at each of 100,000 tickets, mostly at their own fields: for those no more is put together.
    const own = path[0] === 'ticket' && path.length === 2 && Object.hasOwn(parts.ticket, path[1] ?? '')
    const value = own ? parts.ticket[path[1] as keyof Ticket] : walk((scope ??= scopeOf(world, parts)), path)
    if (Array.isArray(value)) return value.filter(isLiteral)
    return isLiteral(value) ? value : undefined
  }
}

/** An object in a text stands for its name: `{{ticket.tags}}`, `{{ticket.assignee_team}}` (inferred). */
function shown(value: unknown): RuleLiteral | undefined {
  if (isLiteral(value)) return value
  const name = walk(value, ['name'])
  return isLiteral(name) ? name : undefined
}

function shownAt(scope: object, path: readonly string[]): TemplateValue {
  const value = walk(scope, path)
  if (typeof value === 'number' && path.at(-1)?.endsWith('_datetime'))
    return new Date(value / 1000).toISOString()
  if (Array.isArray(value)) return value.flatMap((item) => shown(item) ?? [])
  return shown(value)
}

/** A reader of who is looking, and of nothing else: what `{{current_user.id}}` and its like stand for. */
export function callerReader(user: User): ReadTemplateVariable {
  const scope = { current_user: person(user) }
  return (path) => shownAt(scope, path)
}

/**
 * A reader of the same variables for texts: datetimes are ISO 8601 in UTC, things go by their names
 * (inferred: that they do; documented: the variables).
 *
 * @example
 * renderTemplate('Tagged {{ticket.tags}}', textReaderFor(world, { ticket })) // 'Tagged vip, gladly-ai'
 */
export function textReaderFor(world: Helpdesk, parts: ScopeParts): ReadTemplateVariable {
  const scope = scopeOf(world, parts)
  return (path) => shownAt(scope, path)
}
