import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fromGladly } from '../src/index.ts'
import { buildTicket } from '../src/ticket/build-ticket.ts'
import { renderTranscript } from '../src/transcript/transcript.ts'
import { testConfig } from './support/config.ts'
import { recorded } from './support/recorded.ts'

const folder = process.env.HARNESS_DATA
const present = folder !== undefined && existsSync(join(folder, 'conversations'))
if (!present)
  console.log('skipped: recorded conversations (HARNESS_DATA names no folder that holds conversations/)')

const LEAST: Readonly<Record<string, number>> = { airline: 28, retail: 45, abcd: 5, star: 40, multidogo: 230 }

describe.skipIf(!present)('conversations that others wrote, as Gladly would answer them', () => {
  const corpora = present ? recorded(folder) : {}

  it.each(Object.entries(LEAST))(
    'of the corpus %s become tickets without a problem (REQ-010, REQ-023)',
    (name, least) => {
      const conversations = corpora[name] ?? []
      expect(conversations.length).toBeGreaterThanOrEqual(least)
      const config = testConfig()
      for (const conversation of conversations) {
        const adapted = fromGladly(conversation, config)
        if (!adapted.ok) throw new Error(JSON.stringify(adapted.problems))
        const { request, left } = adapted
        const given = conversation.items as { id: string; content: { content: string } }[]

        // Each item once, in its order; none lost between the list and the request.
        expect(left).toEqual({ foreign: 0, repeated: 0 })
        expect(request.items.map(({ id }) => id)).toEqual(given.map(({ id }) => id))
        expect(request.items.map((item) => item.kind === 'text' && item.text)).toEqual(
          given.map(({ content }) => content.content),
        )

        // Each item once in the transcript, or counted there as folded away.
        const { shown, omitted } = renderTranscript(request, config)
        expect(new Set(shown).size).toBe(shown.length)
        expect(shown.length + omitted).toBe(given.length)

        const built = buildTicket(request, config)
        if (!built.ok) throw new Error(built.message)
        expect(built.body.customer?.email).toBe('dana@example.com')
        expect(fromGladly(conversation, config)).toEqual(adapted)
      }
    },
  )
})
