import { fieldsOf } from '../wire/calls.ts'
import type { Call } from '../wire/calls.ts'
import { ALLOWED } from '../wire/roles.ts'
import { finding, nameOf } from './verdict.ts'
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

const isOk = ({ entry }: Call): boolean => entry.status >= 200 && entry.status < 300

function externalIdOf(call: Call): string | undefined {
  const { external_id } = fieldsOf(call.body)
  return typeof external_id === 'string' && external_id !== '' ? external_id : undefined
}

/** So many calls with an unknown outcome are remembered, the newest. */
const MOST_LOST = 200

/** Whether the caller cannot know what became of a call. An answer that a fault touched may have come to harm. */
const isUnknown = ({ entry }: Call): boolean =>
  entry.status === 0 ||
  entry.status >= 500 ||
  entry.hung_up ||
  (entry.fault_id !== null && entry.status < 300)

/** Whether two POSTs are the same one. A call that failed before its body was read is known by its length. */
function isSame(one: Call, other: Call): boolean {
  if (one.pathname !== other.pathname) return false
  const length = (call: Call) => call.requestHeaders['content-length']
  if (one.requestText === null || other.requestText === null) return length(one) === length(other)
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
  if (isTicket && asked !== null) return asked === external_id || lost.requestText === null
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

const TICKET_PATH = /^\/api\/tickets\/(\d+)$/
const ANSWERED_ID = /^\{"id":(\d+)/

/** Tickets that bear the same external id. One that was deleted before the next was made is no twin. */
export const findTwins: Rule = ({ calls, ticketsWith }) => {
  /** Of each external id the calls that made a ticket, or may have, by what their answers say it is. */
  const made = new Map<string, Map<string, Call>>()
  const twins = new Map<string, Call[]>()
  for (const call of calls) {
    if (call.entry.operation === 'deleteTicket' && isOk(call)) {
      const id = TICKET_PATH.exec(call.pathname)?.[1] ?? ''
      for (const tickets of made.values()) tickets.delete(id)
    }
    const external_id = call.entry.operation === 'createTicket' ? externalIdOf(call) : undefined
    if (external_id === undefined || !(isOk(call) || isUnknown(call))) continue
    const tickets = made.get(external_id) ?? new Map<string, Call>()
    made.set(external_id, tickets)
    tickets.set(ANSWERED_ID.exec(call.responseText ?? '')?.[1] ?? `call ${call.id}`, call)
    const all = [...tickets.values()]
    // Whether a call whose answer was lost made a ticket is seen by the tickets that are there.
    if (all.filter(isOk).length > 1 || (all.length > 1 && ticketsWith(external_id) > 1))
      twins.set(external_id, all)
  }
  return [...twins].map(([external_id, both]) =>
    finding(TWINS, `More than one ticket has the external_id "${external_id}".`, both),
  )
}
