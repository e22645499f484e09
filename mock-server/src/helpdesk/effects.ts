import type { Timer } from '../kernel/world.ts'
import type { Actor } from './actor.ts'
import { accountOf } from './model/helpdesk.ts'
import type { Helpdesk } from './model/helpdesk.ts'

/** What happens by itself after an answer, and how long after it was seen to happen, in microseconds. */
const lags = {
  /** The second `updated_datetime`, with its `ticket-updated` event (recorded: about 200 ms). */
  'settle-ticket': 200_000,
  /** Rules run asynchronously (inferred). */
  'run-rules': 300_000,
  /** `sent_datetime` of an outgoing e-mail (recorded: 190 to 900 ms). */
  'deliver-message': 500_000,
} as const

export type Effect = keyof typeof lags

/** One trigger of rules, and the message that its rules look at. */
export interface TriggerRun {
  readonly trigger: string
  readonly message_id: number | null
}

/** What each effect needs to know, besides the actor. */
export interface EffectPayloads {
  'settle-ticket': { readonly ticket_id: number }
  'run-rules': { readonly ticket_id: number; readonly runs: readonly TriggerRun[] }
  'deliver-message': { readonly message_id: number }
}

export type EffectHandlers = {
  readonly [E in Effect]: (world: Helpdesk, actor: Actor, payload: EffectPayloads[E]) => void
}

/**
 * Lets something follow by itself: at once, or with the delay that was observed, as the account is set.
 * Either way it comes after the answer of the operation that caused it.
 */
export function follow<E extends Effect>(
  world: Helpdesk,
  actor: Actor,
  effect: E,
  payload: EffectPayloads[E],
): void {
  const lag = accountOf(world).effects === 'realistic' ? lags[effect] : 0
  world.setTimer(world.now + lag, effect, { ...payload, actor })
}

/** Carries out the timers that {@link follow} sets. */
export const carryOut =
  (handlers: EffectHandlers) =>
  (world: Helpdesk, timer: Timer): void => {
    const handler = handlers[timer.kind as Effect] as (
      world: Helpdesk,
      actor: Actor,
      payload: unknown,
    ) => void
    handler(world, timer.payload.actor as Actor, timer.payload)
  }
