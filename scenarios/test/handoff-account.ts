import { createHandoff, memoryLedger, secret } from '@gorgias-harness/handoff'
import type { Fetch, Handoff, HandoffRequest, OrgConfig, TicketOutcome } from '@gorgias-harness/handoff'
import type { Account } from '@gorgias-harness/mock-server'
import { settle, watchTraffic } from '../src/index.ts'

type Gorgias = Partial<OrgConfig['gorgias']>

/** The configuration of a handoff into an account that is called acme, or was forked from it. */
export function configOf(
  account: Account,
  changes: Partial<Omit<OrgConfig, 'gorgias'>> & { gorgias?: Gorgias } = {},
): OrgConfig {
  const { url, email, api_key } = account.credentials
  const { gorgias, ...rest } = changes
  return {
    gorgias: {
      baseUrl: url,
      apiKeyUserEmail: email,
      apiKey: secret(api_key),
      supportEmail: 'support@acme.test',
      ...gorgias,
    },
    errorNotificationEmail: 'alerts@shop.test',
    subjectTemplate: 'Gladly AI Handoff',
    defaultPriority: 'normal',
    integrationUserEmail: email,
    customTags: [],
    gladly: { conversationUrlTemplate: 'https://shop.gladly.test/conversation/{conversationId}' },
    timeZone: 'UTC',
    locale: 'en',
    handoffMessages: { byGuide: {} },
    channels: ['chat', 'email'],
    noEmailPolicy: 'fail_and_notify',
    aiDisplayName: 'Gladly AI',
    legacyAiAgentIds: [],
    limits: { overviewChars: 600, intentChars: 200, topics: 10, tags: 20, htmlBytes: 100_000 },
    ...rest,
  }
}

/** The handoff connected to an account, on the account's clock. */
export function connectTo(account: Account, config: OrgConfig, fetch: Fetch = globalFetch) {
  const traffic = watchTraffic(account.clock, fetch)
  const handoff: Handoff = createHandoff(config, {
    clock: traffic.clock,
    random: () => 0,
    fetch: traffic.fetch,
    ledger: memoryLedger(),
    mailer: { send: () => Promise.resolve('sent') },
  })
  return {
    handoff,
    /** Ends work that may wait on the virtual clock. */
    run: <T>(work: Promise<T>): Promise<T> => settle(work, traffic, account.clock),
  }
}

export const globalFetch: Fetch = (url, init) => fetch(url, init)

/** One chat that needs a person, by a customer whose address is the conversation's id at example.com. */
export function requestOf(
  account: Account,
  conversation: string,
  {
    email = `${conversation}@example.com`,
    text = 'My lamp is broken.',
  }: { email?: string | null; text?: string } = {},
): HandoffRequest {
  const at = new Date(account.clock.now()).toISOString()
  return {
    handoffId: `${conversation}-1`,
    requestedAt: at,
    reason: { kind: 'asked_for_human' },
    conversation: { id: conversation, channel: 'chat', createdAt: at, status: 'open' },
    customer: {
      id: `cu-${conversation}`,
      name: 'Ana Ortiz',
      emails: email === null ? [] : [{ address: email, primary: true }],
      identity: 'verified',
    },
    participants: [{ id: 'p-1', role: 'customer', name: 'Ana Ortiz' }],
    items: [{ id: 'i-1', at, by: 'p-1', kind: 'text', text, format: 'plain' }],
    topics: [],
  }
}

/** Hands one conversation over. @throws if it makes no ticket */
export async function handOver(
  account: Account,
  request: HandoffRequest,
  config = configOf(account),
): Promise<TicketOutcome> {
  const { handoff, run } = connectTo(account, config)
  const outcome = await run(handoff.handOff(request))
  await handoff.close()
  if (outcome.status !== 'created') throw new Error(`no ticket: ${JSON.stringify(outcome)}`)
  return outcome
}

/** One call of the REST API as an admin. @throws with the answer if it is refused */
export async function call<T>(account: Account, method: string, path: string, body?: unknown): Promise<T> {
  const { url } = account.credentials
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: account.authorization, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`)
  return (text === '' ? undefined : JSON.parse(text)) as T
}
