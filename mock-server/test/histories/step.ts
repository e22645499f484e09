import fc from 'fast-check'
import { AGENTS, PEOPLE, TAGS, TEMPLATES, VISITOR, WORDS } from './names.ts'
import { ruleText } from './rule-texts.ts'

/** A kind of step with what it needs to know: plain data, so that a failure can be read and played again. */
const step = <const Name extends string, Fields extends object>(
  name: Name,
  fields: { [K in keyof Fields]: fc.Arbitrary<Fields[K]> },
) => fc.record<Fields>(fields).map((rest) => ({ do: name, ...rest }))

/** Which of the tickets that there are: by a number, for ids are not known before. */
const ticket = fc.nat(7)
const person = fc.constantFrom(...PEOPLE)
const text = fc.constantFrom(...WORDS)
const template = fc.constantFrom(...TEMPLATES)
const tags = fc.subarray([...TAGS], { minLength: 1, maxLength: 2 })
const agent = fc.constantFrom(...AGENTS)
const mostly = fc.constantFrom(true, true, true, false)

const email = step('email', {
  from: person,
  text,
  /** A new conversation; an answer to the newest e-mail to that address; onto a ticket, as the control plane can. */
  about: fc.constantFrom('new', 'answer', 'answer', 'ticket'),
  ticket,
  more: fc.constantFrom('nothing', 'nothing', 'nothing', 'cc', 'auto-submitted', 'list'),
})
const chat = step('chat', { from: fc.constantFrom(PEOPLE[0], VISITOR), text })

const open = step('open', {
  customer: person,
  how: fc.constantFrom('handoff', 'handoff', 'imported', 'outgoing', 'chat'),
  tags,
})
export const WRITINGS = [
  'customer',
  'reply',
  'reply with thread',
  'chat reply',
  'note',
  'HTML note',
  'note that says it is public',
  'note with addresses',
  'customer note',
  'private reply',
  'sent elsewhere',
  'from no mailbox',
  'channel api',
  'turned into a note',
] as const
const write = step('write', { ticket, what: fc.constantFrom(...WRITINGS) })
const change = step('change', {
  ticket,
  fields: fc.constantFrom<Readonly<Record<string, unknown>>>(
    { status: 'closed' },
    { status: 'open' },
    { spam: true },
    { spam: false },
    { subject: 'About {{ticket.messages.body_text}}' },
    { trashed_datetime: '2026-03-02T09:00:00+00:00' },
    { trashed_datetime: null },
    { tags: [{ name: 'vip' }] },
    { snooze_datetime: '2026-03-02T10:30:00+00:00' },
    { snooze_datetime: null },
  ),
})
const remove = step('delete', { ticket })
const survey = step('survey', { ticket, score: fc.constantFrom(null, 2, 5) })

const status = fc.constantFrom(undefined, 'closed', 'open')
const deed = fc.oneof(
  step('agent replies', { agent, ticket, template, include_thread: fc.boolean(), status }),
  step('agent notes', { agent, ticket, html: fc.boolean() }),
  step('agent forwards', { agent, ticket, to: person }),
  step('agent writes to', { agent, to: person }),
  step('agent applies macro', { agent, ticket, macro: fc.constantFrom('Refund', 'Talk'), status }),
  step('agent tags', { agent, ticket, tags, off: fc.boolean() }),
  step('agent assigns', { agent, ticket, to: fc.constantFrom('user', 'team', 'nobody') }),
  step('agent does', {
    agent,
    ticket,
    deed: fc.constantFrom('close', 'close', 'open', 'spam', 'trash', 'raise'),
  }),
  step('agent snoozes', { agent, ticket, for: fc.constantFrom('PT1S', 'PT20M', 'PT5H', 'P3D') }),
  { weight: 2, arbitrary: step('agent merges', { agent, ticket, into: ticket }) },
  step('agent is', { agent: fc.nat(1), available: fc.boolean() }),
)

const nth = fc.nat(3)
const rule = fc.oneof(
  { weight: 4, arbitrary: step('rule', { rule: ruleText }) },
  step('rule changes', { nth, rule: ruleText }),
  step('rule off', { nth, off: fc.boolean() }),
)

const robot = step('robot', {
  at: fc.oneof(
    fc.constantFrom({ domain: 'example.com' }, { domain: 'bounces.invalid' }),
    person.map((address) => ({ address })),
  ),
  kind: fc.constantFrom('out-of-office', 'bounce', 'echo', 'echo', 'spam-folder'),
  naive: mostly,
  text: fc.constantFrom('I agree.', 'I agree.', 'I agree.', undefined),
  delay: fc.constantFrom('PT4M', 'PT55M', 'PT2S', 'PT1S'),
})

const setting = fc.oneof(
  step('auto-merge', { enabled: mostly }),
  step('auto-split', { enabled: mostly }),
  step('surveys', { on: mostly, hours: fc.constantFrom(0, 2), template }),
  step('assignment', { on: mostly }),
  step('AI Agent', {
    enabled: mostly,
    outcome: fc.constantFrom('resolve', 'resolve', 'answer', 'hand-over', 'ignore'),
    template,
  }),
)

const key = step('key', { what: fc.constantFrom('revoke', 'reset', 'reset', 'reset') })

const seconds = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 5 }) },
  { weight: 4, arbitrary: fc.integer({ min: 6, max: 2 * 3600 }) },
  { weight: 2, arbitrary: fc.integer({ min: 2 * 3600, max: 24 * 3600 }) },
  { weight: 1, arbitrary: fc.constantFrom(3, 3, 14).map((days) => days * 86_400) },
)
/** `cuts` is where, in millionths of the way, somebody stops who does not go all of it in one step. */
const wait = step('wait', {
  seconds,
  cuts: fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 6 }),
})

const anyStep = fc.oneof(
  { weight: 6, arbitrary: email },
  { weight: 2, arbitrary: chat },
  { weight: 3, arbitrary: open },
  { weight: 6, arbitrary: write },
  { weight: 3, arbitrary: change },
  { weight: 1, arbitrary: remove },
  { weight: 1, arbitrary: survey },
  { weight: 8, arbitrary: deed },
  { weight: 5, arbitrary: rule },
  { weight: 3, arbitrary: robot },
  { weight: 1, arbitrary: step('no robots', {}) },
  { weight: 4, arbitrary: setting },
  { weight: 1, arbitrary: key },
  { weight: 10, arbitrary: wait },
)

/** One thing that happens in a history. */
export type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never

/** What happened, and whether what Gorgias does by itself takes its time or follows at once. */
export interface Story {
  readonly effects: 'realistic' | 'instant'
  readonly steps: readonly Step[]
}

/** How the account is set up before anything happens. */
const setUp = fc.oneof(
  { weight: 3, arbitrary: rule },
  { weight: 2, arbitrary: robot },
  { weight: 3, arbitrary: setting },
)

/** Random histories, which shrink to the steps that matter. */
export const story: fc.Arbitrary<Story> = fc.record({
  effects: fc.constantFrom('instant', 'realistic'),
  steps: fc
    .tuple(
      fc.array<Step>(setUp, { maxLength: 6, size: 'max' }),
      fc.array(anyStep, { minLength: 1, maxLength: 36, size: 'max' }),
    )
    .map(([first, then]) => [...first, ...then]),
})
