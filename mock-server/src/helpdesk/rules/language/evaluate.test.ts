import { describe, expect, it } from 'vitest'
import { matchesFilter, runRule, RuleBudgetExceeded } from './evaluate.ts'
import { parseFilter, readRule } from './read.ts'
import type { RuleValue } from './values.ts'

type Values = Readonly<Record<string, RuleValue>>

const NOW = Date.UTC(2026, 0, 31, 8) * 1_000
const HOUR = 3_600_000_000

function readOrFail(code: string) {
  const reading = readRule(code)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.rule
}

/** The tags that a rule adds, one text for each action. */
function tagsAdded(code: string, values: Values, businessHours?: (at: number) => boolean): unknown[] {
  const context = {
    read: (path: readonly string[]) => values[path.join('.')],
    act: () => undefined,
    now: NOW,
  }
  const { actions } = runRule(readOrFail(code), businessHours ? { ...context, businessHours } : context)
  return actions.map(({ args }) => args.tags)
}

function holds(condition: string, values: Values, businessHours?: (at: number) => boolean): boolean {
  return (
    tagsAdded(`if (${condition}) { Action("addTags", { tags: "yes" }) }`, values, businessHours).length === 1
  )
}

function passes(filter: string, values: Values): boolean {
  const reading = parseFilter(filter)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return matchesFilter(reading.filter, { read: (path) => values[path.join('.')], now: NOW })
}

describe('a rule', () => {
  it('takes the branch that its condition chooses', () => {
    const code = `
      if (eq(ticket.channel, 'email')) { Action('addTags', { tags: 'mail' }) }
      else if (eq(ticket.channel, 'chat')) { Action('addTags', { tags: 'chat' }) }
      else { Action('addTags', { tags: 'other' }) }`
    expect(tagsAdded(code, { 'ticket.channel': 'email' })).toEqual(['mail'])
    expect(tagsAdded(code, { 'ticket.channel': 'chat' })).toEqual(['chat'])
    expect(tagsAdded(code, { 'ticket.channel': 'phone' })).toEqual(['other'])
  })

  it('acts at once, so that its later conditions see what it did', () => {
    const tags: string[] = []
    const rule = readOrFail(`
      if (notContainsAny(ticket.tags.name, ['question'])) { Action('addTags', { tags: 'question' }) }
      if (notContainsAny(ticket.tags.name, ['question'])) { Action('addTags', { tags: 'lead' }) }`)
    runRule(rule, {
      read: () => tags,
      act: (_, { tags: added }) => void tags.push(String(added)),
      now: NOW,
    })
    expect(tags).toEqual(['question'])
  })

  it('reports its actions in order, each with its line', () => {
    const rule = readOrFail('Action("setStatus", { status: "closed" })\n\nAction("trashTicket")')
    const { actions } = runRule(rule, { read: () => null, act: () => undefined, now: NOW })
    expect(actions).toMatchObject([
      { name: 'setStatus', args: { status: 'closed' }, line: 1 },
      { name: 'trashTicket', args: {}, line: 3 },
    ])
  })

  it('asks for a value only when the condition needs it', () => {
    const asked: string[] = []
    const rule = readOrFail('if (eq(ticket.via, "a") && eq(ticket.status, "open") || !isEmpty(ticket.id)) {}')
    runRule(rule, { read: (path) => void asked.push(path.join('.')), act: () => undefined, now: NOW })
    expect(asked).toEqual(['ticket.via', 'ticket.id'])
  })

  it('is stopped when it takes more steps than its budget', () => {
    const rule = readOrFail('if (containsAny(message.text, ["a", "b", "c"])) {}')
    const run = (text: string) => () =>
      runRule(rule, { read: () => text, act: () => undefined, now: NOW }, 1_000)
    expect(run('x'.repeat(200_000))).not.toThrow()
    expect(run('x'.repeat(300_000))).toThrow(RuleBudgetExceeded)
  })
})

it('tells of each step that a rule takes, so that many runs can be bounded together', () => {
  const rule = readOrFail('if (containsAny(message.text, ["a", "b"])) { Action("trashTicket") }')
  let told = 0
  const step = (steps: number) => void (told += steps)
  const { steps } = runRule(rule, { read: () => 'b', act: () => undefined, now: NOW, step })
  expect(told).toBe(steps)
})

describe.for<[condition: string, holding: readonly RuleValue[], failing: readonly RuleValue[]]>([
  ['eq(ticket.subject, "Hi")', ['Hi'], ['hi', 'Hi!', '', null, undefined]],
  ['eq(ticket.spam, true)', [true, 'true'], [false, null, 1]],
  ['eq(ticket.id, "12")', [12, '12'], [1, null, Number.NaN]],
  ['eq(ticket.subject, null)', [null, undefined], ['null', '', 0]],
  ['eq(ticket.tags.name, "vip")', [['a', 'vip']], [[], ['VIP'], null]],
  ['neq(ticket.subject, "Hi")', ['hi', null, undefined], ['Hi']],
  ['containsAny(message.text, ["Where", "how"])', ['somewhere', 'HOW?'], ['who', '', null, undefined]],
  ['containsAny(message.text, "refund")', ['A Refund!'], ['fund']],
  [
    'containsAny(ticket.tags.name, ["vip", "gladly-ai"])',
    [['gladly-ai']],
    [['gladly-ai-2'], ['VIP'], [], null],
  ],
  ['containsAny(ticket.tags.id, ["12"])', [[11, 12]], [[1, 2], null]],
  ['notContainsAny(ticket.tags.name, ["vip"])', [[], null, ['a']], [['vip', 'a']]],
  ['containsAll(message.text, ["red", "shoe"])', ['Shoes in RED'], ['red', null]],
  ['containsAll(ticket.tags.name, ["a", "b"])', [['b', 'c', 'a']], [['a'], ['ab'], null]],
  ['notContainsAll(ticket.tags.name, ["a", "b"])', [['a'], null], [['a', 'b']]],
  ['startsWith(ticket.subject, "re:")', ['RE: hello', 're:'], ['hello re:', null]],
  [
    'endsWith(message.source.to.address, ["@a.test", "@b.test"])',
    [['x@c.test', 'x@B.test']],
    [['x@c.test'], null],
  ],
  ['gte(ticket.messages_count, 3)', [3, 4, '3'], [2, null, undefined, 'many', '']],
  ['gt(ticket.messages_count, 3)', [4], [3, null]],
  ['lte(ticket.messages_count, 3)', [3, 0], [4, null, '']],
  ['lt(ticket.messages_count, 3)', [2], [3, null]],
  ['gte(ticket.created_datetime, "2026-01-31T08:00:00")', [NOW, NOW + 1], [NOW - 1, null]],
  ['lt(ticket.created_datetime, "2026-01-31T09:00:00.000001+01:00")', [NOW], [NOW + 1, null]],
  ['eq(ticket.created_datetime, "2026-01-31")', [NOW - 8 * HOUR], [NOW, null]],
  ['gteTimedelta(ticket.created_datetime, "2h")', [NOW - 2 * HOUR, 0], [NOW - 2 * HOUR + 1, NOW, null]],
  ['lteTimedelta(ticket.created_datetime, "1d")', [NOW - 24 * HOUR, NOW], [NOW - 24 * HOUR - 1, null]],
  ['isEmpty(ticket.tags.name)', [[], null, undefined, ''], [['a'], 0, false]],
  ['isNotEmpty(ticket.tags.name)', [['a']], [[], null]],
  ['duringBusinessHours(ticket.created_datetime)', [NOW], [NOW + 1, null]],
])('%s', ([condition, holding, failing]) => {
  const variable = /\(([\w.]+)/.exec(condition)?.[1] ?? ''
  const isOpen = (at: number) => at === NOW

  it.for(holding.map((value) => ({ value })))('holds for $value', ({ value }) => {
    expect(holds(condition, { [variable]: value }, isOpen)).toBe(true)
    expect(holds(`!${condition}`, { [variable]: value }, isOpen)).toBe(false)
  })

  it.for(failing.map((value) => ({ value })))('does not hold for $value', ({ value }) => {
    expect(holds(condition, { [variable]: value }, isOpen)).toBe(false)
    expect(holds(`!(${condition})`, { [variable]: value }, isOpen)).toBe(true)
  })
})

it('an account without business hours is never open', () => {
  expect(holds('duringBusinessHours(ticket.created_datetime)', { 'ticket.created_datetime': NOW })).toBe(
    false,
  )
})

describe('a view filter', () => {
  it('lets the open tickets of nobody through', () => {
    const filter = '(eq(ticket.status, "open")) && (isEmpty(ticket.assignee_user.id))'
    expect(passes(filter, { 'ticket.status': 'open' })).toBe(true)
    expect(passes(filter, { 'ticket.status': 'open', 'ticket.assignee_user.id': 3 })).toBe(false)
    expect(passes(filter, { 'ticket.status': 'closed' })).toBe(false)
  })

  it('fills in who is looking', () => {
    const filter = 'eq(ticket.assignee_user.id, "{{current_user.id}}")'
    expect(passes(filter, { 'ticket.assignee_user.id': 3, 'current_user.id': 3 })).toBe(true)
    expect(passes(filter, { 'ticket.assignee_user.id': 3, 'current_user.id': 4 })).toBe(false)
    expect(passes(filter, { 'ticket.assignee_user.id': null })).toBe(false)
  })

  it('is false where a template gives no datetime to compare with', () => {
    const filter = 'gte(ticket.created_datetime, "{{current_user.since}}")'
    expect(passes(filter, { 'ticket.created_datetime': NOW, 'current_user.since': 'long ago' })).toBe(false)
    expect(passes(filter, { 'ticket.created_datetime': NOW, 'current_user.since': '2026-01-01' })).toBe(true)
  })

  it('lets everything through when it is empty', () => {
    expect(passes('', {})).toBe(true)
  })
})

it('a rule does not fill in templates in its conditions', () => {
  expect(holds('eq(ticket.subject, "{{ticket.via}}")', { 'ticket.subject': '{{ticket.via}}' })).toBe(true)
})
