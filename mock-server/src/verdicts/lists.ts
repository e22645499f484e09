import type { Call } from '../wire/calls.ts'
import { counted, Groups, isOk } from './verdict.ts'
import type { FindingKind, Rule } from './verdict.ts'

const UNFOLLOWED: FindingKind = {
  code: 'cursor-not-followed',
  severity: 'info',
  hint: 'Go on with meta.next_cursor until it is null, unless what was looked for was on the page.',
}

const NEXT_CURSOR = /"next_cursor":"((?:[^"\\]|\\.)*)"/

const nextCursorOf = (call: Call): string | undefined =>
  isOk(call) ? NEXT_CURSOR.exec(call.responseText ?? '')?.[1] : undefined

/** Lists of which only the beginning was read. Whoever asks for one row wants no more. */
export const findUnfollowedCursors: Rule = ({ calls }) => {
  const asked = new Set(calls.map((call) => `${call.pathname} ${call.query.get('cursor') ?? ''}`))
  const groups = new Groups()
  for (const call of calls) {
    const next = nextCursorOf(call)
    if (next === undefined || call.query.get('limit') === '1') continue
    if (!asked.has(`${call.pathname} ${next}`)) groups.add(call.pathname, call)
  }
  return groups.findings(
    UNFOLLOWED,
    (path, found) => `${counted(found.length, 'answer')} of ${path} had a next page that nobody asked for.`,
  )
}
