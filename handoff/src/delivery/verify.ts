import { errorEntry } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import type { ApiFailure, ApiResult } from '../gorgias/api-result.ts'
import { ticketUrl } from '../gorgias/ticket-url.ts'
import type { VerifyResult } from '../model/outcome.ts'
import { buildVerificationTicket } from '../ticket/verification-ticket.ts'
import { deliver, repeat } from './deliver.ts'
import type { HandOffContext } from './hand-off-one.ts'
import { startRetries } from './retries.ts'
import type { Retries } from './retries.ts'

/** Somebody is looking on: a minute is long enough. */
const PATIENCE = { deadlineMs: 60_000, maxFailures: 3 }

/** Far more than any account has; it ends a server that never stops paging. */
const MAX_PAGES = 20

/**
 * Checks a set-up against the live account: that the support address belongs to an e-mail integration
 * (`meta.address`, recorded), then that a ticket can be made. That ticket is recognisable, e-mails nobody
 * and costs nothing; it stays until somebody deletes it.
 */
export async function verifyConnection(context: HandOffContext): Promise<VerifyResult> {
  const { config, ports, client, policy } = context
  const retries = startRetries({ ...policy, ...PATIENCE }, ports)
  const address = await checkSupportAddress(context, retries)
  if (address) return failedStep('support_address', address)

  const number = Math.floor(ports.random() * 0x1_0000_0000).toString(16)
  const body = buildVerificationTicket(config, `${ports.clock.now().toString(36)}-${number}`)
  const delivery = await deliver({ body, externalId: body.external_id, inDoubt: false }, { client, retries })
  if (!delivery.ok) return failedStep('verification_ticket', delivery.failure)
  const { ticket, warnings } = delivery
  return {
    status: 'verified',
    support_email: config.gorgias.supportEmail,
    ticket_id: ticket.id,
    ticket_url: ticketUrl(config, ticket.id),
    ...(warnings.length > 0 && { warnings }),
  }
}

/** A call that only reads leaves nothing in doubt: what was lost is an answer, not a ticket. */
function asReading(failure: ApiFailure): ApiFailure {
  if (errorEntry(failure.code).outcome !== 'unknown') return failure
  const code: ErrorCode = 'unreadable_answer'
  return { ...failure, code, message: `${errorEntry(code).meaning} (${failure.detail})` }
}

/** What is wrong with the support address, or `undefined`. */
async function checkSupportAddress(
  { config, client }: HandOffContext,
  retries: Retries,
): Promise<Omit<ApiFailure, 'detail'> | undefined> {
  const found = await mailAddresses((cursor) =>
    repeat(retries.series(), () => client.listIntegrations(cursor)),
  )
  if (!found.ok) return asReading(found.failure)
  const wanted = config.gorgias.supportEmail.trim().toLowerCase()
  if (found.value.some((address) => address.trim().toLowerCase() === wanted)) return undefined
  const known = found.value.length > 0 ? found.value.slice(0, 10).join(', ') : 'none'
  const code: ErrorCode = 'support_address_unknown'
  return {
    code,
    message: `${errorEntry(code).meaning} (${config.gorgias.supportEmail}; the account has: ${known})`,
  }
}

async function mailAddresses(
  page: (cursor?: string) => ReturnType<HandOffContext['client']['listIntegrations']>,
): Promise<ApiResult<string[]>> {
  const addresses: string[] = []
  let cursor: string | undefined
  for (let pages = 1; ; pages += 1) {
    const answer = await page(cursor)
    if (!answer.ok) return answer
    addresses.push(...answer.value.integrations.flatMap(({ address }) => address ?? []))
    cursor = answer.value.nextCursor
    if (cursor === undefined || pages === MAX_PAGES) return { ...answer, value: addresses }
  }
}

const failedStep = (
  step: 'support_address' | 'verification_ticket',
  { code, message, status, requestId }: Omit<ApiFailure, 'detail'>,
): VerifyResult => ({
  status: 'failed',
  step,
  code,
  message,
  hint: errorEntry(code).hint,
  ...(status !== undefined && { http_status: status }),
  ...(requestId !== undefined && { request_id: requestId }),
})
