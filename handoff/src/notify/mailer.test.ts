import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import type { ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { describe, expect, it } from 'vitest'
import { testConfig } from '../../test/support/config.ts'
import { errorMail } from './error-mail.ts'
import { printingMailer, smtpMailer } from './mailer.ts'

const mail = errorMail(
  {
    handoffId: 'h-1',
    conversationId: '-c_1',
    code: 'unauthorized',
    message: 'Gorgias refuses the <credentials>. (acme.gorgias.com answered 401; "Unauthorized.")',
    at: Date.UTC(2026, 2, 2, 9),
    attempts: 1,
    waitedMs: 0,
    inDoubt: false,
    httpStatus: 401,
    requestId: '03bab43a',
    externalId: 'gladly:-c_1:h-1',
    url: 'https://acme.gladly.test/conversation/-c_1',
  },
  testConfig({ timeZone: 'Europe/Berlin' }),
)

async function mailServer() {
  const received: Promise<ParsedMail>[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _, done) => {
      const parsed = simpleParser(stream)
      received.push(parsed)
      parsed.then(() => done(), done)
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    received,
    url: `smtp://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

describe('the error e-mail', () => {
  it('arrives over SMTP with text, HTML and the marks of an automatic message (REQ-070)', async () => {
    await using server = await mailServer()
    const mailer = smtpMailer(server.url)
    expect(await mailer.send(mail)).toBe('sent')
    mailer.close?.()
    const [arrived] = await Promise.all(server.received)
    expect(arrived?.headers.get('auto-submitted')).toBe('auto-generated')
    expect(arrived?.headers.get('x-auto-response-suppress')).toBe('All')
    expect(arrived?.subject).toBe('Handoff to Gorgias failed: conversation -c_1 (unauthorized)')
    expect(arrived?.text).toContain(
      'Open the conversation in Gladly: https://acme.gladly.test/conversation/-c_1',
    )
    expect(arrived?.html).toContain('<a href="https://acme.gladly.test/conversation/-c_1">')
  })

  it('has the details that help to find the cause (REQ-071, REQ-072)', () => {
    for (const detail of [
      '401',
      'key was revoked or reset, or its user was deactivated',
      '2026-03-02T09:00:00.000Z',
      '10:00:00',
      'Attempts: 1',
      'Request id of Gorgias: 03bab43a',
      'External id of the ticket: gladly:-c_1:h-1',
    ])
      expect(mail.text).toContain(detail)
  })

  it('is escaped in its HTML', () => {
    expect(mail.html).toContain('Gorgias refuses the &lt;credentials&gt;.')
    expect(mail.html).not.toContain('<credentials>')
  })

  it('is reported as not sent when nobody listens', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as AddressInfo
    closed.close()
    await once(closed, 'close')
    await expect(smtpMailer(`smtp://127.0.0.1:${port}`).send(mail)).rejects.toThrow()
  })

  it('is printed where there is no mail server', async () => {
    let printed = ''
    const mailer = printingMailer({
      write: (text) => {
        printed += text
      },
    })
    expect(await mailer.send(mail)).toBe('printed')
    expect(printed).toContain('e-mail to alerts@acme.test: Handoff to Gorgias failed')
  })

  it('is one line of a run log in JSON', async () => {
    let printed = ''
    const write = (text: string) => {
      printed += text
    }
    await printingMailer({ write }, { json: { now: () => Date.UTC(2026, 2, 2, 9) } }).send(mail)
    expect(printed.split('\n')).toHaveLength(2)
    expect(JSON.parse(printed)).toEqual({
      at: '2026-03-02T09:00:00.000Z',
      event: 'notification',
      to: mail.to,
      subject: mail.subject,
      text: mail.text,
    })
  })
})
