import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ListJson } from './support/api.ts'
import { ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { fresh, use } = await testServer({ rateLimit: 'off' })

type Api = ReturnType<typeof fresh>['api']
type Fields = Readonly<Record<string, unknown>>
type Page = ListJson<{ readonly id: number }>

/** Few moments, so that many rows share one. */
const DAYS = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04']
const created = fc.constantFrom(...DAYS).map((day) => ({ created_datetime: `${day}T12:00:00.5+00:00` }))

const start = fresh()
for (let i = 0; i < 14; i++) {
  await start.api.createTicket(ticket({ created_datetime: `${DAYS[i % 4] ?? ''}T12:00:00.5Z` }))
  await start.api.post('/api/tags', { name: `tag ${i}` })
}

const LISTS = {
  '/api/tickets?order_by=created_datetime:desc': (api: Api, fields: Fields) =>
    api.createTicket(ticket(fields)),
  '/api/tickets?order_by=created_datetime:asc': (api: Api, fields: Fields) =>
    api.createTicket(ticket(fields)),
  '/api/tags?order_by=name:asc': (api: Api, _: Fields, n: number) =>
    api.post('/api/tags', { name: `tag ${n % 14}+${n}` }),
} as const

async function pageAt(api: Api, path: string, limit: number, cursor?: string | null): Promise<Page> {
  const more = cursor == null ? '' : `&cursor=${encodeURIComponent(cursor)}`
  return (await api.get(`${path}&limit=${limit}${more}`)).json as Page
}

const ids = (pages: readonly Page[]) => pages.flatMap((page) => page.data.map(({ id }) => id))

describe.for(Object.keys(LISTS) as (keyof typeof LISTS)[])('a walk through %s', (path) => {
  it('shows each row that was there once, in order, forwards and back, while others are inserted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(created, { maxLength: 16 }),
        fc.integer({ min: 1, max: 6 }),
        async (coming, limit) => {
          const { account, api } = use(start.account.fork())
          const was = ids([await pageAt(api, path, 100)])
          let inserted = 0
          const insert = async () => {
            const fields = coming.pop()
            if (fields !== undefined) await LISTS[path](api, fields, inserted++)
          }
          const walk = async (first: Page, direction: 'next_cursor' | 'prev_cursor') => {
            const pages = [first]
            for (let cursor = first.meta[direction]; cursor !== null;) {
              await insert()
              const page = await pageAt(api, path, limit, cursor)
              expect(page.data.length).toBeLessThanOrEqual(limit)
              pages.push(page)
              cursor = page.meta[direction]
            }
            return pages
          }
          const expectAll = (seen: readonly number[]) => {
            expect(new Set(seen).size).toBe(seen.length)
            expect(seen.filter((id) => was.includes(id))).toEqual(was)
          }
          const forwards = await walk(await pageAt(api, path, limit), 'next_cursor')
          expectAll(ids(forwards))
          expect(forwards[0]?.meta.prev_cursor).toBeNull()
          const last = forwards.at(-1)
          if (last === undefined) return
          expectAll(ids((await walk(last, 'prev_cursor')).reverse()))
          account.delete()
        },
      ),
      { numRuns: 8 },
    )
  })
})

it('a cursor that was tampered with is refused', async () => {
  const { meta } = await pageAt(start.api, '/api/tickets?order_by=created_datetime:desc', 2)
  const cursor = meta.next_cursor ?? ''
  for (const tampered of [
    `x${cursor}`,
    cursor.slice(1),
    cursor.slice(0, -4),
    `${cursor}=`,
    `${cursor} `,
    '',
  ]) {
    const answer = await start.api.get(`/api/tickets?cursor=${encodeURIComponent(tampered)}`)
    expect(answer.status, tampered).toBe(400)
    expect(answer.json).toMatchObject({ error: { data: { cursor: ['Not a valid cursor.'] } } })
  }
})
