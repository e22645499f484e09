import { expect } from 'vitest'
import type { Desk } from './desk.ts'
import { billsOf } from './invariants.ts'
import { PEOPLE } from './names.ts'
import { chatsOf } from './watch.ts'

/** Most tickets that are asked about one by one. */
const ASKED = 20

/** What the journal says of the server and the machine it runs on. */
const OF_THE_SERVER: ReadonlySet<string> = new Set(['request_id', 'duration_ms'])

const withoutServer = (entry: object) =>
  Object.fromEntries(Object.entries(entry).filter(([key]) => !OF_THE_SERVER.has(key)))

/** An account in parts, each as lines of JSON. */
export type Recount = ReadonlyMap<string, readonly string[]>

/**
 * All that can be read of an account: what it holds, row by row, what is still to come, and what the API, the
 * control plane and the journal say of it.
 */
export async function recount(desk: Desk): Promise<Recount> {
  const { account, world, call } = desk
  const ids = desk.tickets().slice(-ASKED)
  const rows = Object.entries(world.rows).map(([name, all]) => [name, [...all.values()]] as const)
  const parts: Record<string, readonly unknown[]> = {
    // Before the calls below leave their mark there.
    journal: account.journal().map(withoutServer),
    ...Object.fromEntries(rows),
    timers: [...world.pendingTimers()],
    sent: account.outbox(),
    bills: billsOf(desk),
    received: PEOPLE.map((address) => account.mailbox(address)),
    chats: chatsOf(desk),
    why: ids.map((id) => account.why(id)),
    state: [account.readClock(), account.aiInteractions(), account.robots()],
  }
  // The old one may have been revoked.
  desk.endKey(true)
  const paths = [
    '/api/events?limit=100',
    '/api/customers?limit=100',
    ...ids.map((id) => `/api/tickets/${id}`),
  ]
  const answers: unknown[] = []
  for (const path of paths) answers.push(await call('GET', path))
  return new Map(
    Object.entries({ ...parts, answers }).map(([name, items]) => [
      name,
      items.map((item) => JSON.stringify(item)),
    ]),
  )
}

/** Expects two accounts to be the same to the byte; says where they begin to differ. */
export function expectSame(one: Recount, other: Recount): void {
  expect([...other.keys()]).toEqual([...one.keys()])
  for (const [name, lines] of one) {
    const others = other.get(name) ?? []
    const at = lines.findIndex((line, i) => line !== others[i])
    if (at >= 0) expect(others[at], `${name}, line ${at + 1}`).toBe(lines[at])
    expect(others.length, name).toBe(lines.length)
  }
}
