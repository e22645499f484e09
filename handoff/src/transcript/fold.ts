import type { Room } from './content.ts'
import { partToHtml } from './render-html.ts'
import type { Block, Turn } from './tree.ts'
import { notice } from './tree.ts'
import type { TurnWriter } from './turns.ts'

const ROOMS: readonly [Room, ...Room[]] = [
  { chars: 20_000, rows: 200 },
  { chars: 1_500, rows: 10 },
  { chars: 300, rows: 3 },
]
const FIRST_TURNS = 10
const LEAST_BYTES = 20_000

/** A conversation that fits, and which of its items stand in it. */
export interface Folded {
  parts: (Turn | Block)[]
  shown: string[]
  omitted: number
}

interface Written {
  turn: Turn
  bytes: number
}

/**
 * Fits turns into a number of bytes of HTML. If they do not fit in full, the first ten are kept short, the newest
 * are kept as full as the rest allows, and one line counts those between.
 *
 * @param bytes what to aim at, in UTF-8; at least 20,000 are used
 */
export function fold(turns: readonly TurnWriter[], bytes: number): Folded {
  const limit = Math.max(bytes, LEAST_BYTES)
  const whole = inFull(turns, limit)
  if (whole) return { parts: whole, shown: idsOf(turns), omitted: 0 }

  // The newest turn is always kept, so it is never one of the first.
  const first = turns.slice(0, Math.min(FIRST_TURNS, turns.length - 1))
  const head = first.map((turn) => fitting(turn, (limit * 0.4) / FIRST_TURNS) ?? sized(turn.placeholder()))
  const rest = turns.slice(first.length)
  const tail = newest(rest, limit - head.reduce((sum, one) => sum + one.bytes, 0))
  const omitted = rest.length - tail.length
  const gap = notice(
    `… ${omitted} ${omitted === 1 ? 'message' : 'messages'} not shown, see the Gladly conversation`,
  )
  return {
    parts: [...head.map(({ turn }) => turn), ...(omitted > 0 ? [gap] : []), ...tail.map(({ turn }) => turn)],
    shown: [...idsOf(first), ...idsOf(rest.slice(omitted))],
    omitted,
  }
}

/** All turns as they are, or nothing as soon as they are seen not to fit: a long conversation is not written twice. */
function inFull(turns: readonly TurnWriter[], bytes: number): Turn[] | undefined {
  const written: Turn[] = []
  let room = bytes
  for (const turn of turns) {
    const next = sized(turn.write(ROOMS[0]))
    room -= next.bytes
    if (room < 0) return undefined
    written.push(next.turn)
  }
  return written
}

/** As many of the last turns as fit; a long one may not take the place of all others. */
function newest(turns: readonly TurnWriter[], bytes: number): Written[] {
  const kept: Written[] = []
  let room = bytes
  for (const turn of turns.toReversed()) {
    const next =
      fitting(turn, Math.min(room, bytes / 2)) ?? (kept.length === 0 ? sized(turn.placeholder()) : undefined)
    if (!next) break
    kept.unshift(next)
    room -= next.bytes
  }
  return kept
}

function fitting(turn: TurnWriter, bytes: number): Written | undefined {
  for (const room of ROOMS) {
    const written = sized(turn.write(room))
    if (written.bytes <= bytes) return written
  }
  return undefined
}

const sized = (turn: Turn): Written => ({ turn, bytes: Buffer.byteLength(partToHtml(turn)) })
const idsOf = (turns: readonly TurnWriter[]): string[] => turns.map(({ itemId }) => itemId)
