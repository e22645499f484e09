import { AiAgentSchema } from '../../seeds/ai-agent.ts'
import { route } from '../route.ts'

export const aiAgentRoutes = [
  route({
    method: 'GET',
    url: '/ai-agent',
    operationId: 'readAiAgent',
    summary: 'How AI Agent is set up',
    answer: (account) => account.aiAgent(),
  }),
  route({
    method: 'PUT',
    url: '/ai-agent',
    operationId: 'setAiAgent',
    summary: 'Switch AI Agent on or off, and give it its script',
    body: AiAgentSchema,
    answer: (account, { body }) => account.setAiAgent(body),
  }),
  route({
    method: 'GET',
    url: '/ai-agent/interactions',
    operationId: 'listAiInteractions',
    summary: 'The conversations that AI Agent had, and what became of them',
    answer: (account) => ({ data: account.aiInteractions() }),
  }),
]
