import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { call } from './support/api.ts'
import { handoff, ticketFrom } from './support/bodies.ts'
import { files } from './support/kept.ts'

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
const aFile = files()
const started = new Set<ChildProcess>()
afterAll(() => {
  for (const child of started) child.kill('SIGKILL')
})

interface Running {
  readonly url: string
  readonly authorization: string
  readonly errors: () => string
  kill(): Promise<void>
}

/** A simulator in a process of its own, on a file. */
async function serve(file: string, command = [process.execPath]): Promise<Running> {
  const [program = '', ...first] = command
  const flags = ['serve', '--port', '0', '--json', '--rate-limit', 'off', '--seed', 'demo', '--data', file]
  const child = spawn(program, [...first, cli, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  started.add(child)
  const ended = once(child, 'exit')
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const lines = createInterface(child.stdout)
  const line = await Promise.race([once(lines, 'line'), ended.then(() => Promise.reject(new Error(errors)))])
  const { url, email, api_key } = JSON.parse(String(line[0])) as Record<'url' | 'email' | 'api_key', string>
  return {
    url,
    authorization: `Basic ${Buffer.from(`${email}:${api_key}`).toString('base64')}`,
    errors: () => errors,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

interface Made {
  readonly id: number
  readonly external_id: string
}

/** Lets eight clients make tickets until the process is killed, which is once so many were answered. */
async function loadUntilKilled(server: Running, round: number, answers: number): Promise<Made[]> {
  const made: Made[] = []
  let asked = 0
  const headers = { authorization: server.authorization }
  const client = async (): Promise<void> => {
    for (;;) {
      const external_id = `${round}-${asked++}`
      const body = handoff({ external_id, customer: { email: `${external_id}@example.com` } })
      const answer = await call(server.url, 'POST', '/api/tickets', { headers, body }).catch(() => undefined)
      if (answer === undefined) return
      expect(answer.status, answer.text).toBe(201)
      made.push({ id: (answer.json as Made).id, external_id })
      if (made.length === answers) await server.kill()
    }
  }
  await Promise.all(Array.from({ length: 8 }, client))
  return made
}

interface Listed {
  readonly data: readonly (Made & { readonly messages_count: number })[]
  readonly meta: { readonly next_cursor: string | null }
}

async function allTickets({ url, authorization }: Running): Promise<Listed['data'][number][]> {
  const found: Listed['data'][number][] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const path = `/api/tickets?limit=100&order_by=created_datetime:asc${cursor && `&cursor=${cursor}`}`
    const { text } = await call(url, 'GET', path, { headers: { authorization } })
    const page = JSON.parse(text) as Listed
    found.push(...page.data)
    cursor = page.meta.next_cursor
  }
  return found
}

describe('a process that is killed under load', () => {
  it('comes back with every answered request, nothing half done, and no id twice', async () => {
    const file = aFile()
    const answered: Made[] = []
    const rounds = [1, 37, 90, 5]
    for (const [round, answers] of rounds.entries()) {
      const server = await serve(file)
      answered.push(...(await loadUntilKilled(server, round, answers)))
    }
    const server = await serve(file)
    const found = await allTickets(server)
    const byId = new Map(found.map((ticket) => [ticket.id, ticket]))
    expect(byId.size).toBe(found.length)
    for (const { id, external_id } of answered) expect(byId.get(id)).toMatchObject({ external_id })
    expect(new Set(answered.map(({ id }) => id)).size).toBe(answered.length)
    const loaded = found.filter(({ external_id }) => /^\d+-\d+$/.test(external_id))
    expect(new Set(loaded.map(({ external_id }) => external_id)).size).toBe(loaded.length)
    for (const { id } of loaded) {
      const headers = { authorization: server.authorization }
      const { json } = await call(server.url, 'GET', `/api/tickets/${id}/messages`, { headers })
      expect((json as { data: unknown[] }).data.length).toBeGreaterThanOrEqual(2)
    }
    const next = await call(server.url, 'POST', '/api/tickets', {
      headers: { authorization: server.authorization },
      body: ticketFrom('next@example.com'),
    })
    expect((next.json as Made).id).toBeGreaterThan(Math.max(...found.map(({ id }) => id)))
    expect(server.errors()).toBe(
      `${file} goes on as it was left: --seed is only for accounts made from now on.\n`,
    )
    await server.kill()
  })
})

describe('a disk that takes no more', () => {
  it('lets no request be answered as done that is not kept', async () => {
    const file = aFile()
    // No file may grow above so many blocks, and to try is no reason to be ended.
    const limited = ['bash', '-c', 'trap "" XFSZ; ulimit -f 1200; exec "$0" "$@"', process.execPath]
    const server = await serve(file, limited)
    const headers = { authorization: server.authorization }
    const kept: number[] = []
    let failure: string | undefined
    for (let turn = 0; failure === undefined && turn < 500; turn++) {
      const body = handoff({ messages: [{ ...messageOf(turn) }] })
      const { status, json, text } = await call(server.url, 'POST', '/api/tickets', { headers, body })
      if (status === 201) kept.push((json as Made).id)
      else failure = `${status} ${text}`
    }
    expect(failure).toMatch(/^503 .*cannot be written/)
    expect(kept.length).toBeGreaterThan(0)
    expect((await call(server.url, 'GET', '/api/tickets', { headers })).status).toBe(503)
    const health = await call(server.url, 'GET', '/_control/v1/health')
    expect(health.text).toContain(`${file} cannot be written`)
    expect(server.errors().split(`${file} cannot be written`)).toHaveLength(2)
    await server.kill()
    const again = await serve(file)
    const found = new Set((await allTickets(again)).map(({ id }) => id))
    for (const id of kept) expect(found.has(id), `ticket ${id}`).toBe(true)
    await again.kill()
  })
})

const messageOf = (turn: number) => ({
  channel: 'internal-note',
  from_agent: true,
  body_text: `${turn} `.repeat(5_000),
})
