/**
 * What rules cost: a thousand new tickets in an account with a thousand active rules, and in one without any.
 * A few of the rules act; the others look at tags, texts, people and times, and do nothing.
 */
import { startMockServer } from '@gorgias-harness/mock-server'
import type { MockServerOptions, Seed } from '@gorgias-harness/mock-server'
import { ticketOf } from './ticket.ts'

const RULES = 1_000
const TICKETS = 1_000

const TRIGGERS = ['ticket-created', 'ticket-message-created', 'ticket-created,ticket-updated'] as const

const CONDITIONS: readonly ((i: number) => string)[] = [
  (i) => `containsAny(ticket.tags.name, ["topic-${i}", "other-${i}"]) && eq(ticket.status, "open")`,
  (i) => `containsAny(message.text, ["refund ${i}", "return ${i}", "exchange ${i}"])`,
  (i) => `eq(message.from_agent, false) && containsAll(message.text, ["lamp", "order number ${i}"])`,
  (i) => `endsWith(ticket.customer.email, "@shop-${i}.test") || startsWith(ticket.subject, "Order ${i}")`,
  (i) => `gteTimedelta(ticket.created_datetime, "${i + 1}h") && !isEmpty(ticket.assignee_user.id)`,
  (i) => `!duringBusinessHours(ticket.created_datetime) && eq(ticket.channel, "channel-${i}")`,
]

/** One rule in two hundred acts on every ticket. */
const codeOf = (i: number): string => {
  const condition = i % 200 === 0 ? 'eq(ticket.spam, false)' : CONDITIONS[i % CONDITIONS.length]?.(i)
  return `if (${condition}) { Action("addTags", { tags: "seen-${i}" }) } else { if (eq(ticket.priority, "critical")) { Action("setStatus", { status: "closed" }) } }`
}

const seed: Seed = {
  rules: Array.from({ length: RULES }, (_, i) => ({
    name: `Rule ${i}`,
    event_types: TRIGGERS[i % TRIGGERS.length] ?? '',
    code: codeOf(i),
  })),
}

/** Milliseconds that the tickets take in a fresh account, and all that follows from them. */
async function timeOf(options: MockServerOptions): Promise<number> {
  await using server = await startMockServer({ clock: 'virtual', rateLimit: 'off', ...options })
  const headers = { authorization: server.account.authorization, 'content-type': 'application/json' }
  const begin = performance.now()
  for (let number = 0; number < TICKETS; number++) {
    const body = JSON.stringify(ticketOf(number))
    const answer = await fetch(`${server.url}/api/tickets`, { method: 'POST', headers, body })
    if (answer.status !== 201) throw new Error(`POST /api/tickets: ${answer.status} ${await answer.text()}`)
    await answer.arrayBuffer()
  }
  return performance.now() - begin
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN

const line = (name: string, value: number) => `  ${name.padEnd(34)}${value.toFixed(2).padStart(10)}`

/** Prints what rules cost. */
export async function reportRules(): Promise<void> {
  await timeOf({ seed })
  const bare: number[] = []
  const ruled: number[] = []
  // In turn, since the machine's speed drifts.
  for (let round = 0; round < 3; round++) {
    bare.push(await timeOf({}))
    ruled.push(await timeOf({ seed }))
  }
  const difference = median(ruled.map((time, i) => time - (bare[i] ?? NaN)))
  console.log(`\nRules (${RULES} active rules, ${TICKETS} new tickets)`)
  console.log(line('milliseconds a ticket, no rules', median(bare) / TICKETS))
  console.log(line('milliseconds a ticket, all rules', median(ruled) / TICKETS))
  console.log(line('microseconds a rule and ticket', (difference * 1_000) / (RULES * TICKETS)))
}

if (import.meta.main) await reportRules()
