/**
 * What a ticket costs to write: transcript and note in HTML and text, of a long and of a very long conversation, and
 * what masking them costs before. Beside it, in turn, the least that could be done: escape every text and put it in a row.
 */
import { readFileSync } from 'node:fs'
import { loadConfig, parseHandoffRequest, redactRequest } from '@gorgias-harness/handoff'
import type { HandoffRequest } from '@gorgias-harness/handoff'
import { buildTicket } from '../handoff/src/ticket/build-ticket.ts'

const ROUNDS = 60

const example = JSON.parse(
  readFileSync(new URL('../handoff/examples/chat-damaged-lamp.json', import.meta.url), 'utf8'),
) as HandoffRequest

const loaded = loadConfig({
  env: {
    GORGIAS_SUBDOMAIN: 'acme',
    GORGIAS_EMAIL: 'bot@acme.test',
    GORGIAS_API_KEY: 'a-key-of-no-account',
    GORGIAS_SUPPORT_EMAIL: 'support@acme.test',
    ERROR_NOTIFICATION_EMAIL: 'alerts@acme.test',
    GLADLY_BASE_URL: 'https://acme.gladly.test',
    TIME_ZONE: 'Europe/Berlin',
  },
})
if (!loaded.ok) throw new Error(loaded.message)
const { config } = loaded

/** The example over and over: text, Markdown, products, orders, choices, attachments; a message every minute. */
function conversationOf(count: number): HandoffRequest {
  const items = Array.from({ length: count }, (_, index) => ({
    ...example.items[index % example.items.length],
    id: `item-${index}`,
    at: new Date(Date.UTC(2025, 10, 22, 8) + index * 60_000).toISOString(),
  }))
  const read = parseHandoffRequest({ ...example, items })
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.request
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

const bare = (request: HandoffRequest): string =>
  textsIn(request)
    .map((text) => `<p>${text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)}</p>`)
    .join('')

function timed(work: () => unknown): number {
  const begin = performance.now()
  work()
  return performance.now() - begin
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN

/** Milliseconds for one ticket, warm, and how many times the least that could be done that is. */
export function reportRender(): void {
  console.log('\nA handoff ticket written from a conversation (milliseconds; goals: 5 and 60)')
  for (const count of [100, 2_000]) {
    const said = conversationOf(count)
    const request = redactRequest(said, config)
    const rounds = Array.from({ length: ROUNDS }, () => ({
      masking: timed(() => redactRequest(said, config)),
      ours: timed(() => buildTicket(request, config, { masked: true })),
      least: timed(() => bare(request)),
    })).slice(ROUNDS / 3)
    const ours = median(rounds.map((round) => round.ours))
    const ratio = median(rounds.map((round) => round.ours / round.least))
    const figures = `median ${ours.toFixed(2).padStart(7)}   best ${Math.min(...rounds.map((round) => round.ours)).toFixed(2)}`
    console.log(`  ${`${count} items`.padEnd(34)}${figures}   ${ratio.toFixed(1)} times bare escaping`)
    const masking = median(rounds.map((round) => round.masking))
    console.log(`  ${'  masking it before'.padEnd(34)}median ${masking.toFixed(2).padStart(7)}`)
  }
}
