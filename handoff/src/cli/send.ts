import { errorEntry } from '../errors.ts'
import type { Handoff } from '../index.ts'
import { isRecord } from '../json/is-record.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { FailedOutcome, Outcome } from '../model/outcome.ts'
import { readDocuments } from './documents.ts'
import type { Document } from './documents.ts'
import { inOrder } from './in-order.ts'
import { exit } from './io.ts'
import type { Io } from './io.ts'
import { openStation, readError, troubleWith } from './open-handoff.ts'
import { loggerOf } from './running.ts'

const UNTOLD =
  'Nobody was told of it: the e-mail about it could not be sent. Check SMTP_URL and ERROR_NOTIFICATION_EMAIL.'

/** How many handoffs run at the same time; those of one customer never do. */
const AT_ONCE = 4

export interface SendOptions {
  readonly gladly?: boolean
  readonly again?: boolean
  readonly config?: string
  readonly ledger?: string
  readonly log?: 'json'
}

/**
 * `gorgias-handoff send FILE...`: hands off everything in the files and prints one outcome per line, in the
 * order of the input. With a ledger it then finishes what an earlier run has begun.
 */
export async function send(files: readonly string[], options: SendOptions, io: Io): Promise<number> {
  const station = await openStation(io, options.config, {
    again: options.again === true,
    ledgerOf: ({ ledger }) => options.ledger ?? ledger?.reveal(),
    logger: loggerOf(options, io),
    log: options.log,
  })
  if (!station) return exit.usage
  // What runs may end; nobody waits for a ledger that fails.
  io.interrupted.addEventListener('abort', () => void station.handoff.close(), { once: true })
  try {
    const code = await sendAll(station.handoff, files, options.gladly === true, io)
    return station.memory
      ? Math.max(code, await finishRest(station.handoff, station.memory.ledger, io))
      : code
  } finally {
    await station.close()
  }
}

/** Works off what is in the ledger and not in the files. */
async function finishRest(handoff: Handoff, ledger: Ledger, io: Io): Promise<number> {
  const count = { good: 0, failed: 0 }
  try {
    await handoff.work({
      atOnce: AT_ONCE,
      stop: io.interrupted,
      untilIdle: true,
      settled: (outcome) => {
        count[outcome.status === 'failed' ? 'failed' : 'good'] += 1
        if (outcome.status !== 'failed') return
        io.err(`${outcome.handoff_id}, from an earlier run: ${outcome.message} ${outcome.hint}\n`)
        if (outcome.notified === 'failed') io.err(`${UNTOLD}\n`)
      },
      onFailure: (error) => io.err(`${troubleWith(error)}\n`),
    })
    if (count.good + count.failed > 0)
      io.err(`Begun by an earlier run and finished now: ${count.good} done, ${count.failed} failed.\n`)
    const { accepted, sending } = await ledger.count()
    if (accepted + sending > 0)
      io.err(
        `${accepted + sending} handoffs are still open in the ledger: run this again, or leave them to a worker.\n`,
      )
  } catch (error) {
    io.err(`${troubleWith(error)}\n`)
    return exit.failed
  }
  return count.failed === 0 ? exit.ok : exit.failed
}

async function sendAll(handoff: Handoff, files: readonly string[], gladly: boolean, io: Io): Promise<number> {
  const documents = (await Promise.all(files.map((name) => documentsOf(name, io)))).flat()
  const count = { good: 0, failed: 0 }
  const notBegun = await inOrder(
    documents,
    { atOnce: AT_ONCE, lane: customerOf, stop: io.interrupted },
    (document) => sendOne(document, gladly, handoff),
    (outcome, document) => {
      io.out(`${JSON.stringify(outcome)}\n`)
      if (outcome.status !== 'failed') {
        count.good += 1
        return
      }
      count.failed += 1
      io.err(
        document.ok ? `${document.source}: ${outcome.message} ${outcome.hint}\n` : `${document.message}\n`,
      )
      if (outcome.notified === 'failed') io.err(`${UNTOLD}\n`)
    },
  )
  if (documents.length > 1 || notBegun > 0) io.err(`${summary(count, notBegun)}\n`)
  return count.failed + notBegun === 0 ? exit.ok : exit.failed
}

async function documentsOf(name: string, io: Io): Promise<Document[]> {
  const shown = name === '-' ? 'standard input' : name
  try {
    return readDocuments(shown, await io.read(name))
  } catch (error) {
    return [{ ok: false, source: shown, message: `${shown}: cannot be read (${readError(error)})` }]
  }
}

function sendOne(document: Document, gladly: boolean, handoff: Handoff): Promise<Outcome> {
  if (!document.ok) return Promise.resolve(unreadable(document.message))
  return gladly ? handoff.handOffExport(document.value) : handoff.handOff(document.value)
}

/** An input that does not even name a conversation: there is nothing to preserve or to mail about. */
const unreadable = (message: string): FailedOutcome => ({
  status: 'failed',
  handoff_id: '',
  conversation_id: '',
  code: 'unreadable_input',
  message,
  hint: errorEntry('unreadable_input').hint,
  attempts: 0,
  waited_ms: 0,
  notified: 'not_tried',
})

/** The customer whose handoffs keep their order; an input without one stands alone. */
function customerOf(document: Document): unknown {
  const customer = document.ok && isRecord(document.value) ? document.value.customer : undefined
  const id = isRecord(customer) ? customer.id : undefined
  return typeof id === 'string' ? id : document
}

function summary(count: { good: number; failed: number }, notBegun: number): string {
  const interrupted = notBegun > 0 ? `, ${notBegun} not begun: send them again` : ''
  return `${count.good} done, ${count.failed} failed${interrupted}.`
}
