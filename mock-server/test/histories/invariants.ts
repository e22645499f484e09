import { expect } from 'vitest'
import { AUTO_REPLIES_PER_HOUR, RULE_EMAILS_PER_HOUR } from '../../src/helpdesk/rules/auto-replies.ts'
import type { Desk } from './desk.ts'
import { ELSEWHERE, PEOPLE, SECRET } from './names.ts'
import { chatsOf } from './watch.ts'
import type { Outgoing, Watch } from './watch.ts'

const HOUR = 3_600_000_000

/** The months from the start of a history to where it has come to, such as `2026-03`. */
function monthsOf({ account }: Desk): string[] {
  const end = account.readClock().now.slice(0, 7)
  const months: string[] = []
  for (let i = 2; months.at(-1) !== end; i++)
    months.push(new Date(Date.UTC(2026, i)).toISOString().slice(0, 7))
  return months
}

/** The bills of a history, month by month. */
export const billsOf = (desk: Desk) => monthsOf(desk).map((month) => desk.account.billing(month))

/** Each ticket of which something went out is on a bill, once, by a message that went out; no other is. */
export function expectBillsOfWhatLeft(desk: Desk, { answered, outgoing }: Watch): void {
  const billed = billsOf(desk).flatMap(({ tickets }) => tickets)
  const ids = billed.map(({ ticket_id }) => ticket_id).sort((a, b) => a - b)
  expect(ids, 'billed is what was answered').toEqual([...answered].sort((a, b) => a - b))
  // What was said to have been sent before, or to be history, is kept and not sent.
  expect(outgoing.filter(({ message }) => message?.body_text === ELSEWHERE)).toEqual([])
  const byId = new Map(outgoing.map((one) => [one.message_id, one]))
  for (const { first_billable_message_id: id, by } of billed) {
    const via = byId.get(id)?.message?.via
    const kind = via === 'rule' || via === 'ai-agent' ? via : 'agent'
    expect([id, by.kind], 'billed by the message that left').toEqual([byId.get(id)?.message_id, kind])
  }
}

/** No word of a note is anywhere where somebody outside can read it. */
export function expectNotesInside(desk: Desk): void {
  const { account } = desk
  const outbox = account.outbox()
  const addresses = new Set([...outbox.map(({ to }) => to), ...PEOPLE])
  const seen: readonly object[] = [
    ...outbox,
    ...[...addresses].flatMap((address) => account.mailbox(address).threads),
    ...chatsOf(desk).flat(),
  ]
  for (const part of seen) {
    const text = JSON.stringify(part)
    const at = text.toLowerCase().indexOf(SECRET)
    expect(at < 0 ? undefined : text.slice(Math.max(0, at - 200), at + 100), 'a note got out').toBeUndefined()
  }
}

/** The most messages within any hour, by when they were written. */
function mostPerHour(sent: readonly Outgoing[]): number {
  const times = sent.map(({ message }) => message?.created_datetime ?? 0).sort((a, b) => a - b)
  let most = 0
  for (let from = 0, to = 0; to < times.length; to++) {
    while ((times[to] ?? 0) - (times[from] ?? 0) >= HOUR) from++
    most = Math.max(most, to - from + 1)
  }
  return most
}

/** What nobody but machines wrote. */
export const isAutomatic = ({ message }: Outgoing): boolean =>
  message?.via === 'rule' || message?.via === 'ai-agent'

/** As many at the most were written within the hour before the last one. */
const RECENT = 2_000

/** Rules and AI Agent together write to nobody more often than they may. To be asked often: only what is new counts. */
export function expectBoundedReplies({ outgoing }: Watch): void {
  const byAddress = Map.groupBy(outgoing.slice(-RECENT).filter(isAutomatic), ({ to }) => to)
  for (const [address, sent] of byAddress) {
    const replies = sent.filter(({ isCustomer }) => isCustomer)
    expect(mostPerHour(replies), `replies to ${address}`).toBeLessThanOrEqual(AUTO_REPLIES_PER_HOUR)
    expect(mostPerHour(sent), `e-mails to ${address}`).toBeLessThanOrEqual(RULE_EMAILS_PER_HOUR)
  }
}

/** More tickets than these are not asked about: each looks through all that is remembered. */
const ASKED = 12

/** Every ticket can tell its story, those that are gone among them. */
export function expectWhys({ account }: Desk, { tickets }: Watch): void {
  const ids = [...tickets]
  for (const id of new Set([...ids.slice(0, ASKED), ...ids.slice(-ASKED)])) {
    const { complete, now, entries } = account.why(id)
    expect(complete, `why ${id} is complete`).toBe(true)
    for (const sentence of [now, ...entries.map((entry) => entry.sentence)])
      expect(sentence).toMatch(/^\S.*[.?!"…]$/s)
  }
}

/** Timers do not pile up. A snooze that is changed leaves its alarm behind, and rules change some many times. */
export const expectFewTimers = ({ mostTimers, tickets }: Watch): void =>
  expect(mostTimers, 'pending timers').toBeLessThanOrEqual(100 + 40 * tickets.size)

/** Once nobody does anything any more and all that answers by itself is off, it ends. */
export async function expectRest({ account, world, endKey, call, ask }: Desk): Promise<void> {
  endKey(true)
  for (const { id } of account.robots()) account.removeRobot(id)
  ask(() => account.setAiAgent({ enabled: false }))
  const deactivated_datetime = account.readClock().now
  for (const { id } of [...world.rows.rules.values()])
    await call('PUT', `/api/rules/${id}`, { deactivated_datetime })
  await account.clock.advance('P60D')
  expect([...world.pendingTimers()].map(({ kind }) => kind)).toEqual([])
}
