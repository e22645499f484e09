import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { renderWhy } from '../src/cli/why.ts'
import type { WhyAnswer } from '../src/index.ts'
import { ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const TOKEN = 'open sesame'
const { fresh, url } = await testServer({ controlToken: TOKEN })
const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url))

const run = (...args: string[]) =>
  new Promise<{ code: number | string | null | undefined; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [cli, 'why', ...args], (error, out, err) =>
      resolve({ code: error === null ? 0 : error.code, out, err }),
    )
  })

// Each test starts a process, which takes its time on a busy machine.
describe('gorgias-mock why ticket', { timeout: 60_000 }, () => {
  it('tells the history of a ticket by day and time, one line for each that did something', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    await account.clock.advance('P1D')
    await api.updateTicket(id, { status: 'closed' })
    const { code, out, err } = await run(
      ...['ticket', String(id), '--url', `${url}/`, '--account', account.name, '--control-token', TOKEN],
    )
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const lines = out.trimEnd().split('\n')
    expect(lines.slice(0, 3)).toEqual([
      `Ticket ${id}: It is closed, unassigned, and stands in the view Closed.`,
      '',
      '2026-03-02 (UTC)',
    ])
    expect(lines[3]).toMatch(/^09:00:00 {2}POST \/api\/tickets of \S+ \(call 1\) created the ticket/)
    expect(lines.slice(5, 8)).toEqual([
      '',
      '2026-03-03 (UTC)',
      expect.stringMatching(/^09:00:00 {2}PUT .* \(call 2\) closed it\. It left the views/),
    ])
  })

  it('says how many changes of nothing it leaves out, and tells them where it is asked to', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket({ language: 'en' }))
    const where = ['--url', url, '--account', account.name, '--control-token', TOKEN]
    const { out } = await run('ticket', String(id), ...where)
    expect(out).toMatch(
      /\n\n1 change of nothing but when it was last updated is left out: --all tells it\.\n$/,
    )
    const { out: all } = await run('ticket', String(id), '--all', ...where)
    expect(all).toContain('The second look that Gorgias takes at what is new')
    expect(all).not.toContain('left out')
  })

  it('tells the same as JSON', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    const { code, out } = await run(
      ...['ticket', String(id), '--json', '--url', url, '--account', account.name, '--control-token', TOKEN],
    )
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual(account.why(id))
  })

  it.for<[args: string[], words: RegExp]>([
    [['ticket', '5', '--control-token', TOKEN], /^There is no ticket 5\.\n$/],
    [['ticket', '5', '--control-token', TOKEN, '--account', 'nobody'], /^There is no account "nobody"\./],
    [['ticket', '5', '--control-token', 'wrong'], /--control-token/],
    [['ticket', 'first'], /The id of a ticket is a whole number/],
    [['ticket'], /missing required argument 'id'/],
    [['ticket', '5', '--url', 'http://127.0.0.1:1'], /^No simulator answers at http:\/\/127\.0\.0\.1:1\./],
  ])('fails in a line where it has no answer: %j', async ([args, words]) => {
    fresh()
    const named = args.includes('--url') ? args : [...args, '--url', url]
    const { code, out, err } = await run(...named)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(words)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('an answer to read', () => {
  const answer: WhyAnswer = {
    ticket_id: 7,
    complete: false,
    left_out: 0,
    now: 'It was deleted.',
    entries: [
      {
        at: '2026-03-02T09:00:00+00:00',
        sentence: 'DELETE /api/tickets/7 (call 2) deleted the ticket.',
        cause: { kind: 'request', id: 2, description: '', chain: [] },
        changes: [],
      },
    ],
  }

  it('says where the beginning is not remembered', () => {
    expect(renderWhy(answer)).toContain('How it began is not remembered any more')
    expect(renderWhy({ ...answer, complete: true })).not.toContain('remembered')
  })

  it('is broken between words where a terminal is narrow, and stands beside its time', () => {
    expect(
      renderWhy({ ...answer, complete: true }, 40)
        .split('\n')
        .slice(2),
    ).toEqual([
      '2026-03-02 (UTC)',
      '09:00:00  DELETE /api/tickets/7 (call 2)',
      '          deleted the ticket.',
    ])
  })
})
