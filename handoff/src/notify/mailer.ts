import { createTransport } from 'nodemailer'
import type { Clock } from '../ports.ts'

/** An e-mail in the form that nodemailer takes. */
export interface NotificationMail {
  from: string
  to: string
  subject: string
  text: string
  html: string
  headers: Record<string, string>
}

/** Sends one e-mail, or rejects. It answers what it did with it. */
export interface Mailer {
  send(mail: NotificationMail): Promise<'sent' | 'printed'>
  close?(): void
}

/**
 * Sends through an SMTP server.
 *
 * @param url `smtp://` or `smtps://`, with user and password where the server wants them.
 * @example
 * createHandoff(config, { mailer: smtpMailer('smtp://127.0.0.1:1025') })
 */
export function smtpMailer(url: string): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  })
  return {
    send: async (mail) => {
      await transport.sendMail(mail)
      return 'sent'
    },
    close: () => transport.close(),
  }
}

/**
 * Prints the text part instead of sending it: what happens without a mail server.
 *
 * @param options `json`: the clock of a run log in JSON Lines, of which each e-mail is a line then.
 */
export function printingMailer(
  stream: { write(text: string): unknown },
  { json }: { json?: Pick<Clock, 'now'> } = {},
): Mailer {
  return {
    send: ({ to, subject, text }) => {
      const at = json && new Date(json.now()).toISOString()
      stream.write(
        json
          ? `${JSON.stringify({ at, event: 'notification', to, subject, text })}\n`
          : `--- e-mail to ${to}: ${subject}\n${text}\n---\n`,
      )
      return Promise.resolve('printed')
    },
  }
}
