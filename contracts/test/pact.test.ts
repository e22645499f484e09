import { readFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { handoffPact } from '../src/index.ts'
import { readPactFile } from '../src/pact-file.ts'

const text = await readFile(handoffPact, 'utf8')

interface SentTicket {
  readonly request: { readonly body: { readonly content: Record<string, unknown> } }
}

/** What `POST /api/tickets` carries in an interaction of the pact. */
function sentTicket(description: string): Record<string, unknown> {
  const { interactions } = JSON.parse(text) as { interactions: (SentTicket & { description: string })[] }
  const found = interactions.find((interaction) => interaction.description === description)
  return found?.request.body.content ?? {}
}

describe('the committed pact file', () => {
  it('names a provider state in each interaction', async () => {
    const { interactions } = await readPactFile(handoffPact)
    expect(interactions.filter(({ states }) => states.length === 0)).toEqual([])
  })

  it('holds no credentials and nothing of the machine it was written on [REQ-069]', () => {
    const credentials = [...text.matchAll(/Basic ([A-Za-z0-9+/]+=*)"/g)].map(([, encoded = '']) =>
      Buffer.from(encoded, 'base64').toString(),
    )
    expect(new Set(credentials)).toEqual(new Set(['user:key']))
    expect(text).not.toMatch(/127\.0\.0\.1|localhost|[a-f0-9]{64}/)
    for (const place of [tmpdir(), homedir(), process.cwd()].filter((path) => path !== '/'))
      expect(text).not.toContain(place)
  })

  it('has a handoff make its ticket in one call: an inbound e-mail, then an internal note [REQ-005, REQ-024, REQ-038]', () => {
    expect(sentTicket('a handoff').messages).toMatchObject([
      { channel: 'email', from_agent: false, public: true },
      { channel: 'internal-note', from_agent: true, public: false },
    ])
  })

  it('has topics, handoff tag, priority and the signer of the note as configured [REQ-045, REQ-047, REQ-049, REQ-055]', () => {
    expect(sentTicket('a handoff')).toMatchObject({
      tags: [{ name: 'gladly-ai' }, { name: 'from-chat' }, { name: 'Order_Status' }],
      priority: 'high',
      messages: [{}, { sender: { email: 'gladly@example.com' } }],
    })
  })
})
