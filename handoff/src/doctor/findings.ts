/** What a finding explains: one of the two complaints of the set-up guide, or the set-up itself. */
export type Complaint = 'customer_got_no_email' | 'team_does_not_see_the_ticket' | 'set_up'

/** `problem`: something is wrong now. `warning`: something will go wrong. `note`: where else to look. */
export type Severity = 'problem' | 'warning' | 'note'

/** One thing that the doctor can find. */
export interface FindingEntry {
  readonly complaint: Complaint
  readonly severity: Severity
  /** What is so, with places such as `{rule}` for the facts. */
  readonly sentence: string
  /** What to do about it. */
  readonly remedy: string
  /** The part of the set-up guide (docs/guides/set-up.md) that it belongs to. */
  readonly guide: string
}

type Row = Pick<FindingEntry, 'sentence' | 'remedy' | 'guide'> & { readonly severity?: Severity }

const of =
  (complaint: Complaint) =>
  (row: Row): FindingEntry => ({ complaint, severity: 'problem', ...row })

const noEmail = of('customer_got_no_email')
const notSeen = of('team_does_not_see_the_ticket')
const setUp = of('set_up')

const RULES = 'Part 3: the auto-reply rule'
const VIEW = 'Part 4: the view'
const MERGE = 'Part 5: no auto-merge for handoffs'
const KEY = 'Part 1: credentials'
const CONNECT = 'Part 2: connect and verify'
const NO_EMAIL = 'When a customer got no e-mail'
const NOT_SEEN = 'When the team does not see a ticket'

/** Everything that the doctor can find: the one place for its codes, sentences and advice. */
export const findings = {
  credentials_refused: notSeen({
    sentence: 'Gorgias refuses the key of {user}: it was revoked or reset, or its user was deactivated.',
    remedy:
      'Let an active admin make a new key and set GORGIAS_EMAIL and GORGIAS_API_KEY. ' +
      'With GORGIAS_OTHER_ADMIN_EMAIL and GORGIAS_OTHER_ADMIN_API_KEY of another admin the doctor says which of the two it was.',
    guide: KEY,
  }),
  key_revoked: notSeen({
    sentence: 'Gorgias refuses the key of {user}, who is an active user: the key was revoked or reset.',
    remedy: 'Let an admin make a new key (Settings, REST API) and set GORGIAS_API_KEY.',
    guide: KEY,
  }),
  user_deactivated: notSeen({
    sentence:
      'Gorgias refuses the key of {user}: this user is deactivated or deleted, and the key with them.',
    remedy:
      'Let another active admin make a new key, and set GORGIAS_EMAIL and GORGIAS_API_KEY. A user of its own for the integration outlives staff changes.',
    guide: KEY,
  }),
  not_reached: notSeen({
    sentence: 'The account cannot be read: {why}',
    remedy: '{hint}',
    guide: CONNECT,
  }),
  role_too_low: setUp({
    sentence: 'The user of the key, {user}, has the role {role}; the integration needs an admin.',
    remedy: 'Give the user the Admin role, or use the key of an admin.',
    guide: KEY,
  }),
  part_unreadable: setUp({
    severity: 'warning',
    sentence: 'The doctor could not read {what}: {why}',
    remedy: '{hint}',
    guide: KEY,
  }),
  support_address_unknown: noEmail({
    sentence:
      'The support address {address} belongs to no e-mail integration of the account (there are: {known}).',
    remedy:
      'Set GORGIAS_SUPPORT_EMAIL to an address of Settings, Email in Gorgias, or connect this one there.',
    guide: KEY,
  }),
  note_sender_unknown: notSeen({
    sentence:
      'The note is to be signed by {user}, who is no user of the account: Gorgias refuses such tickets.',
    remedy: 'Set INTEGRATION_USER_EMAIL to a user of the account, or leave it out.',
    guide: CONNECT,
  }),
  note_sender_deactivated: notSeen({
    sentence: 'The note is to be signed by {user}, who is deactivated.',
    remedy: 'Set INTEGRATION_USER_EMAIL to an active user, or leave it out.',
    guide: CONNECT,
  }),
  team_missing: notSeen({
    sentence: 'Tickets are to go to team {team}, which does not exist.',
    remedy: 'Set TEAM_ID to a team of the account, or leave it out.',
    guide: CONNECT,
  }),
  auto_reply_rule_missing: noEmail({
    sentence: 'No rule answers handoffs: Gorgias e-mails nobody about a ticket that was made by API.',
    remedy: 'Make the auto-reply rule: when a ticket is created, tags contain gladly-ai, reply to customer.',
    guide: RULES,
  }),
  auto_reply_rule_inactive: noEmail({
    sentence: 'The rule "{rule}", which would answer handoffs, is switched off.',
    remedy: 'Switch it on. Tickets that came meanwhile get no answer by it: write to those customers.',
    guide: RULES,
  }),
  auto_reply_rule_trigger: noEmail({
    sentence: 'The rule "{rule}" runs on {trigger}, not when a ticket is created.',
    remedy: 'Set its trigger to "ticket created".',
    guide: RULES,
  }),
  auto_reply_rule_condition: noEmail({
    sentence:
      'The rule "{rule}" replies to customers, but not to every ticket tagged gladly-ai: its condition is {condition}',
    remedy: 'Let the condition be exactly: tags contain gladly-ai, in small letters and with the hyphen.',
    guide: RULES,
  }),
  auto_reply_held_back: noEmail({
    sentence:
      'The rule "{rule}" did not answer ticket {ticket}, because the same reply went to this customer less than five minutes before (ticket {other}).',
    remedy:
      'Nothing is broken: Gorgias sends a customer the same auto-reply once in five minutes. Answer the ticket.',
    guide: RULES,
  }),
  auto_reply_newer: noEmail({
    sentence: 'The rule "{rule}" was made or changed after ticket {ticket} came, and rules do not look back.',
    remedy: 'Answer this ticket by hand; the next ones get the reply.',
    guide: RULES,
  }),
  auto_reply_did_not_run: noEmail({
    sentence: 'The rule "{rule}" is as it should be, and yet nothing answered ticket {ticket}.',
    remedy:
      'Look into the history of the ticket in Gorgias, and whether its tag came with the ticket or later.',
    guide: RULES,
  }),
  email_bounced: noEmail({
    sentence: 'The e-mail of ticket {ticket} to {address} came back: {error}',
    remedy: "Correct the customer's address in Gladly and in Gorgias, then write again.",
    guide: NO_EMAIL,
  }),
  email_not_sent: noEmail({
    sentence: 'The e-mail of ticket {ticket} to {address} was never sent: {error}',
    remedy: 'Check the e-mail integration of the support address in Gorgias, then send the message again.',
    guide: NO_EMAIL,
  }),
  email_left: noEmail({
    severity: 'note',
    sentence: 'An e-mail of ticket {ticket} to {address} was sent on {at}, and Gorgias knows of no error.',
    remedy:
      "Look into the customer's spam folder for messages from {support}, and check the address for typing errors.",
    guide: NO_EMAIL,
  }),
  wrong_address: noEmail({
    sentence: 'Ticket {ticket} was made for {found}, not for {wanted}.',
    remedy:
      "Correct the customer's address in Gladly, and the customer of the ticket in Gorgias; then reply again.",
    guide: NO_EMAIL,
  }),
  no_address: noEmail({
    sentence: 'Ticket {ticket} belongs to a customer without an e-mail address: nothing can be sent.',
    remedy:
      'Ask the customer for an address in Gladly. NO_EMAIL_POLICY=fail_and_notify refuses such handoffs.',
    guide: NO_EMAIL,
  }),
  ticket_missing: of('team_does_not_see_the_ticket')({
    sentence: 'There is no ticket {of}.',
    remedy:
      'Look into the run log and the error e-mails for this handoff, then hand the conversation off again: a handoff that has its ticket makes no second one with `send --again`.',
    guide: NOT_SEEN,
  }),
  ticket_merged: notSeen({
    sentence: 'The handoff {ticket} was merged into ticket {into} {by}, and is only to be found there.',
    remedy: 'Answer in ticket {into}. With the rule against auto-merge handoffs stay apart.',
    guide: MERGE,
  }),
  ticket_closed_by_rule: notSeen({
    sentence: 'Ticket {ticket} was closed {by}.',
    remedy:
      'Open it again, and let that rule leave out tickets tagged gladly-ai (tags do not contain gladly-ai).',
    guide: NOT_SEEN,
  }),
  ticket_closed: notSeen({
    severity: 'note',
    sentence: 'Ticket {ticket} is closed {by}: views of open tickets do not show it.',
    remedy: 'If nobody answered it, open it again.',
    guide: NOT_SEEN,
  }),
  ticket_retagged: notSeen({
    sentence:
      'Ticket {ticket} has lost the tag gladly-ai {by}: it is in no view and meets no rule of handoffs.',
    remedy: 'Tag it again; if a rule did it, let that rule leave out tickets tagged gladly-ai.',
    guide: NOT_SEEN,
  }),
  ticket_wrong_team: notSeen({
    sentence: 'Ticket {ticket} is assigned to {found}, not to team {wanted} {by}.',
    remedy: 'Assign it again; if a rule did it, let that rule leave out tickets tagged gladly-ai.',
    guide: NOT_SEEN,
  }),
  ticket_trashed: notSeen({
    sentence: 'Ticket {ticket} is in the trash {by}.',
    remedy: 'Restore it from the view Trash.',
    guide: NOT_SEEN,
  }),
  ticket_spam: notSeen({
    sentence: 'Ticket {ticket} is marked as spam {by}.',
    remedy: 'Take it out of the view Spam.',
    guide: NOT_SEEN,
  }),
  ticket_snoozed: notSeen({
    sentence: 'Ticket {ticket} is snoozed until {until} {by}.',
    remedy: 'Wake it, or wait.',
    guide: NOT_SEEN,
  }),
  view_missing: notSeen({
    sentence: 'No view that the user of the key can see filters on the tag gladly-ai.',
    remedy:
      'Make the view: tags contain gladly-ai, status is open; shared with everybody who answers handoffs.',
    guide: VIEW,
  }),
  view_inactive: notSeen({
    sentence: 'The view "{view}" is deactivated: a tag or an integration that it used was deleted.',
    remedy: 'Repair its filters, and switch it on.',
    guide: VIEW,
  }),
  view_filters: notSeen({
    sentence: 'The view "{view}" does not select open tickets tagged gladly-ai: its filter is {filters}',
    remedy: 'Let the filter be: tags contain gladly-ai, status is open.',
    guide: VIEW,
  }),
  not_in_view: notSeen({
    sentence:
      'Ticket {ticket} is open and tagged gladly-ai, yet the view "{view}" does not show it: its filter is {filters}',
    remedy:
      'Take the other conditions out of the view: tags contain gladly-ai and status is open are enough.',
    guide: VIEW,
  }),
  view_private: notSeen({
    severity: 'warning',
    sentence: 'The view "{view}" is {visibility}: not everybody in the team may see it.',
    remedy: 'Share the view with everybody who answers handoffs.',
    guide: VIEW,
  }),
  rule_may_hide: notSeen({
    severity: 'warning',
    sentence:
      'The rule "{rule}" can take handoffs out of the queue ({actions}), and does not leave out gladly-ai.',
    remedy: 'Add the condition "tags do not contain gladly-ai" to it.',
    guide: NOT_SEEN,
  }),
  auto_merge_unguarded: notSeen({
    severity: 'warning',
    sentence:
      'Auto-merge is on and no rule keeps handoffs apart: they may vanish in older tickets of the same customer.',
    remedy:
      'Make the rule: when a ticket is created, tags contain gladly-ai, exclude ticket from auto-merge.',
    guide: MERGE,
  }),
  no_handoffs: setUp({
    severity: 'note',
    sentence: 'Among the newest {looked} tickets none is a handoff.',
    remedy:
      'If there should be some: look into the run log of the handoff, and run `gorgias-handoff verify`.',
    guide: NOT_SEEN,
  }),
  not_looked_further: setUp({
    severity: 'note',
    sentence: 'Only the newest {looked} {what} were looked at; the account has more.',
    remedy: 'Name what you look for with --ticket, --customer or --conversation.',
    guide: NOT_SEEN,
  }),
} as const satisfies Record<string, FindingEntry>

/** The closed set of finding codes. */
export type FindingCode = keyof typeof findings

/** Something that the doctor found, ready to be read; plain JSON. */
export interface Finding extends FindingEntry {
  code: FindingCode
  ticket_id?: number
  rule_id?: number
  view_id?: number
}

/** What fills the places of a sentence; ids that are told go along as fields. */
export type Facts = Readonly<Record<string, string | number>>

/** Makes a finding; every place of its sentence and remedy is to be among the facts. */
export function finding(
  code: FindingCode,
  facts: Facts = {},
  ids: Pick<Finding, 'ticket_id' | 'rule_id' | 'view_id'> = {},
): Finding {
  const entry: FindingEntry = findings[code]
  return { code, ...entry, sentence: fill(entry.sentence, facts), remedy: fill(entry.remedy, facts), ...ids }
}

/** A fact that is empty, such as who did it where nobody knows, takes the blank before it along. */
const fill = (template: string, facts: Facts): string =>
  template.replaceAll(/( ?)\{(\w+)\}/g, (place, blank: string, name: string) => {
    const fact = facts[name] ?? place
    return fact === '' ? '' : `${blank}${fact}`
  })
