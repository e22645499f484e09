import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  conditionOf,
  hidingActions,
  keepsApart,
  repliesToCustomers,
  tagCondition,
  withoutOpen,
} from './rule-code.ts'

describe('the condition of a rule', () => {
  it.each([
    ['if (eq(ticket.status, "open")) { Action("addTags", { tags: "a" }) }', 'eq(ticket.status, "open")'],
    ['  if(\n  containsAny(ticket.tags.name, ["x"])\n) {}', 'containsAny(ticket.tags.name, ["x"])'],
    ['Action("addTags", { tags: "a" })', ''],
    ['', ''],
  ])('is read out of %j', (code, condition) => {
    expect(conditionOf(code)).toBe(condition)
  })

  it.each([
    ['if (a(b, "c")) { Action("x", {}) } else { Action("y", {}) }'],
    ['if (a(b, "c")) { if (d(e, "f")) { Action("x", {}) } }'],
  ])('is the whole code where there are several: %j', (code) => {
    expect(conditionOf(code)).toBe(code)
  })

  it('does not take words of a text for code', () => {
    const code = 'if (eq(a, "b")) { Action("replyToTicket", { body_text: "Anything else? if (so) call" }) }'
    expect(conditionOf(code)).toBe('eq(a, "b")')
  })
})

describe('what a condition says about the tag of handoffs', () => {
  it.each([
    ['', 'all_handoffs'],
    ['containsAny(ticket.tags.name, ["gladly-ai"])', 'all_handoffs'],
    ["(containsAny(ticket.tags.name, ['vip', 'gladly-ai']))", 'all_handoffs'],
    ['containsAll(ticket.tags.name, ["gladly-ai"])', 'all_handoffs'],
    ['containsAll(ticket.tags.name, ["gladly-ai", "vip"])', 'not_all_handoffs'],
    ['containsAny(ticket.tags.id, ["77"])', 'all_handoffs'],
    ['containsAny(ticket.tags.id, [77])', 'all_handoffs'],
    ['containsAny(ticket.tags.id, ["78"])', 'about_something_else'],
    ['containsAny(ticket.tags.name, ["Gladly-AI"])', 'about_something_else'],
    ['containsAny(ticket.tags.name, ["gladly-ai-2"])', 'about_something_else'],
    ['containsAny(ticket.tags.name, ["gladly-ai"]) && eq(ticket.priority, "high")', 'not_all_handoffs'],
    ['containsAny(ticket.tags.name, ["gladly-ai"]) || eq(ticket.priority, "high")', 'all_handoffs'],
    ['eq(a, "b") || (eq(c, "d") && containsAny(ticket.tags.name, ["gladly-ai"]))', 'not_all_handoffs'],
    ['(eq(a, "b") || containsAny(ticket.tags.name, ["gladly-ai"])) && eq(c, "d")', 'not_all_handoffs'],
    ['(containsAny(ticket.tags.name, ["gladly-ai"])) && (eq(c, "d"))', 'not_all_handoffs'],
    ['eq(a, "x && containsAny(ticket.tags.name, [gladly-ai])")', 'about_something_else'],
    ['notContainsAny(ticket.tags.name, ["gladly-ai"]) || eq(a, "b")', 'not_all_handoffs'],
    ['neq(ticket.tags.name, "gladly-ai")', 'no_handoffs'],
    ['eq(a, ")") || containsAny(ticket.tags.name, ["gladly-ai"])', 'all_handoffs'],
    [`${'('.repeat(20_000)}a${')'.repeat(20_000)}`, 'about_something_else'],
    ['eq(ticket.priority, "high") && notContainsAny(ticket.tags.name, ["gladly-ai"])', 'no_handoffs'],
    ['eq(ticket.subject, "gladly-ai")', 'not_all_handoffs'],
    ['eq(ticket.priority, "high")', 'about_something_else'],
  ])('%s: %s', (condition, meaning) => {
    expect(tagCondition(condition, 77)).toBe(meaning)
  })

  it('is never taken for all handoffs when anything else is asked for, too', () => {
    const other = fc.constantFrom('eq(ticket.priority, "high")', 'isEmpty(ticket.language)', 'x', '')
    fc.assert(
      fc.property(fc.array(other, { minLength: 1, maxLength: 4 }), (others) => {
        const condition = ['containsAny(ticket.tags.name, ["gladly-ai"])', ...others].join(' && ')
        expect(tagCondition(condition)).toBe('not_all_handoffs')
      }),
    )
  })

  it('is read within bounds, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000 }), (text) => {
        expect(typeof tagCondition(conditionOf(text))).toBe('string')
        expect(Array.isArray(hidingActions(text))).toBe(true)
      }),
    )
  })
})

it('a filter without "is open" keeps the rest', () => {
  expect(withoutOpen('(eq(ticket.status, "open")) && a(b)')).toBe('a(b)')
  expect(withoutOpen("a(b) && eq(ticket.status, 'closed')")).toBe('a(b) && eq(ticket.status, "closed")')
})

describe('the actions of a rule', () => {
  it('tell whether it writes to customers, and whether it keeps tickets apart', () => {
    expect(repliesToCustomers('Action("replyToTicket", { body_text: "Hi {{ticket.customer.name}}" })')).toBe(
      true,
    )
    expect(repliesToCustomers("Action('applyMacro', { macro_id: 5 })")).toBe(true)
    expect(repliesToCustomers('Action("addInternalNote", { body_text: "replyToTicket" })')).toBe(false)
    expect(keepsApart('Action("excludeTicketFromAutoMerge", {})')).toBe(true)
    expect(keepsApart('Action("excludeTicketFromCSAT", {})')).toBe(false)
  })

  it.each([
    ["Action('setStatus', { status: 'closed' })", ['closes tickets']],
    ['Action("setStatus", { status: "open" })', []],
    ['Action("removeTags", { tags: "vip,gladly-ai" })', ['takes the tag off']],
    ['Action("removeTags", { tags: "vip" })', []],
    [
      'Action("setTags", { tags: "a" }); Action("trashTicket", {})',
      ['replaces all tags', 'puts tickets into the trash'],
    ],
    ['Action("addTags", { tags: "closed" })', []],
  ])('tell how it hides tickets: %s', (code, words) => {
    expect(hidingActions(code)).toEqual(words)
  })
})
