import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import type { Socket } from 'node:net'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { realHost } from '../kernel/host.ts'
import type { MockServerOptions } from '../options.ts'
import { runningGorgias } from './running-gorgias.ts'
import type { RunningGorgias, Started } from './running-gorgias.ts'

/** The flags of `gorgias-mock serve` as they are called here. */
export interface ProcessOptions extends Pick<
  MockServerOptions,
  | ('port' | 'host' | 'clock' | 'rateLimit' | 'effects' | 'rewind' | 'data' | 'controlToken')
  | ('allowEgress' | 'smtp' | 'smtpListen')
> {
  /** `demo`, `large:TICKETS[:SEED]`, or a JSON file: a seed or an exported account. */
  readonly seed?: string
  /** Files with a certificate and its key, in PEM: it speaks HTTPS. */
  readonly tlsCert?: string
  readonly tlsKey?: string
}

/** What of a driver is not the simulator's. */
export interface DriverOptions {
  /** How long to wait for the simulator, in milliseconds; default 30,000. */
  readonly patience?: number
  /** The network, for calls of the control plane; default: that of the process. */
  readonly fetch?: typeof globalThis.fetch
}

/** A simulator in a process of its own. */
export interface ProcessGorgias extends RunningGorgias {
  /** The id of the process. */
  readonly pid: number
}

/** A simulator did not start; the message has what it said. */
export class StartFailed extends Error {
  override readonly name = 'StartFailed'
}

/** The command of this package: of its sources, or of what they were built to. */
const COMMAND = fileURLToPath(new URL(`../cli${extname(import.meta.url)}`, import.meta.url))

/** Of what a process says of its troubles, the end is kept. */
const KEPT_TEXT = 20_000

/** Milliseconds that a process has to end when it is asked to. */
const PATIENCE_AT_THE_END = 10_000

const flagOf = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`

const flagsOf = (options: ProcessOptions): string[] =>
  Object.entries<ProcessOptions[keyof ProcessOptions]>({ port: 0, ...options }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${flagOf(name)}=${String(value)}`],
  )

/**
 * Starts a simulator in a process of its own, on a free port: for tests that must not share their process with
 * it, and for machines without Docker. It ends with `close`, and with the process that started it, however
 * that ends; it keeps nobody from ending.
 *
 * @throws {StartFailed} with what the process said
 * @example
 * await using gorgias = await startProcess({ seed: 'demo', clock: 'virtual' })
 * await gorgias.account.control.setRateLimit({ used: 38 })
 */
export async function startProcess(options: ProcessOptions & DriverOptions = {}): Promise<ProcessGorgias> {
  const { patience = 30_000, fetch, ...settings } = options
  const args = [COMMAND, 'serve', '--json', '--end-with-stdin', ...flagsOf(settings)]
  const child = spawn(process.execPath, args)
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const { url, pid, ...first } = await greeting(child, patience)
  child.stdout.resume()
  holdNobody(child)

  const close = async () => {
    child.ref()
    child.stdin.end()
    const cancel = realHost.wake(PATIENCE_AT_THE_END, () => child.kill('SIGKILL'))
    await ended
    cancel()
  }
  const running = runningGorgias({ url, first, controlToken: options.controlToken, fetch, close })
  return { ...running, pid }
}

type Greeting = Started['first'] & Pick<ProcessGorgias, 'url' | 'pid'>

/** Waits for the line in which a simulator says where it is. */
function greeting(child: ChildProcessWithoutNullStreams, patience: number) {
  return new Promise<Greeting>((resolve, reject) => {
    let said = ''
    let complained = ''
    const fail = (why: string) => {
      cancel()
      child.kill('SIGKILL')
      reject(new StartFailed([`gorgias-mock did not start: ${why}`, complained.trim()].join('\n').trim()))
    }
    const cancel = realHost.wake(patience, () => fail(`it said nothing for ${patience} ms.`))
    child.once('error', (error) => fail(error.message))
    child.once('close', (code, signal) => fail(`it ended with ${signal ?? `exit code ${code ?? '?'}`}.`))
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complained = (complained + text).slice(-KEPT_TEXT)
    })
    child.stdout.setEncoding('utf8').on('data', function read(text: string) {
      said += text
      const end = said.indexOf('\n')
      if (end === -1) return
      child.stdout.off('data', read)
      cancel()
      try {
        const told = JSON.parse(said.slice(0, end)) as Omit<Greeting, 'pid'>
        resolve({ ...told, pid: child.pid ?? 0 })
      } catch {
        fail(`it said ${said.slice(0, 200)}`)
      }
    })
  })
}

/** A process that is forgotten ends with the one that started it, and does not keep that from ending. */
function holdNobody(child: ChildProcessWithoutNullStreams): void {
  child.unref()
  for (const pipe of [child.stdin, child.stdout, child.stderr] as unknown as Socket[]) pipe.unref()
}
