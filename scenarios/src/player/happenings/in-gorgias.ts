import { longForm } from '../../format/verb.ts'
import { byId } from '../cast.ts'
import type { TicketRow } from '../desk.ts'
import type { Stage } from '../stage.ts'
import { StoryError } from '../story-error.ts'
import type { Acts } from './happen.ts'

/** What agents and customers do in Gorgias after the handoff. */
export const deskHappenings: Acts<'agent replies' | 'customer answers by e-mail'> = {
  'agent replies': async (stage, short) => {
    const { text, ticket: name, agent, close } = longForm(short)
    const ticket = await readTicket(stage, name)
    const { customer } = ticket
    if (!customer?.email) throw new StoryError(`ticket ${ticket.id} has no address that could be answered`)
    const support = `support@${stage.account.credentials.subdomain}.test`
    await stage.atTheDesk(async (desk) => {
      await desk.send('POST', `/api/tickets/${ticket.id}/messages`, {
        channel: ticket.channel,
        via: 'helpdesk',
        from_agent: true,
        public: true,
        sender: { email: agent ?? someAgent(stage) },
        receiver: { id: customer.id },
        source: {
          type: ticket.channel,
          from: { address: support, name: '' },
          to: [{ address: customer.email, name: customer.name ?? '' }],
        },
        body_text: text,
        body_html: `<p>${escapeHtml(text)}</p>`,
      })
      if (close) await desk.send('PUT', `/api/tickets/${ticket.id}`, { status: 'closed' })
    })
    await letEffectsHappen(stage)
  },

  'customer answers by e-mail': async (stage, short) => {
    const { text, ticket: name, subject } = longForm(short)
    const ticket = await readTicket(stage, name)
    const mail = stage.account.outbox().findLast((row) => row.ticket_id === ticket.id)
    if (!mail)
      throw new StoryError(
        `nobody wrote to the customer of ticket ${ticket.id}, so there is nothing to answer`,
      )
    stage.account.inbound({
      from: mail.to,
      text,
      subject: subject ?? `Re: ${ticket.subject ?? ''}`,
      in_reply_to: mail.header_message_id,
    })
    await letEffectsHappen(stage)
  },
}

async function readTicket(stage: Stage, name: string | undefined): Promise<TicketRow> {
  const id = name === undefined ? undefined : stage.ticketNames.get(name)
  if (name !== undefined && id === undefined) throw new StoryError(`the handoff "${name}" made no ticket`)
  return stage.lookAround(async (desk) => {
    if (id !== undefined) return desk.get<TicketRow>(`/api/tickets/${id}`)
    const newest = byId(await desk.list<TicketRow>('/api/tickets')).at(-1)
    if (!newest) throw new StoryError('there is no ticket')
    return newest
  })
}

function someAgent(stage: Stage): string {
  const agent = stage.activeUsers().find(({ role }) => role.name !== 'admin' && role.name !== 'bot')
  return (agent ?? stage.activeAdmin()).email
}

/** What Gorgias does "at once" is a timer that is due now. */
const letEffectsHappen = (stage: Stage) => stage.account.clock.advance(0)

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
