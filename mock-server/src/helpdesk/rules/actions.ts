import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { addMessage } from '../messages/messages.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Message, Rule, Ticket } from '../model/entities.ts'
import { countMacroUse } from '../macros/macros.ts'
import { botOf, defaultMailbox, draftReply } from '../messages/replies.ts'
import { renderBodies, ticketActions } from '../tickets/actions.ts'
import type { TicketAction, TicketActionArguments, TicketActionContext } from '../tickets/actions.ts'
import type { Allowance } from './allowance.ts'
import { addressOf, refuseAutoReply, rememberWriting } from './auto-replies.ts'
import { markComment } from './facebook.ts'
import type { ActionArguments, ActionName } from './language/index.ts'
import { usableMacro } from './macros.ts'
import { sendEmail } from './send-email.ts'

/** What an action knows: the ticket as it is now, what the rule looked at, and on whose behalf it acts. */
export interface ActionContext {
  readonly world: Helpdesk
  readonly actor: Actor
  readonly rule: Rule
  readonly ticket: Ticket
  readonly message: Message | undefined
  readonly allowance: Allowance
}

interface RuleActionContext extends TicketActionContext {
  readonly rule: Rule
  readonly allowance: Allowance
}

type RuleAction<Arguments> = (context: RuleActionContext, args: Arguments) => void

/** Rules write as the mailbox's bot (recorded: the bot exists; inferred: that it is the sender). */
function authorOf(world: Helpdesk): { readonly id?: number } {
  const mailbox = defaultMailbox(world)
  const bot = (mailbox && botOf(world, mailbox)) ?? world.rows.users.first('byRole', ['bot'])
  return bot === undefined ? {} : { id: bot.id }
}

function replyToTicket(context: RuleActionContext, args: TicketActionArguments): void {
  const { world, actor, rule, ticket, message, author } = context
  refuseAutoReply(world, rule, ticket, message)
  const bodies = renderBodies(context, args)
  if (bodies.body_text === null && bodies.body_html === null)
    throw new Refusal('conflict', 'There is no text to send.')
  const draft = draftReply(world, ticket, 'rule', bodies)
  if (draft.channel === 'email' && (draft.source?.to ?? []).length === 0)
    throw new Refusal('conflict', 'The customer has no email address.')
  addMessage(world, actor, ticket.id, { ...draft, ...author })
  rememberWriting(world, addressOf(world, ticket), rule.id)
}

/** What a macro does by the hand of a rule: nobody looks its text over, so it leaves as an auto-reply (inferred). */
const macroActions: Readonly<Record<string, RuleAction<TicketActionArguments>>> = {
  ...(ticketActions satisfies Readonly<Record<string, TicketAction>>),
  setResponseText: replyToTicket,
}

/** Each action of the macro counts as one of the rule; one that is impossible by now is left out. */
function applyMacro(context: RuleActionContext, { macro_id }: ActionArguments): void {
  const { world, allowance } = context
  const macro = usableMacro(world, Number(macro_id))
  let done = 0
  for (const { name, arguments: args } of macro.actions) {
    const ticket = world.rows.tickets.get(context.ticket.id)
    if (ticket === undefined) break
    done += tryAction(world, allowance, () => macroActions[name]?.({ ...context, ticket }, args)) ? 1 : 0
  }
  if (done === 0) throw new Refusal('conflict', 'Nothing of the macro could be done.')
  countMacroUse(world, [macro.id])
}

const actions: Readonly<Record<ActionName, RuleAction<ActionArguments>>> = {
  ...ticketActions,
  replyToTicket,
  sendEmail,
  applyMacro,
  facebookHideComment: markComment('hidden_datetime'),
  facebookLikeComment: markComment('liked_datetime'),
}

/**
 * Does one thing as a whole or not at all.
 *
 * @returns whether it was done; what is impossible by now is left out
 * @throws AllowanceSpent where rules have done enough
 */
function tryAction(world: Helpdesk, allowance: Allowance, run: () => void): boolean {
  allowance.act()
  try {
    world.attempt(run)
    return true
  } catch (error) {
    // It must not keep the rule's other actions from running.
    if (error instanceof Refusal) return false
    throw error
  }
}

/**
 * Carries out an action of a rule.
 *
 * @returns whether it was done; what is impossible by now is left out as a whole
 * @throws AllowanceSpent where rules have done enough; what this action did is undone
 */
export function takeAction(context: ActionContext, name: ActionName, args: ActionArguments): boolean {
  const { world, rule, allowance } = context
  return tryAction(world, allowance, () =>
    actions[name](
      {
        ...context,
        author: { via: 'rule', rule_id: rule.id, sender: authorOf(world) },
        charge: (characters) => allowance.write(characters),
      },
      args,
    ),
  )
}
