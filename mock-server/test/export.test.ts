import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { exportAccount } from '../src/control/export/export.ts'
import type { AccountDocument } from '../src/control/export/document.ts'
import { readAccountDocument } from '../src/control/export/read.ts'
import { startMockServer } from '../src/index.ts'
import { requestsTo, admit, sendRequest } from './support/any-request.ts'
import { call, expectStatus } from './support/api.ts'
import { fromCustomer, handoff, ticket } from './support/bodies.ts'
import { furnish } from './support/furnished.ts'
import { fuzzed, PATIENCE } from './support/fuzz.ts'
import { bareApi } from './support/operations.ts'
import { testServer } from './support/server.ts'

const { server, url, use, fresh } = await testServer()
const elsewhere = await testServer()

const textOf = (document: AccountDocument): string => JSON.stringify(document)
/** As it comes out of a file. */
const copyOf = (document: AccountDocument): AccountDocument => JSON.parse(textOf(document)) as AccountDocument

/** A shop in the middle of its day: mails, a snooze and a survey are still to come. */
async function busy() {
  const { account, api } = fresh({ seed: 'demo' })
  const { id } = await api.createTicket(handoff())
  await api.reply(id, fromCustomer({ body_text: 'Hello? <b>ä€😀</b>' }))
  const other = await api.createTicket(ticket({ external_id: 'other' }))
  await api.updateTicket(other.id, { snooze_datetime: '2026-03-05T09:00:00Z' })
  await api.updateTicket(id, { status: 'closed' })
  return { account, api, id }
}

describe('an account that is exported', () => {
  it('is the same to the byte when it is imported elsewhere, and exported there', async () => {
    const { account } = await busy()
    const text = textOf(account.export({ secrets: true }))
    const there = elsewhere.server.accounts.create({ seed: JSON.parse(text) as AccountDocument })
    expect(textOf(there.export({ secrets: true }))).toBe(text)
    expect(there.credentials).toEqual({ ...account.credentials, url: elsewhere.url })
    there.delete()
  })

  it('is the same without its secrets, too, and has a new key', async () => {
    const { account } = await busy()
    const text = textOf(account.export())
    const { api_key } = account.credentials
    expect(text).not.toContain(api_key)
    const there = elsewhere.use(
      elsewhere.server.accounts.create({ seed: JSON.parse(text) as AccountDocument }),
    )
    expect(textOf(there.account.export())).toBe(text)
    expect(there.account.credentials.api_key).not.toBe(api_key)
    expectStatus(await there.api.get('/api/account'), 200)
    there.account.delete()
  })

  it('goes on elsewhere as it would have gone on here: the same bytes', async () => {
    const { account, api, id } = await busy()
    const there = elsewhere.use(
      elsewhere.server.accounts.create({ seed: copyOf(account.export({ secrets: true })) }),
    )
    const goOn = async (on: typeof there) => {
      const answers = [
        await on.api.post('/api/tickets', handoff({ external_id: 'next' })),
        await on.api.post(`/api/tickets/${id}/messages`, fromCustomer()),
      ]
      await on.account.clock.advance('P7D')
      answers.push(await on.api.get('/api/tickets'), await on.api.get('/api/events'))
      const limits = answers.map(({ headers }) => headers.get('x-gorgias-account-api-call-limit'))
      return JSON.stringify([answers.map(({ text }) => text), limits, on.account.outbox()])
    }
    const origin = (text: string, from: string) => text.replaceAll(from, 'ORIGIN')
    const here = await goOn({ account, api })
    expect(origin(await goOn(there), elsewhere.url)).toBe(origin(here, url))
    there.account.delete()
  })

  it('becomes a copy with a key of its own where its name is taken', async () => {
    const { account } = await busy()
    const copy = use(server.accounts.create({ seed: copyOf(account.export({ secrets: true })) }))
    expect(copy.account.name).toMatch(new RegExp(`^${account.name}-\\d+$`))
    expect(copy.account.credentials.api_key).not.toBe(account.credentials.api_key)
    expect((await copy.api.tickets()).data).toHaveLength(3)
    await copy.api.createTicket(ticket())
    expect((await use(account).api.tickets()).data).toHaveLength(3)
  })

  it('is exported and imported over HTTP', async () => {
    const { account } = await busy()
    const path = `/_control/v1/accounts/${account.name}/export`
    const kept = expectStatus(await call(url, 'GET', path), 200).json as AccountDocument
    expect(kept.world.rows.apiKeys).toEqual([])
    const whole = expectStatus(await call(url, 'GET', `${path}?secrets=true`), 200)
    expect(whole.text).toContain(account.credentials.api_key)
    const body = { import: kept, subdomain: 'imported' }
    const made = expectStatus(await call(url, 'POST', '/_control/v1/accounts', { body }), 201)
    expect(made.json).toMatchObject({ subdomain: 'imported', url })
  })

  it('without its secrets has none of those in its HTTP integrations', async () => {
    const { account, api } = fresh()
    const made = await api.post('/api/integrations', {
      name: 'Hook',
      type: 'http',
      http: {
        url: 'http://me:s3cret@127.0.0.1:1/x?token=s3cret&n={{ticket.id}}',
        method: 'POST',
        headers: { 'X-Credential': 's3cret', 'X-Signature': 's3cret', 'X-Auth': 's3cret', 'X-Shop': 'acme' },
        form: { api_key: 's3cret', deep: [{ password: 's3cret', back: '/?jwt=s3cret', n: 1 }] },
        request_content_type: 'application/json',
        response_content_type: 'application/json',
        triggers: { 'ticket-created': true },
      },
    })
    expectStatus(made, 201)
    expect(textOf(account.export({ secrets: true }))).toContain('s3cret')
    const document = account.export()
    expect(textOf(document)).not.toContain('s3cret')
    expect(document.world.rows.integrations?.at(-1)).toMatchObject({
      http: {
        url: 'http://127.0.0.1:1/x?token=&n={{ticket.id}}',
        headers: { 'X-Auth': '', 'X-Shop': 'acme' },
        form: { api_key: '', deep: [{ password: '', back: '/?jwt=', n: 1 }] },
      },
    })
  })

  it('can be what every account of a server starts with', async () => {
    const { account } = await busy()
    await using started = await startMockServer({ seed: copyOf(account.export()), clock: 'virtual' })
    expect(started.account.name).toBe(account.name)
    const second = started.accounts.create()
    expect(second.export().world.rows.tickets).toEqual(started.account.export().world.rows.tickets)
  })

  it('takes the bytes of files along', async () => {
    const { account, api } = fresh()
    const form = new FormData()
    form.append('label.txt', new Blob(['Return label'], { type: 'text/plain' }), 'label.txt')
    const answer = await fetch(`${url}/api/upload?type=public_attachment`, {
      method: 'POST',
      headers: { authorization: account.authorization },
      body: form,
    })
    expect(answer.status).toBe(201)
    expectStatus(await api.get('/api/account'), 200)
    const document = account.export()
    expect(document.world.blobs).toEqual([Buffer.from('Return label').toString('base64')])
    const there = elsewhere.server.accounts.create({ seed: copyOf(document) })
    expect(there.export().world.blobs).toEqual(document.world.blobs)
    there.delete()
  })
})

/** A document with one thing changed. */
function changed(document: AccountDocument, path: readonly (string | number)[], value: unknown): object {
  const copy = copyOf(document)
  const last = path.at(-1) ?? ''
  const holder = path.slice(0, -1).reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], copy)
  Object.assign(holder as object, { [last]: value })
  return copy
}

describe('a document that does not fit', () => {
  const rows = (name: string, place: number, field: string) => ['world', 'rows', name, place, field]

  it('is refused with the path of the first error, and leaves nothing behind', async () => {
    const { account } = await busy()
    const document = account.export({ secrets: true })
    const cases: readonly [(string | number)[], unknown, string][] = [
      [['version'], 2, 'import.version'],
      [['version'], 'one', 'import.version'],
      [['colour'], 'red', 'import.document'],
      [['world', 'random'], 'x', 'import.world.random'],
      [['world', 'rows', 'pets'], [], 'import.world.rows'],
      [rows('tickets', 0, 'status'), 'lost', 'import.world.rows.tickets[0].status'],
      [rows('tickets', 1, 'subject'), 5, 'import.world.rows.tickets[1].subject'],
      [rows('tickets', 1, 'colour'), 'red', 'import.world.rows.tickets[1]'],
      [rows('tickets', 1, 'customer_id'), 7, 'import.world.rows.tickets[1].customer_id'],
      [rows('tickets', 1, 'tag_ids'), [7], 'import.world.rows.tickets[1].tag_ids'],
      [rows('messages', 0, 'ticket_id'), 7, 'import.world.rows.messages[0].ticket_id'],
      [rows('messages', 0, 'created_datetime'), 1e300, 'import.world.rows.messages[0].created_datetime'],
      [rows('messages', 1, 'id'), 7, 'import.world.rows.messages[1].id'],
      [rows('rules', 0, 'code'), 'if (', 'import.world.rows.rules[0].code'],
      [rows('timers', 0, 'due'), null, 'import.world.rows.timers[0].due'],
      [['format'], undefined, 'import.format'],
      [['version'], 0, 'import.version'],
      [['version'], 0.5, 'import.version'],
      [['account', 'calls'], 2 ** 53 - 1, 'import.account.calls'],
      [['world', 'sequences', 'tickets'], 1, 'import.world.sequences.tickets'],
      [['world', 'sequences', 'tickets'], undefined, 'import.world.sequences.tickets'],
      [['world', 'sequences', 'tickets'], 2 ** 53 - 1, 'import.world.sequences.tickets'],
      [['world', 'sequences', 'people'], undefined, 'import.world.sequences.people'],
      [['world', 'sequences', 'channels'], undefined, 'import.world.sequences.channels'],
      [['world', 'sequences', 'timers'], undefined, 'import.world.sequences.timers'],
      [rows('accounts', 0, 'id'), 2, 'import.world.rows.accounts'],
      [rows('timers', 0, 'kind'), 'constructor', 'import.world.rows.timers[0].kind'],
      [rows('timers', 0, 'payload'), {}, 'import.world.rows.timers[0].payload.actor'],
      [rows('timers', 0, 'cause'), {}, 'import.world.rows.timers[0].cause.kind'],
      [['world', 'rows', 'accounts'], [], 'import.world.rows.accounts'],
      [['world', 'rows', 'users'], [], 'import.world.rows'],
      [['world', 'blobs'], ['?'], 'import.world.blobs[0]'],
    ]
    const before = server.accounts.list().length
    for (const [path, value, field] of cases) {
      const body = { import: changed(document, path, value) }
      const answer = await call(url, 'POST', '/_control/v1/accounts', { body })
      const { error } = expectStatus(answer, 400).json as { error: { field: string; message: string } }
      if (field === 'import.world.rows') expect(error.field).toContain(field)
      else expect(error.field, `${path.join('.')}: ${error.message}`).toBe(field)
      expect(error.message).toContain(field)
    }
    expect(server.accounts.list()).toHaveLength(before)
  })

  it.for<[damaged: unknown, field: string]>([
    [{}, 'import.format'],
    [{ customers: 5 }, 'import.format'],
    [{ users: [5] }, 'import.format'],
    [{ kind: 'large', tickets: 1 }, 'import.format'],
    [{ format: 'gorgias-mock-acc' }, 'import.version'],
  ])('is never taken for a seed: %j', async ([damaged, field]) => {
    const before = server.accounts.list().length
    const answer = await call(url, 'POST', '/_control/v1/accounts', { body: { import: damaged } })
    expect(expectStatus(answer, 400).json).toMatchObject({ error: { field } })
    expect(server.accounts.list()).toHaveLength(before)
  })

  it('is no seed to a program, either', async () => {
    const { format: _, ...damaged } = fresh().account.export()
    const seed = damaged as AccountDocument
    expect(() => server.accounts.create({ seed })).toThrow('import.format: is missing')
    await expect(startMockServer({ seed })).rejects.toThrow('import.format: is missing')
  })

  it('says what to do where it is newer than the simulator', () => {
    const { account } = fresh()
    const newer = changed(account.export(), ['version'], 2) as AccountDocument
    expect(() => server.accounts.create({ seed: newer })).toThrow(
      'Import it with the version of gorgias-mock',
    )
  })

  it('is refused where nobody would get in', () => {
    const { account } = fresh()
    const document = account.export()
    const users = (document.world.rows.users ?? []).map((user) => ({ ...user, role: 'observer-agent' }))
    const locked = changed(document, ['world', 'rows', 'users'], users) as AccountDocument
    expect(() => server.accounts.create({ seed: locked })).toThrow('holds no admin')
  })
})

describe('whatever an account has been through', () => {
  const open = async () => {
    const api = await bareApi()
    afterAll(() => api.app.close())
    return { api, origin: await furnish(api, 'acme') }
  }

  it('its export is one that can be imported, and is the same again', PATIENCE, async () => {
    const { api, origin } = await open()
    const there = await bareApi()
    afterAll(() => there.app.close())
    const anyRequest = fc.oneof(...api.operations.map((operation) => requestsTo(origin, operation)))
    await fc.assert(
      fc.asyncProperty(fc.array(anyRequest, { maxLength: 25 }), async (requests) => {
        const tenant = api.accounts.create({ from: 'acme', subdomain: 'fork' })
        try {
          for (const request of requests) await sendRequest(api, request, admit(api, tenant, request.caller))
          for (const secrets of [true, false]) {
            const text = textOf(exportAccount(tenant, { secrets }))
            const document = readAccountDocument(JSON.parse(text))
            const twin = there.accounts.create({ seed: document })
            expect(textOf(exportAccount(twin, { secrets }))).toBe(text)
            there.accounts.delete(twin.name)
          }
        } finally {
          api.accounts.delete(tenant.name)
        }
      }),
      fuzzed(30),
    )
  })
})

/** What a timer may carry at the least, by its kind: of things that are not there. */
const orphans: Readonly<Record<string, object>> = {
  'settle-ticket': { ticket_id: 1 },
  'run-rules': { ticket_id: 1, runs: [{ trigger: 'ticket-created', message_id: null }] },
  'call-integrations': { ticket_id: 1, calls: [{ trigger: 'ticket-created', message_id: null }] },
  'retry-delivery': { delivery_id: 1 },
  'deliver-message': { message_id: 1 },
  'bounce-message': { message_id: 1 },
  'robot-answers': { robot_id: 1, email_id: 1 },
  'count-tags': { gained: [1], lost: [1] },
  'wake-ticket': { ticket_id: 1, due: 0 },
  'auto-merge': { ticket_id: 1 },
  'assign-ticket': { ticket_id: 1 },
  'assign-waiting': { user_id: 1 },
  'plan-survey': { ticket_id: 1, changed_at: 0 },
  'ai-agent-reads': { ticket_id: 1, message_id: 1 },
  'ai-agent-answers': { ticket_id: 1, message_id: 1 },
  'send-survey': { survey_id: 1, due: 0 },
  'start-job': { job_id: 1 },
  'work-job': { job_id: 1 },
}

it.for(Object.entries(orphans))(
  'a timer of an import finds nothing, and fails nothing: %s',
  async ([kind, payload]) => {
    const document = fresh().account.export()
    const { time, sequences } = document.world
    const timer = {
      id: 1,
      due: time + 1_000_000,
      kind,
      payload: { ...payload, actor: { user_id: null, context: null } },
      cause: { kind: 'control', id: 'test' },
    }
    const withTimer = changed(document, ['world', 'rows', 'timers'], [timer]) as AccountDocument
    const whole = changed(withTimer, ['world', 'sequences'], { ...sequences, timers: 1 }) as AccountDocument
    const there = server.accounts.create({ seed: whole, subdomain: `timer-${kind}` })
    expect(await there.clock.advance('PT2S')).toMatchObject({ by_kind: { [kind]: 1 } })
    there.delete()
  },
)
