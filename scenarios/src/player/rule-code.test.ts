import { describe, expect, it } from 'vitest'
import { toRule } from './rule-code.ts'

describe('the code of a rule', () => {
  it('is an action inside the conditions', () => {
    expect(
      toRule({
        name: 'Auto-reply',
        trigger: 'ticket created',
        condition: { tags_contain: 'gladly-ai', text_contains: ['lamp', 'light'] },
        action: { reply: 'We have it.', add_tags: ['a', 'b'] },
      }),
    ).toEqual({
      name: 'Auto-reply',
      event_types: 'ticket-created',
      code:
        'if (containsAny(ticket.tags.name, ["gladly-ai"]) && containsAny(message.text, ["lamp","light"])) ' +
        '{ Action("replyToTicket", {"body_text":"We have it."}); Action("addTags", {"tags":"a,b"}); }',
    })
  })

  it('runs always without a condition', () => {
    const rule = toRule({ name: 'Close', trigger: 'message created', action: { set_status: 'closed' } })
    expect(rule.code).toBe('Action("setStatus", {"status":"closed"});')
  })

  it('keeps quotes and line breaks of a text inside its literal', () => {
    const { code } = toRule({
      name: 'R',
      trigger: 'ticket updated',
      action: { reply: 'say "hi"\n}); Action("x")' },
    })
    expect(code).toContain(String.raw`{"body_text":"say \"hi\"\n}); Action(\"x\")"}`)
  })
})
