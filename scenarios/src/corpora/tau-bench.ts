import type { HandoffRequest } from '@gorgias-harness/handoff'

/** One line of tau-bench's airline dialogues. */
export interface TauBenchLine {
  readonly source: string
  readonly task_id: number
  readonly trial: number
  readonly handed_off: boolean
  readonly messages: readonly TauBenchMessage[]
}

export interface TauBenchMessage {
  readonly role: 'user' | 'assistant' | 'tool'
  readonly content?: string | null
  readonly name?: string
  readonly tool_calls?: readonly { readonly name: string; readonly arguments: string }[]
}

export interface TauBenchOptions {
  /** RFC 3339. The dialogues have no times: turns are put 15 seconds apart, the last one here. */
  readonly requestedAt: string
}

const SECONDS_PER_TURN = 15

/**
 * A dialogue of tau-bench as the request that Gladly would make of it.
 *
 * @example fromTauBench(JSON.parse(line), { requestedAt: '2026-03-02T09:00:00Z' })
 */
export function fromTauBench(line: TauBenchLine, { requestedAt }: TauBenchOptions): HandoffRequest {
  const id = `tau-${line.task_id}-${line.trial}`
  const profile = readProfile(line)
  const turns = line.messages.flatMap(toTurns)
  const end = Date.parse(requestedAt)
  const at = (index: number) => new Date(end - (turns.length - index) * SECONDS_PER_TURN * 1000).toISOString()
  const summary = readSummary(line)
  return {
    handoffId: `${id}-handoff`,
    requestedAt,
    outcome: line.handed_off ? 'handed_off' : 'resolved',
    reason: { kind: line.handed_off ? 'asked_for_human' : 'unknown' },
    conversation: { id, channel: 'chat', createdAt: at(0), status: line.handed_off ? 'open' : 'closed' },
    customer: {
      id: `${id}-customer`,
      ...(profile.name !== undefined && { name: profile.name }),
      emails: [{ address: profile.email ?? `${id}@example.com`, primary: true }],
      identity: 'claimed',
    },
    participants: [
      { id: 'customer', role: 'customer', ...(profile.name !== undefined && { name: profile.name }) },
      { id: 'ai', role: 'ai' },
    ],
    items: turns.map((turn, index) => ({ ...turn, id: `item-${index + 1}`, at: at(index) })),
    topics: [],
    ...(summary !== undefined && { summary: { overview: summary, intent: '', topics: [] } }),
  }
}

const TRANSFER = 'transfer_to_human_agents'

type Turn = { kind: 'text'; by: 'customer' | 'ai'; format: 'plain' | 'markdown'; text: string }

/** What was said. Calls of tools and what they answered were never shown to the customer as they were. */
function toTurns({ role, content }: TauBenchMessage): Turn[] {
  if (role === 'tool' || !content) return []
  return role === 'user'
    ? [{ kind: 'text', by: 'customer', format: 'plain', text: content }]
    : [{ kind: 'text', by: 'ai', format: 'markdown', text: content }]
}

function readSummary(line: TauBenchLine): string | undefined {
  const call = line.messages
    .flatMap((message) => message.tool_calls ?? [])
    .findLast(({ name }) => name === TRANSFER)
  const summary = call && readJson(call.arguments)?.summary
  return typeof summary === 'string' ? summary : undefined
}

/** The customer's profile is what the AI looked up about them. */
function readProfile(line: TauBenchLine): { name?: string; email?: string } {
  const found = line.messages.find(({ role, name }) => role === 'tool' && name === 'get_user_details')
  const profile = readJson(found?.content ?? '')
  const name = profile?.name as { first_name?: unknown; last_name?: unknown } | undefined
  const email = profile?.email
  return {
    ...(typeof name?.first_name === 'string' &&
      typeof name.last_name === 'string' && { name: `${name.first_name} ${name.last_name}` }),
    ...(typeof email === 'string' && { email }),
  }
}

/** Tools answer with errors in plain words, too. */
function readJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
