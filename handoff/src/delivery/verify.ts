import { findUser, listMailboxes, readTeam, roleIsTooLow } from '../doctor/account-checks.ts'
import { sameAddress } from '../doctor/addresses.ts'
import { createReader } from '../doctor/reader.ts'
import type { Reader } from '../doctor/reader.ts'
import { HANDOFF_TAG } from '../doctor/rule-code.ts'
import { errorEntry } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import type { ApiFailure } from '../gorgias/api-result.ts'
import { parseTag, parseUser } from '../gorgias/rows.ts'
import type { UserRow } from '../gorgias/rows.ts'
import { ticketUrl } from '../gorgias/ticket-url.ts'
import type { OrgConfig } from '../model/config.ts'
import type { VerifyResult, VerifyStep, VerifyStepName, Warning } from '../model/outcome.ts'
import { buildVerificationTicket } from '../ticket/verification-ticket.ts'
import { deliver } from './deliver.ts'
import type { HandOffContext } from './hand-off-one.ts'
import { startRetries } from './retries.ts'

/** How far the set-up check goes. */
export interface VerifyOptions {
  /** Stops before the verification ticket. */
  readonly readOnly?: boolean
}

/** Somebody is looking on: a minute is long enough. */
const PATIENCE = { deadlineMs: 60_000, maxFailures: 3 }

/** What a step came to. */
type Found = { ok: true; message: string } | { ok: false; failure: Failure }
type Failure = Omit<ApiFailure, 'detail'>

/**
 * Checks a set-up against the live account, a step at a time, and ends at the first that fails: the key, the role of
 * its user, the support address (`meta.address` of an e-mail integration, recorded), the team, the sender of notes,
 * the spelling of the handoff tag; then that a ticket can be made. That ticket is recognisable, e-mails nobody and
 * costs nothing; it stays until somebody deletes it.
 */
export async function verifyConnection(
  context: Pick<HandOffContext, 'config' | 'ports' | 'client' | 'policy'>,
  { readOnly = false }: VerifyOptions = {},
): Promise<VerifyResult> {
  const { config, ports, client, policy } = context
  const retries = startRetries({ ...policy, ...PATIENCE }, ports)
  const reader = createReader(client, retries)
  const steps: VerifyStep[] = []
  const note = (step: VerifyStepName, found: Found): VerifyResult | undefined => {
    steps.push({
      step,
      status: found.ok ? 'ok' : 'failed',
      message: found.ok ? found.message : found.failure.message,
    })
    return found.ok ? undefined : failedStep(steps, step, found.failure)
  }

  const caller = await reader.get('/api/users/0', parseUser)
  if (!caller.ok) {
    note('credentials', caller)
    return failedStep(steps, 'credentials', caller.failure)
  }
  note('credentials', fine(`the key of ${config.gorgias.apiKeyUserEmail} is accepted`))
  const checks: [VerifyStepName, () => Promise<Found> | Found][] = [
    ['role', () => checkRole(caller.value)],
    ['support_address', () => checkSupportAddress(reader, config)],
    ['team', () => checkTeam(reader, config)],
    ['note_sender', () => checkNoteSender(reader, config)],
    ['tag', () => checkTag(reader)],
  ]
  for (const [step, check] of checks) {
    const failed = note(step, await check())
    if (failed) return failed
  }
  const verified = { status: 'verified' as const, steps, support_email: config.gorgias.supportEmail }
  if (readOnly) return verified

  const number = Math.floor(ports.random() * 0x1_0000_0000).toString(16)
  const body = buildVerificationTicket(config, `${ports.clock.now().toString(36)}-${number}`)
  const delivery = await deliver({ body, externalId: body.external_id, inDoubt: false }, { client, retries })
  if (!delivery.ok) {
    note('verification_ticket', delivery)
    return failedStep(steps, 'verification_ticket', delivery.failure)
  }
  const { ticket, warnings } = delivery
  note('verification_ticket', fine(`ticket ${ticket.id} was made; it e-mails nobody and costs nothing`))
  return {
    ...verified,
    ticket_id: ticket.id,
    ticket_url: ticketUrl(config, ticket.id),
    ...withWarnings(warnings),
  }
}

const withWarnings = (warnings: Warning[]): { warnings?: Warning[] } =>
  warnings.length > 0 ? { warnings } : {}

function checkRole(user: UserRow): Found {
  if (roleIsTooLow(user)) return wrong('forbidden', `${user.email} has the role ${user.role}, not admin`)
  return fine(user.role === '' ? 'the role of the user is not told' : `the user of the key is ${user.role}`)
}

async function checkSupportAddress(reader: Reader, { gorgias }: OrgConfig): Promise<Found> {
  const found = await listMailboxes(reader)
  if (!found.ok) return found
  const { rows } = found.value
  if (rows.some((address) => sameAddress(address, gorgias.supportEmail)))
    return fine(`${gorgias.supportEmail} belongs to an e-mail integration`)
  const known = rows.length > 0 ? rows.slice(0, 10).join(', ') : 'none'
  return wrong('support_address_unknown', `${gorgias.supportEmail}; the account has: ${known}`)
}

async function checkTeam(reader: Reader, { team }: OrgConfig): Promise<Found> {
  if (!team) return fine('none is set: tickets come without one')
  const found = await readTeam(reader, team.id)
  if (found.ok) return fine(`tickets go to ${found.value.name || `team ${team.id}`}`)
  return found.failure.code === 'not_found' ? wrong('team_unknown', `team ${team.id}`) : found
}

async function checkNoteSender(reader: Reader, config: OrgConfig): Promise<Found> {
  const { integrationUserEmail: sender, gorgias } = config
  if (sameAddress(sender, gorgias.apiKeyUserEmail)) return fine('the user of the key signs the notes')
  const found = await findUser(reader, sender)
  if (!found.ok) return found
  if (found.value?.active) return fine(`${sender} signs the notes`)
  return wrong('note_sender_unknown', found.value ? `${sender} is deactivated` : sender)
}

/** The first handoff makes the tag; another spelling is no error, yet rules that name it see no handoff. */
async function checkTag(reader: Reader): Promise<Found> {
  const found = await reader.list(`/api/tags?search=${HANDOFF_TAG}`, parseTag, { maxPages: 1 })
  if (!found.ok) return found
  const names = found.value.rows.map(({ name }) => name)
  if (names.includes(HANDOFF_TAG)) return fine(`${HANDOFF_TAG} is there`)
  const other = names.find((name) => name.toLowerCase() === HANDOFF_TAG)
  const spelling =
    other === undefined ? '' : `; beware, the account has ${other}, which is another tag to rules and views`
  return fine(`the first handoff makes ${HANDOFF_TAG}${spelling}`)
}

const fine = (message: string): Found => ({ ok: true, message })

const wrong = (code: ErrorCode, detail: string): Found => ({
  ok: false,
  failure: { code, message: `${errorEntry(code).meaning} (${detail})` },
})

const failedStep = (
  steps: VerifyStep[],
  step: VerifyStepName,
  { code, message, status, requestId }: Failure,
): VerifyResult => ({
  status: 'failed',
  steps,
  step,
  code,
  message,
  hint: errorEntry(code).hint,
  ...(status !== undefined && { http_status: status }),
  ...(requestId !== undefined && { request_id: requestId }),
})
