import { describe, expect, it } from 'vitest'
import { startMockServer } from '../src/index.ts'
import { rawCall, until } from './support/raw.ts'

/** A server with a call that is answered when it is told to be. */
async function withSlowCall() {
  let arrived = false
  let answer = (): void => undefined
  const server = await startMockServer({
    extensions: {
      slow: (app, _options, done) => {
        app.get('/', async () => {
          arrived = true
          await new Promise<void>((resolve) => (answer = resolve))
          return (await app.inject('/_control/v1/ready')).json<unknown>()
        })
        done()
      },
    },
  })
  const slow = rawCall(server.url, '', { path: '/_x/slow/' })
  await until(() => arrived)
  return { server, slow, answer: () => answer() }
}

/** Whether somebody new still gets in. */
const isOpen = (url: string): Promise<boolean> =>
  fetch(`${url}/_control/v1/ready`).then(
    () => true,
    () => false,
  )

describe('a server that is to stop', () => {
  it('lets in nobody, answers what is under way, and ends', async () => {
    const { server, slow, answer } = await withSlowCall()
    const closed = server.close(60_000)
    expect(await isOpen(server.url)).toBe(false)
    expect(slow.text()).toBe('')
    answer()
    await closed
    await slow.ended
    expect(slow.status()).toBe(200)
  })

  it('waits no longer than it was told', async () => {
    const { server, slow } = await withSlowCall()
    await server.close(30)
    await slow.ended
    expect(slow.text()).toBe('')
  })

  it('waits for nobody if it was not told to', async () => {
    const { server, slow } = await withSlowCall()
    await server.close()
    await slow.ended
    expect(slow.text()).toBe('')
  })

  it('sends away whoever follows a journal', async () => {
    const server = await startMockServer()
    const path = `/_control/v1/accounts/${server.account.name}/journal/stream`
    const follower = rawCall(server.url, '', { path })
    await until(() => follower.text().includes('retry:'))
    await server.close(60_000)
    expect(await follower.ended).toBe('end')
  })

  it('ends once, however often it is told', async () => {
    const server = await startMockServer()
    await Promise.all([server.close(1000), server.close()])
    await server.close()
    expect(await isOpen(server.url)).toBe(false)
  })
})

describe('whether it is ready', () => {
  it('is told to everybody, token or not', async () => {
    const server = await startMockServer({ controlToken: 'open sesame' })
    const answer = await fetch(`${server.url}/_control/v1/ready`)
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ready' }])
    await server.close()
  })

  it('is no any more once it is to stop, as calls that are under way can see', async () => {
    const { server, slow, answer } = await withSlowCall()
    const closed = server.close(60_000)
    answer()
    await closed
    await slow.ended
    expect(slow.body()).toBe('{"status":"stopping"}')
  })
})
