import type { Timer } from '../kernel/world.ts'
import type { Actor } from './actor.ts'
import { accountOf } from './model/helpdesk.ts'
import type { Helpdesk } from './model/helpdesk.ts'
import type { Instant } from './model/entities.ts'
import type { HttpTrigger } from './model/deliveries.ts'

/** What happens by itself after an answer, and how long after it was seen to happen, in microseconds. */
const lags = {
  /** The second `updated_datetime`, with its `ticket-updated` event (recorded: about 200 ms), and the language. */
  'settle-ticket': 200_000,
  /** Rules run asynchronously (inferred). */
  'run-rules': 300_000,
  /** HTTP integrations call behind the rules (inferred). */
  'call-integrations': 500_000,
  /** A call is tried again when its time has come. */
  'retry-delivery': 0,
  /** `sent_datetime` of an outgoing e-mail (recorded: 190 to 900 ms). */
  'deliver-message': 500_000,
  /** `failed_datetime` of an e-mail that was rejected (recorded: 9.5 s after it was sent). */
  'bounce-message': 9_500_000,
  /** What stands at the customers' end answers; each robot has a delay of its own. */
  'robot-answers': 0,
  /** `usage` of tags (recorded: not counted yet when a ticket has just got one). */
  'count-tags': 1_000_000,
  /** A snooze ends when its time has come. */
  'wake-ticket': 0,
  /** Behind the rules of the new ticket, which may keep it apart (documented: the action), before anything leaves. */
  'auto-merge': 400_000,
  /** Behind the rules, too (inferred). */
  'assign-ticket': 700_000,
  'assign-waiting': 700_000,
  'plan-survey': 1_000_000,
  /** AI Agent takes note, and gets to it behind all that others do at that moment. */
  'ai-agent-reads': 0,
  /** Its answer (inferred: within the minute). */
  'ai-agent-answers': 20_000_000,
  /** A survey goes out when its time has come. */
  'send-survey': 0,
  /** `started_datetime` of a job (recorded: 106 ms). */
  'start-job': 106_000,
  /** What a job does in one go (recorded: an export that was done 1.33 s after it started). */
  'work-job': 1_330_000,
} as const

export type Effect = keyof typeof lags

/** One trigger of rules, and the message that its rules look at. */
export interface TriggerRun {
  readonly trigger: string
  readonly message_id: number | null
}

/** One trigger of HTTP integrations, and the message that their calls show. */
export interface HttpCall {
  readonly trigger: HttpTrigger
  readonly message_id: number | null
}

/** What each effect needs to know, besides the actor. */
export interface EffectPayloads {
  /** `new_tags` are those that a new ticket came with. */
  'settle-ticket': { readonly ticket_id: number; readonly new_tags?: readonly number[] }
  'run-rules': { readonly ticket_id: number; readonly runs: readonly TriggerRun[] }
  'call-integrations': { readonly ticket_id: number; readonly calls: readonly HttpCall[] }
  'retry-delivery': { readonly delivery_id: number }
  'deliver-message': { readonly message_id: number }
  'bounce-message': { readonly message_id: number }
  'robot-answers': { readonly robot_id: number; readonly email_id: number }
  'count-tags': { readonly gained: readonly number[]; readonly lost: readonly number[] }
  /** `due` is when the snooze was to end when this was set. */
  'wake-ticket': { readonly ticket_id: number; readonly due: Instant }
  'auto-merge': { readonly ticket_id: number }
  'assign-ticket': { readonly ticket_id: number }
  /** A user who has room for one more. */
  'assign-waiting': { readonly user_id: number }
  /** `changed_at` is when the ticket was closed or reopened. */
  'plan-survey': { readonly ticket_id: number; readonly changed_at: Instant }
  'ai-agent-reads': { readonly ticket_id: number; readonly message_id: number }
  'ai-agent-answers': { readonly ticket_id: number; readonly message_id: number }
  /** `due` is the time that the survey was to go out at when this was set. */
  'send-survey': { readonly survey_id: number; readonly due: Instant }
  'start-job': { readonly job_id: number }
  'work-job': { readonly job_id: number }
}

export type EffectHandlers = {
  readonly [E in Effect]: (world: Helpdesk, actor: Actor, payload: EffectPayloads[E]) => void
}

/**
 * Lets something follow by itself: at once, or with the delay that was observed, as the account is set.
 * Either way it comes after the answer of the operation that caused it.
 *
 * @param after the moment to count from, where it is not the present: a deadline, in microseconds since the epoch
 */
export function follow<E extends Effect>(
  world: Helpdesk,
  actor: Actor,
  effect: E,
  payload: EffectPayloads[E],
  after: Instant = world.now,
): void {
  const lag = accountOf(world).effects === 'realistic' ? lags[effect] : 0
  world.setTimer(Math.max(after, world.now) + lag, effect, { ...payload, actor })
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
