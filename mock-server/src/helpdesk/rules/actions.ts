import type { Actor } from '../actor.ts'
import { addMessage } from '../messages.ts'
import { nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import { INTERNAL_NOTE } from '../model/entities.ts'
import type { Message, Rule, Ticket } from '../model/entities.ts'
import { defaultMailbox, draftReply } from '../replies.ts'
import { renderBodies, ticketActions } from '../ticket-actions.ts'
import type { TicketAction, TicketActionContext } from '../ticket-actions.ts'
import type { ActionArguments } from './language/index.ts'

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

/** Whether a rule may write to this customer by itself now. */
function mayAutoReply({ world, rule, ticket, message }: ActionContext): boolean {
  if (message?.channel === 'api') return false
  // Mail of a mailing list is not answered, and is told by its cc recipients (documented).
  if (message?.source?.cc?.length) return false
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

const signed = (context: ActionContext): TicketActionContext => ({
  ...context,
  author: { via: 'rule', rule_id: context.rule.id, sender: botOf(context.world) },
})

function replyToTicket(context: ActionContext, args: ActionArguments): void {
  if (!mayAutoReply(context)) return
  const { world, actor, ticket } = context
  const { author, ...rest } = signed(context)
  const draft = draftReply(world, ticket, 'rule', renderBodies({ author, ...rest }, args))
  if (draft.channel === 'email' && (draft.source?.to ?? []).length === 0) return
  addMessage(world, actor, ticket.id, { ...draft, ...author })
  rememberAutoReply(context)
}

const shared: Readonly<Record<string, TicketAction>> = ticketActions

/** The action of that name, if the simulator can carry it out: a rule never pretends to act. */
export function ruleAction(name: string): RuleAction | undefined {
  if (name === 'replyToTicket') return replyToTicket
  const action = Object.hasOwn(shared, name) ? shared[name] : undefined
  return action && ((context, args) => action(signed(context), args))
}
