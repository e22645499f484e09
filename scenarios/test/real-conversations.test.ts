import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HandoffRequest } from '@gorgias-harness/handoff'
import { describe, expect, it } from 'vitest'
import { defaultPorts } from '../src/defaults.ts'
import { fromStar, fromTauBench } from '../src/index.ts'
import type { StarLine, TauBenchLine } from '../src/index.ts'
import type { TicketWithMessages } from '../src/player/desk.ts'
import { look } from '../src/player/look.ts'
import { openStage } from '../src/player/stage.ts'
import type { Stage } from '../src/player/stage.ts'

const folder = process.env.HARNESS_DATA
const conversations = folder === undefined ? undefined : join(folder, 'conversations')
const present = conversations !== undefined && existsSync(conversations)
if (!present)
  console.log('skipped: real conversations (HARNESS_DATA names no folder that holds conversations/)')

const read = <T>(...path: string[]): T[] =>
  readFileSync(join(conversations ?? '', ...path), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T)

const readTauBench = (name: string): HandoffRequest[] =>
  read<TauBenchLine>('tau-bench', name).map((line) =>
    fromTauBench(line, { requestedAt: '2026-03-02T09:00:00.000Z' }),
  )

const handOver = (stage: Stage, requests: readonly HandoffRequest[]) =>
  stage.handOver(requests.map((request) => ({ name: undefined, request })))

/** The ticket of each request, through the outcome of its handoff. */
async function readTickets(stage: Stage): Promise<Map<string, TicketWithMessages>> {
  const tickets = new Map<string, TicketWithMessages>()
  await stage.lookAround(async (desk) => {
    for (const { outcome } of stage.outcomes)
      if ('ticket_id' in outcome)
        tickets.set(
          outcome.handoff_id,
          await desk.get<TicketWithMessages>(`/api/tickets/${outcome.ticket_id}`),
        )
  })
  return tickets
}

describe.skipIf(!present)('conversations that others wrote', () => {
  it('become one ticket each where the AI handed them off (REQ-002, REQ-005)', async () => {
    await using stage = await openStage({}, defaultPorts())
    const requests = readTauBench('airline-handed-off.jsonl')
    expect(requests).toHaveLength(18)
    await handOver(stage, requests)
    expect(stage.outcomes.map(({ outcome }) => outcome.status)).toEqual(requests.map(() => 'created'))

    const { tickets } = await look(stage, {})
    expect(tickets).toHaveLength(18)
    const byHandoff = await readTickets(stage)
    expect(new Set([...byHandoff.values()].map(({ id }) => id)).size).toBe(18)
    for (const request of requests) {
      const ticket = byHandoff.get(request.handoffId)
      expect(ticket?.messages.map((message) => message.channel)).toEqual(['email', 'internal-note'])
      expect(ticket?.customer?.email).toBe(request.customer.emails[0]?.address)
      expect(ticket?.messages[1]?.body_text).toContain(request.summary?.overview.slice(0, 40))
    }
  })

  it('become no ticket and no request where the AI resolved them (REQ-001)', async () => {
    await using stage = await openStage({}, defaultPorts())
    const requests = readTauBench('airline-resolved.jsonl')
    expect(requests).toHaveLength(10)
    await handOver(stage, requests)
    const { tickets, requests: made } = await look(stage, {})
    expect(stage.outcomes.map(({ outcome }) => outcome.status)).toEqual(requests.map(() => 'not_needed'))
    expect([tickets, made]).toEqual([[], []])
  })

  it('keep their own times (REQ-023)', async () => {
    await using stage = await openStage({}, defaultPorts())
    const requests = read<StarLine>('star', 'dialogues.jsonl').map(fromStar)
    expect(requests).toHaveLength(40)
    await handOver(stage, requests)
    const byHandoff = await readTickets(stage)
    expect(byHandoff.size).toBe(40)
    for (const request of requests) {
      const transcript = byHandoff.get(request.handoffId)?.messages[0]?.body_text ?? ''
      const shown = [...transcript.matchAll(/^\[(\d{4}-\d\d-\d\d \d\d:\d\d) UTC/gm)].map(([, time]) => time)
      expect(shown).toEqual(request.items.map(({ at }) => at.slice(0, 16).replace('T', ' ')))
    }
  })
})
