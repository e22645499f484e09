import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { renderBill, renderComparison } from '../src/cli/billing-tables.ts'
import { estimateBilling } from '../src/index.ts'
import { handoff } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { fresh, url } = await testServer({ rateLimit: 'off', controlToken: 'open' })

const CLI = join(import.meta.dirname, '../src/cli.ts')

interface Run {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

/** Runs `gorgias-mock billing` in a process of its own. */
async function billing(...words: string[]): Promise<Run> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [CLI, 'billing', ...words])
    return { stdout, stderr, code: 0 }
  } catch (error) {
    const { stdout, stderr, code } = error as Run
    return { stdout, stderr, code }
  }
}

const isNarrow = (text: string) => text.split('\n').every((line) => line.length <= 80)

describe('gorgias-mock billing', () => {
  it('prints the bill of an account as a table, or as the JSON of the control plane', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    await api.createTicket(handoff())
    const where = ['--url', url, '--account', account.name, '--control-token', 'open']
    expect(await billing(...where)).toEqual({
      stdout: `${renderBill(account.billing(), account.name)}\n`,
      stderr: '',
      code: 0,
    })
    const json = await billing(
      ...where,
      '--month',
      '2026-03',
      '--term',
      'yearly',
      '--overage',
      'block',
      '--json',
    )
    expect(JSON.parse(json.stdout)).toEqual(account.billing('2026-03', { term: 'yearly', overage: 'block' }))
    const compared = await billing('compare', ...where, '--resolved', '40%', '--json')
    expect(JSON.parse(compared.stdout)).toEqual(account.compareBilling({ resolved_percent: 40 }))
  })

  it('estimates without a simulator', async () => {
    const { stdout } = await billing(
      'estimate',
      '--tickets',
      '2000',
      '--resolved',
      '40%',
      '--plan',
      'pro',
      '--json',
    )
    expect(JSON.parse(stdout)).toEqual(
      estimateBilling({ tickets: [2000], resolved_percent: 40, plan: 'pro' }),
    )
  })

  it.each([
    ['no simulator', ['--url', 'http://127.0.0.1:1'], 'No simulator answers at http://127.0.0.1:1.'],
    ['no token', ['--url', url], 'The control plane wants its token: give it with --control-token.'],
    [
      'no such account',
      ['--url', url, '--control-token', 'open', '--account', 'x'],
      'There is no account "x".',
    ],
    ['no such plan', ['estimate', '--tickets', '5', '--resolved', '9'], 'resolved: 9 is more than'],
  ])('says in one line what is wrong: %s', async (_case, words, sentence) => {
    const { stderr, stdout, code } = await billing(...words)
    expect(stderr).toContain(sentence)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect([stdout, code]).toEqual(['', 1])
  })
})

it('a bill is a table of at most 80 columns', async () => {
  const name = 'A rule with a name that is much longer than any column of a table has room for'
  const code = 'if (eq(ticket.spam, false)) { Action("replyToTicket", { body_text: "Hi" }) }'
  const { account, api } = fresh({ seed: { rules: [{ name, code, event_types: 'ticket-created' }] } })
  await api.createTicket(handoff())
  const text = renderBill(account.billing(), account.name)
  expect(text).toContain('Basic, monthly term, 300 tickets included         1  60.00  60.00')
  expect(text).toMatch(/A rule with a name that is m?.*\.\.\. +1 +1 +0\.00/)
  expect(isNarrow(text)).toBe(true)
})

it('a comparison is a table of at most 80 columns, whose peak is marked', () => {
  const estimate = estimateBilling({
    tickets: [18_000, 200_000, 26_000],
    resolved_percent: 60,
    answered_percent: 90,
    plan: 'advanced',
    overage: 'block',
  })
  const text = renderComparison(estimate, '244,000 conversations in 3 months')
  expect(text).toMatch(/^ {2}2 +200,000 +120,000 .* peak$/m)
  expect(text).toContain('Break-even, in tickets a month: Basic 175, Pro 1,001, Advanced 3,401.')
  expect(isNarrow(text)).toBe(true)
})
