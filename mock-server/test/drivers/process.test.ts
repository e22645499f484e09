import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { StartFailed, startProcess } from '../../src/testing/index.ts'

const sources = new URL('../../src/', import.meta.url)

/** A program that starts a simulator, prints where it is, and then does something. */
function parent(then: string) {
  const child = spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { startProcess } from ${JSON.stringify(new URL('testing/index.ts', sources).href)}
    const gorgias = await startProcess()
    console.log(gorgias.url)
    ${then}`,
  ])
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** The first line that a program prints. */
async function lineOf({ stdout }: ReturnType<typeof spawn>): Promise<string> {
  if (stdout === null) throw new Error('It has no output.')
  const [line] = (await once(stdout.setEncoding('utf8'), 'data')) as [string]
  return line.trim()
}

/** A connection to a server, which ends when that does. */
async function watch(url: string): Promise<{ closed: Promise<unknown> }> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => undefined)
  // Nothing of it is under way, then: the end waits for nobody.
  socket.write('GET /_control/v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
  await once(socket, 'data')
  socket.resume()
  return { closed }
}

const isThere = (url: string) =>
  fetch(`${url}/_control/v1/health`).then(
    ({ ok }) => ok,
    () => false,
  )

describe('a simulator in a process of its own', { timeout: 60_000 }, () => {
  it.each([
    [
      'a seed that is not there',
      { seed: 'nowhere.json' },
      /exit code 1\.\nThe seed nowhere\.json does not exist/,
    ],
    ['a port that is none', { port: 70_000 }, /A port is a whole number from 0 to 65535/],
  ])('says what was wrong with its start: %s', async (_what, options, message) => {
    const failure = startProcess(options)
    await expect(failure).rejects.toBeInstanceOf(StartFailed)
    await expect(failure).rejects.toThrow(message)
  })

  it('is not waited for longer than it is worth', async () => {
    await expect(startProcess({ patience: 1 })).rejects.toThrow('it said nothing for 1 ms')
  })

  it('ends with the process that started it, even where that is killed', async () => {
    const child = parent('setInterval(() => undefined, 60_000)')
    const url = await lineOf(child)
    expect(await isThere(url)).toBe(true)
    const gone = await watch(url)
    child.kill('SIGKILL')
    await gone.closed
    expect(await isThere(url)).toBe(false)
  })

  it('keeps the process that started it from nothing', async () => {
    const child = parent('')
    const ended = once(child, 'close')
    await lineOf(child)
    expect(await ended).toEqual([0, null])
  })

  it('can be closed where it has died already', async () => {
    const gorgias = await startProcess()
    const gone = await watch(gorgias.url)
    process.kill(gorgias.pid, 'SIGKILL')
    await gone.closed
    await gorgias.close()
  })
})
