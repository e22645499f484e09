import fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { CATALOGUE, isKnownPath, OPERATION_IDS } from '../../src/wire/catalogue.ts'
import { apiRoutes } from '../../src/resources/index.ts'
import { startApi } from './api.ts'

interface Registered {
  readonly operationId: string | undefined
  readonly method: string
  readonly url: string
}

/** Every route that the API registers, but for the HEADs that come with the GETs. */
async function registeredRoutes(): Promise<Registered[]> {
  const routes: Registered[] = []
  const app = fastify()
  app.addHook('onRoute', ({ method, url, config }) => {
    if (method === 'HEAD') return
    routes.push({
      operationId: (config as { operationId?: string } | undefined)?.operationId,
      method: String(method),
      url,
    })
  })
  await app.register(
    (api, _options, done) => {
      apiRoutes(api)
      done()
    },
    { prefix: '/api' },
  )
  return routes
}

const fillIn = (url: string) => url.replaceAll(/:\w+/g, '7')

describe('the catalogue', () => {
  it('holds the 113 documented operations on 60 paths, each name once', () => {
    expect(CATALOGUE).toHaveLength(113)
    expect(OPERATION_IDS.size).toBe(113)
    expect(new Set(CATALOGUE.map(([, , url]) => fillIn(url))).size).toBe(60)
  })

  it('is what the API registers: same name, method and path, nothing more', async () => {
    const routes = await registeredRoutes()
    const registered = routes.map(({ operationId, method, url }) => `${operationId ?? ''} ${method} ${url}`)
    const catalogued = CATALOGUE.map(([operationId, method, url]) => `${operationId} ${method} ${url}`)
    expect(registered.sort()).toEqual(catalogued.sort())
  })

  it.each(CATALOGUE.map(([, , url]) => fillIn(url)))(
    'knows the path %s, with and without a slash',
    (path) => {
      expect(isKnownPath(path)).toBe(true)
      expect(isKnownPath(`${path}/`)).toBe(true)
    },
  )

  it.each(['/api', '/api/ticket', '/api/tickets/7/notes', '/api/tickets//tags', '/tickets', ''])(
    'does not know %s',
    (path) => expect(isKnownPath(path)).toBe(false),
  )
})

it('a path of another method is a 405, an unknown one a 404', async () => {
  await using api = await startApi()
  await api.call(405, 'DELETE', '/api/events')
  await api.call(405, 'DELETE', '/api/custom-fields/7')
  await api.call(404, 'GET', '/api/actions')
})
