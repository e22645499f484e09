import { startRetries } from '../delivery/retries.ts'
import type { HandOffContext } from '../delivery/hand-off-one.ts'
import { errorEntry } from '../errors.ts'
import type { ApiFailure } from '../gorgias/api-result.ts'
import { createGorgiasClient } from '../gorgias/client.ts'
import type { GorgiasClient } from '../gorgias/client.ts'
import { parseUser } from '../gorgias/rows.ts'
import type { UserRow } from '../gorgias/rows.ts'
import { createScrubber } from '../gorgias/scrub.ts'
import { autoMergeIsOn, checkAccount, findUser } from './account-checks.ts'
import { findTickets } from './find-tickets.ts'
import type { Subject } from './find-tickets.ts'
import type { Finding } from './findings.ts'
import { startLook } from './look.ts'
import type { Look } from './look.ts'
import { createReader } from './reader.ts'
import { checkRules } from './rule-checks.ts'
import { checkMail, checkQueue } from './ticket-checks.ts'
import { checkItems, checkViews } from './view-checks.ts'

export type { Subject } from './find-tickets.ts'

/** What a diagnosis came to; plain JSON. */
export interface Diagnosis {
  /** `unwell` as soon as one finding is a problem. */
  status: 'well' | 'unwell'
  findings: Finding[]
  /** Tickets that were looked into. */
  tickets: number[]
  /** Calls made, all of them `GET`. */
  calls: number
}

/** What of a handoff's context a diagnosis needs. */
export type DiagnosisContext = Pick<HandOffContext, 'config' | 'ports' | 'client' | 'policy'>

/** Somebody is looking on, yet a rate limit that is used up is waited for. */
const PATIENCE = { deadlineMs: 120_000, maxFailures: 3 }

/**
 * Names the causes for "the customer got no e-mail" and "the team does not see the ticket". It only reads.
 *
 * It makes some ten calls for the set-up and one to a dozen for each of up to five tickets; lists are followed for
 * five pages. Calls that meet the rate limit wait as long as Gorgias says, two minutes in all.
 *
 * @param subject what is asked about; nothing named means the newest handoffs
 */
export async function diagnose(context: DiagnosisContext, subject: Subject = {}): Promise<Diagnosis> {
  const { config, ports, policy } = context
  const retries = startRetries({ ...policy, ...PATIENCE }, ports)
  const { apiKeyUserEmail, apiKey, otherAdmin } = config.gorgias
  const hideKey = createScrubber(apiKeyUserEmail, apiKey)
  const hideOther = otherAdmin ? createScrubber(otherAdmin.email, otherAdmin.apiKey) : (text: string) => text
  const open = (client: GorgiasClient) =>
    startLook(createReader(client, retries), config, (text) => hideOther(hideKey(text)))

  const look = open(context.client)
  const caller = await look.reader.get('/api/users/0', parseUser)
  if (caller.ok) return examine(look, subject, caller.value)
  if (caller.failure.code !== 'unauthorized') return stop(look, caller.failure)
  if (!otherAdmin) {
    look.add('credentials_refused', { user: apiKeyUserEmail })
    return conclude(look, [])
  }

  const gorgias = { ...config.gorgias, apiKeyUserEmail: otherAdmin.email, apiKey: otherAdmin.apiKey }
  const other = open(createGorgiasClient(gorgias, ports, policy.requestTimeoutMs))
  const user = await findUser(other.reader, apiKeyUserEmail)
  if (!user.ok) {
    other.add('credentials_refused', { user: apiKeyUserEmail })
    other.valueOf('the users', user)
    return conclude(other, [])
  }
  other.add(user.value?.active ? 'key_revoked' : 'user_deactivated', { user: apiKeyUserEmail })
  return examine(other, subject, user.value)
}

async function examine(look: Look, subject: Subject, user: UserRow | undefined): Promise<Diagnosis> {
  await checkAccount(look, user)
  const sight = await checkRules(look, await autoMergeIsOn(look))
  const view = await checkViews(look)
  const tickets = await findTickets(look, subject)
  for (const ticket of tickets) {
    await checkMail(look, ticket, sight)
    await checkQueue(look, ticket, sight)
  }
  if (view) await checkItems(look, view, tickets)
  return conclude(
    look,
    tickets.map(({ id }) => id),
  )
}

function stop(look: Look, { code, message }: ApiFailure): Diagnosis {
  look.add('not_reached', { why: message, hint: errorEntry(code).hint })
  return conclude(look, [])
}

const RANK = { problem: 0, warning: 1, note: 2 } as const

/** The worst first; else in the order in which they were found. */
function conclude({ found, reader }: Look, tickets: number[]): Diagnosis {
  const findings = found.toSorted((a, b) => RANK[a.severity] - RANK[b.severity])
  const unwell = findings.some(({ severity }) => severity === 'problem')
  return { status: unwell ? 'unwell' : 'well', findings, tickets, calls: reader.calls }
}
