import type { AddressInfo } from 'node:net'
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import { receiveEmail } from '../../helpdesk/messages/inbound.ts'
import { isAddress, readMime } from './mime.ts'
import type { ReadEmail } from './mime.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { mailboxFor } from '../../helpdesk/messages/replies.ts'
import { Refusal } from '../../kernel/refusal.ts'

export interface ListenerOptions {
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  /** The accounts whose mailboxes are reached. Of several with one address the first has it. */
  readonly worlds: () => Iterable<Helpdesk>
  /** Settled once what was taken is not lost any more: only then is it answered for. */
  readonly kept?: () => Promise<void>
  /** Told what went wrong inside the simulator. */
  readonly onFailure: (error: unknown) => void
}

/** An SMTP server that takes what customers write. */
export interface MailListener {
  readonly port: number
  readonly close: () => Promise<void>
}

/** A larger e-mail is refused. Gorgias's own limit is unpublished (inferred). */
const MAX_BYTES = 10 * 1024 * 1024
const MAX_RECIPIENTS = 100
const MAX_CLIENTS = 50

/** What the sender is told instead of 250. */
const smtpError = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode })

/** An e-mail as it came over the wire, up to what is taken; the rest is read and forgotten. */
async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_BYTES) chunks.push(chunk)
  }
  if (size > MAX_BYTES || stream.sizeExceeded)
    throw smtpError(552, `The message is larger than ${MAX_BYTES} bytes.`)
  return Buffer.concat(chunks)
}

/** The account that has a mailbox at an address. */
function worldAt(worlds: Iterable<Helpdesk>, address: string): Helpdesk | undefined {
  for (const world of worlds) if (mailboxFor(world, address) !== undefined) return world
  return undefined
}

/** Gives an e-mail to an account. Where its headers name no mailbox of it, the recipient was a blind one. */
function deliverTo(world: Helpdesk, email: ReadEmail, from: string, recipient: string): void {
  const named = [...(email.to ?? []), ...(email.cc ?? [])]
  const isNamed = named.some(({ address }) => mailboxFor(world, address) !== undefined)
  const to = isNamed ? (email.to ?? []) : [...(email.to ?? []), { name: '', address: recipient }]
  world.transact({ kind: 'control', id: 'inbound', name: 'SMTP' }, () =>
    receiveEmail(world, { user_id: null, context: world.uuid() }, { ...email, from, to }),
  )
  world.clock.runDue()
}

/** The longest path of an envelope (RFC 5321), and then some. */
const LONGEST_SENDER = 320

/** An e-mail with the envelope's sender as its Return-Path, in place of what it claims itself (RFC 5321). */
function withReturnPath(email: ReadEmail, sender = ''): ReadEmail {
  const claims = Object.entries(email.headers ?? {})
  const others = claims.filter(([name]) => name.toLowerCase() !== 'return-path')
  const path = `<${sender.slice(0, LONGEST_SENDER)}>`
  return { ...email, headers: { 'Return-Path': path, ...Object.fromEntries(others) } }
}

/** Takes an e-mail for all its recipients: each account gets it once. */
async function take(
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
  worlds: () => Iterable<Helpdesk>,
): Promise<void> {
  const sender = envelope.mailFrom === false ? undefined : envelope.mailFrom.address
  const email = withReturnPath(await readMime(await readAll(stream)), sender)
  const from = email.from ?? sender
  if (!isAddress(from)) throw smtpError(550, 'The message names no sender.')
  const recipients = new Map<Helpdesk, string>()
  for (const { address } of envelope.rcptTo) {
    const world = worldAt(worlds(), address)
    if (world !== undefined && !recipients.has(world)) recipients.set(world, address)
  }
  for (const [world, address] of recipients) deliverTo(world, email, from, address)
}

/**
 * Listens for e-mails to the mailboxes of accounts. It wants no credentials and offers no encryption: it is for
 * this machine and its tests.
 *
 * @throws the error of the system if the port is taken
 * @example
 * const listener = await listenForMail({ host: '127.0.0.1', port: 0, worlds, onFailure })
 */
export async function listenForMail({
  host,
  port,
  worlds,
  kept = () => Promise.resolve(),
  onFailure,
}: ListenerOptions): Promise<MailListener> {
  const { SMTPServer } = await import('smtp-server')
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    name: 'gorgias-mock',
    size: MAX_BYTES,
    maxClients: MAX_CLIENTS,
    socketTimeout: 30_000,
    closeTimeout: 500,
    onRcptTo({ address }, { envelope }, callback) {
      if (envelope.rcptTo.length >= MAX_RECIPIENTS)
        callback(smtpError(452, `More than ${MAX_RECIPIENTS} recipients.`))
      else if (worldAt(worlds(), address) === undefined)
        callback(smtpError(550, `There is no mailbox ${address}.`))
      else callback()
    },
    onData(stream, session, callback) {
      const taken = take(stream, session, worlds).then(kept)
      taken.then(
        () => callback(),
        (error: unknown) => {
          if (error instanceof Refusal)
            callback(smtpError(error.reason === 'too-large' ? 452 : 550, error.message || error.reason))
          else if (error instanceof Error && 'responseCode' in error) callback(error)
          else {
            onFailure(error)
            callback(smtpError(451, 'The simulator could not read the message; its log says why.'))
          }
        },
      )
    },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      // A client that breaks off is no failure of the server.
      server.on('error', () => undefined)
      resolve()
    })
  })
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
