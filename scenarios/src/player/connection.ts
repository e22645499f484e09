import { createHandoff, memoryLedger, secret } from '@gorgias-harness/handoff'
import type { Fetch, Handoff, NotificationMail, OrgConfig } from '@gorgias-harness/handoff'
import { createGladlyDouble } from '../platform.ts'
import type { GladlyDouble } from '../platform.ts'
import type { HandoffSettings } from '../format/schema/given.ts'
import type { Cast } from './cast.ts'
import { userOf } from './cast.ts'
import { toMilliseconds } from './duration.ts'
import { seededRandom } from './seeded-random.ts'
import type { SimulatedAccount } from './simulator.ts'
import { watchTraffic } from './traffic.ts'
import type { Traffic } from './traffic.ts'

/** The real handoff, connected to the account of a story. */
export interface Connection {
  readonly handoff: () => Handoff
  readonly traffic: Traffic
  readonly gladly: GladlyDouble
  readonly errorMails: readonly NotificationMail[]
  /** The user whose key is in use. */
  keyOwner(): string
  revokeKey(): void
  /** Makes a key of another admin and connects again with it; what is remembered of handoffs stays. */
  useKeyOf(email: string): Promise<void>
}

const SEED = 20260302

/** Connects the handoff with the settings of a story; what they leave out has the product's default. */
export function connect(
  account: SimulatedAccount,
  cast: Cast,
  settings: HandoffSettings,
  fetch: Fetch,
): Connection {
  const traffic = watchTraffic(account.clock, fetch)
  const gladly = createGladlyDouble()
  const errorMails: NotificationMail[] = []
  const ports = {
    clock: traffic.clock,
    random: seededRandom(SEED),
    fetch: traffic.fetch,
    ledger: memoryLedger(),
    platform: gladly.platform,
    mailer: {
      send: (mail: NotificationMail) => {
        errorMails.push(mail)
        return Promise.resolve('sent' as const)
      },
    },
  }
  const connectAs = (email: string) => {
    const key = account.createKey(userOf(cast, email).id)
    const config = toConfig(account, cast, settings, { email, apiKey: key.api_key })
    return { email, keyId: key.id, handoff: createHandoff(config, ports) }
  }
  let current = connectAs(settings.api_user ?? account.credentials.email)

  return {
    handoff: () => current.handoff,
    traffic,
    gladly,
    errorMails,
    keyOwner: () => current.email,
    revokeKey: () => void account.revokeKey(current.keyId),
    useKeyOf: async (email) => {
      await current.handoff.close()
      current = connectAs(email)
    },
  }
}

function toConfig(
  account: SimulatedAccount,
  cast: Cast,
  settings: HandoffSettings,
  key: { readonly email: string; readonly apiKey: string },
): OrgConfig {
  const team = cast.teams.find((row) => row.name === settings.team)
  const { url, subdomain } = account.credentials
  return {
    gorgias: {
      baseUrl: new URL(url).origin,
      apiKeyUserEmail: key.email,
      apiKey: secret(key.apiKey),
      supportEmail: `support@${subdomain}.test`,
    },
    errorNotificationEmail: settings.error_email ?? 'handoff-errors@shop.test',
    subjectTemplate: settings.subject ?? 'Gladly AI Handoff',
    defaultPriority: settings.priority ?? 'normal',
    integrationUserEmail: settings.integration_user ?? key.email,
    customTags: settings.custom_tags ?? [],
    ...(team && { team: { id: team.id } }),
    gladly: { conversationUrlTemplate: 'https://shop.gladly.test/conversation/{conversationId}' },
    timeZone: 'UTC',
    locale: 'en',
    handoffMessages: {
      ...(settings.handoff_message !== undefined && { default: settings.handoff_message }),
      byGuide: settings.guides ?? {},
    },
    channels: ['chat', 'email'],
    noEmailPolicy: settings.no_email ?? 'fail_and_notify',
    aiDisplayName: 'Gladly AI',
    legacyAiAgentIds: [],
    limits: { overviewChars: 600, intentChars: 200, topics: 10, tags: 20, htmlBytes: 100_000 },
    ...(settings.deadline !== undefined && { retry: { deadlineMs: toMilliseconds(settings.deadline) } }),
  }
}
