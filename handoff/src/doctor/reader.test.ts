import { describe, expect, it } from 'vitest'
import { testConfig } from '../../test/support/config.ts'
import { fakeClock } from '../../test/support/fake-clock.ts'
import { json, refuse, tooMany } from '../../test/support/fake-gorgias.ts'
import { defaultRetryPolicy, startRetries } from '../delivery/retries.ts'
import { createGorgiasClient } from '../gorgias/client.ts'
import { parseTag } from '../gorgias/rows.ts'
import { createReader } from './reader.ts'

/** A reader of a server that gives these answers one after the other, and what it was asked. */
function readerOf(answers: (() => Response)[]) {
  const clock = fakeClock()
  const asked: string[] = []
  const fetch = (url: string, init: RequestInit) => {
    asked.push(`${init.method} ${url.replace('https://acme.gorgias.com', '')}`)
    const answer = answers.shift()
    return answer ? Promise.resolve(answer()) : Promise.reject(new Error('no more answers'))
  }
  const client = createGorgiasClient(testConfig().gorgias, { clock, fetch }, 30_000)
  const retries = startRetries({ ...defaultRetryPolicy, maxFailures: 2 }, { clock, random: () => 0 })
  return { reader: createReader(client, retries), asked, clock }
}

const page = (id: number, meta: object) => () =>
  json(200, { data: [{ id, name: `t${id}` }, null, 'x'], meta })
const fault = (make: ReturnType<typeof refuse>) => () =>
  make({ commit: () => json(200, {}), clock: fakeClock(), authorization: '' }) as Response

describe('reading an account', () => {
  it('follows cursors to the end, and leaves out what is no row', async () => {
    const { reader, asked } = readerOf([page(1, { next_cursor: 'a/b=' }), page(2, { next_cursor: null })])
    const read = await reader.list('/api/tags?search=x', parseTag)
    expect(read).toMatchObject({ ok: true, value: { complete: true, rows: [{ id: 1 }, { id: 2 }] } })
    expect(asked).toEqual([
      'GET /api/tags?search=x&limit=100',
      'GET /api/tags?search=x&limit=100&cursor=a%2Fb%3D',
    ])
    expect(reader.calls).toBe(2)
  })

  it('ends at its bound on pages and says that there is more', async () => {
    const { reader, asked } = readerOf([1, 2, 3].map((id) => page(id, { next_cursor: `${id}` })))
    const read = await reader.list('/api/tags', parseTag, { maxPages: 2 })
    expect(read).toMatchObject({ value: { complete: false, rows: [{ id: 1 }, { id: 2 }] } })
    expect(asked).toHaveLength(2)
  })

  it('takes of a view’s next page the query alone: where it reads is not for a server to say', async () => {
    const next = 'https://evil.test/steal?cursor=c1&limit=100'
    const { reader, asked } = readerOf([page(1, { next_items: next }), page(2, { next_items: null })])
    await reader.list('/api/views/3/items', parseTag)
    expect(asked[1]).toBe('GET /api/views/3/items?cursor=c1&limit=100')
  })

  it('waits as long as a 429 says, then reads', async () => {
    const { reader, clock } = readerOf([fault(tooMany('7')), () => json(200, { id: 5, name: 'gladly-ai' })])
    expect(await reader.get('/api/tags/5', parseTag)).toMatchObject({ ok: true, value: { id: 5 } })
    expect(clock.waits).toEqual([7000])
    expect(reader.calls).toBe(2)
  })

  it('repeats nothing that would fail again', async () => {
    const { reader, asked } = readerOf([fault(refuse(403, 'No.'))])
    expect(await reader.get('/api/rules', parseTag)).toMatchObject({
      ok: false,
      failure: { code: 'forbidden' },
    })
    expect(asked).toHaveLength(1)
  })

  it.each([
    ['something else', () => json(200, 'hello')],
    ['a list without rows', () => json(200, { data: null })],
    ['no JSON', () => new Response('<h1>Hello</h1>')],
  ])('says of %s that it is not like Gorgias', async (_, answer) => {
    const { reader } = readerOf([answer, answer])
    expect(await reader.list('/api/tags', parseTag)).toMatchObject({
      ok: false,
      failure: { code: 'unreadable_answer' },
    })
  })

  it('says to which ticket a merged one leads, and of other redirects nothing', async () => {
    const to = (location: string) => () => new Response(null, { status: 301, headers: { location } })
    const { reader } = readerOf([
      to('/api/tickets/77'),
      to('https://evil.test/api/tickets/77'),
      to('/api/tickets/key-0123456789abcdef'),
    ])
    const failures = []
    for (let n = 0; n < 3; n += 1) failures.push(await reader.get('/api/tickets/5', parseTag))
    expect(failures).toMatchObject([
      { failure: { code: 'redirected', movedToTicket: 77 } },
      { failure: { code: 'redirected' } },
      { failure: { code: 'redirected' } },
    ])
    expect(JSON.stringify(failures.slice(1))).not.toMatch(/movedToTicket|key-0123/)
  })
})
