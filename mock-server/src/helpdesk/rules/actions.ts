import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { recordEvent } from '../events.ts'
import { addMessage, findUser, INTERNAL_NOTE } from '../messages.ts'
import { nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Message, Rule, Ticket, TicketPriority, TicketStatus } from '../model/entities.ts'
import { defaultMailbox, draftReply } from '../replies.ts'
import { tagsByName } from '../tags.ts'
import { renderTemplate } from '../templates.ts'
import { changeTicket } from '../ticket-changes.ts'
import type { ActionArguments } from './language/index.ts'
import { textReaderFor } from './scope.ts'

/** What an action knows: the ticket as it is now, what the rule looked at, and on whose behalf it acts. */
export interface ActionContext {
  readonly world: Helpdesk
  readonly actor: Actor
  readonly rule: Rule
  readonly ticket: Ticket
  readonly message: Message | undefined
}

type RuleAction = (context: ActionContext, args: ActionArguments) => void

/** One auto-reply of a rule to one customer within this time (documented), in microseconds. */
const AUTO_REPLY_INTERVAL = 5 * 60 * 1_000_000

const text = (args: ActionArguments, name: string): string => String(args[name] ?? '')

/** Tags are one string with commas between them (recorded). */
const tagNames = (args: ActionArguments) =>
  text(args, 'tags')
    .split(',')
    .map((name) => ({ name: name.trim() }))
    .filter(({ name }) => name !== '')

/** Texts of a rule may hold variables; what they stand for is data, so it is escaped in HTML. */
function bodies({ world, ticket, message }: ActionContext, args: ActionArguments) {
  const read = textReaderFor(world, { ticket, message })
  const render = (name: string, escape: 'html' | 'none') =>
    args[name] === undefined ? null : renderTemplate(text(args, name), read, { escape })
  return { body_text: render('body_text', 'none'), body_html: render('body_html', 'html') }
}

/** Whether a rule may write to this customer by itself now. */
function mayAutoReply({ world, rule, ticket, message }: ActionContext): boolean {
  if (message?.channel === 'api') return false
  const messages = world.rows.messages.walk('byTicket', { prefix: [ticket.id] })
  if ([...messages].every((row) => row.channel === INTERNAL_NOTE || row.channel === 'api')) return false
  const last = world.rows.autoReplies.first('byRuleAndCustomer', [rule.id, ticket.customer_id])
  return last === undefined || world.now - last.at >= AUTO_REPLY_INTERVAL
}

function rememberAutoReply({ world, rule, ticket }: ActionContext): void {
  const key = [rule.id, ticket.customer_id]
  const last = world.rows.autoReplies.first('byRuleAndCustomer', key)
  const id = last?.id ?? nextId(world, 'autoReplies')
  world.rows.autoReplies.put({ id, rule_id: rule.id, customer_id: ticket.customer_id, at: world.now })
}

/** Rules write as the mailbox's bot (recorded: the bot exists; inferred: that it is the sender). */
function botOf(world: Helpdesk): { readonly id?: number } {
  const address = defaultMailbox(world)?.address
  const bot = address
    ? world.rows.users.first('byEmail', [address])
    : world.rows.users.first('byRole', ['bot'])
  return bot === undefined ? {} : { id: bot.id }
}

const change =
  (
    changes: (args: ActionArguments, context: ActionContext) => Parameters<typeof changeTicket>[3],
  ): RuleAction =>
  (context, args) =>
    void changeTicket(context.world, context.actor, context.ticket.id, changes(args, context))

/** What each action does. One that is not here cannot be saved: a rule never pretends to act. */
const actions: Readonly<Record<string, RuleAction>> = {
  replyToTicket(context, args) {
    if (!mayAutoReply(context)) return
    const { world, actor, rule, ticket } = context
    const draft = draftReply(world, ticket, 'rule', bodies(context, args))
    if (draft.channel === 'email' && (draft.source?.to ?? []).length === 0) return
    addMessage(world, actor, ticket.id, { ...draft, sender: botOf(world), rule_id: rule.id })
    rememberAutoReply(context)
  },
  addInternalNote(context, args) {
    const { world, actor, rule, ticket } = context
    const note = {
      channel: INTERNAL_NOTE,
      from_agent: true,
      via: 'rule',
      rule_id: rule.id,
      sender: botOf(world),
    }
    addMessage(world, actor, ticket.id, { ...note, ...bodies(context, args) })
  },
  addTags: change((args, { world, actor, ticket }) => ({
    tag_ids: [...new Set([...ticket.tag_ids, ...tagsByName(world, actor, tagNames(args))])],
  })),
  removeTags: change((args, { world, ticket }) => {
    const names = tagNames(args).map(({ name }) => name)
    return { tag_ids: ticket.tag_ids.filter((id) => !names.includes(world.rows.tags.get(id)?.name ?? '')) }
  }),
  setTags: change((args, { world, actor }) => ({ tag_ids: tagsByName(world, actor, tagNames(args)) })),
  setStatus: change((args) => ({ status: text(args, 'status') as TicketStatus })),
  setPriority: change((args) => ({ priority: text(args, 'priority') as TicketPriority })),
  setSubject: change((args, { world, ticket, message }) => ({
    subject: renderTemplate(text(args, 'subject'), textReaderFor(world, { ticket, message }), {
      escape: 'none',
    }),
  })),
  setAssignee: change((args, { world }) => {
    const user = findUser(world, { id: Number(text(args, 'assignee_user')) })
    if (user === undefined) throw new Refusal('invalid', 'The rule assigns to a user who does not exist.')
    return { assignee_user_id: user.id }
  }),
  setTeamAssignee: change((args, { world }) => {
    const team = world.rows.teams.get(Number(text(args, 'assignee_team')))
    if (team === undefined) throw new Refusal('invalid', 'The rule assigns to a team that does not exist.')
    return { assignee_team_id: team.id }
  }),
  excludeTicketFromAutoMerge({ world, actor, ticket }) {
    recordEvent(world, actor, 'ticket-excluded-from-auto-merge', { type: 'Ticket', id: ticket.id })
  },
  excludeTicketFromCSAT({ world, actor, ticket }) {
    recordEvent(world, actor, 'ticket-excluded-from-csat', { type: 'Ticket', id: ticket.id })
  },
  trashTicket: change((_args, { world }) => ({ trashed_datetime: world.now })),
}

/** The action of that name, if the simulator can carry it out. */
export const ruleAction = (name: string): RuleAction | undefined =>
  Object.hasOwn(actions, name) ? actions[name] : undefined
