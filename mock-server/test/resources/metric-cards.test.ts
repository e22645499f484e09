import { describe, expect, it } from 'vitest'
import { SCOPES } from '../../src/helpdesk/reporting/scopes.ts'
import { METRIC_CARDS } from '../../src/resources/metric-cards/cards.ts'
import { startApi } from './api.ts'
import type { Call } from './api.ts'

interface Card {
  readonly slug: string
  readonly [field: string]: unknown
}

const list = (call: Call, query = '') => call<{ data: Card[] }>(200, 'GET', `/api/metric-cards${query}`)
const slugsOf = async (call: Call, query: string) => (await list(call, query)).data.map(({ slug }) => slug)

describe('metric cards', () => {
  it('are listed without an envelope, the published ones', async () => {
    await using api = await startApi()
    const cards = await list(api.call)
    expect(Object.keys(cards)).toEqual(['data'])
    expect(Object.keys(cards.data[0] ?? {})).toEqual([
      'slug',
      'name',
      'description',
      'category',
      'status',
      'unit',
      'scope',
      'measure',
      'replaced_by',
    ])
    expect(new Set(cards.data.map(({ status }) => status))).toEqual(new Set(['published']))
  })

  it('are found by category, status and words', async () => {
    await using api = await startApi()
    expect(await slugsOf(api.call, '?category=messages')).toEqual(['messages-sent', 'messages-received'])
    expect(await slugsOf(api.call, '?q=CUSTOMERS%20that%20left')).toEqual(['messages-sent'])
    expect(await slugsOf(api.call, '?q=one-TOUCH')).toEqual(['one-touch-tickets'])
    const all = await slugsOf(api.call, '?include=deprecated')
    const published = await slugsOf(api.call, '?status=published&include=deprecated')
    const deprecated = await slugsOf(api.call, '?status=deprecated')
    expect(published).toEqual(await slugsOf(api.call, ''))
    expect(deprecated).toContain('overview-total-new-tickets')
    expect(all).toEqual([...published, ...deprecated])
    expect(await slugsOf(api.call, '?category=weather')).toEqual([])
    await api.call(400, 'GET', '/api/metric-cards?status=draft')
    await api.call(400, 'GET', '/api/metric-cards?include=drafts')
    await api.call(400, 'GET', '/api/metric-cards?limit=3')
  })

  it('are read one by one, deprecated or not', async () => {
    await using api = await startApi()
    for (const card of (await list(api.call, '?include=deprecated')).data)
      expect(await api.call(200, 'GET', `/api/metric-cards/${card.slug}`)).toEqual(card)
    await api.call(404, 'GET', '/api/metric-cards/customer-lifetime-value')
  })

  it('say what the statistics compute, each once', () => {
    expect(new Set(METRIC_CARDS.map(({ slug }) => slug)).size).toBe(METRIC_CARDS.length)
    for (const { slug, scope, measure, status, replaced_by } of METRIC_CARDS) {
      const known = Object.keys(SCOPES.get(scope ?? '')?.measures ?? {})
      if (status === 'published') expect(known, slug).toContain(measure)
      else expect(METRIC_CARDS.find((card) => card.slug === replaced_by)?.status, slug).toBe('published')
    }
  })
})
