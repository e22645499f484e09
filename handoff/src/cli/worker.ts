import { exit } from './io.ts'
import type { Io } from './io.ts'
import { openStation } from './open-handoff.ts'
import { loggerOf, sayWhoIsTold, workOptions } from './running.ts'
import type { RunOptions } from './running.ts'

/** `gorgias-handoff worker`: works off a ledger into which others write. */
export async function worker(options: RunOptions, io: Io): Promise<number> {
  const given = { ledger: true }
  const station = await openStation(io, options.config, {
    ledgerOf: ({ ledger, databaseUrl }) => {
      const address = options.ledger ?? ledger?.reveal() ?? databaseUrl?.reveal()
      given.ledger = address !== undefined
      return address
    },
    logger: loggerOf(options, io),
    log: options.log,
  })
  if (!given.ledger)
    io.err('A worker needs a ledger: set DATABASE_URL to postgres://user:password@host/database.\n')
  if (!station?.memory) {
    await station?.close()
    return exit.usage
  }
  try {
    sayWhoIsTold(station.surroundings, io)
    io.out(`${JSON.stringify({ ready: true, at_once: options.atOnce })}\n`)
    await station.handoff.work(workOptions(options, io))
    return exit.ok
  } finally {
    await station.close()
  }
}
