/** The JSON of `POST /api/tickets`, as far as a handoff uses it. Field names are Gorgias' own. */
export interface CreateTicketBody {
  channel: 'email' | 'api'
  via: 'api'
  from_agent: false
  status: 'open'
  /** At most 255 characters. Gorgias only stores it; that it is unique is our promise, not its. */
  external_id: string
  /** One line, at most 998 characters. */
  subject: string
  priority: 'normal' | 'high' | 'critical'
  tags: { name: string }[]
  customer?: { email: string; name?: string }
  assignee_team?: { id: number }
  /** Two letters. */
  language?: string
  meta: Record<string, string>
  /** Exactly two: what the customer may see, then the internal note. */
  messages: [PublicMessage, InternalNote]
}

/**
 * An inbound message. It has no `sent_datetime` and `from_agent` is false: an outgoing one would be mailed to the
 * customer and make the ticket billable (recorded).
 */
export interface PublicMessage {
  channel: 'email' | 'api'
  via: 'api'
  from_agent: false
  public: true
  sender: { email: string; name?: string } | { external_id: string; name?: string }
  /** Needed on channel email, where Gorgias answers 400 without `from` (recorded). */
  source?: {
    type: 'email'
    from: { address: string; name: string }
    to: { address: string; name: string }[]
  }
  subject: string
  body_html: string
  body_text: string
}

/** Seen by the team only. */
export interface InternalNote {
  channel: 'internal-note'
  via: 'api'
  from_agent: true
  public: false
  sender: { email: string }
  body_html: string
  body_text: string
}
