import { systemClock } from '../defaults.ts'
import { secret } from '../model/secret.ts'
import { createMetrics } from '../service/metrics.ts'
import { createService } from '../service/service.ts'
import { isLoopback } from '../service/token.ts'
import { exit } from './io.ts'
import type { Io } from './io.ts'
import { openStation } from './open-handoff.ts'
import { loggerOf, sayWhoIsTold, workOptions } from './running.ts'
import type { RunOptions } from './running.ts'

export interface ServeOptions extends RunOptions {
  readonly port: number
  readonly host: string
  readonly token?: string
  readonly bodyLimit: number
}

const DEFAULT_LEDGER = 'handoffs.db'

/** `gorgias-handoff serve`: takes handoffs over HTTP, keeps them in a ledger and works them off. */
export async function serve(options: ServeOptions, io: Io): Promise<number> {
  const metrics = createMetrics()
  const station = await openStation(io, options.config, {
    ledgerOf: ({ ledger, databaseUrl }) =>
      options.ledger ?? ledger?.reveal() ?? databaseUrl?.reveal() ?? DEFAULT_LEDGER,
    logger: loggerOf(options, io, metrics.logger),
    log: options.log,
  })
  if (!station?.memory) return exit.usage
  const { handoff, memory, surroundings } = station
  const token = options.token === undefined ? surroundings.token : secret(options.token)
  if (!token && !isLoopback(options.host)) {
    io.err(
      `${options.host} can be reached from other machines: set HANDOFF_TOKEN, which callers have to show then.\n`,
    )
    await station.close()
    return exit.usage
  }

  const stop = io.interrupted
  const app = createService({
    handoff,
    ledger: memory.ledger,
    runs: memory.runs,
    metrics,
    clock: io.ports?.clock ?? systemClock,
    stop,
    bodyLimit: options.bodyLimit,
    // Its text may quote what a customer wrote.
    onInternalError: (route, error) =>
      io.err(
        `${route}: the service itself failed (${error instanceof Error ? error.name : typeof error}).\n`,
      ),
    ...(token && { token }),
  })
  try {
    const url = await app.listen({ port: options.port, host: options.host }).catch((error: unknown) => {
      const { code = 'unknown error' } = error as { code?: string }
      io.err(
        `${options.host}:${options.port} cannot be listened on (${code}): choose another --port or --host.\n`,
      )
    })
    if (url === undefined) return exit.failed
    sayWhoIsTold(surroundings, io)
    io.out(`${JSON.stringify({ url, at_once: options.atOnce })}\n`)
    const ended = new Promise((end) => stop.addEventListener('abort', end, { once: true }))
    if (options.atOnce > 0) await handoff.work(workOptions(options, io))
    else if (!stop.aborted) await ended
    return exit.ok
  } finally {
    await app.close()
    await station.close()
  }
}
