import type { AccountTenant } from '../accounts/tenant.ts'
import { listAiInteractions, readAiAgent, setAiAgent } from './ai-agent.ts'
import type { AiAgentChange, AiAgentSettings, AiInteractionRow } from './ai-agent.ts'

/** What the library offers of this subject. */
export const aiAgentCalls = (tenant: () => AccountTenant) => ({
  /** How AI Agent is set up: off at first. */
  aiAgent(): AiAgentSettings {
    return readAiAgent(tenant())
  },

  /**
   * Switches AI Agent on or off, and gives it its script; what is not named stays as it is.
   *
   * @throws {ControlError} 400 for an answer without a text
   * @example
   * account.setAiAgent({
   *   enabled: true,
   *   answers: [{ when: { contains: ['where is my order'] }, outcome: 'resolve', text: 'On its way.' }],
   * })
   */
  setAiAgent(settings: AiAgentChange): AiAgentSettings {
    return setAiAgent(tenant(), settings)
  },

  /** The conversations that AI Agent had, oldest first. */
  aiInteractions(): AiInteractionRow[] {
    return listAiInteractions(tenant())
  },
})
