import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { ControlError, startMockServer } from '../src/index.ts'

/** A port that nobody listens on, and how to take it. */
async function aPort(): Promise<{ port: number; free: () => Promise<void> }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const free = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { port, free }
}

describe('a start', () => {
  it('fails with the error of the system where the port is taken', async () => {
    const { port, free } = await aPort()
    await expect(startMockServer({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await free()
  })

  it('that fails because of its options leaves nothing listening', async () => {
    const { port, free } = await aPort()
    await free()
    await expect(startMockServer({ port, subdomain: 'Not A Name' })).rejects.toBeInstanceOf(ControlError)
    const server = await startMockServer({ port })
    expect(server.url).toBe(`http://127.0.0.1:${port}`)
    await server.close()
  })

  it('mounts extensions under /_x, apart from the API and its authentication', async () => {
    const server = await startMockServer({
      extensions: {
        hello: (app, _options, done) => {
          app.get('/world', () => ({ hello: 'world' }))
          done()
        },
      },
    })
    const answer = await fetch(`${server.url}/_x/hello/world`)
    expect(await answer.json()).toEqual({ hello: 'world' })
    await server.close()
  })
})
