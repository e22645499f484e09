import type { Account, WhyAnswer } from '../../src/index.ts'
import { call, expectStatus } from './api.ts'

export const AUTO_REPLY = {
  name: 'Auto-reply',
  event_types: 'ticket-created',
  code: 'if (containsAny(ticket.tags.name, ["gladly-ai"])) { Action("replyToTicket", { body_text: "We have it." }) }',
}
export const CLOSE_THANKS = {
  name: 'Close thank-yous',
  event_types: 'ticket-message-created',
  code: 'if (containsAny(message.text, ["thank you"])) { Action("setStatus", { status: "closed" }) }',
}
export const KEEP_OPEN = {
  name: 'Keep open',
  event_types: 'ticket-updated',
  code: 'if (eq(ticket.status, "closed")) { Action("setStatus", { status: "open" }); Action("addTags", { tags: "kept" }) }',
}

/** How a simulator is asked why tickets are as they are. */
export function whyAt(url: string) {
  const ask = (name: string, id: number | string) =>
    call(url, 'GET', `/_control/v1/accounts/${name}/tickets/${id}/why`)
  const why = async (account: Account, id: number) =>
    expectStatus(await ask(account.name, id), 200).json as WhyAnswer
  /** What is said of a ticket, beside the second look that Gorgias takes at what is new. */
  const said = async (account: Account, id: number) =>
    (await why(account, id)).entries
      .map(({ sentence }) => sentence)
      .filter((sentence) => !sentence.startsWith('The second look'))
  return { ask, why, said }
}
