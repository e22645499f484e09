import type { Identified } from '../../kernel/collection.ts'
import type { Instant } from './entities.ts'

/** Where AI Agent can answer. */
export const AI_CHANNELS = ['email', 'chat'] as const
export type AiChannel = (typeof AI_CHANNELS)[number]

/**
 * What becomes of a ticket: AI Agent answers and closes it, answers and waits for the customer, passes it on
 * to people, or leaves it alone.
 */
export const AI_OUTCOMES = ['resolve', 'answer', 'hand-over', 'ignore'] as const
export type AiOutcome = (typeof AI_OUTCOMES)[number]

/** To what an answer fits; all that is named has to hold. */
export interface AnswerCondition {
  /** Any of these in the subject or the text, whatever the case of the letters. */
  readonly contains?: readonly string[]
  /** The ticket has any of these tags. */
  readonly tags?: readonly string[]
}

/** One answer of the script. Texts may hold variables, such as `{{ticket.customer.firstname}}`. */
export interface ScriptedAnswer {
  /** Absent: it fits every message. */
  readonly when?: AnswerCondition
  readonly outcome: AiOutcome
  readonly text?: string
  readonly html?: string
}

/** How AI Agent is set up. */
export interface AiAgentSettings {
  readonly enabled: boolean
  readonly channels: readonly AiChannel[]
  /** The first that fits is given; where none does, the ticket is handed over. */
  readonly answers: readonly ScriptedAnswer[]
}

/** AI Agent of an account: one row, once it was set up. */
export interface AiAgent extends AiAgentSettings, Identified {
  /** The bot that signs its messages. */
  readonly user_id: number
}

/** What AI Agent did with a ticket: it answered, and then resolved it or handed it over. */
export interface AiInteraction extends Identified {
  readonly ticket_id: number
  readonly answered_at: Instant
  /** When AI Agent took the conversation for resolved; null while it has not. */
  readonly resolved_at: Instant | null
  /** When AI Agent passed the ticket on to people. */
  readonly handed_over_at: Instant | null
  /** When a person answered in its place. */
  readonly taken_over_at: Instant | null
}

/** A person who takes over within 72 hours saves the fee (documented); microseconds. */
export const TAKEOVER_WINDOW = 72 * 3_600 * 1_000_000
