import { describe, expect, it } from 'vitest'
import { formatProblem, loadScenario, playScenario } from '../src/index.ts'
import type { PlayResult } from '../src/index.ts'
import { createFakeSimulator } from './fake-simulator.ts'
import type { Trouble } from './fake-simulator.ts'

const HEAD = `
name: A story
story: Something happens.
requirements: [REQ-005]
given:
  customers:
    dana: {name: Dana Ruiz, email: dana@example.com}
steps:
  - customer writes: The lamp is broken.
  - ai answers: I am sorry.
`.trimStart()

/** Plays a story whose conversation has begun; the first line of `rest` is line 10 of the file. */
async function play(rest: string, troubles?: Trouble[]): Promise<PlayResult> {
  const result = loadScenario('story.yaml', HEAD + rest)
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'))
  return playScenario(result.loaded, createFakeSimulator(troubles))
}

const failuresOf = async (rest: string, troubles?: Trouble[]) =>
  (await play(rest, troubles)).failures.map(formatProblem)

describe('playing a story', () => {
  it('passes when everything is as it is told', async () => {
    const result = await play(
      `
  - handoff: {topics: [Damaged item]}
    then:
      tickets: 1
      ticket:
        subject: Gladly AI Handoff
        tags_contain: [gladly-ai, Damaged_item]
        customer: {name: Dana Ruiz, email: dana@example.com}
        messages:
          - {from: customer, channel: email, text_contains: The lamp is broken.}
          - {note: true, public: false}
      requests: [{operation: createTicket, status: 201, count: 1}, {count: 1}]
      handoffs: {created: 1}
`.slice(1),
    )
    expect(result.failures).toEqual([])
    expect(result.status).toBe('passed')
  })

  it('tells each expectation that is not met, with its line', async () => {
    const rest =
      '  - handoff:\n    then:\n      tickets: 2\n      ticket: {status: closed, tags_contain: [vip]}\n'
    expect(await failuresOf(rest)).toEqual([
      'story.yaml:12:7: expected 2 tickets, found 1: ticket 1 "Gladly AI Handoff" (open)',
      'story.yaml:13:16: expected ticket 1 to have status "closed", found "open"',
      'story.yaml:13:32: expected ticket 1 to have tag "vip"; it has gladly-ai',
    ])
  })

  it('goes on after an expectation that is not met', async () => {
    const rest = '  - handoff:\n    then: {tickets: 9}\n  - time passes: PT1M\n    then: {tickets: 8}\n'
    expect((await failuresOf(rest)).map((line) => line.split(':')[1])).toEqual(['11', '13'])
  })

  it('ends at a step that cannot happen and says why', async () => {
    const rest =
      '  - handoff: {channel: sms, as: lamp}\n  - agent replies: {text: Hi, ticket: lamp}\n  - handoff:\n'
    expect(await failuresOf(rest)).toEqual(['story.yaml:11:5: the handoff "lamp" made no ticket'])
  })

  it('waits on the virtual clock for as long as Gorgias asks', async () => {
    const result = await play('  - handoff:\n    then: {handoff: {status: created, attempts: 3}}\n', [
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 429, headers: { 'retry-after': '7' } },
    ])
    expect(result.failures).toEqual([])
    // Two turns of 15 seconds, then twice 7 seconds and up to one second of spread.
    const ended = Date.parse(result.steps.at(-1)?.ended ?? '') - Date.parse('2026-03-02T09:00:00Z')
    expect(ended).toBeGreaterThanOrEqual(44_000)
    expect(ended).toBeLessThanOrEqual(46_000)
  })

  it('sees how a handoff failed, who was told and what was kept', async () => {
    const rest = `
  - handoff:
    then:
      tickets: 0
      handoff: {status: failed, code: unauthorized}
      error_mails:
        - {to: handoff-errors@shop.test, text_contains: story-dana}
      follow_ups: 1
`.slice(1)
    expect(await failuresOf(rest, [{ status: 401 }])).toEqual([])
  })

  it('tells why a handoff failed when it should not have', async () => {
    const failures = await failuresOf('  - handoff:\n    then: {handoff: {status: created}}\n', [
      { status: 401 },
    ])
    expect(failures).toEqual([
      expect.stringMatching(
        /^story\.yaml:11:22: expected the handoff \S+ to end as "created", found "failed" \(unauthorized: /,
      ),
    ])
  })

  it('hands off what the AI could not answer at all', async () => {
    const text = HEAD.replace('  - ai answers: I am sorry.\n', '') + '  - handoff:\n    then: {tickets: 1}\n'
    const result = loadScenario('story.yaml', text)
    if (!result.ok) throw new Error('unreadable')
    expect((await playScenario(result.loaded, createFakeSimulator())).failures).toEqual([])
  })

  it('makes no request for a conversation that the AI resolved', async () => {
    expect(
      await failuresOf('  - ai resolves: Done.\n    then: {requests: 0, handoffs: {not_needed: 1}}\n'),
    ).toEqual([])
  })

  it('hands the very same handoff over again', async () => {
    const rest = `
  - handoff: {as: lamp}
  - handoff again: {of: lamp, times: 3}
    then: {tickets: 1, handoffs: {created: 1, already_created: 3}, handoff: {same_ticket_as: lamp}}
`.slice(1)
    expect(await failuresOf(rest)).toEqual([])
  })

  it('plays the same story to the same result', async () => {
    const rest =
      '  - many handoffs: 20\n    then: {tickets: 20, requests: [{operation: createTicket, count: 22}]}\n'
    const troubles = (): Trouble[] => [{ status: 500 }, { status: 429, headers: { 'retry-after': '3' } }]
    expect(await play(rest, troubles())).toEqual(await play(rest, troubles()))
    expect(await failuresOf(rest, troubles())).toEqual([])
  })

  it('says that a story could not be set up', async () => {
    const loaded = loadScenario('story.yaml', `${HEAD}  - handoff:\n`)
    if (!loaded.ok) throw new Error('unreadable')
    const result = await playScenario(loaded.loaded, {
      ...createFakeSimulator(),
      openSimulator: () => Promise.reject(new Error('no room')),
    })
    expect(result.failures.map(formatProblem)).toEqual([
      'story.yaml:4:1: this cannot be set up: Error: no room',
    ])
  })
})
