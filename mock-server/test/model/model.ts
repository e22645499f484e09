import { expect } from 'vitest'

/** What must be true of a ticket. */
export interface TicketFacts {
  status: 'open' | 'closed'
  spam: boolean
  trashed: boolean
  customer: number
  tags: Set<number>
  /** By id: the customer who wrote a message or whom it is for, if any. */
  messages: Map<number, number | null>
}

export interface CustomerFacts {
  email: string | null
  /** All addresses by which they are found, folded. */
  addresses: Set<string>
}

/** What must be true of a resource that is made, changed and deleted, and little else. */
export interface RecordFacts {
  /** What its answer shows. */
  shown: Readonly<Record<string, unknown>>
  /** The tag that it names; rules and macros keep theirs. */
  tag: string
  /** Whether it was put out of service, as a view is whose tag goes. */
  off: boolean
}

export const KINDS = [
  'users',
  'teams',
  'macros',
  'views',
  'rules',
  'widgets',
  'custom-fields',
  'integrations',
] as const
export type Kind = (typeof KINDS)[number]

/** What must be true of the account, as plain maps. */
export interface Model {
  readonly tickets: Map<number, TicketFacts>
  readonly customers: Map<number, CustomerFacts>
  /** Names by id. */
  readonly tags: Map<number, string>
  readonly records: ReadonlyMap<Kind, Map<number, RecordFacts>>
  /** Where merged tickets and customers went, by path. */
  readonly merged: Map<string, string>
  /** Paths at which there is nothing any more. */
  readonly gone: Set<string>
  /** Addresses to which an e-mail left, in order. */
  readonly outbox: string[]
  readonly billable: Set<number>
  /** The highest id of each sequence. */
  readonly spent: Map<string, number>
  /** Whether what follows takes its time. */
  readonly realistic: boolean
}

export const newModel = (realistic: boolean): Model => ({
  tickets: new Map(),
  customers: new Map(),
  tags: new Map(),
  records: new Map(KINDS.map((kind) => [kind, new Map<number, RecordFacts>()])),
  merged: new Map(),
  gone: new Set(),
  outbox: [],
  billable: new Set(),
  spent: new Map(),
  realistic,
})

/** Customers and users draw their ids from one sequence. */
const sequenceOf = (kind: string): string => (kind === 'customers' || kind === 'users' ? 'people' : kind)

/** Takes down an id that was handed out: it must be above all that were. */
export function takeDown(model: Model, kind: string, id: number): void {
  const sequence = sequenceOf(kind)
  expect(id, `an id of ${kind} is new`).toBeGreaterThan(model.spent.get(sequence) ?? 0)
  model.spent.set(sequence, id)
}

/** One of the things there are, by any number; undefined where there are none. */
export const pick = <T>(things: Iterable<T>, n: number): T | undefined => {
  const all = [...things]
  return all[n % all.length]
}

export const sorted = (ids: Iterable<number>): number[] => [...ids].toSorted((a, b) => a - b)

/** What is in the first and not in the second. */
export const without = (some: ReadonlySet<number>, others: Iterable<number>): Set<number> => {
  const rest = new Set(some)
  for (const one of others) rest.delete(one)
  return rest
}

export const fold = (address: string): string => address.trim().toLowerCase()

export function customerAt(model: Model, address: string): number | undefined {
  for (const [id, { addresses }] of model.customers) if (addresses.has(fold(address))) return id
  return undefined
}

export function tagNamed(model: Model, name: string): number | undefined {
  for (const [id, own] of model.tags) if (own === name) return id
  return undefined
}

export const recordsOf = (model: Model, kind: Kind): Map<number, RecordFacts> =>
  model.records.get(kind) ?? new Map<number, RecordFacts>()

/** Whether a rule or a macro names a tag, and so keeps it. */
export const isKept = (model: Model, tag: string): boolean =>
  (['rules', 'macros'] as const).some((kind) =>
    [...recordsOf(model, kind).values()].some((facts) => facts.tag === tag),
  )

export const ticketsWithTag = (model: Model, tag: number): number[] =>
  [...model.tickets].flatMap(([id, { tags }]) => (tags.has(tag) ? [id] : []))

export const ticketsOf = (model: Model, customer: number): number[] =>
  [...model.tickets].flatMap(([id, facts]) => (facts.customer === customer ? [id] : []))

/** Whether a customer has tickets or messages. */
export const hasHistory = (model: Model, customer: number): boolean =>
  [...model.tickets.values()].some(
    (facts) => facts.customer === customer || [...facts.messages.values()].includes(customer),
  )

/** Takes a ticket out, with whatever stood below it. */
export function forgetTicket(model: Model, id: number): void {
  for (const message of model.tickets.get(id)?.messages.keys() ?? [])
    model.gone.add(`/api/tickets/${id}/messages/${message}`)
  model.tickets.delete(id)
}

/** Takes a tag out of the account and its tickets, which get another one instead if there is one. */
export function forgetTag(model: Model, id: number, instead?: number): void {
  for (const { tags } of model.tickets.values())
    if (tags.delete(id) && instead !== undefined) tags.add(instead)
  model.tags.delete(id)
  model.gone.add(`/api/tags/${id}`)
}

/** Puts all that a customer has with another one. */
export function moveCustomer(model: Model, from: number, to: number): void {
  for (const facts of model.tickets.values()) {
    if (facts.customer === from) facts.customer = to
    for (const [id, person] of facts.messages) if (person === from) facts.messages.set(id, to)
  }
  const [source, target] = [model.customers.get(from), model.customers.get(to)]
  if (source === undefined || target === undefined) return
  target.email ??= source.email
  for (const address of source.addresses) target.addresses.add(address)
  model.customers.delete(from)
  model.merged.set(`/api/customers/${from}`, `/api/customers/${to}`)
}
