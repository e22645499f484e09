import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GladlyConversationExport } from '../../src/index.ts'
import { gladlyConversation, gladlyItem } from './gladly-export.ts'

interface Turn {
  by: 'customer' | 'ai' | 'agent'
  text: string
}

const INITIATORS = {
  customer: { id: 'cus-1', type: 'CUSTOMER' },
  ai: { id: 'SIDEKICK_V2', type: 'SYSTEM' },
  agent: { id: 'ag-1', type: 'AGENT' },
}

/** Turns as Gladly's API would answer them: ten seconds apart, chat. */
function asGladly(turns: readonly Turn[]): GladlyConversationExport {
  const start = Date.UTC(2026, 2, 2, 8)
  return {
    conversation: gladlyConversation({ createdAt: new Date(start).toISOString() }),
    customer: { id: 'cus-1', emails: [{ normalized: 'dana@example.com', primary: true }] },
    items: turns.map(({ by, text }, index) =>
      gladlyItem(
        { messageType: 'TEXT', content: text },
        {
          id: `item-${index}`,
          timestamp: new Date(start + index * 10_000).toISOString(),
          initiator: INITIATORS[by],
        },
      ),
    ),
  }
}

interface TauBench {
  messages: { role: string; content?: string | null }[]
}
interface Abcd {
  original: [string, string][]
}
interface Star {
  Events: { Action: string; Agent: string; Text?: string }[]
}

/** Every conversation of a folder of recorded ones, by the name of its corpus. */
export function recorded(folder: string): Record<string, GladlyConversationExport[]> {
  const file = (...path: string[]) => readFileSync(join(folder, 'conversations', ...path), 'utf8')
  const lines = <T>(...path: string[]) =>
    file(...path)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as T)
  const airline = [
    ...lines<TauBench>('tau-bench', 'airline-handed-off.jsonl'),
    ...lines<TauBench>('tau-bench', 'airline-resolved.jsonl'),
  ]
  const retail = lines<{ messages_display: string }>('tau-bench', 'retail-conversations.jsonl')
  const turns: Record<string, Turn[][]> = {
    airline: airline.map(({ messages }) => messages.flatMap(({ role, content }) => turn(role, content))),
    retail: retail.map(({ messages_display }) =>
      messages_display.split(/\n(?=(?:user|assistant|tool): )/).flatMap((line) => {
        const [, role = '', text = ''] = /^(\w+): ([^]*)$/.exec(line) ?? []
        return turn(role, text === 'None' ? '' : text)
      }),
    ),
    abcd: (JSON.parse(file('abcd', 'conversations.json')) as Abcd[]).map(({ original }) =>
      original.flatMap(([role, text]) => turn(role, text)),
    ),
    star: lines<Star>('star', 'dialogues.jsonl').map(({ Events }) =>
      Events.filter(({ Action }) => Action === 'utter').flatMap(({ Agent, Text }) => turn(Agent, Text)),
    ),
    multidogo: multidogo(file('multidogo', 'software-dev.tsv')),
  }
  return Object.fromEntries(
    Object.entries(turns).map(([name, dialogues]) => [
      name,
      dialogues.filter((dialogue) => dialogue.length > 0).map(asGladly),
    ]),
  )
}

const ROLES: Readonly<Record<string, Turn['by']>> = {
  user: 'customer',
  customer: 'customer',
  User: 'customer',
  assistant: 'ai',
  Wizard: 'ai',
  agent: 'agent',
}

/** What a tool answered and what a script directed was never said. */
function turn(role: string, text: string | null | undefined): Turn[] {
  const by = ROLES[role]
  return by === undefined || !text?.trim() ? [] : [{ by, text }]
}

/** The customers' side only; its columns are apart by tabs. */
function multidogo(tsv: string): Turn[][] {
  const dialogues = new Map<string, Turn[]>()
  for (const line of tsv.split('\n').slice(1)) {
    const [id = '', , , text = ''] = line.split('\t')
    dialogues.set(id, [...(dialogues.get(id) ?? []), ...turn('customer', text)])
  }
  return [...dialogues.values()]
}
