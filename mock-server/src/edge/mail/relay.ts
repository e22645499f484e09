import type { Transporter } from 'nodemailer'
import { noteSmtp } from '../../helpdesk/messages/delivery.ts'
import { bothParts } from '../../helpdesk/mail/parts.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Address, SentEmail, SmtpState } from '../../helpdesk/model/entities.ts'
import { uploadAt } from '../../helpdesk/uploads.ts'
import type { Cause } from '../../kernel/world.ts'
import type { SmtpTarget } from './target.ts'

/** An address as nodemailer writes it, quoting what has to be quoted. */
const written = ({ name, address }: Address) => ({ name, address })

/** The files of an e-mail that the account holds. Others stay links: nothing is fetched. */
function filesOf(world: Helpdesk, { attachments }: SentEmail) {
  return (attachments ?? []).flatMap(({ url, name, content_type }) => {
    const upload = uploadAt(world, url)
    const bytes = upload && world.getBytes(upload.hash)
    return bytes === undefined
      ? []
      : [{ filename: name, contentType: content_type, content: Buffer.from(bytes) }]
  })
}

/** An e-mail as it is handed over: the copy of one recipient, with the headers that all copies have. */
function handedOver(world: Helpdesk, email: SentEmail) {
  return {
    envelope: { from: email.from, to: [email.to] },
    from: written({ name: email.from_name, address: email.from }),
    to: email.header_to.map(written),
    cc: email.header_cc.map(written),
    subject: email.subject,
    ...bothParts(email),
    messageId: email.header_message_id,
    ...(email.in_reply_to !== null && { inReplyTo: email.in_reply_to }),
    references: [...email.references],
    date: new Date(email.sent_datetime / 1000),
    ...(email.auto_submitted !== null && { headers: { 'Auto-Submitted': email.auto_submitted } }),
    attachments: filesOf(world, email),
    // What customers and callers wrote is never a path or an address to read from.
    disableFileAccess: true,
    disableUrlAccess: true,
    xMailer: false as const,
  }
}

/** What nodemailer throws where the server answered. */
interface SmtpFailure extends Error {
  readonly code?: string
  readonly responseCode?: number
}

/** Whether the server will never take an e-mail for this recipient, as opposed to not being able to just now. */
const isRefusal = ({ code, responseCode = 0 }: SmtpFailure): boolean =>
  (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode >= 500

/** Whether the server kept silent, or nobody knew where it is: to find that out took a while. */
const isSilence = ({ code }: SmtpFailure): boolean => code === 'ETIMEDOUT' || code === 'EDNS'

/** How long a silent server is left alone, in milliseconds. */
const PAUSE = 30_000

interface Outcome {
  readonly state: SmtpState
  readonly refused: boolean
}

/** Hands e-mails to an SMTP server: one connection, one after the other. */
export interface Relay {
  /** Lets an account's e-mails leave as they come into its outbox; answers how to stop. */
  readonly carry: (world: Helpdesk) => () => void
  readonly close: () => void
}

/**
 * Hands what leaves the accounts to an SMTP server, in the order of their outboxes, each e-mail as soon as the
 * transaction that sent it is done. What came of it is noted in the outbox; a recipient who is refused for good
 * makes it a bounce. Nothing is tried twice (inferred: what Gorgias does is unknown). Virtual time stands still
 * meanwhile; a server that does not answer is left alone for half a minute, and what waits for it fails.
 *
 * @param onFailure told what went wrong inside the simulator
 * @param options.timeout how long the server may take to answer a connection, in milliseconds
 */
export function relayTo(
  target: SmtpTarget,
  onFailure: (error: unknown) => void,
  { timeout = 5_000 }: { readonly timeout?: number } = {},
): Relay {
  let silence: { readonly error: string; readonly over: AbortSignal } | undefined
  let transporter: Promise<Transporter> | undefined
  let isClosed = false

  // It takes a while to load: nobody waits for it who sends no e-mails.
  const connect = async (): Promise<Transporter> => {
    const { createTransport } = await import('nodemailer')
    return createTransport({
      host: target.host,
      port: target.port,
      secure: target.secure,
      // Test servers speak plain text, or have certificates of nobody; credentials want a real one.
      ...(target.auth === undefined
        ? { ignoreTLS: true }
        : { auth: target.auth, requireTLS: !target.secure }),
      pool: true,
      maxConnections: 1,
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      socketTimeout: 20_000,
    })
  }

  async function send(world: Helpdesk, email: SentEmail): Promise<Outcome> {
    if (silence?.over.aborted === false) {
      const error = `The server did not answer the e-mail before, and was not tried again: ${silence.error}`
      return { state: { status: 'failed', error }, refused: false }
    }
    try {
      transporter ??= connect()
      await (await transporter).sendMail(handedOver(world, email))
      return { state: { status: 'sent', error: null }, refused: false }
    } catch (error) {
      const failure = error as SmtpFailure
      const shown = target.redact(failure.message)
      if (isSilence(failure)) silence = { error: shown, over: AbortSignal.timeout(PAUSE) }
      return { state: { status: 'failed', error: shown }, refused: isRefusal(failure) }
    }
  }

  function carry(world: Helpdesk): () => void {
    let last: Promise<void> = Promise.resolve()
    let hasStopped = false
    const isOver = () => hasStopped || isClosed

    async function sendOne(id: number, cause: Cause): Promise<void> {
      const email = world.rows.outbox.get(id)
      if (isOver() || email?.smtp?.status !== 'pending') return
      const { state, refused } = await send(world, email)
      // Stopped meanwhile: there is nobody left to be told.
      if (isOver()) return
      world.transact({ kind: 'timer', id: `e-mail ${id}`, name: 'note-smtp', parent: cause }, () =>
        noteSmtp(world, { user_id: null, context: null }, id, state, { refused }),
      )
      world.clock.runDue()
    }

    const enqueue = (id: number, cause: Cause) => {
      last = last.then(() => sendOne(id, cause)).catch(onFailure)
      world.clock.waitFor(last)
    }

    const stop = world.onCommit(({ changes }) => {
      for (const { collection, before, after, cause } of changes)
        if (collection === 'outbox' && before === undefined && after !== undefined) enqueue(after.id, cause)
    })
    // A fork takes over what its origin has not sent yet, as it does with timers.
    for (const { id, smtp } of [...world.rows.outbox.values()])
      if (smtp?.status === 'pending') enqueue(id, { kind: 'control', id: 'fork' })

    return () => {
      hasStopped = true
      stop()
    }
  }

  return {
    carry,
    close() {
      isClosed = true
      void transporter?.then((open) => open.close(), onFailure)
    },
  }
}
