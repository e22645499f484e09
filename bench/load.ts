import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { ticketBody } from './ticket.ts'

/** A server in a process of its own. */
export interface Served {
  readonly url: string
  readonly ticketPath: string
  readonly authorization: string
  readonly process: ChildProcess
  /** Milliseconds that its start took, where it tells. */
  readonly loaded?: number
}

export async function serve(
  name: 'simulator' | 'reference' | 'kept',
  environment: NodeJS.ProcessEnv = {},
): Promise<Served> {
  const child = fork(fileURLToPath(new URL(`servers/${name}.ts`, import.meta.url)), {
    stdio: 'inherit',
    execArgv: process.execArgv,
    env: { ...process.env, ...environment },
  })
  const ready = await new Promise<Omit<Served, 'process'>>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Omit<Served, 'process'>))
    child.once('exit', (code) => reject(new Error(`The ${name} server ended with ${String(code)}.`)))
  })
  return { ...ready, process: child }
}

/** Resident memory of a process in MB, where the system tells. */
export function residentMegabytes({ process: child }: Served): number | undefined {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(child.pid)}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024)
  } catch {
    return undefined
  }
}

export interface Load {
  readonly name: string
  readonly status: number
  request(served: Served): autocannon.Options
}

const headers = ({ authorization }: Served) => ({ authorization, 'content-type': 'application/json' })

export const loads: readonly Load[] = [
  {
    name: 'GET one ticket',
    status: 200,
    request: (served) => ({ url: served.url + served.ticketPath, headers: headers(served) }),
  },
  {
    name: 'POST a ticket with two messages',
    status: 201,
    request: (served) => ({
      url: `${served.url}/api/tickets`,
      method: 'POST',
      headers: headers(served),
      body: JSON.stringify(ticketBody),
    }),
  },
]

/**
 * Calls per second over a few seconds; throws if a call was answered otherwise than expected. Ten calls are
 * under way on each connection: else a client that waits for a slower server sleeps in between, and waking it
 * with each answer is a good part of what is measured.
 */
export async function measure(load: Load, served: Served, seconds: number): Promise<number> {
  const result = await autocannon({
    ...load.request(served),
    connections: 20,
    pipelining: 10,
    duration: seconds,
  })
  const strays = Object.entries(result.statusCodeStats ?? {}).filter(
    ([status]) => Number(status) !== load.status,
  )
  if (strays.length > 0 || result.errors > 0)
    throw new Error(`${load.name}: unexpected answers ${JSON.stringify(strays)}`)
  return result.requests.average
}
