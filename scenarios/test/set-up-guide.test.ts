import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findings } from '@gorgias-harness/handoff'
import { startMockServer } from '@gorgias-harness/mock-server'
import type { Account, MockServer } from '@gorgias-harness/mock-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call } from './handoff-account.ts'

const root = join(import.meta.dirname, '..', '..')
const guide = await readFile(join(root, 'docs/guides/set-up.md'), 'utf8')

/** A block of the guide: what stands behind the three backticks, and what stands in it. */
interface Block {
  readonly kind: string
  readonly about: string
  readonly text: string
}

const blocks: readonly Block[] = [...guide.matchAll(/^```(\w+) ?(.*)\n([^]*?)^```$/gm)].map(
  ([, kind = '', about = '', text = '']) => ({ kind, about, text }),
)
const headings = [...guide.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading)

interface Command {
  readonly command: string
  readonly code: number
  readonly out: string
  readonly err: string
  /** The output that the guide shows beneath it. */
  readonly shown: string | undefined
  readonly outbox: number
  readonly billable: number
}

let server: MockServer
let account: Account
let folder: string
const commands: Command[] = []

/** Runs a command line of the guide as its reader does, with what was exported so far. */
function shell(script: string): Promise<{ code: number; out: string; err: string }> {
  const env = {
    HOME: process.env.HOME,
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    // The one thing that is not in the guide: where the simulator is.
    GORGIAS_URL: server.url,
  }
  return new Promise((resolve) => {
    execFile('bash', ['-eu', '-c', script], { cwd: folder, env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err })
    })
  })
}

/** Goes through the guide from its first block to its last, as a new customer would. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'set-up-guide-'))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  server = await startMockServer({ subdomain: 'your-shop', seed: { support_email: 'support@your-shop.com' } })
  account = server.account
  let exported = ''
  for (const [at, { kind, about, text }] of blocks.entries()) {
    if (kind === 'json' && about.startsWith('POST ')) {
      const made = await call<{ id: number }>(account, 'POST', about.slice(5), JSON.parse(text))
      // The new user signs in and makes a key, for which Gorgias has a page and no API.
      if (about === 'POST /api/users')
        await writeFile(join(folder, 'gorgias-api-key'), `${account.createKey(made.id).api_key}\n`)
    } else if (kind === 'json') await writeFile(join(folder, about), text)
    else if (kind === 'sh' && text.startsWith('export ')) exported += text
    else if (kind === 'sh') {
      const ran = await shell(exported + text)
      const next = blocks[at + 1]
      commands.push({
        command: text.trim(),
        ...ran,
        shown: next?.kind === 'text' ? next.text : undefined,
        outbox: account.outbox().length,
        billable: account.billing().billable_tickets,
      })
    }
  }
}, 240_000)
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const commandOf = (wanted: string): Command => {
  const found = commands.find(({ command }) => command === `npx gorgias-handoff ${wanted}`)
  if (!found)
    throw new Error(`the guide has no "${wanted}": ${commands.map(({ command }) => command).join(', ')}`)
  return found
}

describe('the set-up guide, followed from start to end', () => {
  it('has blocks of known kinds only, so that none is left out', () => {
    expect(new Set(blocks.map(({ kind }) => kind))).toEqual(new Set(['json', 'sh', 'text']))
    expect(guide.match(/^```/gm)).toHaveLength(2 * blocks.length)
  })

  it('has no command that fails', () => {
    expect(commands.map(({ command, code, err }) => (code === 0 ? command : `${command}: ${err}`))).toEqual([
      'npx gorgias-handoff verify --read-only',
      'npx gorgias-handoff verify',
      'npx gorgias-handoff send first-handoff.json',
      'npx gorgias-handoff doctor',
      'npx gorgias-handoff doctor --customer test.customer@example.com',
      'npx gorgias-handoff doctor --conversation first',
    ])
  })

  it('shows the output that its commands have', () => {
    for (const { out, shown } of commands.filter((one) => one.shown !== undefined)) {
      const masked = out
        .replaceAll(/http:\S+\/\d+/g, 'ADDRESS')
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
        .replaceAll(/\b(ticket|with) \d+/g, '$1 NUMBER')
      expect(masked).toBe(shown)
    }
    expect(commands.filter(({ shown }) => shown !== undefined)).toHaveLength(3)
  })

  it('verifies without an e-mail and without a billable ticket (REQ-062)', () => {
    expect(commandOf('verify --read-only')).toMatchObject({ outbox: 0, billable: 0 })
    expect(commandOf('verify')).toMatchObject({ outbox: 0, billable: 0 })
  })

  it('ends with a confirmation for the customer, which is the one billable ticket (REQ-077)', () => {
    expect(JSON.parse(commandOf('send first-handoff.json').out)).toMatchObject({ status: 'created' })
    expect(account.outbox()).toMatchObject([
      {
        to: 'test.customer@example.com',
        from: 'support@your-shop.com',
        text: 'Hello, your conversation is with our team now. You will hear from us by e-mail.',
      },
    ])
    expect(account.billing().billable_tickets).toBe(1)
  })

  it('ends with the handoff, and nothing else, in the view (REQ-082)', async () => {
    type Rows = { data: { id: number; slug: string; tags: { name: string }[] }[] }
    const { data: views } = await call<Rows>(account, 'GET', '/api/views?category=user')
    const { data } = await call<Rows>(account, 'GET', `/api/views/${views[0]?.id}/items`)
    expect(data.map(({ tags }) => tags.map(({ name }) => name).toSorted())).toEqual([
      ['Order_Status', 'gladly-ai'],
    ])
  })

  it('lets team and customer write to each other on one ticket, as it promises', () => {
    const { ticket_id } = JSON.parse(commandOf('send first-handoff.json').out) as { ticket_id: number }
    const answer = { ticket_id, text: 'Hello, this is a person.' }
    account.act('gladly-integration@your-shop.com', 'reply', answer)
    const sent = account.outbox().at(-1)
    expect(sent).toMatchObject({ to: 'test.customer@example.com', ticket_id })
    const back = account.inbound({
      from: 'test.customer@example.com',
      text: 'Good!',
      ...(sent && { in_reply_to: sent.header_message_id }),
    })
    expect(back.ticket_id).toBe(ticket_id)
    expect(account.billing().billable_tickets).toBe(1)
  })

  it('keeps handoffs apart where auto-merge is on (REQ-105)', async () => {
    type Settings = { data: { id: number; type: string }[] }
    const { data } = await call<Settings>(account, 'GET', '/api/account/settings')
    const setting = data.find(({ type }) => type === 'auto-merge')
    await call(account, 'PUT', `/api/account/settings/${setting?.id}`, {
      type: 'auto-merge',
      data: { tickets: { enabled: true, merging_window_days: 5 } },
    })
    account.inbound({ from: 'second@example.com', text: 'Where is my order?' })
    const tag = { tags: [{ name: 'gladly-ai' }], customer: { email: 'second@example.com' } }
    const message = { channel: 'email', from_agent: false, body_text: 'Again.' }
    const source = { from: { address: 'second@example.com' }, to: [{ address: 'support@your-shop.com' }] }
    const { id } = await call<{ id: number }>(account, 'POST', '/api/tickets', {
      ...tag,
      messages: [{ ...message, sender: { email: 'second@example.com' }, source }],
    })
    expect(await call(account, 'GET', `/api/tickets/${id}`)).toMatchObject({ id, status: 'open' })
  })
})

describe('the set-up guide', () => {
  it('has the parts that the doctor points to', () => {
    const parts = new Set(Object.values(findings).map((entry) => entry.guide))
    expect([...parts].filter((part) => !headings.includes(part))).toEqual([])
  })

  it('says where it meets each requirement that a document has to meet', () => {
    const table = [...guide.matchAll(/^\| ((?:REQ-\d{3}(?:, )?)+) \| (.*) \|$/gm)]
    const met = table.flatMap(([, requirements = '']) => requirements.split(', ')).toSorted()
    const owned = [15, 18, 37, 67, 69, 77, 82, 89, 92, 97, 100, 101, 103, 104, 105]
    expect(met).toEqual(owned.map((number) => `REQ-${String(number).padStart(3, '0')}`))
    expect(table.map(([, , part]) => part).filter((part) => !headings.includes(part))).toEqual([])
  })

  it('leads nowhere that is not there', () => {
    const anchors = headings.map((heading = '') =>
      heading
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    )
    const links = [...guide.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor)
    expect(links.length).toBeGreaterThan(0)
    expect(links.filter((anchor) => anchor === undefined || !anchors.includes(anchor))).toEqual([])
  })
})
