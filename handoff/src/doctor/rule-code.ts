/** The tag that every handoff carries, and that rules and views look for. */
export const HANDOFF_TAG = 'gladly-ai'

// Gorgias' rule code looks like JavaScript (recorded). It is read with a few patterns, not parsed: an agent
// writes it through a form, so its shapes are few, and what is not recognised is shown to the reader.

/** Actions that write to the customer. That `replyToTicket` is its name is inferred, as the rest of this line. */
const REPLIES = ['replyToTicket', 'applyMacro']

/** Actions that can take a ticket out of the team's queue, with what they have to be called with. */
const HIDING: Readonly<Record<string, RegExp>> = {
  setStatus: /"closed"/,
  trashTicket: /^/,
  snoozeTicket: /^/,
  setTags: /^/,
  removeTags: /gladly-ai/,
}

const HIDING_WORDS: Readonly<Record<string, string>> = {
  setStatus: 'closes tickets',
  trashTicket: 'puts tickets into the trash',
  snoozeTicket: 'snoozes tickets',
  setTags: 'replaces all tags',
  removeTags: 'takes the tag off',
}

/** The actions of a rule and their arguments, as they are written. */
export function actionsOf(code: string): { name: string; args: string }[] {
  return [...code.matchAll(/\bAction\(\s*["'](\w+)["']\s*(?:,\s*(\{[^}]*\}))?/g)].map(
    ([, name = '', args = '']) => ({ name, args: args.replaceAll("'", '"') }),
  )
}

/** Whether a rule writes to customers. */
export const repliesToCustomers = (code: string): boolean =>
  actionsOf(code).some(({ name }) => REPLIES.includes(name))

/** Whether it keeps tickets out of auto-merge. */
export const keepsApart = (code: string): boolean =>
  actionsOf(code).some(({ name }) => name === 'excludeTicketFromAutoMerge')

/** What a rule does that can take a ticket out of the queue, in words; empty if nothing. */
export const hidingActions = (code: string): string[] => [
  ...new Set(
    actionsOf(code).flatMap(({ name, args }) => (HIDING[name]?.test(args) ? (HIDING_WORDS[name] ?? []) : [])),
  ),
]

/**
 * The condition of a rule as it is written, without the blanks around; empty for a rule that always acts, and
 * the whole code where there are several conditions.
 */
export function conditionOf(code: string): string {
  const skeleton = code.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""')
  if ((skeleton.match(/\bif\s*\(/g)?.length ?? 0) > 1 || /\belse\b/.test(skeleton)) return code.trim()
  const end = code.indexOf('{')
  return /^\s*if\b/.test(code) && end > 0
    ? code
        .slice(0, end)
        .replace(/^\s*if\s*\(/, '')
        .replace(/\)\s*$/, '')
        .trim()
    : ''
}

/** How a condition meets tickets that carry the handoff tag. */
export type TagCondition =
  /** Each of them meets it. */
  | 'all_handoffs'
  /** It names the tag, but asks for more, or is not understood. */
  | 'not_all_handoffs'
  /** It leaves them out. */
  | 'no_handoffs'
  /** It has nothing to do with the tag. */
  | 'about_something_else'

/** Longer conditions are not read: nobody clicks them together. */
const MAX_CONDITION = 5_000

/**
 * Reads the condition of a rule or a view's filter.
 *
 * @param tagId some filters name the tag by its id.
 */
export function tagCondition(condition: string, tagId?: number): TagCondition {
  const text = condition.replaceAll("'", '"').trim()
  if (text === '') return 'all_handoffs'
  const read = text.length > MAX_CONDITION ? 'about_something_else' : meaningOf(text, tagId)
  return read === 'about_something_else' && text.includes(`"${HANDOFF_TAG}"`) ? 'not_all_handoffs' : read
}

function meaningOf(text: string, tagId: number | undefined): TagCondition {
  const alternatives = splitAt(text, '||')
  if (alternatives.length > 1) {
    const kinds = alternatives.map((one) => meaningOf(one, tagId))
    if (kinds.includes('all_handoffs')) return 'all_handoffs'
    return kinds.every((kind) => kind === 'no_handoffs') ? 'no_handoffs' : 'about_something_else'
  }
  const terms = splitAt(text, '&&')
  if (terms.length > 1) {
    const kinds = terms.map((one) => meaningOf(one, tagId))
    if (kinds.includes('no_handoffs')) return 'no_handoffs'
    if (kinds.every((kind) => kind === 'all_handoffs')) return 'all_handoffs'
    return kinds.includes('all_handoffs') ? 'not_all_handoffs' : 'about_something_else'
  }
  const bare = text.trim()
  const inner = /^\(([^]*)\)$/.exec(bare)?.[1]
  return inner === undefined ? meaningOfCall(bare, tagId) : meaningOf(inner, tagId)
}

function meaningOfCall(call: string, tagId: number | undefined): TagCondition {
  const match = /^(\w+)\(\s*ticket\.tags\.(?:name|id)\s*,\s*(\[[^\]]*\]|"[^"]*")\s*\)$/.exec(call)
  const [, operator = '', list = ''] = match ?? []
  const values = [...list.matchAll(/"([^"]*)"|(\d+)/g)].map(([, text, id]) => text ?? id)
  const isTag = (value: string | undefined) =>
    value === HANDOFF_TAG || (tagId !== undefined && value === `${tagId}`)
  if (!values.some(isTag)) return 'about_something_else'
  if (/^(not|neq)/.test(operator)) return 'no_handoffs'
  return operator === 'containsAny' || values.every(isTag) ? 'all_handoffs' : 'not_all_handoffs'
}

/** Splits where an operator stands outside of brackets and texts. */
function splitAt(text: string, operator: '&&' | '||'): string[] {
  const parts: string[] = []
  let depth = 0
  let quoted = false
  let from = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted
    else if (quoted) continue
    else if (text[at] === '(') depth += 1
    else if (text[at] === ')') depth -= 1
    else if (depth === 0 && text.startsWith(operator, at)) {
      parts.push(text.slice(from, at))
      from = at + operator.length
      at = from - 1
    }
  }
  return [...parts, text.slice(from)]
}

/** What only says that tickets are open. */
const OPEN = /^\(*\s*eq\(\s*ticket\.status\s*,\s*"open"\s*\)\s*\)*$/

/** The filter without what only says that tickets are open: an open handoff meets that anyway. */
export const withoutOpen = (filters: string): string =>
  splitAt(filters.replaceAll("'", '"'), '&&')
    .map((term) => term.trim())
    .filter((term) => !OPEN.test(term))
    .join(' && ')
