import { describe, expect, it } from 'vitest'
import { call, expectStatus } from './support/api.ts'
import { CUSTOMER, mailboxOf } from './support/bodies.ts'
import { rawEmail } from './support/mail.ts'
import { testServer } from './support/server.ts'

const { url, fresh } = await testServer()

const inbound = (account: { name: string }, body: string | Buffer) =>
  fetch(`${url}/_control/v1/accounts/${account.name}/inbound`, {
    method: 'POST',
    headers: { 'content-type': 'message/rfc822' },
    body: typeof body === 'string' ? body : new Blob([new Uint8Array(body)]),
  })

/** An e-mail that came in, and its message. */
async function received(raw: string | Buffer) {
  const { account, api } = fresh()
  const answer = await inbound(account, raw)
  const text = await answer.text()
  expect(answer.status, text).toBe(201)
  const { ticket_id, message_id } = JSON.parse(text) as { ticket_id: number; message_id: number }
  const one = expectStatus(await api.get(`/api/tickets/${ticket_id}/messages/${message_id}`), 200)
  return { account, api, ticket: await api.ticket(ticket_id), message: one.json as Record<string, unknown> }
}

const multipart = (parts: readonly string[], subtype = 'mixed', boundary = 'b') =>
  rawEmail(
    {
      From: `Ana Lima <${CUSTOMER}>`,
      To: 'Shop <support@acme.test>, Other <other@example.com>',
      Cc: 'Team: one@example.com, "Two" <two@example.com>;',
      Subject: '=?utf-8?B?R3LDvMOfZQ==?=',
      'Message-ID': '<m1@mail.example>',
      'MIME-Version': '1.0',
      'Content-Type': `multipart/${subtype}; boundary=${boundary}`,
    },
    [...parts.map((part) => `--${boundary}\r\n${part}`), `--${boundary}--`].join('\r\n'),
  )

describe('an e-mail as it travels', () => {
  it('becomes a message with its texts, people, headers and Message-ID', async () => {
    const { ticket, message } = await received(
      multipart(
        [
          'Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSch=F6n\r\n\r\n-- \r\nAna',
          'Content-Type: text/html; charset=utf-8\r\n\r\n<p>Schön</p><blockquote>old</blockquote>',
        ],
        'alternative',
      ),
    )
    expect(ticket).toMatchObject({ subject: 'Grüße', channel: 'email', via: 'email' })
    expect(ticket.customer).toMatchObject({
      email: CUSTOMER,
      name: 'Ana Lima',
      meta: { name_set_via: 'email' },
    })
    expect(message).toMatchObject({
      from_agent: false,
      message_id: '<m1@mail.example>',
      stripped_text: 'Schön',
      stripped_signature: '--\nAna',
      body_html: '<p>Schön</p><blockquote>old</blockquote>',
      stripped_html: '<p>Schön</p>',
      source: {
        type: 'email',
        from: { name: 'Ana Lima', address: CUSTOMER },
        to: [
          { name: 'Shop', address: 'support@acme.test' },
          { name: 'Other', address: 'other@example.com' },
        ],
        cc: [
          { name: '', address: 'one@example.com' },
          { name: 'Two', address: 'two@example.com' },
        ],
      },
      headers: { 'Message-ID': '<m1@mail.example>', 'MIME-Version': '1.0' },
      attachments: null,
    })
  })

  it('has a text even if it came in HTML alone', async () => {
    const { message } = await received(
      rawEmail({ From: CUSTOMER, 'Content-Type': 'text/html' }, '<p>Where is <b>it</b>?</p>'),
    )
    expect(message).toMatchObject({ body_text: 'Where is it?', stripped_text: 'Where is it?' })
  })

  it("comes to the mailbox's bot", async () => {
    const { account, api } = fresh()
    const { ticket_id } = account.inbound({ from: CUSTOMER, text: 'x' })
    expect((await api.ticket(ticket_id)).messages[0]?.receiver).toMatchObject({
      email: mailboxOf(account.name),
      name: 'Gorgias Bot',
    })
  })

  it('brings its files, which the account keeps and shows to whoever has credentials', async () => {
    const image = Buffer.from('an image').toString('base64')
    const { account, message } = await received(
      multipart([
        'Content-Type: text/html\r\n\r\n<p>See <img src="cid:pic@1"></p>',
        `Content-Type: image/png; name="../../a b.png"\r\nContent-ID: <pic@1>\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n${image}`,
        'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=invoice.pdf\r\n\r\n%PDF',
      ]),
    )
    const attachments = message.attachments as { url: string; name: string; size: number }[]
    expect(attachments).toMatchObject([
      { name: '../../a b.png', content_type: 'image/png', size: 8, public: true },
      { name: 'invoice.pdf', content_type: 'application/pdf', size: 4 },
    ])
    const [first] = attachments
    expect(message.body_html).toBe(`<p>See <img src="${first?.url ?? ''}"></p>`)
    expect((await fetch(first?.url ?? '')).status).toBe(401)
    const file = await fetch(first?.url ?? '', { headers: { authorization: account.authorization } })
    expect(await file.text()).toBe('an image')
  })

  it('finds its ticket by its headers', async () => {
    const { account } = fresh()
    const first = account.inbound({ from: CUSTOMER, text: 'x', message_id: '<one@mail.example>' })
    for (const headers of [
      { 'In-Reply-To': '<one@mail.example>' },
      { References: '<zero@mail.example>\r\n <one@mail.example>' },
    ]) {
      const { ticket_id } = await account.inboundMime(
        Buffer.from(rawEmail({ From: CUSTOMER, ...headers }, 'y')),
      )
      expect(ticket_id).toBe(first.ticket_id)
    }
  })

  it('without a sender is refused, and leaves nothing', async () => {
    const { account, api } = fresh()
    for (const raw of ['', 'Subject: x\r\n\r\ny', 'From: nobody\r\n\r\ny', 'From: <>\r\n\r\ny']) {
      const answer = await inbound(account, raw)
      expect(answer.status).toBe(400)
    }
    expect((await api.tickets()).data).toEqual([])
  })
})

const NESTED = 2_000
const nested = Array.from(
  { length: NESTED },
  (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}`,
).join('\r\n')

it.for<[what: string, raw: string | Buffer]>([
  ['messages within messages', `From: ${CUSTOMER}\r\n${'Content-Type: message/rfc822\r\n\r\n'.repeat(500)}x`],
  ['ten thousand headers', `From: ${CUSTOMER}\r\n${'X-Y: z\r\n'.repeat(10_000)}\r\nx`],
  ['a header of a megabyte', rawEmail({ From: CUSTOMER, Subject: 'x'.repeat(1_000_000) }, 'x')],
  ['a megabyte of addresses', rawEmail({ From: CUSTOMER, To: 'a@b.example, '.repeat(80_000) }, 'x')],
  ['brackets in addresses', rawEmail({ From: CUSTOMER, To: '<('.repeat(50_000) }, 'x')],
  ['a megabyte of references', rawEmail({ From: CUSTOMER, References: '<a@b>'.repeat(200_000) }, 'x')],
  ['an unknown charset', rawEmail({ From: CUSTOMER, 'Content-Type': 'text/plain; charset=klingon' }, 'x')],
  [
    'broken encodings',
    rawEmail(
      { From: CUSTOMER, Subject: '=?utf-8?Q?=ZZ?= =?x?B?%%?=', 'Content-Transfer-Encoding': 'base64' },
      '%%%',
    ),
  ],
  [
    'a boundary that never comes',
    rawEmail({ From: CUSTOMER, 'Content-Type': 'multipart/mixed; boundary=z' }, 'x'),
  ],
  [
    'bytes that are no text',
    Buffer.concat([Buffer.from(`From: ${CUSTOMER}\r\n\r\n`), Buffer.alloc(10_000, 0xff)]),
  ],
  ['NUL characters', rawEmail({ From: `A\0 <${CUSTOMER}>`, Subject: 'a\0b' }, 'x\0y')],
  ['names of the language', `From: ${CUSTOMER}\r\n__proto__: x\r\nconstructor: y\r\ntoString: z\r\n\r\nx`],
  [
    'HTML nested without end',
    rawEmail({ From: CUSTOMER, 'Content-Type': 'text/html' }, '<b>'.repeat(100_000)),
  ],
  [
    'a calendar and a signature',
    multipart([
      'Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR',
      'Content-Type: application/pkcs7-signature\r\n\r\nx',
    ]),
  ],
  [
    'two hundred files',
    multipart(Array.from({ length: 200 }, (_, i) => `Content-Type: image/png; name=${i}.png\r\n\r\n${i}`)),
  ],
])('an e-mail with %s comes in, bounded', async ([, raw]) => {
  const { api, ticket, message } = await received(raw)
  const { subject, source, headers, attachments } = message as {
    subject: string | null
    source: { to: object[] }
    headers: Record<string, string>
    attachments: object[] | null
  }
  expect((subject ?? '').length).toBeLessThanOrEqual(998)
  expect(source.to.length).toBeLessThanOrEqual(100)
  expect(Object.keys(headers).length).toBeLessThanOrEqual(100)
  expect(attachments?.length ?? 0).toBeLessThanOrEqual(50)
  expect(ticket.customer.email).toBe(CUSTOMER)
  expectStatus(await api.get('/api/tickets'), 200)
})

it.for<[what: string, raw: string]>([
  ['parts within parts', rawEmail({ From: CUSTOMER }, '').trimEnd() + `\r\n${nested}\r\n\r\nx`],
  ['a hundred thousand headers', `From: ${CUSTOMER}\r\n${'X-Y: z\r\n'.repeat(300_000)}\r\nx`],
  [
    'a thousand parts',
    multipart(Array.from({ length: 1_001 }, (_, i) => `Content-Type: image/png\r\n\r\n${i}`)),
  ],
])('an e-mail with %s is refused, and leaves nothing', async ([, raw]) => {
  const { account, api } = fresh()
  const answer = await inbound(account, raw)
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('The e-mail cannot be read')
  expect((await api.tickets()).data).toEqual([])
})

it('an e-mail that is larger than the account can hold is refused, and leaves nothing', async () => {
  const { account, api } = fresh()
  const answer = await inbound(account, `From: ${CUSTOMER}\r\n\r\n${'x'.repeat(11_000_000)}`)
  expect(answer.status).toBe(413)
  expect((await api.tickets()).data).toEqual([])
})

describe('an e-mail that no person wrote', () => {
  const signs: Record<string, string>[] = [
    { 'Auto-Submitted': 'auto-replied' },
    { 'auto-submitted': 'Auto-Generated; owner-email="x@y.z"' },
    { Precedence: 'bulk' },
    { 'X-Autoreply': 'yes' },
    { 'List-Id': '<news.example.com>' },
    { 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
    { 'Return-Path': '<>' },
    { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b' },
  ]

  /** A rule that answers whatever comes. */
  const answering = {
    seed: {
      rules: [
        {
          name: 'Answer all',
          event_types: 'ticket-created,ticket-message-created',
          code: 'if (eq(message.from_agent, false)) { Action("replyToTicket", { body_text: "Thanks" }) }',
        },
      ],
    },
  }

  it.for(signs)('is kept with its headers and not answered by rules: %j', async (headers) => {
    const { account, api } = fresh(answering)
    const { ticket_id, message_id } = account.inbound({ from: CUSTOMER, text: 'x', headers })
    const one = expectStatus(await api.get(`/api/tickets/${ticket_id}/messages/${message_id}`), 200)
    expect(one.json).toMatchObject({ headers })
    expect(account.outbox()).toEqual([])
  })

  it('is told as such however many headers stand in front of the one that says so, and however it is spelt', async () => {
    const { account, api } = fresh(answering)
    const front = Array.from({ length: 120 }, (_, i): [string, string] => [`X-H-${i}`, 'v'])
    const spelt = Array.from({ length: 13 }, (_, i): [string, string] => {
      const name = 'auto-submitted'
      return [name.slice(0, i) + name.charAt(i).toUpperCase() + name.slice(i + 1), 'auto-replied']
    })
    const raw = rawEmail(Object.fromEntries([['From', CUSTOMER], ...front, ...spelt]), 'Away')
    const { ticket_id, message_id } = await account.inboundMime(Buffer.from(raw))
    expect(account.outbox()).toEqual([])
    const one = expectStatus(await api.get(`/api/tickets/${ticket_id}/messages/${message_id}`), 200)
    const names = Object.keys((one.json as { headers: object }).headers)
    expect(names.filter((name) => name.toLowerCase() === 'auto-submitted')).toHaveLength(1)
  })

  it('but comes from one of the own mailboxes is not answered, either', () => {
    const { account } = fresh(answering)
    account.inbound({ from: mailboxOf(account.name).toUpperCase(), text: 'x' })
    expect(account.outbox()).toEqual([])
  })

  it.for<Record<string, string>>([
    { 'Auto-Submitted': 'no' },
    { 'X-Spam-Flag': 'YES' },
    { Precedence: 'first-class' },
    { 'Return-Path': `<${CUSTOMER}>` },
    { 'Content-Type': 'multipart/mixed; boundary=report' },
  ])('is told from one that a person wrote, which is answered: %j', (headers) => {
    const { account } = fresh(answering)
    account.inbound({ from: CUSTOMER, text: 'x', headers })
    expect(account.outbox()).toHaveLength(1)
  })
})

it.for<[body: object, field: string]>([
  [{ text: 'x' }, 'from'],
  [{ from: CUSTOMER, external_id: '7', text: 'x' }, 'external_id'],
  [{ channel: 'chat', text: 'x' }, 'from'],
  [{ channel: 'chat', from: CUSTOMER, text: 'x', subject: 'y' }, 'subject'],
  [{ channel: 'sms', from: CUSTOMER, text: 'x' }, 'channel'],
  [{ channel: 'chat', from: CUSTOMER, text: 'x', ticket_id: 1 }, 'ticket_id'],
  [{ from: CUSTOMER, text: 'x', headers: { a: 1 } }, 'headers.a'],
  [{ from: CUSTOMER, text: 'x', to: ['nobody'] }, 'to.0'],
])(
  'a message of a customer that does not fit is refused by field, and changes nothing: %j',
  async ([body, field]) => {
    const { account, api } = fresh()
    const answer = await call(url, 'POST', `/_control/v1/accounts/${account.name}/inbound`, { body })
    expect(expectStatus(answer, 400).json).toMatchObject({ error: { field } })
    expect((await api.tickets()).data).toEqual([])
    expect((await api.customers()).data).toEqual([])
  },
)
