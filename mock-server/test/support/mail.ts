import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import type { ParsedMail } from 'mailparser'
import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { afterAll } from 'vitest'

/** An e-mail as a server of the customers got it. */
export interface DeliveredMail {
  readonly from: string
  readonly to: readonly string[]
  readonly mail: ParsedMail
}

/** A mail server at the customers' end, until the file's last test. Addresses that begin with `gone` are refused. */
export async function mailServer() {
  const delivered: DeliveredMail[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo({ address }, _session, callback) {
      if (address.startsWith('gone'))
        callback(Object.assign(new Error('No such user'), { responseCode: 550 }))
      else if (address.startsWith('full'))
        callback(Object.assign(new Error('Mailbox full'), { responseCode: 452 }))
      else callback()
    },
    onData(stream, { envelope }, callback) {
      simpleParser(stream).then(
        (mail) => {
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
          delivered.push({ from, to: envelope.rcptTo.map(({ address }) => address), mail })
          callback()
        },
        (error: unknown) => callback(error as Error),
      )
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  afterAll(() => new Promise<void>((resolve) => server.close(resolve)))
  return {
    url: `smtp://127.0.0.1:${port}`,
    delivered,
    /** What came for an address. */
    to: (address: string) => delivered.filter(({ to }) => to.includes(address)).map(({ mail }) => mail),
  }
}

/** A mail program of a customer, which sends to a server. */
export function mailProgram({ host, port }: { readonly host: string; readonly port: number }) {
  const transport = createTransport({ host, port, ignoreTLS: true })
  afterAll(() => transport.close())
  return transport
}

/** An e-mail as it travels: headers, an empty line, a body. */
export const rawEmail = (headers: Readonly<Record<string, string>>, body: string): string =>
  [...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n')
