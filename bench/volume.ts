/**
 * What size costs: a page of 30 tickets and the search for a customer, among a thousand tickets and among a
 * hundred thousand, and the memory of the latter. Each ticket has three messages and a customer of its own.
 */
import autocannon from 'autocannon'
import { residentMegabytes, serve } from './load.ts'
import type { Served } from './load.ts'
import { ticketOf } from './ticket.ts'

const SMALL = 1_000
const LARGE = 100_000
const PAGE = 1_000

async function fill(served: Served, tickets: number): Promise<void> {
  const { url, authorization } = served
  let number = 0
  const result = await autocannon({
    url: `${url}/api/tickets`,
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    requests: [{ setupRequest: (request) => ({ ...request, body: JSON.stringify(ticketOf(++number)) }) }],
    connections: 20,
    amount: tickets,
  })
  if (result['2xx'] !== tickets) throw new Error(`Only ${result['2xx']} of ${tickets} tickets were made.`)
}

interface List {
  readonly data: readonly unknown[]
  readonly meta: { readonly next_cursor: string | null }
}

async function get({ url, authorization }: Served, path: string): Promise<List> {
  const answer = await fetch(url + path, { headers: { authorization } })
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as List
}

/** The address of a page that is so many pages in. */
async function pageAt(served: Served, number: number): Promise<string> {
  let path = '/api/tickets?limit=30'
  for (let page = 1; page < number; page++) {
    const { meta } = await get(served, path)
    path = `/api/tickets?limit=30&cursor=${encodeURIComponent(meta.next_cursor ?? '')}`
  }
  return path
}

/** Milliseconds of a call: the median of many, one after the other. */
async function cost(served: Served, path: string): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 300; i++) {
    const begin = performance.now()
    await get(served, path)
    times.push(performance.now() - begin)
  }
  return times.sort((a, b) => a - b)[times.length >> 1] ?? NaN
}

/** Prints what size costs. */
export async function reportVolume(): Promise<void> {
  const small = await serve('simulator')
  const large = await serve('simulator')
  const byEmail = '/api/customers?email=mara.500%40example.com'
  await fill(small, SMALL)
  await fill(large, LARGE)
  const calls = [
    ['list 30 tickets, first page', '/api/tickets?limit=30', '/api/tickets?limit=30'],
    [`list 30 tickets, page ${PAGE}`, '/api/tickets?limit=30', await pageAt(large, PAGE)],
    ['customer by e-mail', byEmail, byEmail],
  ] as const
  console.log(`\nVolume (milliseconds a call, among ${SMALL} and among ${LARGE} tickets of three messages)`)
  for (const [name, here, there] of calls) {
    // In turn, since the machine's speed drifts.
    const rounds = [
      await cost(small, here),
      await cost(large, there),
      await cost(small, here),
      await cost(large, there),
    ]
    const [a = NaN, b = NaN, c = NaN, d = NaN] = rounds
    const [few, many] = [Math.min(a, c), Math.min(b, d)]
    console.log(
      `  ${name.padEnd(34)}${few.toFixed(2).padStart(8)}${many.toFixed(2).padStart(8)}   ratio ${(many / few).toFixed(2)}`,
    )
  }
  console.log(`  memory with ${LARGE} tickets: ${String(residentMegabytes(large) ?? 'not told')} MB resident`)
  small.process.kill()
  large.process.kill()
}
