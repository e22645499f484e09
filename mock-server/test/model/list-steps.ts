import fc from 'fast-check'
import { expect } from 'vitest'
import { KINDS, pick, recordsOf, sorted } from './model.ts'
import type { Kind, Model } from './model.ts'
import type { Desk, Page, Row } from './desk.ts'
import { removeRecord } from './record-steps.ts'
import { step } from './step.ts'
import type { Step } from './step.ts'

/** Lists, with the orders in which they can be asked for. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  tickets: ['created_datetime', 'updated_datetime'],
  customers: ['created_datetime', 'updated_datetime'],
  tags: ['created_datetime', 'name'],
  events: ['created_datetime'],
  messages: ['created_datetime'],
  users: ['created_datetime', 'name', 'email', 'role.name'],
  teams: ['created_datetime', 'name'],
  macros: ['created_datetime', 'name', 'usage'],
  views: ['created_datetime'],
  rules: ['created_datetime'],
  widgets: ['created_datetime', 'order'],
  integrations: ['created_datetime'],
  'custom-fields': ['priority'],
}

/** What a list must hold of what the model knows; undefined where it knows not all of it. */
function idsIn(model: Model, list: string): number[] | undefined {
  if (list === 'tickets') return [...model.tickets.keys()]
  if (list === 'customers') return [...model.customers.keys()]
  if (list === 'tags') return [...model.tags.keys()]
  if (list === 'messages') return [...model.tickets.values()].flatMap(({ messages }) => [...messages.keys()])
  const kind = KINDS.find((one) => one === list)
  return kind && [...recordsOf(model, kind).keys()]
}

const valueAt = (row: Row, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Row)[key], row)

/** Whether rows stand in an order; equal ones by their ids. */
function expectOrder(rows: readonly Row[], attribute: string, downwards: boolean): void {
  const sign = downwards ? -1 : 1
  const compare = (a: Row, b: Row): number => {
    const [x, y] = [valueAt(a, attribute) as string, valueAt(b, attribute) as string]
    return sign * (x < y ? -1 : x > y ? 1 : a.id - b.id)
  }
  const ids = (some: readonly Row[]) => some.map(({ id }) => id)
  expect(ids(rows), `in the order of ${attribute}`).toEqual(ids(rows.toSorted(compare)))
}

/** More than any list of a sequence has. */
const MOST_PAGES = 1000

async function walk(
  desk: Desk,
  first: Page,
  url: string,
  way: 'next_cursor' | 'prev_cursor',
  between: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<Page[]> {
  const pages = [first]
  for (let cursor = first.meta[way]; cursor !== null; cursor = pages.at(-1)?.meta[way] ?? null) {
    await between(pages.at(-1) ?? first)
    pages.push(await desk.read<Page>(`${url}&cursor=${encodeURIComponent(cursor)}`))
    expect(pages.length, 'the pages come to an end').toBeLessThan(MOST_PAGES)
  }
  return pages
}

const walkList = fc
  .record({
    list: fc.constantFrom(...Object.keys(LISTS)),
    order: fc.nat({ max: 3 }),
    downwards: fc.boolean(),
    drop: fc.boolean(),
    limit: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ list, order, downwards, drop, limit }) => {
    const attribute = pick(LISTS[list] ?? [], order) ?? ''
    const text = `walk ${list} by ${attribute}:${downwards ? 'desc' : 'asc'}, ${limit} at a time`
    return step(`${text}${drop ? ', deleting' : ''}`, async (model, desk) => {
      const filter = list === 'custom-fields' ? '&object_type=Ticket' : ''
      const url = `/api/${list}?order_by=${attribute}:${downwards ? 'desc' : 'asc'}&limit=${limit}${filter}`
      const kind = KINDS.find((one) => one === list)
      const known = idsIn(model, list)
      const dropped: number[] = []
      // A cursor is a place: it holds, though the row is gone at which it was made.
      const dropLast = async ({ data }: Page) => {
        const id = data.at(-1)?.id ?? 0
        if (!drop || kind === undefined || !recordsOf(model, kind).has(id)) return
        if (await removeRecord(model, desk, kind, id)) dropped.push(id)
      }
      const there = await walk(desk, await desk.read<Page>(url), url, 'next_cursor', dropLast)
      const rows = there.flatMap(({ data }) => data)
      const ids = rows.map(({ id }) => id)
      expect(new Set(ids).size, 'each row once').toBe(ids.length)
      const own = kind === undefined ? ids : ids.filter((id) => !isFromStart(desk, kind, id))
      if (known !== undefined) expect(sorted(own), 'every row').toEqual(sorted(known))
      expectOrder(rows, attribute, downwards)
      expect(there[0]?.meta.prev_cursor, 'nothing in front').toBeNull()
      const last = there.at(-1)
      if (last === undefined) return
      const back = (await walk(desk, last, url, 'prev_cursor')).toReversed().flatMap(({ data }) => data)
      expect(
        back.map(({ id }) => id),
        'the same way back',
      ).toEqual(ids.filter((id) => !dropped.includes(id)))
    })
  })

/** Whether a row was there before the sequence began. */
function isFromStart({ tenant }: Desk, kind: Kind, id: number): boolean {
  const collections = tenant.origin.rows as unknown as Readonly<Record<string, { get(id: number): unknown }>>
  return collections[kind]?.get(id) !== undefined
}

export const listSteps: readonly fc.Arbitrary<Step>[] = [walkList, walkList]
