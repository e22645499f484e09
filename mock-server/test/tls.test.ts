import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { connect } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { ControlError, startMockServer } from '../src/index.ts'
import type { MockServerOptions } from '../src/index.ts'
import { startInProcess, startProcess } from '../src/testing/index.ts'
import { apiOf } from './support/api.ts'
import { handoff, ticket } from './support/bodies.ts'

const folder = fileURLToPath(new URL('fixtures/tls/', import.meta.url))
const file = (name: string) => `${folder}${name}`
const cert = readFileSync(file('cert.pem'))
const key = readFileSync(file('key.pem'))
const FLAGS = { tlsCert: file('cert.pem'), tlsKey: file('key.pem') }

const running = async (options: MockServerOptions = {}) => {
  const gorgias = await startInProcess({ clock: 'virtual', tls: { cert, key }, ...options })
  onTestFinished(() => gorgias.close())
  return gorgias
}

/** What went wrong with a call, as the network has it. */
const codeOf = async (call: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await call.catch((reason: unknown) => reason)
  return error instanceof Error ? (error.cause as NodeJS.ErrnoException).code : 'nothing'
}

describe('a simulator with a certificate', () => {
  // What NODE_EXTRA_CA_CERTS does for a process.
  beforeAll(() => setDefaultCACertificates([...getCACertificates('default'), cert.toString()]))

  it('has https wherever its address shows', async () => {
    const { url, account, server, control } = await running({ seed: 'demo' })
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    expect(server.url).toBe(url)
    expect(server.account.credentials.url).toBe(url)
    expect((await control.accounts()).map((one) => one.url)).toEqual([url])
    expect((await control.createAccount({ from: 'acme' })).url).toBe(url)
    const api = apiOf(url, account)
    await api.createTicket(handoff())
    const [call] = (await account.control.har()).log.entries
    expect(call?.request.url).toMatch(/^https:/)
  })

  it('is not known by plain HTTP', async () => {
    const { url } = await running()
    const error = await new Promise<NodeJS.ErrnoException>((resolve, reject) => {
      http.get(url.replace('https', 'http'), () => reject(new Error('It answered.'))).on('error', resolve)
    })
    expect(['ECONNRESET', 'HPE_INVALID_CONSTANT']).toContain(error.code)
  })

  it('does not wait for ever for a handshake', async () => {
    const { url } = await running({ limits: { headersTime: 50 } })
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    await new Promise((resolve) => socket.once('close', resolve))
    expect(socket.bytesRead).toBe(0)
  })

  it('resets connections where a fault says so, before an answer and within one', async () => {
    const { url, account } = await running()
    const { control } = account
    const api = apiOf(url, account)
    await control.addFault({ operation: 'createTicket', position: 'before', kind: 'reset', first: 1 })
    expect(await codeOf(api.send('POST', '/api/tickets', { body: ticket() }))).toBe('ECONNRESET')
    await control.removeFaults()
    await control.addFault({ operation: 'createTicket', position: 'mid-body', kind: 'reset', first: 1 })
    expect(await codeOf(api.send('POST', '/api/tickets', { body: ticket() }))).toBe('ECONNRESET')
    expect((await api.tickets()).data).toHaveLength(1)
  })

  it('finds no credentials in the clear, to whatever host they were sent', async () => {
    const host = 'shop.example.org'
    const encrypted = await running()
    const plain = await startMockServer()
    onTestFinished(() => plain.close())
    for (const [origin, account] of [
      [encrypted.url, encrypted.server.account],
      [plain.url, plain.account],
    ] as const) {
      await new Promise<void>((resolve, reject) => {
        const { get } = origin.startsWith('https:') ? https : http
        const sent = { servername: 'localhost', headers: { host, authorization: account.authorization } }
        get(`${origin}/api/tags`, sent, (answer) => answer.resume().once('end', () => resolve())).on(
          'error',
          reject,
        )
      })
    }
    const codes = (account: typeof plain.account) => account.verdicts().data.map(({ code }) => code)
    expect(codes(plain.account)).toContain('credentials-in-the-clear')
    expect(codes(encrypted.server.account)).toEqual([])
  })

  it('serves the control plane to drivers in other processes', async () => {
    const gorgias = await startProcess(FLAGS)
    onTestFinished(() => gorgias.close())
    expect(gorgias.url).toMatch(/^https:/)
    expect((await gorgias.account.control.readClock()).mode).toBe('real')
  })
})

describe('a certificate that cannot be used', () => {
  const otherKey = readFileSync(file('other-key.pem'))

  it.each([
    ['a key in its place', { cert: key, key }, 'tls.cert', /is no certificate in PEM/],
    [
      'something else behind it',
      { cert: `${cert.toString()}-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n`, key },
      'tls.cert',
      /is no certificate in PEM/,
    ],
    ['a certificate as its key', { cert, key: cert }, 'tls.key', /is no private key in PEM/],
    ['the key of another', { cert, key: otherKey }, 'tls.key', /is not the key of the certificate/],
    ['no key', { cert } as unknown as { cert: Buffer; key: Buffer }, 'tls.key', /go together/],
    ['no certificate', { key } as unknown as { cert: Buffer; key: Buffer }, 'tls.cert', /go together/],
  ])('is refused by name: %s', async (_what, tls, field, message) => {
    const failure = startMockServer({ tls })
    await expect(failure).rejects.toBeInstanceOf(ControlError)
    await expect(failure).rejects.toMatchObject({ field, message: expect.stringMatching(message) as string })
  })

  it.each([
    ['no key', ['--tls-cert', FLAGS.tlsCert], '--tls-key is missing: a certificate and its key go together.'],
    [
      'no certificate',
      ['--tls-key', FLAGS.tlsKey],
      '--tls-cert is missing: a certificate and its key go together.',
    ],
    [
      'a file that is not there',
      ['--tls-cert', 'nowhere.pem', '--tls-key', FLAGS.tlsKey],
      '--tls-cert nowhere.pem cannot be read: There is no such file.',
    ],
    [
      'a folder',
      ['--tls-cert', FLAGS.tlsCert, '--tls-key', folder],
      `--tls-key ${folder} cannot be read: It is a folder.`,
    ],
    [
      'the key of another',
      ['--tls-cert', FLAGS.tlsCert, '--tls-key', file('other-key.pem')],
      `--tls-key ${file('other-key.pem')} is not the key of the certificate.`,
    ],
  ])('is refused by its flag and file: %s', (_what, flags, line) => {
    const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'serve', '--port', '0', ...flags], {
      encoding: 'utf8',
    })
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: `${line}\n` })
  })
})
