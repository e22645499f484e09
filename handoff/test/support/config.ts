import type { OrgConfig } from '../../src/model/config.ts'
import { secret } from '../../src/model/secret.ts'

export const API_KEY = 'key-0123456789abcdef'

/** A complete configuration for tests; its accounts exist nowhere. */
export function testConfig(changes: Partial<OrgConfig> = {}): OrgConfig {
  return {
    gorgias: {
      baseUrl: 'https://acme.gorgias.com',
      apiKeyUserEmail: 'bot@acme.test',
      apiKey: secret(API_KEY),
      supportEmail: 'support@acme.test',
    },
    errorNotificationEmail: 'alerts@acme.test',
    subjectTemplate: 'Gladly AI Handoff',
    defaultPriority: 'normal',
    integrationUserEmail: 'bot@acme.test',
    customTags: [],
    gladly: { conversationUrlTemplate: 'https://acme.gladly.test/conversation/{conversationId}' },
    timeZone: 'UTC',
    locale: 'en',
    handoffMessages: { default: 'A colleague will write to you by e-mail.', byGuide: {} },
    channels: ['chat', 'email'],
    noEmailPolicy: 'fail_and_notify',
    aiDisplayName: 'Gladly AI',
    legacyAiAgentIds: [],
    limits: { overviewChars: 600, intentChars: 200, topics: 10, tags: 20, htmlBytes: 100_000 },
    ...changes,
  }
}
