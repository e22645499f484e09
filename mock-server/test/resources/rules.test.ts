import { describe, expect, it } from 'vitest'
import { phoneTicket, startApi } from './api.ts'
import type { List, Refused, Row } from './api.ts'

const RULE_KEYS = [
  'id',
  'code',
  'code_ast',
  'created_datetime',
  'deactivated_datetime',
  'description',
  'event_types',
  'settings',
  'name',
  'priority',
  'type',
  'updated_datetime',
  'uri',
]

const tagging = (tag: string) => `if (eq(ticket.status, "open")) { Action("addTags", { tags: "${tag}" }) }`

describe('a rule', () => {
  it('has the recorded keys, and the tree of its code', async () => {
    await using api = await startApi()
    const code = tagging('new')
    const rule = await api.call(201, 'POST', '/api/rules', { name: 'Tag', code })
    expect(Object.keys(rule)).toEqual(RULE_KEYS)
    expect(rule).toMatchObject({
      code,
      deactivated_datetime: null,
      description: null,
      event_types: null,
      settings: null,
      priority: 1,
      type: 'user',
      uri: `/api/rules/${rule.id}/`,
    })
    expect(Object.keys(rule.code_ast as object)).toEqual(['loc', 'body', 'type', 'sourceType'])
    expect(await api.call(200, 'GET', `/api/rules/${rule.id}`)).toEqual(rule)
  })

  it('without a priority is counted up', async () => {
    await using api = await startApi()
    for (const priority of [1, 2]) {
      const rule = await api.call(201, 'POST', '/api/rules', { name: 'R', code: tagging('x') })
      expect(rule.priority).toBe(priority)
    }
    const given = await api.call(201, 'POST', '/api/rules', { name: 'R', code: tagging('x'), priority: 40 })
    expect(given.priority).toBe(40)
    const next = await api.call(201, 'POST', '/api/rules', { name: 'R', code: tagging('x') })
    expect(next.priority).toBe(4)
  })

  it('that cannot be read is refused with the places in its code', async () => {
    await using api = await startApi()
    const code = 'if (eq(ticket.status, "open")) {\n  Action("addTag", { tags: "x" })\n}'
    const { error } = await api.call<Refused>(400, 'POST', '/api/rules', { name: 'R', code })
    expect(error.msg).toBe('code_ast: The rule is not well formatted')
    expect(error.data).toEqual({
      code: [expect.stringMatching(/^Line 2, column \d+: "addTag" is no action\./)],
    })
    const broken = await api.call<Refused>(400, 'POST', '/api/rules', { name: 'R', code: 'if (' })
    expect(broken.error.msg).toBe('code_ast: The rule is not well formatted')
    await api.call(400, 'POST', '/api/rules', { name: 'R' })
  })

  it('that applies macros which rules cannot apply is refused with their places', async () => {
    await using api = await startApi()
    const shop = { name: 'shopifyCancelLastOrder', arguments: {} }
    const macro = await api.call(201, 'POST', '/api/macros', { name: 'Cancel', actions: [shop] })
    const code = `if (eq(ticket.status, "open")) {} else {
      Action("applyMacro", { macro_id: ${macro.id} }) }
      Action("applyMacro", { macro_id: 7 })`
    const { error } = await api.call<Refused>(400, 'POST', '/api/rules', { name: 'R', code })
    expect(error).toEqual({
      msg: 'The rule applies macros that cannot be used in rules',
      data: {
        code: [
          `Line 2: the macro "Cancel" (${macro.id}) cannot be used in rules, which cannot take its action "shopifyCancelLastOrder".`,
          'Line 3: macro 7 does not exist.',
        ],
      },
    })
  })

  it.each([{ event_types: 'ticket-opened' }, { event_types: '' }, { priority: -1 }, { colour: 'red' }])(
    'with %j is refused',
    async (fields) => {
      await using api = await startApi()
      await api.call(400, 'POST', '/api/rules', { name: 'R', code: tagging('x'), ...fields })
    },
  )

  it('runs once it has a trigger, by its newest code, and never while deactivated', async () => {
    await using api = await startApi()
    const { id, code_ast } = await api.call(201, 'POST', '/api/rules', { name: 'R', code: tagging('one') })
    const tagsOfNew = async () => {
      const made = await api.call(201, 'POST', '/api/tickets', phoneTicket('dana@shop.test'))
      const ticket = await api.call<{ tags: Row[] }>(200, 'GET', `/api/tickets/${made.id}`)
      return ticket.tags.map(({ name }) => name)
    }
    expect(await tagsOfNew()).toEqual([])
    await api.call(202, 'PUT', `/api/rules/${id}`, { event_types: 'ticket-created, ticket-updated' })
    expect(await tagsOfNew()).toEqual(['one'])
    const changed = await api.call(202, 'PUT', `/api/rules/${id}`, { code: tagging('two') })
    expect(changed.code_ast).not.toEqual(code_ast)
    expect(await tagsOfNew()).toEqual(['two'])
    const off = { deactivated_datetime: '2026-03-02T10:00:00' }
    const deactivated = await api.call(202, 'PUT', `/api/rules/${id}`, off)
    expect(deactivated.deactivated_datetime).toBe('2026-03-02T10:00:00+00:00')
    expect(await tagsOfNew()).toEqual([])
    await api.call(202, 'PUT', `/api/rules/${id}`, { deactivated_datetime: null })
    expect(await tagsOfNew()).toEqual(['two'])
    await api.call(204, 'DELETE', `/api/rules/${id}`)
    expect(await tagsOfNew()).toEqual([])
    await api.call(404, 'GET', `/api/rules/${id}`)
  })

  it('keeps its old code when the new one is refused', async () => {
    await using api = await startApi()
    const rule = await api.call(201, 'POST', '/api/rules', { name: 'R', code: tagging('x') })
    await api.call(400, 'PUT', `/api/rules/${rule.id}`, { name: 'New', code: 'if (' })
    expect(await api.call(200, 'GET', `/api/rules/${rule.id}`)).toEqual(rule)
  })
})

describe('the limit of active rules', () => {
  it('keeps the rules that are active from getting more', async () => {
    await using api = await startApi()
    const limits = { type: 'limits', data: { max_active_rules: 1 } }
    await api.call(201, 'POST', '/api/account/settings', limits)
    const fields = { name: 'R', code: tagging('x') }
    const off = { deactivated_datetime: '2026-03-02T10:00:00' }
    const one = await api.call(201, 'POST', '/api/rules', fields)
    const { error } = await api.call<Refused>(403, 'POST', '/api/rules', fields)
    expect(error.msg).toContain('limits.max_active_rules is 1')
    const idle = await api.call(201, 'POST', '/api/rules', { ...fields, ...off })
    await api.call(403, 'PUT', `/api/rules/${idle.id}`, { deactivated_datetime: null })
    await api.call(202, 'PUT', `/api/rules/${one.id}`, { deactivated_datetime: null, name: 'Still' })
    await api.call(202, 'PUT', `/api/rules/${one.id}`, off)
    await api.call(202, 'PUT', `/api/rules/${idle.id}`, { deactivated_datetime: null })
  })
})

it('rules leave an event at each step', async () => {
  await using api = await startApi()
  const { id } = await api.call(201, 'POST', '/api/rules', { name: 'R', code: tagging('x') })
  const priorities = [{ id, priority: 30 }]
  await api.call(202, 'PUT', `/api/rules/${id}`, { name: 'S' })
  await api.call(202, 'POST', '/api/rules/priorities', { priorities })
  await api.call(202, 'POST', '/api/rules/priorities', { priorities })
  await api.call(204, 'DELETE', `/api/rules/${id}`)
  const { data } = await api.call<List>(200, 'GET', `/api/events?object_type=Rule&object_id=${id}`)
  expect(data.map(({ type }) => type)).toEqual([
    'rule-deleted',
    'rule-priority-updated',
    'rule-updated',
    'rule-created',
  ])
})

describe('priorities', () => {
  it('are set together; the answer is a bare array of all rules, the first to run in front', async () => {
    await using api = await startApi()
    const make = (name: string) => api.call(201, 'POST', '/api/rules', { name, code: tagging(name) })
    const [a, b, c] = [await make('a'), await make('b'), await make('c')]
    const rows = await api.call<Row[]>(202, 'POST', '/api/rules/priorities', {
      priorities: [
        { id: a.id, priority: 30 },
        { id: b.id, priority: 20 },
      ],
    })
    expect(rows.map(({ name, priority }) => [name, priority])).toEqual([
      ['a', 30],
      ['b', 20],
      ['c', c.priority],
    ])
    expect(Object.keys(rows[0] ?? {})).toEqual(RULE_KEYS)
    await api.call(400, 'POST', '/api/rules/priorities', [{ id: a.id, priority: 1 }])
    await api.call(400, 'POST', '/api/rules/priorities', { priorities: [{ id: 1, priority: 1 }] })
  })
})

it('the list of rules has the older envelope and 100 rules on a page', async () => {
  const rules = Array.from({ length: 101 }, (_, i) => ({
    name: `R${i}`,
    code: tagging('x'),
    event_types: 'ticket-created',
  }))
  await using api = await startApi({ seed: { rules } })
  const list = await api.call<List>(200, 'GET', '/api/rules')
  expect(Object.keys(list)).toEqual(['data', 'object', 'uri', 'meta'])
  expect(list.data).toHaveLength(100)
  expect(list.meta.next_cursor).not.toBeNull()
})

it('rules are for admins only', async () => {
  await using api = await startApi()
  const asAgent = await api.as('agent')
  await asAgent(403, 'GET', '/api/rules')
  await asAgent(403, 'POST', '/api/rules', { name: 'R', code: tagging('x') })
})

it('texts of a rule show tags by their names and times as text; conditions compare times', async () => {
  await using api = await startApi()
  await api.call(201, 'POST', '/api/rules', {
    name: 'Label',
    event_types: 'ticket-created',
    code:
      'if (gte(ticket.created_datetime, "2026-03-01T00:00:00Z")) { Action("setSubject", ' +
      '{ subject: "{{ticket.tags}} of {{ticket.created_datetime}} for {{ticket.customer}}, ' +
      '{{ticket.assignee_team}}" }) }',
  })
  const team = await api.call(201, 'POST', '/api/teams', { name: 'First line' })
  const { id } = await api.call(201, 'POST', '/api/tickets', {
    messages: [{ channel: 'phone', from_agent: false, body_text: 'Hi' }],
    customer: { email: 'dana@shop.test', name: 'Dana Ruiz' },
    tags: [{ name: 'vip' }, { name: 'gladly-ai' }],
    assignee_team: { id: team.id },
  })
  expect(await api.call(200, 'GET', `/api/tickets/${id}`)).toMatchObject({
    subject: 'vip, gladly-ai of 2026-03-02T10:00:00.000Z for Dana Ruiz, First line',
  })
})
