import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it, test } from 'vitest'
import { rawCall, until } from './support/raw.ts'

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
const started = new Set<{ kill(signal: NodeJS.Signals): boolean }>()
afterAll(() => {
  for (const child of started) child.kill('SIGKILL')
})

/** The simulator in a process of its own. */
async function serve(...flags: string[]) {
  const child = spawn(process.execPath, [cli, 'serve', '--port', '0', '--json', ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.add(child)
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const exit = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>
  const lines = createInterface(child.stdout)
  const first = exit.then(() => Promise.reject(new Error(errors)))
  const [line] = (await Promise.race([once(lines, 'line'), first])) as [string]
  const { url, subdomain, email, api_key } = JSON.parse(line) as Record<string, string>
  return {
    url: String(url),
    control: `${url}/_control/v1/accounts/${subdomain}`,
    authorization: `Basic ${Buffer.from(`${email}:${api_key}`).toString('base64')}`,
    signal: (name: NodeJS.Signals) => child.kill(name),
    exit: exit.then(([code]) => code),
    errors: () => errors,
  }
}

/** Lets a call hang, for so much time of the machine. */
async function hangingCall(
  { url, control, authorization }: Awaited<ReturnType<typeof serve>>,
  delay: string,
) {
  const fault = { operation: 'listTickets', position: 'before', kind: 'latency', delay }
  const body = JSON.stringify(fault)
  await fetch(`${control}/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const call = rawCall(url, authorization)
  const waiting = async () => {
    const { data } = (await (await fetch(`${control}/faults`)).json()) as { data: { waiting: number }[] }
    return data[0]?.waiting === 1
  }
  while (!(await waiting()));
  return call
}

/** Whether somebody new still gets in. */
const isOpen = (url: string): Promise<boolean> =>
  fetch(`${url}/_control/v1/ready`).then(
    () => true,
    () => false,
  )

describe('the process', () => {
  test.for(['SIGTERM', 'SIGINT'] as const)('ends with code 0 at %s', async (name) => {
    const server = await serve()
    server.signal(name)
    expect(await server.exit).toBe(0)
    expect(server.errors()).toBe('')
  })

  it('answers what is under way before it ends', async () => {
    const server = await serve()
    const call = await hangingCall(server, 'PT0.5S')
    server.signal('SIGTERM')
    expect(await server.exit).toBe(0)
    expect(call.status()).toBe(200)
  })

  it('ends at once at a second signal', async () => {
    const server = await serve()
    const call = await hangingCall(server, 'PT1H')
    server.signal('SIGTERM')
    while (await isOpen(server.url));
    server.signal('SIGINT')
    expect(await server.exit).toBe(130)
    await call.ended
    expect(call.text()).toBe('')
  })
})

describe('the door', () => {
  it('that others may reach is told of in one sentence, unless a token closes it', async () => {
    const open = await serve('--host', '0.0.0.0')
    await until(() => open.errors() !== '')
    const { port } = new URL(open.url)
    expect(open.errors()).toBe(
      `Whoever reaches 0.0.0.0:${port} can use the control plane: set --control-token to close it.\n`,
    )
    const closed = await serve('--host', '0.0.0.0', '--control-token', 'open sesame')
    const own = await serve('--host', '127.0.0.2')
    for (const server of [open, closed, own]) server.signal('SIGTERM')
    expect(await Promise.all([open.exit, closed.exit, own.exit])).toEqual([0, 0, 0])
    expect([closed.errors(), own.errors()]).toEqual(['', ''])
  })
})
