/** What the demo reads of a ticket, as the API answers it. */
export interface DemoTicket {
  readonly id: number
  readonly subject: string | null
  readonly status: string
  readonly priority: string
  readonly tags: readonly { readonly name: string }[]
  readonly assignee_team: { readonly name: string } | null
  readonly customer: { readonly name: string | null; readonly email: string | null }
  readonly messages: readonly DemoMessage[]
}

interface DemoMessage {
  readonly channel: string
  readonly via: string
  readonly public: boolean
  readonly from_agent: boolean
  readonly sender: { readonly name: string | null; readonly email: string | null }
  readonly body_text: string | null
}

const WIDTH = 88
const rule = (title: string): string => `── ${title} ${'─'.repeat(Math.max(0, WIDTH - title.length - 4))}`

const who = ({ name, email }: DemoMessage['sender']): string =>
  [name, email && `<${email}>`].filter(Boolean).join(' ')

function title(message: DemoMessage): string {
  if (!message.public) return `Internal note by ${who(message.sender)}: only the team sees it`
  if (message.via === 'rule') return `Reply by a rule, e-mailed to the customer`
  return message.from_agent ? `Reply by ${who(message.sender)}` : `Public message from ${who(message.sender)}`
}

/** A ticket as a person would want to read it in a terminal. */
export function ticketPage(ticket: DemoTicket): string {
  const facts = [
    ['customer', `${ticket.customer.name ?? 'unknown'} <${ticket.customer.email ?? 'no e-mail'}>`],
    ['status', `${ticket.status}, priority ${ticket.priority}, ${ticket.assignee_team?.name ?? 'no team'}`],
    ['tags', ticket.tags.map(({ name }) => name).join(', ')],
  ]
  const head = [
    `Ticket ${ticket.id}: ${ticket.subject ?? '(no subject)'}`,
    ...facts.map(([label = '', value = '']) => `  ${label.padEnd(10)}${value}`),
  ]
  const messages = ticket.messages.map((message) =>
    [rule(title(message)), '', message.body_text ?? '', ''].join('\n'),
  )
  return [...head, '', ...messages].join('\n')
}
