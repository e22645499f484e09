import type { HandoffRequest } from '../model/request.ts'
import type { Block } from '../transcript/tree.ts'
import { notice } from '../transcript/tree.ts'
import type { Reachable, Why } from './customer-address.ts'
import { orderNumbers, some } from './note-facts.ts'
import type { Fact } from './note.ts'

const WHY: Readonly<Record<Why, string>> = {
  primary: 'the primary one in Gladly',
  used: 'the one this conversation was written from; no primary one in Gladly can be used',
  first: 'the first in Gladly; none that is primary or was used in this conversation can be used',
  sender: 'the sender of this conversation’s e-mail; the profile in Gladly has none that can be used',
}

/** Who the customer is, how sure that is, which address was chosen and why, and how else they can be reached. */
export function people(request: HandoffRequest, customer: Reachable): Fact[] {
  const found = customer.kind === 'chosen'
  return [
    ['Name', request.customer.name],
    ['Identity', identity(request)],
    ['E-mail', found ? undefined : 'none: this ticket cannot be answered by e-mail'],
    ['Address used', found ? WHY[customer.why] : undefined],
    ['Other addresses', found ? some(customer.others) : undefined],
    ['Not used', some(customer.unused.map(({ text, why }) => `${text} (${why})`))],
  ]
}

const CHECK = 'Check who it is before you share order details'

function identity({ customer, conversation }: HandoffRequest): string {
  switch (customer.identity) {
    case 'verified':
      return 'verified'
    case 'anonymous':
      return `anonymous: nobody said who they are. ${CHECK}`
    case 'claimed':
      return conversation.channel === 'email'
        ? `not verified: the address is the sender of an e-mail, which anybody can write. ${CHECK}`
        : `not verified: the address was typed by the visitor. ${CHECK}`
  }
}

/** Said above everything else: whoever typed somebody's address may be after that person's orders. */
export function identityWarning(request: HandoffRequest): Block[] {
  const orders = some(orderNumbers(request))
  if (request.customer.identity === 'verified' || orders === undefined) return []
  return [
    notice(
      `The customer is not verified, and the conversation shows order data (${orders}). ` +
        'An answer goes to the address that was given, whoever gave it.',
    ),
  ]
}
