import { Refusal } from '../../kernel/refusal.ts'
import { addUser } from '../account/account.ts'
import type { AiAgent, AiAgentSettings, ScriptedAnswer } from '../model/ai-agent.ts'
import { accountOf } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'

const AI_AGENT_ID = 1
const OFF: AiAgentSettings = { enabled: false, channels: ['email', 'chat'], answers: [] }

/** AI Agent as it was set up; undefined while nobody has. */
export const aiAgentOf = (world: Helpdesk): AiAgent | undefined => world.rows.aiAgents.get(AI_AGENT_ID)

/** How AI Agent is set up: off in a fresh account (inferred: it is an add-on). */
export function aiAgentSettings(world: Helpdesk): AiAgentSettings {
  const { enabled, channels, answers } = aiAgentOf(world) ?? OFF
  return { enabled, channels, answers }
}

/** What answers has something to say, what ignores is silent, and a hand-over may be either. */
function problemOf({ outcome, text, html }: ScriptedAnswer): string | undefined {
  const speaks = Boolean(text) || Boolean(html)
  if (outcome === 'ignore') return speaks ? 'What is ignored gets no text.' : undefined
  return speaks || outcome === 'hand-over' ? undefined : `The outcome "${outcome}" needs a text.`
}

/** AI Agent writes as a bot user of its own (inferred). */
function addBot(world: Helpdesk): number {
  const { subdomain } = accountOf(world)
  return addUser(world, { name: 'AI Agent', email: `ai-agent@${subdomain}.test`, role: 'bot' }).id
}

/**
 * Sets AI Agent up, in place of how it was set up before. What it has in hand it answers by the new script.
 *
 * @throws Refusal 400 for an answer without a text.
 * @example
 * setAiAgent(world, { enabled: true, channels: ['email'], answers: [{ outcome: 'resolve', text: 'Done.' }] })
 */
export function setAiAgent(world: Helpdesk, settings: AiAgentSettings): AiAgent {
  for (const [i, answer] of settings.answers.entries()) {
    const problem = problemOf(answer)
    if (problem !== undefined) throw new Refusal('invalid', '', { answers: { [i]: { text: [problem] } } })
  }
  const user_id = aiAgentOf(world)?.user_id ?? addBot(world)
  return world.rows.aiAgents.put({ ...settings, user_id, id: AI_AGENT_ID })
}
