import { aiAgentSettings, setAiAgent as setUp } from '../../helpdesk/ai-agent/settings.ts'
import type { AiAgentSettings } from '../../helpdesk/model/ai-agent.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { change } from '../change.ts'
import { refusedInWords } from '../refused.ts'

export type { AiAgentSettings }

/** What of AI Agent is set up anew; the rest stays as it is. */
export type AiAgentChange = Partial<AiAgentSettings>

/** A conversation that AI Agent had: which ticket, and what became of it when. Times are ISO 8601. */
export interface AiInteractionRow {
  readonly ticket_id: number
  readonly answered_datetime: string
  readonly resolved_datetime: string | null
  readonly handed_over_datetime: string | null
  /** When a person wrote to the customer in its place. */
  readonly taken_over_datetime: string | null
}

/** How AI Agent is set up. */
export const readAiAgent = ({ world }: AccountTenant): AiAgentSettings => aiAgentSettings(world)

/** Sets AI Agent up. What has no text although it should is refused. */
export function setAiAgent(tenant: AccountTenant, settings: AiAgentChange): AiAgentSettings {
  const { world } = tenant
  refusedInWords(() =>
    change(tenant, 'ai-agent', () => setUp(world, { ...aiAgentSettings(world), ...settings })),
  )
  return readAiAgent(tenant)
}

const shown = (at: number | null): string | null => (at === null ? null : formatDatetime(at))

/** What AI Agent did so far, oldest first. */
export const listAiInteractions = ({ world }: AccountTenant): AiInteractionRow[] =>
  [...world.rows.aiInteractions.values()].map((row) => ({
    ticket_id: row.ticket_id,
    answered_datetime: formatDatetime(row.answered_at),
    resolved_datetime: shown(row.resolved_at),
    handed_over_datetime: shown(row.handed_over_at),
    taken_over_datetime: shown(row.taken_over_at),
  }))
