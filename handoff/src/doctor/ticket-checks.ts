import { parseEvent, parseTicketRow, parseUser } from '../gorgias/rows.ts'
import type { EventRow, MessageRow, RuleRow, TicketRow } from '../gorgias/rows.ts'
import type { Look } from './look.ts'
import { HANDOFF_TAG } from './rule-code.ts'
import type { RuleSight } from './rule-checks.ts'

/** The same auto-reply goes to a customer once within this time (documented). */
const SAME_REPLY_MS = 5 * 60_000

/** Why the customer of a handoff got no e-mail, as far as its ticket tells. */
export async function checkMail(look: Look, ticket: TicketRow, { autoReply }: RuleSight): Promise<void> {
  const address = ticket.customer?.email ?? ''
  const last = ticket.messages.findLast(
    (message) => message.fromAgent && message.public && message.channel !== 'internal-note',
  )
  if (address === '') look.add('no_address', { ticket: ticket.id }, { ticket_id: ticket.id })
  else if (last) tellLast(look, ticket.id, address, last)
  else if (autoReply) await tellWhyNoReply(look, ticket, autoReply)
}

/** What became of the last message to the customer; of one that is still on its way nothing is said. */
function tellLast(look: Look, ticket: number, address: string, last: MessageRow): void {
  const about = { ticket, address }
  const ids = { ticket_id: ticket }
  if (last.failedAt !== undefined || last.error !== undefined) {
    const code = last.sentAt === undefined ? 'email_not_sent' : 'email_bounced'
    look.add(code, { ...about, error: withoutTags(last.error) }, ids)
  } else if (last.sentAt !== undefined) {
    const at = new Date(last.sentAt).toISOString()
    look.add('email_left', { ...about, at, support: look.config.gorgias.supportEmail }, ids)
  }
}

/** Why a rule that answers every handoff did not answer this one. */
async function tellWhyNoReply(look: Look, ticket: TicketRow, rule: RuleRow): Promise<void> {
  const about = { rule: rule.name, ticket: ticket.id }
  const ids = { ticket_id: ticket.id, rule_id: rule.id }
  const other = await sameReplyBefore(look, ticket, rule.id)
  if (other !== undefined) look.add('auto_reply_held_back', { ...about, other }, ids)
  else if ((rule.updatedAt ?? 0) > (ticket.createdAt ?? Infinity)) look.add('auto_reply_newer', about, ids)
  else look.add('auto_reply_did_not_run', about, ids)
}

/** Gorgias puts markup into its errors (recorded). */
const withoutTags = (error: string | undefined): string =>
  (error ?? 'Gorgias names no reason').replaceAll(/<[^<>]{0,100}>/g, ' ')

/** So many of the customer's other tickets are opened to find the reply that came before. */
const MAX_OTHERS = 3

/** Another ticket of the customer in which the same rule replied within the five minutes before. */
async function sameReplyBefore(look: Look, ticket: TicketRow, ruleId: number): Promise<number | undefined> {
  const { customer, createdAt } = ticket
  if (!customer || createdAt === undefined) return undefined
  const path = `/api/tickets?customer_id=${customer.id}&order_by=created_datetime:desc`
  const read = await look.reader.list(path, parseTicketRow, { maxPages: 1 })
  const others = read.ok ? read.value.rows.filter(({ id }) => id !== ticket.id) : []
  const isIt = ({ ruleId: by, createdAt: at = 0 }: MessageRow) =>
    by === ruleId && at <= createdAt && createdAt - at < SAME_REPLY_MS
  for (const { id } of others.slice(0, MAX_OTHERS)) {
    const other = await look.reader.get(`/api/tickets/${id}`, parseTicketRow)
    if (other.ok && other.value.messages.some(isIt)) return id
  }
  return undefined
}

/** Why the team does not see the ticket of a handoff, with who did it as far as its history tells. */
export async function checkQueue(look: Look, ticket: TicketRow, sight: RuleSight): Promise<void> {
  const { status, spam, trashed, snoozedUntil, tags } = ticket
  const { team } = look.config
  const wrongTeam = team !== undefined && ticket.team?.id !== team.id
  const retagged = !tags.includes(HANDOFF_TAG)
  if (status !== 'closed' && !spam && !trashed && snoozedUntil === undefined && !wrongTeam && !retagged)
    return

  const by = await whoDid(look, ticket, sight)
  const about = { ticket: ticket.id }
  const ids = { ticket_id: ticket.id }
  if (snoozedUntil !== undefined) {
    const { words } = await by('ticket-snoozed', 'snoozeTicket')
    look.add('ticket_snoozed', { ...about, until: snoozedUntil, by: words }, ids)
  } else if (status === 'closed') {
    const { words, isRule } = await by('ticket-closed', 'setStatus')
    look.add(isRule ? 'ticket_closed_by_rule' : 'ticket_closed', { ...about, by: words }, ids)
  }
  if (trashed) {
    const { words } = await by('ticket-trashed', 'trashTicket')
    look.add('ticket_trashed', { ...about, by: words }, ids)
  }
  if (spam) {
    const { words } = await by('ticket-marked-spam')
    look.add('ticket_spam', { ...about, by: words }, ids)
  }
  if (retagged) {
    const { words } = await by('ticket-tags-removed', 'removeTags', 'setTags')
    look.add('ticket_retagged', { ...about, by: words }, ids)
  }
  if (wrongTeam) {
    const type = ticket.team ? 'ticket-team-assigned' : 'ticket-team-unassigned'
    const { words } = await by(type, 'setTeamAssignee')
    const found = ticket.team ? `team ${ticket.team.name || ticket.team.id}` : 'no team'
    look.add('ticket_wrong_team', { ...about, found, wanted: team.id, by: words }, ids)
  }
}

/** Who did the last thing of a kind: a phrase such as `by the rule "Close thanks"`, and whether it was a rule. */
type WhoDid = (type: string, ...actions: string[]) => Promise<{ words: string; isRule: boolean }>

async function whoDid(look: Look, { id }: TicketRow, { rules }: RuleSight): Promise<WhoDid> {
  const path = `/api/events?object_type=Ticket&object_id=${id}&order_by=created_datetime:desc`
  const read = look.valueOf(
    'the history of the ticket',
    await look.reader.list(path, parseEvent, { maxPages: 2 }),
  )
  const events = read?.rows ?? []
  return async (type, ...actions) => {
    const event = events.find((row) => row.type === type)
    if (!event) return { words: '', isRule: false }
    if (event.userId !== null) return { words: `by ${await nameOf(look, event.userId)}`, isRule: false }
    const done = events.find((row) => isAction(row, [...actions, 'applyMacro']))
    const ruleId = done?.data.rule_id
    if (typeof ruleId !== 'number') return { words: 'by a rule or by Gorgias itself', isRule: false }
    const name = rules.find((rule) => rule.id === ruleId)?.name
    return { words: name === undefined ? `by rule ${ruleId}` : `by the rule "${name}"`, isRule: true }
  }
}

/** A user in words; integrations act as the user of their key. */
async function nameOf(look: Look, userId: number): Promise<string> {
  const user = await look.reader.get(`/api/users/${userId}`, parseUser)
  return user.ok && user.value.email !== '' ? user.value.email : `user ${userId}`
}

/** `action-executed` is a documented kind of event; what its data hold is inferred. */
const isAction = ({ type, data }: EventRow, names: readonly string[]): boolean =>
  type === 'action-executed' && names.some((name) => name === data.action)
