import { answeredIdOf, externalIdOf, fieldsOf, ticketOf } from '../wire/calls.ts'
import type { Call } from '../wire/calls.ts'
import { ALLOWED } from '../wire/roles.ts'
import { finding, isOk, nameOf } from './verdict.ts'
import type { Finding, FindingKind, Rule } from './verdict.ts'

const BLIND_RETRY: FindingKind = {
  code: 'retry-without-lookup',
  severity: 'error',
  hint: 'Gorgias knows no idempotency keys. Give each ticket an external_id, and ask GET /api/tickets?external_id=... before a POST goes out again.',
}
const TWINS: FindingKind = {
  code: 'duplicate-external-id',
  severity: 'error',
  hint: 'Let one process at a time work on a conversation, write its external_id down before the first POST, and look it up before any other.',
}

/** What asks, though its method is POST. */
const ASKING = new Set(ALLOWED['observer-agent'])

/** So many calls with an unknown outcome are remembered, the newest. */
const MOST_LOST = 200

/** Whether the caller cannot know what became of a call. */
const isUnknown = ({ entry: { status, hung_up, broken } }: Call): boolean =>
  status === 0 || status >= 500 || hung_up || broken

/** Whether two POSTs are the same one: of two that the journal does not have whole, nobody can say. */
function isSame(one: Call, other: Call): boolean {
  if (one.pathname !== other.pathname || !one.isWhole || !other.isWhole) return false
  const [id, otherId] = [externalIdOf(one), externalIdOf(other)]
  return id === undefined ? one.requestText === other.requestText : id === otherId
}

/** Whether a call finds out what became of another one. */
function looksUp(call: Call, lost: Call): boolean {
  if (!isOk(call)) return false
  if (call.entry.operation === 'search') return true
  if (call.entry.method !== 'GET') return false
  const isTicket = lost.entry.operation === 'createTicket' && call.entry.operation === 'listTickets'
  const [asked, external_id] = [call.query.get('external_id'), externalIdOf(lost)]
  if (isTicket && asked !== null) return asked === external_id
  if (isTicket) return external_id === undefined
  return call.pathname === lost.pathname || lost.pathname.startsWith(`${call.pathname}/`)
}

/** A POST that went out again though the first one may have arrived, and nobody looked. */
export const findBlindRetries: Rule = ({ calls }) => {
  const findings: Finding[] = []
  let lost: Call[] = []
  for (const call of calls) {
    if (lost.length > 0) lost = lost.filter((one) => !looksUp(call, one))
    if (call.entry.method !== 'POST' || ASKING.has(call.entry.operation ?? '')) continue
    const before = lost.find((one) => isSame(one, call))
    if (before !== undefined) {
      const end = before.entry.status === 0 ? 'was cut off' : `ended with ${before.entry.status}`
      const message = `${nameOf(before)} ${end}, and call ${call.id} sent it again without a look whether it had arrived.`
      findings.push(finding(BLIND_RETRY, message, [before, call]))
      lost = lost.filter((one) => one !== before)
    }
    if (isUnknown(call)) lost = [...lost, call].slice(-MOST_LOST)
  }
  return findings
}

const GIVES_ID = new Set(['createTicket', 'updateTicket'])

/** Tickets, and of each the call that gave it an external id, as far as the answers say. */
class Bearers {
  readonly #idOf = new Map<number, string>()
  readonly #of = new Map<string, Map<number, Call>>()

  take(ticket: number): void {
    this.#of.get(this.#idOf.get(ticket) ?? '')?.delete(ticket)
    this.#idOf.delete(ticket)
  }

  give(ticket: number, external_id: string, call: Call): void {
    const bearers = this.#of.get(external_id) ?? new Map<number, Call>()
    this.#of.set(external_id, bearers.set(ticket, call))
    this.#idOf.set(ticket, external_id)
  }

  of(external_id: string): Call[] {
    return [...(this.#of.get(external_id)?.values() ?? [])]
  }
}

/**
 * Tickets that bear the same external id, whether they were made with it or got it later. One that was
 * deleted, or got another id, before the next one got it is no twin.
 */
export const findTwins: Rule = ({ calls, ticketsWith }) => {
  const bearers = new Bearers()
  /** Of each external id the calls that gave it to a ticket, or may have. */
  const givers = new Map<string, Call[]>()
  const twins = new Map<string, Call[]>()
  for (const call of calls) {
    const { operation } = call.entry
    const ticket = operation === 'createTicket' ? answeredIdOf(call) : ticketOf(call)
    if (operation === 'deleteTicket' && isOk(call) && ticket !== undefined) bearers.take(ticket)
    const isGiver = GIVES_ID.has(operation ?? '') && (isOk(call) || isUnknown(call))
    if (!isGiver || !Object.hasOwn(fieldsOf(call.body), 'external_id')) continue
    const external_id = externalIdOf(call)
    if (isOk(call) && ticket !== undefined) bearers.take(ticket)
    if (external_id === undefined) continue
    if (isOk(call) && ticket !== undefined) bearers.give(ticket, external_id, call)
    const all = givers.get(external_id)
    if (all === undefined) givers.set(external_id, [call])
    else all.push(call)
    const both = bearers.of(external_id)
    if (both.length > 1) twins.set(external_id, both)
  }
  // Whether a call whose answer was lost gave its id to a ticket is seen by the tickets that are there.
  for (const [external_id, all] of givers) if (ticketsWith(external_id) > 1) twins.set(external_id, all)
  return [...twins].map(([external_id, both]) =>
    finding(TWINS, `More than one ticket has the external_id "${external_id}".`, both),
  )
}
