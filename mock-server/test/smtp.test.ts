import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { ControlError, startMockServer } from '../src/index.ts'
import type { Account } from '../src/index.ts'
import { CUSTOMER, fromAgent, handoff, mailboxOf, ticket, ticketFrom } from './support/bodies.ts'
import { mailProgram, mailServer } from './support/mail.ts'
import { testServer } from './support/server.ts'

const mails = await mailServer()
const { server, url, fresh } = await testServer({ smtp: mails.url, smtpListen: 0 })
const listening = server.smtp ?? { host: '', port: 0 }
const program = mailProgram(listening)

/** What leaves is on its way between transactions: virtual time waits for it. */
const untilSent = (account: Account) => account.clock.advance(0)

const supportOf = (account: Account) => `support@${account.name}.test`

describe('over SMTP', () => {
  it('a reply leaves with the headers of its thread, in HTML and text (REQ-021)', async () => {
    const { account, api } = fresh()
    const customer = 'dana@thread.example'
    await program.sendMail({
      from: { name: 'Dana', address: customer },
      to: supportOf(account),
      subject: 'My order',
      text: 'Where is it?',
      messageId: '<first@thread.example>',
    })
    const [{ id } = { id: 0 }] = (await api.tickets()).data
    await api.reply(
      id,
      fromAgent(
        supportOf(account),
        { body_html: '<p>It is <b>on its way</b>.</p>', body_text: null },
        customer,
      ),
    )
    await untilSent(account)
    const [email] = account.outbox()
    expect(email).toMatchObject({
      smtp: { status: 'sent', error: null },
      in_reply_to: '<first@thread.example>',
    })
    const [mail] = mails.to(customer)
    expect(mail).toMatchObject({
      subject: 'Re: My order',
      messageId: email?.header_message_id,
      inReplyTo: '<first@thread.example>',
      references: '<first@thread.example>',
      html: '<p>It is <b>on its way</b>.</p>',
      from: { value: [{ name: `${account.name} Support`, address: supportOf(account) }] },
      to: { value: [{ address: customer }] },
    })
    expect(mail?.text?.trim()).toBe('It is on its way.')
    expect(mail?.headers.has('auto-submitted')).toBe(false)
  })

  it("a customer's answer comes back onto the same ticket, which reopens (REQ-022)", async () => {
    const { account, api } = fresh()
    const customer = 'ana@round.example'
    const { id } = await api.createTicket(handoff({ ...ticketFrom(customer) }))
    await api.reply(id, fromAgent(supportOf(account), {}, customer))
    await api.updateTicket(id, { status: 'closed' })
    await untilSent(account)
    const [mail] = mails.to(customer)
    await program.sendMail({
      from: customer,
      to: supportOf(account),
      subject: `Re: ${mail?.subject ?? ''}`,
      text: `And when?\n\nOn Mon, 2 Mar 2026, Support <${supportOf(account)}> wrote:\n> It is on its way.`,
      inReplyTo: mail?.messageId ?? '',
      references: [mail?.messageId ?? ''],
    })
    const after = await api.ticket(id)
    expect(after).toMatchObject({ status: 'open', closed_datetime: null })
    expect(after.messages.at(-1)).toMatchObject({
      from_agent: false,
      via: 'email',
      stripped_text: 'And when?',
      sender: { email: customer },
      receiver: { email: supportOf(account), name: 'Gorgias Bot' },
    })
    expect((await api.tickets()).data).toHaveLength(1)
  })

  it("a rule's reply says that it is automatic (REQ-019)", async () => {
    const { account, api } = fresh({ seed: 'demo' })
    const customer = 'eve@auto.example'
    await api.createTicket({ ...handoff(), ...ticketFrom(customer), tags: [{ name: 'gladly-ai' }] })
    await untilSent(account)
    const [mail] = mails.to(customer)
    expect(mail?.headers.get('auto-submitted')).toBe('auto-replied')
  })

  it('each recipient gets a copy, and blind ones stand in no header', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    const [one, two, blind] = ['one@copies.example', 'two@copies.example', 'blind@copies.example']
    const source = {
      from: { address: supportOf(account) },
      to: [{ name: 'One', address: one }],
      cc: [{ address: two }],
      bcc: [{ address: blind }],
    }
    await api.reply(id, fromAgent('', { source }))
    await untilSent(account)
    for (const address of [one, two, blind]) {
      const [mail] = mails.to(address)
      expect(mail).toMatchObject({ to: { text: `"One" <${one}>` }, cc: { text: two } })
      expect(mail?.headerLines.some(({ line }) => line.includes(blind))).toBe(false)
    }
    expect(new Set(account.outbox().map(({ header_message_id }) => header_message_id)).size).toBe(1)
  })

  it('e-mails arrive in the order in which they left', async () => {
    const { account, api } = fresh()
    const customer = 'orderly@order.example'
    const { id } = await api.createTicket(ticketFrom(customer))
    for (let i = 0; i < 10; i++)
      await api.reply(id, fromAgent(supportOf(account), { body_text: `number ${i}` }, customer))
    await untilSent(account)
    expect(mails.to(customer).map(({ text }) => text?.trim())).toEqual(
      Array.from({ length: 10 }, (_, i) => `number ${i}`),
    )
  })

  it('a recipient who is refused for good makes it a bounce', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticketFrom('gone@refused.example'))
    await api.reply(id, fromAgent(supportOf(account), {}, 'gone@refused.example'))
    await untilSent(account)
    expect(account.outbox()).toMatchObject([
      {
        placement: 'bounced',
        smtp: { status: 'failed', error: expect.stringContaining('No such user') as string },
      },
    ])
    const message = (await api.ticket(id)).messages[1]
    expect(message?.failed_datetime).not.toBeNull()
    expect(message?.last_sending_error?.error).toContain('rejected by recipient')
    expect((await api.tickets()).data[0]?.last_sent_message_not_delivered).toBe(true)
  })

  it('a server that cannot take it now leaves it failed in the outbox, and the message as sent', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticketFrom('full@later.example'))
    await api.reply(id, fromAgent(supportOf(account), {}, 'full@later.example'))
    await untilSent(account)
    expect(account.outbox()).toMatchObject([{ placement: 'inbox', smtp: { status: 'failed' } }])
    expect((await api.ticket(id)).messages[1]?.failed_datetime).toBeNull()
  })

  it('files of the account are attached, and others stay where they are', async () => {
    const { account, api } = fresh()
    const customer = 'files@files.example'
    const form = new FormData()
    form.set('file', new Blob(['Return label'], { type: 'text/plain' }), 'label.txt')
    const answer = await fetch(`${url}/api/upload?type=attachment`, {
      method: 'POST',
      headers: { authorization: account.authorization },
      body: form,
    })
    const [file] = (await answer.json()) as { url: string }[]
    const { id } = await api.createTicket(ticketFrom(customer))
    const attachments = [
      { url: file?.url, name: 'label.txt', content_type: 'text/plain' },
      { url: 'http://127.0.0.1:9/etc/passwd', name: 'far.txt', content_type: 'text/plain' },
      { url: 'file:///etc/passwd', name: 'near.txt', content_type: 'text/plain' },
    ]
    await api.reply(id, fromAgent(supportOf(account), { attachments }, customer))
    await untilSent(account)
    const [mail] = mails.to(customer)
    expect(mail?.attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([
      ['label.txt', 'Return label'],
    ])
  })
})

describe('the SMTP listener', () => {
  it('refuses recipients that are no mailbox of any account, with 550', async () => {
    const sending = program.sendMail({ from: CUSTOMER, to: 'nobody@acme.test', text: 'x' })
    await expect(sending).rejects.toMatchObject({ responseCode: 550 })
  })

  it('finds the account by the mailbox, subaddresses and all', async () => {
    const [one, other] = [fresh(), fresh()]
    await program.sendMail({
      from: CUSTOMER,
      to: [`support+orders@${other.account.name}.test`],
      subject: 'To the other',
      text: 'x',
    })
    expect((await one.api.tickets()).data).toEqual([])
    const [made] = (await other.api.tickets()).data
    expect(made).toMatchObject({ subject: 'To the other', channel: 'email', via: 'email' })
    await other.api.reply(made?.id ?? 0, fromAgent(mailboxOf(other.account.name)))
    expect(other.account.outbox()).toMatchObject([{ from: mailboxOf(other.account.name), to: CUSTOMER }])
  })

  it('gives an e-mail to several accounts once each', async () => {
    const [one, other] = [fresh(), fresh()]
    const to = [one, other].flatMap(({ account }) => [supportOf(account), `support+x@${account.name}.test`])
    await program.sendMail({ from: CUSTOMER, bcc: to, subject: 'To both', text: 'x' })
    for (const { api, account } of [one, other]) {
      const [row, ...more] = (await api.tickets()).data
      expect(more).toEqual([])
      const { messages } = await api.ticket(row?.id ?? 0)
      expect(messages).toMatchObject([{ source: { to: [{ address: supportOf(account) }] } }])
    }
  })

  it('keeps the sender of the envelope as Return-Path, whatever the e-mail says; a bounce has none and no rule answers it', async () => {
    const code = 'if (eq(message.from_agent, false)) { Action("replyToTicket", { body_text: "Thanks" }) }'
    const rules = [{ name: 'Answer all', event_types: 'ticket-created', code }]
    const { account, api } = fresh({ seed: { rules } })
    const send = (from: string, sender: string, claimed: string) =>
      program.sendMail({
        envelope: { from: sender, to: supportOf(account) },
        from,
        to: supportOf(account),
        headers: { 'return-path': claimed },
        text: 'x',
      })
    await send('MAILER-DAEMON@mx.example', '', '<mailer-daemon@mx.example>')
    await send('ida@envelope.example', 'ida+1@envelope.example', '<>')
    const kept = []
    for (const { id } of (await api.tickets('?order_by=created_datetime:asc')).data) {
      const message = (await api.ticket(id)).messages[0]?.id ?? 0
      const one = (await api.get(`/api/tickets/${id}/messages/${message}`)).json as { headers: object }
      kept.push(one.headers)
    }
    expect(kept).toMatchObject([{ 'Return-Path': '<>' }, { 'Return-Path': '<ida+1@envelope.example>' }])
    for (const headers of kept) expect(headers).not.toHaveProperty('return-path')
    expect(account.outbox().map(({ to }) => to)).toEqual(['ida@envelope.example'])
  })

  it('refuses what is larger than ten megabytes, and leaves nothing', async () => {
    const { account, api } = fresh()
    const text = 'x'.repeat(76).concat('\n').repeat(160_000)
    const sending = program.sendMail({ from: CUSTOMER, to: supportOf(account), text })
    await expect(sending).rejects.toMatchObject({ responseCode: 552 })
    expect((await api.tickets()).data).toEqual([])
  })

  it('survives clients that break off and speak nonsense', async () => {
    for (const words of [
      '',
      'GET / HTTP/1.1\r\n\r\n',
      'EHLO x\r\nMAIL FROM:<a@b.c>\r\nRCPT',
      '\0\xff\r\n'.repeat(50),
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(listening.port, listening.host, () => {
          socket.write(words, () => socket.destroy())
        })
        socket.on('close', () => resolve())
        socket.on('error', () => undefined)
      })
    }
    const { account, api } = fresh()
    await program.sendMail({ from: CUSTOMER, to: supportOf(account), text: 'still there?' })
    expect((await api.tickets()).data).toHaveLength(1)
  })
})

describe('the address of the SMTP server', () => {
  it.for(['127.0.0.1:25', 'http://127.0.0.1', 'smtp://', 'smtp://h/path', 'smtp://user:s3cret@h/?x=1', 'x'])(
    'is refused where it is none, without showing it: %s',
    async (smtp) => {
      const error = await startMockServer({ smtp }).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(ControlError)
      expect((error as ControlError).field).toBe('smtp')
      expect((error as ControlError).message).not.toContain('s3cret')
    },
  )

  it('shows no credentials, neither in what is said of it nor in errors', async () => {
    const smtp = mails.url.replace('smtp://', 'smtp://mailer:s3cret@')
    const one = await startMockServer({ smtp, clock: 'virtual' })
    const { account } = one
    account.inbound({ from: CUSTOMER, text: 'x' })
    const response = await fetch(`${one.url}/api/tickets`, {
      method: 'POST',
      headers: { authorization: account.authorization, 'content-type': 'application/json' },
      body: JSON.stringify(ticket({ messages: [fromAgent(mailboxOf(account.name))] })),
    })
    expect(response.status).toBe(201)
    await untilSent(account)
    expect(account.outbox()).toMatchObject([{ smtp: { status: 'failed' } }])
    expect(JSON.stringify([one.relay, account.outbox()])).not.toContain('s3cret')
    expect(one.relay).toEqual({ url: smtp.replace('mailer:s3cret', '***'), isPrivate: true })
    await one.close()
  })
})

it('a server without SMTP says nothing of it: e-mails stay in the outbox', async () => {
  const one = await startMockServer()
  expect([one.smtp, one.relay]).toEqual([undefined, undefined])
  await one.close()
})

it('a fork and a reset send what they have of their own, and nothing twice', async () => {
  const { account, api } = fresh()
  const customer = 'fork@fork.example'
  const { id } = await api.createTicket(ticketFrom(customer))
  await api.reply(id, fromAgent(supportOf(account), {}, customer))
  await untilSent(account)
  const fork = account.fork()
  await untilSent(fork)
  account.reset()
  await untilSent(account)
  expect(mails.to(customer)).toHaveLength(1)
  expect(account.outbox()).toEqual([])
  expect(fork.outbox()).toHaveLength(1)
})
