import { readFileSync } from 'node:fs'
import { finished } from 'node:stream'
import type { Readable } from 'node:stream'
import { Command, InvalidArgumentError, Option } from 'commander'
import { ControlError, SeedError, startMockServer, StoreError } from '../index.ts'
import type { MockServer, MockServerOptions } from '../index.ts'
import { readStartingPoint } from '../control/accounts/starting-point.ts'
import { isLoopback } from '../doors/loopback.ts'
import { billingCommand } from './billing.ts'
import { endOnSignal } from './signals.ts'
import { explainTls, readTls } from './tls-files.ts'
import type { TlsFlags } from './tls-files.ts'
import { verdictsCommand } from './verdicts.ts'
import { whyCommand } from './why.ts'

interface ServeFlags extends TlsFlags {
  readonly port: number
  readonly host: string
  readonly seed?: string
  readonly clock: 'real' | 'virtual'
  readonly rateLimit: 'on' | 'off'
  readonly effects: 'instant' | 'realistic'
  readonly data?: string
  readonly controlToken?: string
  readonly allowEgress?: readonly string[]
  readonly smtp?: string
  readonly smtpListen?: number
  readonly rewind?: number
  readonly endWithStdin?: boolean
  readonly json?: boolean
}

function readPort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535; 0 picks a free one.')
}

function readCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a whole number.')
}

/** Says in one line what kept the server from starting, and how to get on. */
function explain(error: unknown, flags: ServeFlags): string {
  const { code, port = flags.port } = error as NodeJS.ErrnoException & { readonly port?: number }
  const flag = port === flags.port ? '--port' : '--smtp-listen'
  if (error instanceof SeedError) return `The seed ${flags.seed ?? ''} cannot be used: ${error.message}`
  if (error instanceof ControlError && error.field?.startsWith('tls') === true)
    return explainTls(error, flags)
  if (error instanceof ControlError || error instanceof StoreError) return error.message
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${flags.host} is taken. Use ${flag} with another one, or ${flag} 0 for a free one.`
  }
  if (code === 'ENOENT') return `The seed ${flags.seed ?? ''} does not exist. Name a JSON file, or "demo".`
  if (code === 'EISDIR') return `The seed ${flags.seed ?? ''} is a folder. Name a JSON file, or "demo".`
  const reason = error instanceof Error ? error.message : String(error)
  return `Cannot listen on ${flags.host}:${port}: ${reason}`
}

/** Ends as a signal would, once nobody is there any more to write to the standard input. */
function endWithStdin(): void {
  const input: Readable & { unref?: () => void } = process.stdin
  finished(input.resume(), () => process.kill(process.pid, 'SIGTERM'))
  // A file cannot be let go of, and needs not: it has an end.
  input.unref?.()
}

/** Where e-mails come in, and where they go. */
function mailLines({ smtp, relay }: MockServer): string {
  const lines = [
    ...(smtp === undefined ? [] : [`\n  e-mails in     smtp://${smtp.host}:${smtp.port}`]),
    ...(relay === undefined ? [] : [`\n  e-mails out    ${relay.url}`]),
  ]
  return lines.join('')
}

/** A certificate that is its own authority is trusted by naming it. */
const curlOptions = ({ tlsCert }: TlsFlags): string => (tlsCert === undefined ? '' : `--cacert '${tlsCert}' `)

function announce(server: MockServer, flags: ServeFlags): void {
  const { url, account, smtp } = server
  const { subdomain, email, api_key } = account.credentials
  if (flags.json === true) {
    console.log(
      JSON.stringify({ url, subdomain, email, api_key, ...(smtp !== undefined && { smtp_port: smtp.port }) }),
    )
    return
  }
  console.log(`A simulated Gorgias listens on ${url}

  account        ${subdomain}
  user           ${email}
  API key        ${api_key}
  try            curl ${curlOptions(flags)}-u '${email}:${api_key}' ${url}/api/tickets
  API reference  ${url}/docs
  control plane  ${url}/_control/v1${mailLines(server)}

Ctrl-C ends it.`)
}

async function serve(flags: ServeFlags): Promise<void> {
  const { port, host, clock, rateLimit, effects, controlToken, allowEgress, smtp, smtpListen } = flags
  const onFailure = (error: unknown) => console.error(error)
  if (flags.endWithStdin === true) endWithStdin()
  let server: MockServer
  try {
    const options: MockServerOptions = { port, host, clock, rateLimit, effects, onFailure }
    server = await startMockServer({
      ...options,
      ...readTls(flags),
      ...(flags.data !== undefined && { data: flags.data }),
      ...(controlToken !== undefined && { controlToken }),
      ...(allowEgress !== undefined && { allowEgress }),
      ...(smtp !== undefined && { smtp }),
      ...(flags.rewind !== undefined && { rewind: flags.rewind }),
      ...(smtpListen !== undefined && { smtpListen }),
      ...(flags.seed !== undefined && {
        seed: readStartingPoint(flags.seed, (file) => readFileSync(file, 'utf8')),
      }),
    })
  } catch (error) {
    console.error(explain(error, flags))
    process.exitCode = 1
    return
  }
  // Before anybody can know that it is there, and end it.
  endOnSignal(server)
  announce(server, flags)
  if (controlToken === undefined && !isLoopback(host)) {
    console.error(
      `Whoever reaches ${host}:${new URL(server.url).port || port} can use the control plane: set --control-token to close it.`,
    )
  }
  if (server.data !== undefined && server.data.accounts > 0 && flags.seed !== undefined) {
    console.error(`${server.data.file} goes on as it was left: --seed is only for accounts made from now on.`)
  }
  if (server.relay?.isPrivate === false) {
    console.error(`E-mails leave for ${server.relay.url}, which may bring them to real people.`)
  }
}

/** The command line of the simulator. */
export function createProgram(): Command {
  const program = new Command('gorgias-mock').description('A local Gorgias that behaves.')

  program
    .command('serve', { isDefault: true })
    .description('serve one or many simulated accounts')
    .option('--port <number>', 'where to listen; 0 picks a free one', readPort, 4010)
    .option('--host <address>', 'the interface to listen on', '127.0.0.1')
    .option(
      '--seed <file>',
      'what accounts start with: a JSON file (a seed or an exported account), "demo", or "large:TICKETS[:SEED]"',
    )
    .option('--rewind <calls>', 'keep the state after so many of the newest calls, to go back to', readCount)
    .addOption(new Option('--clock <mode>', 'how time passes').choices(['real', 'virtual']).default('real'))
    .addOption(
      new Option('--rate-limit <state>', '40 calls per 20 seconds').choices(['on', 'off']).default('on'),
    )
    .addOption(
      new Option('--effects <pace>', 'how fast what follows by itself follows')
        .choices(['instant', 'realistic'])
        .default('instant'),
    )
    .option('--data <file>', 'the file that keeps the accounts; what it holds goes on where it was left')
    .option('--control-token <token>', 'what the control plane asks for')
    .option(
      '--allow-egress <hosts>',
      'hosts beyond private networks that HTTP integrations may call, with commas between',
      (text: string) => text.split(',').filter((host) => host.trim() !== ''),
    )
    .option('--smtp <url>', 'the SMTP server to which e-mails go when they leave, as smtp://HOST:PORT')
    .option(
      '--smtp-listen <port>',
      "where to take e-mails to the accounts' mailboxes; 0 picks a free port, told as smtp_port",
      readPort,
    )
    .option('--tls-cert <file>', 'speak HTTPS, with this certificate (PEM; with those that vouch for it)')
    .option('--tls-key <file>', 'and its key (PEM)')
    .option(
      '--end-with-stdin',
      'end when the standard input does: whoever starts it through a pipe leaves nothing behind, even if killed',
    )
    .option('--json', 'the first line on standard output is {"url","subdomain","email","api_key"}')
    .addHelpText('after', '\nExample:\n  gorgias-mock serve --port 0 --seed demo --json')
    .action(serve)
  program.addCommand(billingCommand())
  program.addCommand(whyCommand())
  program.addCommand(verdictsCommand())
  return program
}
