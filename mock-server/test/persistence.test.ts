import { describe, expect, it } from 'vitest'
import { demoSeed, startMockServer } from '../src/index.ts'
import { sqlite } from '../src/kernel/store/node-sqlite.ts'
import type { Store } from '../src/kernel/store/store.ts'
import { handoff, ticketFrom } from './support/bodies.ts'
import { formOf, furnish } from './support/furnished.ts'
import { files, imageOf, keptApp, portraitOf } from './support/kept.ts'
import type { KeptApp } from './support/kept.ts'

const aFile = files()
const control = '/_control/v1/accounts/acme'

/** What a process would find if the one that runs were killed now. */
async function foundAfterKill(file: string): Promise<ReturnType<typeof portraitOf>> {
  const again = await keptApp(imageOf(file, aFile()))
  const found = portraitOf(again)
  await again.close()
  return found
}

const idOf = (text: string): number => (JSON.parse(text) as { readonly id: number }).id
const userId = ({ accounts }: KeptApp): number => accounts.get('acme').apiKey.user_id

/** Each kind of change: what leads up to it, and the call that has to be durable once it is answered. */
const CHANGES: readonly (readonly [name: string, change: (kept: KeptApp) => Promise<unknown>])[] = [
  ['a ticket that is made', ({ send }) => send('POST', '/api/tickets', handoff())],
  [
    'a ticket that is changed',
    async ({ send }) => {
      const id = idOf(await send('POST', '/api/tickets', handoff()))
      await send('PUT', `/api/tickets/${id}`, { subject: 'Late', tags: [{ name: 'vip' }] })
    },
  ],
  [
    'a ticket that is deleted',
    async ({ send }) => {
      await send('DELETE', `/api/tickets/${idOf(await send('POST', '/api/tickets', handoff()))}`)
    },
  ],
  [
    'something of the seed that is deleted',
    async ({ send, accounts }) => {
      const rule = [...accounts.get('acme').world.rows.rules.values()][0]
      await send('DELETE', `/api/rules/${rule?.id ?? 0}`)
    },
  ],
  [
    'a call that finds nothing to change',
    async ({ send }) => {
      const id = idOf(await send('POST', '/api/tickets', handoff({ tags: [{ name: 'vip' }] })))
      await send('POST', `/api/tickets/${id}/tags`, { names: ['vip'] })
    },
  ],
  [
    'a file',
    async ({ ask }) => {
      const form = await formOf([{ name: 'a.txt', content_type: 'text/plain', text: 'Return label' }])
      expect(await ask({ method: 'POST', url: '/api/upload?type=attachment', ...form })).toMatchObject({
        status: 201,
      })
    },
  ],
  ['a key', (kept) => kept.send('POST', `${control}/keys`, { user_id: userId(kept) })],
  [
    'a key that is revoked',
    async (kept) => {
      const id = idOf(await kept.send('POST', `${control}/keys`, { user_id: userId(kept) }))
      await kept.send('DELETE', `${control}/keys/${id}`)
    },
  ],
  ['a plan', ({ send }) => send('PUT', `${control}/plan`, { plan: 'enterprise' })],
  ['a rate limit', ({ send }) => send('PUT', `${control}/rate-limit`, { capacity: 7, used: 3 })],
  ['time that is moved on', ({ send }) => send('POST', `${control}/clock`, { advance: 'PT1H' })],
  [
    'a clock that is made real',
    async ({ send }) => {
      await send('POST', `${control}/clock`, { mode: 'real' })
      await send('POST', `${control}/clock`, { mode: 'virtual', now: '2026-04-01T00:00:00Z' })
    },
  ],
  [
    'an e-mail that comes in',
    ({ send }) => send('POST', `${control}/inbound`, { from: 'b@x.test', text: 'Hi' }),
  ],
  [
    'an OAuth app with a token',
    async ({ send }) => {
      const app = await send('POST', `${control}/oauth-apps`, {
        name: 'R',
        redirect_uris: ['https://a.test/b'],
      })
      const { client_id } = JSON.parse(app) as { readonly client_id: string }
      await send('POST', `${control}/oauth-apps/${client_id}/tokens`, { scopes: ['tickets:read'] })
    },
  ],
  ['the script of AI Agent', ({ send }) => send('PUT', `${control}/ai-agent`, { enabled: true })],
  ['an account', ({ send }) => send('POST', '/_control/v1/accounts', { subdomain: 'other', seed: 'demo' })],
  [
    'a fork, whose origin is what it was made of',
    async ({ send }) => {
      await send('POST', '/api/tickets', handoff())
      await send('POST', '/_control/v1/accounts', { from: 'acme' })
    },
  ],
  [
    'an account that is deleted',
    async ({ send }) => {
      await send('POST', '/_control/v1/accounts', { subdomain: 'other' })
      await send('DELETE', '/_control/v1/accounts/other')
    },
  ],
  [
    'an account of a name that another had',
    async ({ send }) => {
      await send('POST', '/_control/v1/accounts', { subdomain: 'other', seed: 'demo' })
      await send('DELETE', '/_control/v1/accounts/other')
      await send('POST', '/_control/v1/accounts', { subdomain: 'other' })
    },
  ],
  [
    'an account of a name that another had until the same moment',
    async ({ send, accounts }) => {
      accounts.delete('beside')
      accounts.create({ subdomain: 'beside', seed: demoSeed })
      await send('GET', '/_control/v1/health')
    },
  ],
  [
    'a state that was gone back to, which lacks something of the origin',
    async ({ send, accounts }) => {
      const rule = [...accounts.get('acme').world.rows.rules.values()][0]
      await send('DELETE', `/api/rules/${rule?.id ?? 0}`)
      await send('POST', `${control}/snapshots`, { name: 'ruleless' })
      await send('POST', '/api/tickets', handoff())
      await send('POST', `${control}/snapshots/ruleless/restore`)
    },
  ],
  [
    'a reset',
    async ({ send }) => {
      await send('POST', '/api/tickets', handoff())
      await send('POST', `${control}/reset`)
    },
  ],
  [
    'what follows upon a reset',
    async ({ send }) => {
      await send('POST', '/api/tickets', handoff())
      await send('POST', `${control}/reset`)
      await send('POST', '/api/tickets', handoff())
    },
  ],
]

describe('once it is answered, a killed process comes back with', () => {
  it.each(CHANGES)('%s', async (_name, change) => {
    const file = aFile()
    const kept = await keptApp(file)
    await kept.send('POST', '/_control/v1/accounts', { subdomain: 'beside' })
    const before = portraitOf(kept)
    await change(kept)
    const now = portraitOf(kept)
    expect(now).not.toEqual(before)
    expect(await foundAfterKill(file)).toStrictEqual(now)
    expect(kept.failures).toEqual([])
    await kept.close()
  })
})

describe('accounts in a file', () => {
  it('are found as they were: rows of every kind, timers, sequences, randomness, time, bytes', async () => {
    const file = aFile()
    const kept = await keptApp(file)
    await furnish({ ...kept, operations: [], presented: () => undefined }, 'furnished')
    // Some of that was done without a call: an answer waits for it, too.
    await kept.send('GET', '/_control/v1/health')
    const now = portraitOf(kept)
    expect(await foundAfterKill(file)).toStrictEqual(now)
    await kept.close()
    const again = await keptApp(file)
    expect(portraitOf(again)).toStrictEqual(now)
    await again.close()
  })

  it('go on as if nobody had stopped them: the same answers, to the byte', async () => {
    const play = async ({ send }: KeptApp, turn: number): Promise<string> => {
      const id = idOf(await send('POST', '/api/tickets', ticketFrom(`ana.${turn}@example.com`)))
      await send('POST', `${control}/clock`, { advance: 'PT1M' })
      await send('POST', `/api/tickets/${id}/messages`, {
        channel: 'internal-note',
        from_agent: true,
        body_text: `Turn ${turn}`,
      })
      const shown = await send('GET', `/api/tickets/${id}`)
      return shown + (await send('GET', '/api/events')) + (await send('GET', '/api/customers'))
    }
    const turns = [0, 1, 2, 3, 4]
    const whole = await keptApp(aFile())
    const expected: string[] = []
    for (const turn of turns) expected.push(await play(whole, turn))
    await whole.close()
    let file = aFile()
    const seen: string[] = []
    for (const turn of turns) {
      const kept = await keptApp(file)
      seen.push(await play(kept, turn))
      const image = imageOf(file, aFile())
      await kept.close()
      file = image
    }
    expect(seen).toEqual(expected)
  })

  it('draw from seeds of their own, also where they are made after a restart', async () => {
    const file = aFile()
    const kept = await keptApp(file)
    await kept.send('POST', '/_control/v1/accounts', { subdomain: 'gone' })
    await kept.send('DELETE', '/_control/v1/accounts/gone')
    const image = imageOf(file, aFile())
    const uninterrupted = await kept.send('POST', '/_control/v1/accounts', { subdomain: 'next' })
    await kept.close()
    const again = await keptApp(image)
    expect(await again.send('POST', '/_control/v1/accounts', { subdomain: 'next' })).toBe(uninterrupted)
    await again.close()
  })

  it('let come up what came due while nobody ran', async () => {
    let now = Date.parse('2026-03-02T09:00:00Z') * 1000
    const host = { now: () => now, wake: () => () => undefined, breathe: () => Promise.resolve() }
    const file = aFile()
    const kept = await keptApp(file, { clock: 'real', host })
    const id = idOf(await kept.send('POST', '/api/tickets', handoff()))
    await kept.send('PUT', `/api/tickets/${id}`, {
      status: 'closed',
      snooze_datetime: '2026-03-02T10:00:00Z',
    })
    await kept.close()
    now += 2 * 3600 * 1_000_000
    const again = await keptApp(file, { clock: 'real', host })
    const shown = JSON.parse(await again.send('GET', `/api/tickets/${id}`)) as { status: string }
    expect(shown.status).toBe('open')
    await again.close()
  })

  it('of a seed take their place once, however much happens', async () => {
    const file = aFile()
    const kept = await keptApp(file)
    kept.accounts.create({ subdomain: 'seeded', seed: demoSeed })
    await kept.close()
    const again = await keptApp(file)
    const { world, origin } = again.accounts.get('seeded')
    const [row] = world.rows.tickets.values()
    expect(origin.rows.tickets.get(row?.id ?? 0)).toBe(row)
    await again.close()
  })
})

describe('a store that cannot be written', () => {
  it('makes every answer a 503 with the reason, carries nothing out, and is brought up to date once it can be', async () => {
    const file = aFile()
    let full = false
    const through = (store: Store): Store => ({
      ...store,
      write(batch) {
        if (full) throw new Error('There is no space left.')
        store.write(batch)
      },
    })
    const kept = await keptApp(file, { through })
    const before = portraitOf(kept)
    full = true
    const made = await kept.ask({ method: 'POST', url: '/api/tickets', payload: handoff() })
    expect(made.status).toBe(503)
    expect(JSON.parse(made.text)).toMatchObject({
      error: { msg: expect.stringContaining('There is no space') as string },
    })
    const carriedOut = portraitOf(kept)
    for (const [method, url, payload] of [
      ['POST', '/_control/v1/accounts', { subdomain: 'late', seed: 'demo' }],
      ['GET', '/api/tickets', undefined],
      ['GET', '/_control/v1/health', undefined],
    ] as const)
      expect(await kept.ask({ method, url, ...(payload && { payload }) })).toMatchObject({
        status: 503,
        text: expect.stringContaining('There is no space left. It is written as soon as') as string,
      })
    expect(portraitOf(kept)).toStrictEqual(carriedOut)
    expect(kept.failures).toHaveLength(1)
    expect((await foundAfterKill(file)).accounts).toStrictEqual(before.accounts)
    full = false
    await kept.send('POST', '/api/tickets', handoff())
    expect(await foundAfterKill(file)).toStrictEqual(portraitOf(kept))
    await kept.close()
  })
})

describe('a file that somebody got at', () => {
  /** A file of two accounts, one with something of its own. */
  async function aFullFile(): Promise<string> {
    const file = aFile()
    const kept = await keptApp(file)
    await kept.send('POST', '/api/tickets', handoff())
    await kept.close()
    return file
  }

  it.for<[what: string, sql: string, message: string]>([
    ['a state that is empty', "UPDATE layers SET state = '{}'", 'mode: is missing.'],
    [
      'a text for a time',
      "UPDATE layers SET state = json_set(state, '$.time', 'noon')",
      'time: must be integer.',
    ],
    ['users that are gone', "DELETE FROM rows WHERE collection = 'users'", 'among the users.'],
    ['no account', "DELETE FROM rows WHERE collection = 'accounts'", 'rows.accounts: holds one row'],
    ['no key', "DELETE FROM rows WHERE collection = 'apiKeys'", 'has lost its key.'],
    [
      'a row that lacks a part',
      "UPDATE rows SET json = json_remove(json, '$.status') WHERE collection = 'tickets'",
      '.status: is missing.',
    ],
    ['what it says of itself', "UPDATE about SET json = '{}' WHERE world > 0", 'what it says of account 1'],
    ['what it says of all', "UPDATE about SET json = 'null' WHERE world = 0", 'what it says of all accounts'],
  ])('is refused by what is wrong, and left as it is: %s', async ([, sql, message]) => {
    const file = await aFullFile()
    const { DatabaseSync } = sqlite()
    const database = new DatabaseSync(file)
    database.exec(sql)
    database.close()
    const start = startMockServer({ data: file })
    await expect(start).rejects.toThrow(`${file} is damaged: `)
    await expect(start).rejects.toThrow(message)
    await expect(start).rejects.toThrow('Bring back a copy of it, or name another file.')
  })
})
