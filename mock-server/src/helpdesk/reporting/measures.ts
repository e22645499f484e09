import type { Helpdesk } from '../model/helpdesk.ts'
import { isReply } from './facts.ts'
import type { Fact } from './facts.ts'

/** A figure about facts; null where there is nothing to tell. */
export type Measure = (facts: readonly Fact[], world: Helpdesk) => number | null

type Value = (fact: Fact, world: Helpdesk) => number | undefined

const SECOND = 1_000_000

/** Two digits behind the point are enough for a mean and a percentage. */
export const rounded = (value: number): number => Math.round(value * 100) / 100

const valuesOf = (facts: readonly Fact[], world: Helpdesk, value: Value): number[] =>
  facts.flatMap((fact) => value(fact, world) ?? [])

export const countOf =
  (which: (fact: Fact) => boolean = () => true): Measure =>
  (facts) =>
    facts.filter(which).length

/** How many tickets the facts are about. */
export const ticketCount =
  (which: (fact: Fact) => boolean = () => true): Measure =>
  (facts) =>
    new Set(facts.filter(which).map(({ ticket }) => ticket.id)).size

export const average =
  (value: Value): Measure =>
  (facts, world) => {
    const values = valuesOf(facts, world, value)
    return values.length === 0 ? null : rounded(values.reduce((sum, one) => sum + one, 0) / values.length)
  }

/** The middle value; of two in the middle, their mean. */
export const median =
  (value: Value): Measure =>
  (facts, world) => {
    const values = valuesOf(facts, world, value).sort((a, b) => a - b)
    const upper = values[Math.floor(values.length / 2)]
    const lower = values[Math.floor((values.length - 1) / 2)]
    return upper === undefined || lower === undefined ? null : rounded((lower + upper) / 2)
  }

/** How many of the facts, in percent; zero of none. */
export const percentage =
  (which: (fact: Fact, world: Helpdesk) => boolean): Measure =>
  (facts, world) =>
    facts.length === 0 ? 0 : rounded((100 * facts.filter((fact) => which(fact, world)).length) / facts.length)

/**
 * Seconds from the customer's first message to this reply, if it is the first one (inferred: that notes and
 * rules do not answer). A ticket that the shop began has no first response.
 */
export function firstResponseTime({ ticket, message }: Fact, world: Helpdesk): number | undefined {
  let asked: number | undefined
  for (const other of world.rows.messages.walk('byTicket', { prefix: [ticket.id] })) {
    if (!other.from_agent && other.public) asked ??= other.created_datetime
    if (!isReply(other)) continue
    if (other.id !== message?.id || asked === undefined) return undefined
    return (other.created_datetime - asked) / SECOND
  }
  return undefined
}

/** Seconds from the making of a ticket to its last close (inferred). */
export const resolutionTime = ({ ticket, message }: Fact): number | undefined =>
  message !== undefined || ticket.closed_datetime === null
    ? undefined
    : (ticket.closed_datetime - ticket.created_datetime) / SECOND

/** Whether one reply was enough. */
export function isOneTouch({ ticket }: Fact, world: Helpdesk): boolean {
  let found = 0
  for (const message of world.rows.messages.walk('byTicket', { prefix: [ticket.id] }))
    if (isReply(message) && ++found > 1) return false
  return found === 1
}
