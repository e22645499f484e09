import type { ErrorCode } from '../errors.ts'

/** Something that did not stop the handoff but that somebody should know. */
export interface Warning {
  code: 'message_not_sent' | 'message_failed' | 'several_tickets' | 'follow_up_failed' | 'ledger_failed'
  message: string
}

interface Identity {
  handoff_id: string
  conversation_id: string
}

interface Effort {
  /** Tries to create the ticket; look-ups are not counted. */
  attempts: number
  /** Milliseconds spent waiting between calls. */
  waited_ms: number
  warnings?: Warning[]
}

/** The ticket exists: made now (`created`) or by an earlier call with the same handoff id. */
export interface TicketOutcome extends Identity, Effort {
  status: 'created' | 'already_created'
  ticket_id: number
  /** The ticket in the web page of Gorgias (inferred from its addresses, not documented). */
  ticket_url: string
}

/** The AI resolved the conversation: nothing was called. */
export interface NotNeededOutcome extends Identity, Effort {
  status: 'not_needed'
}

/** No ticket is known. The conversation stays in Gladly. */
export interface FailedOutcome extends Identity, Effort {
  status: 'failed'
  code: ErrorCode
  /** What went wrong, in a sentence. */
  message: string
  /** What to do about it. */
  hint: string
  /** The field of the request or of the ticket that is to blame, where one is. */
  field?: string
  /** Status of Gorgias' last answer, where there was one. */
  http_status?: number
  /** Gorgias' own number of the last answer, for its support. */
  request_id?: string
  /** The ticket's `external_id`, to search for it where its existence is unknown. */
  external_id?: string
  /**
   * What became of the e-mail: `printed` is what happens without a mail server; `grouped` leaves together with
   * others within minutes; `failed` is tried again as long as the ledger lasts; `pending` is still to leave.
   */
  notified: 'sent' | 'printed' | 'grouped' | 'failed' | 'pending' | 'not_tried'
}

/** What one handoff came to; plain JSON, told apart by `status`. */
export type Outcome = TicketOutcome | NotNeededOutcome | FailedOutcome

/** A handoff that is written down; it is made when its turn comes. */
export interface Receipt {
  status: 'accepted'
  handoff_id: string
  conversation_id: string
  /** By which its ticket is found in Gorgias. */
  external_id: string
  /** RFC 3339, UTC. */
  accepted_at: string
}

/** One step of the set-up check, in the order in which they are done. */
export interface VerifyStep {
  step: VerifyStepName
  status: 'ok' | 'failed'
  /** What was found, in a sentence. */
  message: string
}

export type VerifyStepName =
  'credentials' | 'role' | 'support_address' | 'team' | 'note_sender' | 'tag' | 'verification_ticket'

/** What the set-up check came to. The steps are those that were done; a failed one is the last. */
export type VerifyResult =
  | {
      status: 'verified'
      steps: VerifyStep[]
      support_email: string
      /** Absent where only reading was asked for. */
      ticket_id?: number
      ticket_url?: string
      warnings?: Warning[]
    }
  | {
      status: 'failed'
      steps: VerifyStep[]
      step: VerifyStepName
      code: ErrorCode
      message: string
      hint: string
      http_status?: number
      request_id?: string
    }
