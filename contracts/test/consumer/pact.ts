import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MatchersV3, PactV4 } from '@pact-foundation/pact'
import { secret, systemClock } from '@gorgias-harness/handoff'
import type { OrgConfig } from '@gorgias-harness/handoff'
import { createGorgiasClient } from '../../../handoff/src/gorgias/client.ts'
import type { GorgiasClient } from '../../../handoff/src/gorgias/client.ts'
import { contractAccount } from '../../src/states/catalogue.ts'
import type { StateName, StateParams } from '../../src/states/set-up.ts'

process.env.PACT_DO_NOT_TRACK = 'true'

const names = { consumer: 'gladly-gorgias-handoff', provider: 'gorgias-rest-api' }
/** A folder of this run alone: in an old file, interactions that are gone would survive. */
export const folder = mkdtempSync(join(tmpdir(), 'pact-'))

/** The pact file of this run. */
export const writtenPact = join(folder, `${names.consumer}-${names.provider}.json`)

/** The interactions of this run. */
export const contract = new PactV4({ ...names, dir: folder, logLevel: 'error' })

/** The arguments of `given`. */
export type Given = [name: string, params: Record<string, string | number>]

/** A `given` that the catalogue of provider states knows. */
export const given = <Name extends StateName>(name: Name, params: StateParams<Name>): Given => [name, params]

/** What every request carries. Who it is, the verification decides: the example opens nothing. */
export const authorization = MatchersV3.regex(
  '^Basic [A-Za-z0-9+/]+={0,2}$',
  `Basic ${Buffer.from('user:key').toString('base64')}`,
)

/** Any status that the client takes for a success. */
export const success = (example: number) =>
  MatchersV3.matchStatus(example, MatchersV3.HTTPResponseStatusClass.Success)

const [integrationUser] = contractAccount.users

/** A configuration whose account is the server at an address. */
export const configFor = (baseUrl: string): OrgConfig => ({
  gorgias: {
    baseUrl,
    apiKeyUserEmail: integrationUser.email,
    apiKey: secret('any-key'),
    supportEmail: contractAccount.support_email,
  },
  errorNotificationEmail: 'alerts@example.com',
  subjectTemplate: 'Gladly AI Handoff',
  defaultPriority: 'high',
  integrationUserEmail: integrationUser.email,
  customTags: ['from-chat'],
  gladly: { conversationUrlTemplate: 'https://example.com/conversation/{conversationId}' },
  timeZone: 'UTC',
  locale: 'en',
  handoffMessages: { byGuide: {} },
  channels: ['chat', 'email'],
  noEmailPolicy: 'fail_and_notify',
  aiDisplayName: 'Gladly AI',
  legacyAiAgentIds: [],
  limits: { overviewChars: 600, intentChars: 200, topics: 10, tags: 20, htmlBytes: 100_000 },
})

/** The handoff's own client of the server at an address. */
export const clientOf = ({ url }: { url: string }): GorgiasClient =>
  createGorgiasClient(
    configFor(url).gorgias,
    { clock: systemClock, fetch: (address, init) => fetch(address, init) },
    5_000,
  )
