import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { errors } from '../src/index.ts'
import type { HandoffRequest, Outcome } from '../src/index.ts'
import { everyKind } from './support/every-kind.ts'
import { mutated, mutations, pathsOf, printed } from './support/mutations.ts'
import type { Mutation, Path } from './support/mutations.ts'
import { testRequest } from './support/request.ts'
import { handoffWorld } from './support/world.ts'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The conversation that an input names, however broken it is otherwise. */
function conversationIn(input: unknown): string | undefined {
  const id = isRecord(input) && isRecord(input.conversation) ? input.conversation.id : undefined
  return typeof id === 'string' && /^[\w-]{1,50}$/.test(id) ? id : undefined
}

/**
 * Hands an input off and checks what holds for every input: an outcome, never an exception; a ticket and no e-mail,
 * or no call to Gorgias and, where a conversation is named, one e-mail about it, and it is kept.
 */
async function outcomeOf(input: unknown, door: 'handOff' | 'handOffExport' = 'handOff'): Promise<Outcome> {
  const { handoff, gorgias, mails, followUps, messages } = handoffWorld()
  const outcome = await handoff[door](input)
  const named = conversationIn(input)
  if (outcome.status === 'failed') {
    expect(Object.keys(errors)).toContain(outcome.code)
    expect(outcome.code).not.toBe('internal_error')
    expect(outcome.hint).not.toBe('')
    expect(outcome.field).toBeTypeOf('string')
    expect(outcome.message.length).toBeLessThan(10_000)
    expect([gorgias.calls, messages]).toEqual([[], []])
    expect(mails).toHaveLength(named === undefined ? 0 : 1)
    expect(followUps.map(({ conversationId }) => conversationId)).toEqual(named === undefined ? [] : [named])
    if (named !== undefined) {
      expect(outcome.conversation_id).toBe(named)
      expect(mails[0]?.text).toContain(`https://acme.gladly.test/conversation/${named}`)
    }
  } else {
    expect(gorgias.calls).toHaveLength(outcome.status === 'created' ? 1 : 0)
    expect(mails).toEqual([])
  }
  return outcome
}

/** A request in which every field has a value. */
function fullRequest(): HandoffRequest {
  const base = everyKind()
  return {
    ...base,
    outcome: 'handed_off',
    reason: { kind: 'custom', label: 'Damaged', detail: 'A rule of the guide.' },
    conversation: {
      ...base.conversation,
      guideId: 'g-1',
      sessionId: 's-1',
      subject: 'Lamp',
      attributes: [{ key: 'order', value: '20418' }],
      url: 'https://acme.gladly.test/c/1',
    },
    customer: {
      ...base.customer,
      phones: [{ raw: '030 123456', e164: '+4930123456', type: 'home', primary: true }],
      externalIds: { shop: '778' },
    },
    truncated: { reason: 'caller', omitted: 3 },
    handoffMessage: { text: 'A colleague will write.', sentAt: '2026-03-02T09:00:00Z', delivered: 'no' },
    locale: 'en-GB',
  }
}

const exported = JSON.parse(
  readFileSync(new URL('../examples/gladly-chat.json', import.meta.url), 'utf8'),
) as { items: unknown[] }

/** The field that is named is the one that was changed, what it stands in, or what it holds. */
function expectNamed(outcome: Outcome, path: Path): void {
  const field = outcome.status === 'failed' ? (outcome.field ?? '') : undefined
  const place = printed(path)
  expect(field?.startsWith(place) === true || (field !== undefined && place.startsWith(field)), place).toBe(
    true,
  )
}

/** One item at a time, so that each place is changed in the smallest input that has it. */
const oneByOne = (whole: { items: readonly unknown[] }): object[] =>
  whole.items.map((item) => ({ ...whole, items: [item] }))

/** Every mutant of an input with several items; what stands around the items is changed once. */
function* mutants(whole: { items: readonly unknown[] }, mutation: Mutation) {
  for (const [index, input] of oneByOne(whole).entries())
    for (const path of pathsOf(input, mutation.where))
      if (index === 0 || path[0] === 'items') yield { path, input: mutated(input, path, mutation) }
}

// Hundreds of handoffs each, which take their time on a busy machine.
describe('every place of a valid example', { timeout: 120_000 }, () => {
  const cases = mutations.map((mutation): [string, Mutation] => [mutation.name, mutation])

  it.each(cases)('of a request, %s, gives an outcome that names it', async (_, mutation) => {
    for (const { path, input } of mutants(fullRequest(), mutation)) {
      const outcome = await outcomeOf(input)
      if (mutation.wrongType) expectNamed(outcome, path)
    }
  })

  it.each(cases)('of an export, %s, gives an outcome', async (_, mutation) => {
    for (const { input } of mutants(exported, mutation)) await outcomeOf(input, 'handOffExport')
  })

  it('is valid as it stands, or the others would show nothing', async () => {
    for (const input of oneByOne(fullRequest())) expect((await outcomeOf(input)).status).toBe('created')
    expect((await outcomeOf(exported, 'handOffExport')).status).toBe('created')
  })
})

describe('too much', { timeout: 60_000 }, () => {
  const line = (id: string, text = 'x') => ({ ...testRequest().items[0], id, text })
  const many = (count: number, text?: string) =>
    Array.from({ length: count }, (_, index) => line(`i${index}`, text))
  const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)

  it.each<[string, unknown, string | undefined]>([
    ['2,001 items', { items: many(2001) }, 'items'],
    ['a text of 10 MB', { items: [line('i', 'x'.repeat(10_000_000))] }, 'items[0].text'],
    ['texts of 30 MB together', { items: many(1500, 'x'.repeat(20_000)) }, 'items'],
    ['a million items that are none', { items: Array(1_000_000).fill(7) }, 'items'],
    ['items of 2,000 mistakes', { items: many(2000).map((item) => ({ ...item, at: 'x' })) }, 'items[0].at'],
    ['two items of one id', { items: [line('i'), line('i')] }, 'items[1].id'],
    [
      'participants of one id',
      { participants: Array(2).fill(testRequest().participants[0]) },
      'participants[1].id',
    ],
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['unknown fields, many', Object.fromEntries(many(5000).map(({ id }) => [id, 1])), 'i0'],
    ['a field with a name of 1 MB', { ['x'.repeat(1_000_000)]: 1 }, undefined],
    ['a field called __proto__', JSON.parse('{"__proto__": {"handoffId": "h-9"}}'), '__proto__'],
    ['a handoff id of 10 MB', { handoffId: 'h'.repeat(10_000_000) }, 'handoffId'],
    ['a handoff id that no database can store', { handoffId: 'h\u0000' }, 'handoffId'],
    ['a handoff id that is half a character', { handoffId: 'h\ud800' }, 'handoffId'],
    ['lists in lists', { items: [nested(5000)] }, 'items[0]'],
  ])('%s is refused by its field', async (_, changes, field) => {
    const outcome = await outcomeOf({ ...testRequest(), ...(changes as object) })
    expect(outcome).toMatchObject({ status: 'failed', code: 'invalid_request' })
    if (field !== undefined) expect(outcome).toMatchObject({ field })
  })

  it('a million items that are none are refused in an export, too', async () => {
    const input = { ...exported, items: Array(1_000_000).fill(7) }
    expect(await outcomeOf(input, 'handOffExport')).toMatchObject({ field: 'items[0]' })
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'x'.repeat(1_000_000)],
    ['a list', []],
    ['lists in lists', nested(5000)],
    ['an object', {}],
  ])('%s is no request, and a person is told', async (_, input) => {
    for (const door of ['handOff', 'handOffExport'] as const)
      expect(await outcomeOf(input, door)).toMatchObject({ code: 'invalid_request', conversation_id: '' })
  })
})
