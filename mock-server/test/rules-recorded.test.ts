import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runRule } from '../src/helpdesk/rules/language/evaluate.ts'
import { readRule } from '../src/helpdesk/rules/language/read.ts'
import type { RuleValue } from '../src/helpdesk/rules/language/values.ts'

const outside = process.env.HARNESS_DATA
const file = outside && join(outside, 'recorded-answers', 'rules.default-account.code.2026.json')
const present = file !== undefined && file !== '' && existsSync(file)
if (!present)
  console.log('skipped: recorded rules (HARNESS_DATA names no folder that holds recorded-answers/)')

interface RecordedRule {
  readonly name: string
  readonly code: string
}

const rules = present
  ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly rules: readonly RecordedRule[] }).rules
  : []

/** What the actions of a rule would add, in the order of its code. */
const tagsIn = (code = ''): (string | undefined)[] =>
  [...code.matchAll(/Action\('addTags', \{ tags: '([^']*)' \}\)/g)].map(([, tags]) => tags)

/** The tags that a recorded rule adds to what is told, action by action. */
function tagsAdded(code: string, told: Readonly<Record<string, RuleValue>>): unknown[] {
  const reading = readRule(code)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  const tags: string[] = []
  const { actions } = runRule(reading.rule, {
    read: (path) => (path.join('.') === 'ticket.tags.name' ? tags : told[path.join('.')]),
    act: (_, args) => void tags.push(...String(args.tags).split(',')),
    now: 0,
  })
  return actions.map(({ args }) => args.tags)
}

describe.skipIf(!present)('the rules that a fresh account has', () => {
  it.each(rules)('$name is read to its end', ({ code }) => {
    expect(readRule(code)).toMatchObject({ ok: true })
  })

  it('tag by what a message is about, several times over', () => {
    const [byIntent] = rules
    const told = {
      'ticket.status': 'open',
      'message.from_agent': false,
      'message.intents.name': ['refund/status', 'order/cancel'],
      'message.sentiments.name': ['negative'],
    }
    const tags = tagsIn(byIntent?.code)
    expect(tags).toHaveLength(7)
    expect(tagsAdded(byIntent?.code ?? '', told)).toEqual([tags[0], tags[1], tags[6]])
    expect(tagsAdded(byIntent?.code ?? '', { ...told, 'message.from_agent': true })).toEqual([])
    expect(tagsAdded(byIntent?.code ?? '', { ...told, 'ticket.status': 'closed' })).toEqual([])
  })

  it('see in their later conditions what their earlier actions did', () => {
    const [, bySocialChannel] = rules
    const told = {
      'ticket.channel': 'instagram-comment',
      'message.from_agent': false,
      'message.text': 'Where can I BUY it?',
      'message.sentiments.name': [],
    }
    const code = bySocialChannel?.code ?? ''
    const [question, lead] = tagsIn(code)
    expect(tagsAdded(code, told)).toEqual([question])
    expect(tagsAdded(code, { ...told, 'message.text': 'I love it' })).toEqual([lead])
    expect(tagsAdded(code, { ...told, 'message.sentiments.name': ['negative'] })).toEqual([])
    expect(tagsAdded(code, { ...told, 'ticket.channel': 'email' })).toEqual([])
  })
})
