import { describe, expect, it } from 'vitest'
import type { Account, Seed } from '../src/index.ts'
import { call, expectStatus } from './support/api.ts'
import type { apiOf } from './support/api.ts'
import { fromAgent, fromCustomer, mailboxOf, note, ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'
import { changeSetting, eventsOf } from './support/settings.ts'

const { url, fresh } = await testServer({ rateLimit: 'off' })

type Api = ReturnType<typeof apiOf>

interface Survey {
  readonly id: number
  readonly score: number | null
  readonly body_text: string | null
  readonly sent_datetime: string | null
  readonly scored_datetime: string | null
  readonly should_send_datetime: string | null
}

const SETTING = 'satisfaction-surveys'
const ELEVEN = '2026-03-02T11:00:00+00:00'

/** An account with a ticket that an agent has answered, and the answer in its outbox. */
async function answered(more: object = {}, seed: Seed = {}) {
  const { account, api } = fresh({ seed })
  const { id } = await api.createTicket(ticket({ subject: 'Lamp', ...more }))
  await api.reply(id, fromAgent(mailboxOf(account.name)))
  return { account, api, id }
}

const close = (api: Api, id: number) => api.updateTicket(id, { status: 'closed' })
const surveyOf = async (api: Api, id: number): Promise<Survey | undefined> =>
  (
    expectStatus(await api.get(`/api/satisfaction-surveys?ticket_id=${id}`), 200).json as {
      data: Survey[]
    }
  ).data[0]
const surveysSent = (account: Account) => account.outbox().filter(({ message_id }) => message_id === null)
const skipped = async (api: Api, id: number) =>
  (await eventsOf(api, id))
    .filter(({ type }) => type === 'ticket-satisfaction-survey-skipped')
    .map(({ data }) => data)

describe('a ticket that is closed', () => {
  it('asks its customer for their opinion some hours later, by e-mail, as the setting says', async () => {
    const { account, api, id } = await answered()
    expect(await close(api, id)).toMatchObject({ satisfaction_survey: null })
    expect(await surveyOf(api, id)).toMatchObject({ should_send_datetime: ELEVEN, sent_datetime: null })
    expect(await api.ticket(id)).toMatchObject({ satisfaction_survey: { should_send_datetime: ELEVEN } })
    await account.clock.advance('PT1H59M59S')
    expect(surveysSent(account)).toEqual([])
    await account.clock.advance('PT1S')
    expect(surveysSent(account)).toMatchObject([
      { to: 'ana@example.com', from: mailboxOf(account.name), subject: 'Re: Lamp', ticket_id: id },
    ])
    expect(surveysSent(account)[0]).toMatchObject({ auto_submitted: 'auto-replied', sent_datetime: ELEVEN })
    expect(await surveyOf(api, id)).toMatchObject({ sent_datetime: ELEVEN })
    expect(account.billing()).toMatchObject({ billable_tickets: 1 })
  })

  it('asks once, however often it is closed', async () => {
    const { account, api, id } = await answered()
    await close(api, id)
    await account.clock.advance('PT3H')
    const survey = await surveyOf(api, id)
    await api.reply(id, fromCustomer())
    await close(api, id)
    await account.clock.advance('P1D')
    expect(surveysSent(account)).toHaveLength(1)
    expect(await surveyOf(api, id)).toEqual(survey)
  })

  it('does not ask while it is open again, and asks once it is closed again', async () => {
    const { account, api, id } = await answered()
    await close(api, id)
    await account.clock.advance('PT1H')
    await api.reply(id, fromCustomer())
    expect(await surveyOf(api, id)).toMatchObject({ should_send_datetime: null, sent_datetime: null })
    await account.clock.advance('P1D')
    expect(surveysSent(account)).toEqual([])
    await close(api, id)
    await account.clock.advance('PT1H59M')
    expect(surveysSent(account)).toEqual([])
    await account.clock.advance('PT1M')
    expect(surveysSent(account)).toHaveLength(1)
    expect(await skipped(api, id)).toEqual([])
  })

  it('waits as long as the setting says, and words its e-mail so', async () => {
    const { account, api, id } = await answered()
    const survey_email_text = 'Dear {{ticket.customer.email}}, rate us: {{satisfaction_survey_url}}'
    await changeSetting(api, SETTING, { survey_interval: 24, survey_email_text })
    await close(api, id)
    await account.clock.advance('PT23H59M')
    expect(surveysSent(account)).toEqual([])
    await account.clock.advance('PT1M')
    expect(surveysSent(account)[0]?.text).toMatch(/^Dear ana@example\.com, rate us: http:\S+$/)
  })

  it('tells its customer nothing of its notes, however the setting words the e-mail', async () => {
    const { account, api, id } = await answered()
    const words = 'So far: {{ticket.messages.body_text}}'
    await changeSetting(api, SETTING, { survey_email_text: words, survey_email_html: `<p>${words}</p>` })
    await api.reply(id, note())
    await close(api, id)
    await account.clock.advance('PT2H')
    const so_far = 'So far: Where is my order?, It is on its way.'
    expect(surveysSent(account)).toMatchObject([{ text: so_far, html: `<p>${so_far}</p>` }])
  })

  it.each([
    ['email', 'send_survey_for_email'],
    ['chat', 'send_survey_for_chat'],
    ['help-center', 'send_survey_for_help_center'],
    ['contact_form', 'send_survey_for_contact_form'],
  ])('of the channel %s asks only where the setting %s is on', async (channel, name) => {
    for (const on of [true, false]) {
      const { account, api, id } = await answered({ channel })
      const others = { chat: false, email: false, help_center: false, contact_form: false }
      const off = Object.fromEntries(Object.keys(others).map((key) => [`send_survey_for_${key}`, false]))
      await changeSetting(api, SETTING, { ...off, [name]: on })
      await close(api, id)
      await account.clock.advance('PT2H')
      expect(surveysSent(account)).toHaveLength(on ? 1 : 0)
      expect(await skipped(api, id)).toEqual([])
    }
  })

  it('of any other channel does not ask', async () => {
    const { account, api, id } = await answered({ channel: 'phone' })
    await close(api, id)
    await account.clock.advance('P1D')
    expect(await surveyOf(api, id)).toBeUndefined()
    expect(surveysSent(account)).toEqual([])
  })

  it('says why it does not ask: nobody answered, spam, trash, a rule that excludes it', async () => {
    const RULES: Seed = {
      rules: [
        {
          name: 'No surveys',
          event_types: 'ticket-created',
          code: 'if (eq(ticket.subject, "Private")) { Action("excludeTicketFromCSAT", {}) }',
        },
        {
          name: 'Confirm',
          event_types: 'ticket-created',
          code: 'if (eq(ticket.subject, "Unanswered")) { Action("replyToTicket", { body_text: "We have it." }) }',
        },
      ],
    }
    const { account, api } = fresh({ seed: RULES })
    const unanswered = await api.createTicket(ticket({ subject: 'Unanswered' }))
    const excluded = await api.createTicket(ticket({ subject: 'Private' }))
    const spam = await api.createTicket(ticket({ spam: true }))
    const trash = await api.createTicket(ticket())
    await api.updateTicket(trash.id, { trashed_datetime: '2026-03-02T09:00:00Z' })
    for (const { id } of [excluded, spam, trash]) await api.reply(id, fromAgent(mailboxOf(account.name)))
    for (const { id } of [unanswered, excluded, spam, trash]) await close(api, id)
    await account.clock.advance('P1D')
    expect(surveysSent(account)).toEqual([])
    expect(await skipped(api, unanswered.id)).toEqual([{ reasons: ['Nobody has answered the ticket.'] }])
    expect(await skipped(api, excluded.id)).toEqual([{ reasons: ['The ticket is excluded from surveys.'] }])
    expect(await skipped(api, spam.id)).toEqual([{ reasons: ['The ticket is spam.'] }])
    expect(await skipped(api, trash.id)).toEqual([{ reasons: ['The ticket is in the trash.'] }])
    expect(await surveyOf(api, excluded.id)).toBeUndefined()
  })

  it('does not ask where somebody else saw to the survey, before or after', async () => {
    const { account, api, id } = await answered()
    const { customer } = await api.ticket(id)
    const subject = { ticket_id: id, customer_id: customer.id }
    expectStatus(await api.post('/api/satisfaction-surveys', subject), 201)
    await close(api, id)
    await account.clock.advance('P1D')
    expect(surveysSent(account)).toEqual([])
    const other = await answered()
    await close(other.api, other.id)
    const survey = await surveyOf(other.api, other.id)
    const stop = { should_send_datetime: null }
    expectStatus(await other.api.put(`/api/satisfaction-surveys/${survey?.id ?? 0}`, stop), 202)
    await other.api.updateTicket(other.id, { status: 'open' })
    await close(other.api, other.id)
    await other.account.clock.advance('P1D')
    expect(surveysSent(other.account)).toEqual([])
  })

  it('and imported does not ask', async () => {
    const { account, api } = fresh()
    const messages = [
      fromCustomer(),
      fromAgent(mailboxOf(account.name), { sent_datetime: '2026-01-01T00:00:00Z' }),
    ]
    const { id } = await api.createTicket(ticket({ imported: true, messages }))
    await close(api, id)
    await account.clock.advance('P1D')
    expect(surveysSent(account)).toEqual([])
  })
})

/** The page of a survey that was sent, and the survey. */
async function sent(subject = 'Lamp', seed: Seed = {}) {
  const { account, api, id } = await answered({ subject }, seed)
  await close(api, id)
  await account.clock.advance('PT2H')
  const link = /http:\S+/.exec(surveysSent(account)[0]?.text ?? '')?.[0] ?? ''
  return { account, api, id, path: link.slice(url.length) }
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const fill = (path: string, form: Readonly<Record<string, string>>) =>
  call(url, 'POST', path, { body: new URLSearchParams(form).toString(), headers: FORM })

describe('the page of a survey', () => {
  it('stands at the link of the e-mail, runs no script and shows the subject as text', async () => {
    const { path } = await sent('<b>Lamp</b> & "co"')
    const page = expectStatus(await call(url, 'GET', path), 200)
    expect(page.text).toContain('&lt;b&gt;Lamp&lt;/b&gt; &amp; &quot;co&quot;')
    expect(page.text).not.toContain('<script')
    expect(page.text.match(/type="radio"/g)).toHaveLength(5)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none';.*frame-ancestors 'none'$/,
    )
    expect(page.headers.has('x-gorgias-account-api-call-limit')).toBe(false)
  })

  it('takes an answer: score, text and time, the event, the rules that wait for it', async () => {
    const code = 'if (lte(ticket.satisfaction_survey.score, 2)) { Action("addTags", { tags: "unhappy" }) }'
    const rules = [{ name: 'Unhappy', event_types: 'satisfaction-survey-responded', code }]
    const { account, api, id, path } = await sent('Lamp', { rules })
    await account.clock.advance('PT1H')
    const page = expectStatus(await fill(path, { score: '2', text: ' Slow,\r\nbut kind. ' }), 200)
    expect(page.text).toContain('You gave 2 of 5')
    const survey = await surveyOf(api, id)
    expect(survey).toMatchObject({
      score: 2,
      body_text: 'Slow,\nbut kind.',
      scored_datetime: '2026-03-02T12:00:00+00:00',
    })
    expect((await api.ticket(id)).tags).toMatchObject([{ name: 'unhappy' }])
    const query = `object_type=SatisfactionSurvey&object_id=${survey?.id ?? 0}`
    const events = expectStatus(await api.get(`/api/events?${query}`), 200).json as { data: object[] }
    expect(events.data).toMatchObject([
      { type: 'satisfaction-survey-responded', user_id: null },
      { type: 'satisfaction-survey-sent' },
    ])
  })

  it('is answered once, the text being optional', async () => {
    const { api, id, path } = await sent()
    expectStatus(await fill(path, { score: '5', text: '' }), 200)
    const again = expectStatus(await fill(path, { score: '1', text: 'No!' }), 409)
    expect(again.text).toContain('You gave 5 of 5')
    expect(expectStatus(await call(url, 'GET', path), 200).text).toContain('You gave 5 of 5')
    expect(await surveyOf(api, id)).toMatchObject({ score: 5, body_text: null })
  })

  it.each([
    [{ text: 'Hm' }, 'Please choose a number from 1 to 5.'],
    [{ score: '6', text: 'Hm' }, 'Please choose a number from 1 to 5.'],
    [{ score: '1e0', text: 'Hm' }, 'Please choose a number from 1 to 5.'],
    [{ score: '4', text: 'x'.repeat(1001) }, 'Please write no more than 1000 characters.'],
  ])('says what is wrong with an answer, and keeps what was written', async (form, problem) => {
    const { api, id, path } = await sent()
    const page = expectStatus(await fill(path, form), 400)
    expect(page.text).toContain(problem)
    expect(page.text).toContain(form.text)
    expect(await surveyOf(api, id)).toMatchObject({ score: null, body_text: null })
  })

  it('is for those who have the link, of the account that sent it', async () => {
    const { account, path } = await sent()
    const { account: other } = await sent()
    const wrong = [
      path.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
      path.replace(/[^/]+$/, 'ü'.repeat(32)),
      path.replace(/\d+/, '1'),
      path.replace(/\d+/, 'x'),
      path.replace(account.name, other.name),
      path.replace(account.name, 'nobody'),
      '/survey',
    ]
    for (const one of wrong) {
      expectStatus(await call(url, 'GET', one), 404)
      if (one !== '/survey') expectStatus(await fill(one, { score: '1' }), 404)
    }
  })

  it('takes forms only, of a size that fits', async () => {
    const { path } = await sent()
    expectStatus(await call(url, 'POST', path, { body: { score: 5 } }), 415)
    expectStatus(await fill(path, { score: '5', text: 'x'.repeat(20_000) }), 413)
  })
})
