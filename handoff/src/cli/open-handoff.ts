import { loadConfig } from '../config/load-config.ts'
import type { ConfigFile, Surroundings } from '../config/load-config.ts'
import { createHandoff, memoryLedger, systemClock } from '../index.ts'
import type { Handoff } from '../index.ts'
import { LedgerError } from '../ledger/ledger-error.ts'
import { openLedger } from '../ledger/open-ledger.ts'
import type { OpenLedger } from '../ledger/open-ledger.ts'
import { printingMailer, smtpMailer } from '../notify/mailer.ts'
import type { Logger } from '../ports.ts'
import type { Io } from './io.ts'

/** What a command wants of its handoff. */
export interface Wishes {
  /** Handoffs may come that were begun before. */
  again?: boolean
  /** Which ledger; a memory that ends with the process where there is none. */
  ledgerOf?: (surroundings: Surroundings) => string | undefined
  /** Gets the run log. */
  logger?: Logger
  /** How standard error is written. */
  log?: 'json' | undefined
}

/** A handoff with what it stands on. */
export interface Station {
  handoff: Handoff
  surroundings: Surroundings
  /** Where it remembers, if that outlives the process. */
  memory?: OpenLedger
  /** Ends what runs, then closes everything. */
  close(): Promise<void>
}

const noLedger = (): undefined => undefined

/** The handoff of a command that needs no ledger. */
export async function openHandoff(io: Io, configName: string | undefined): Promise<Handoff | undefined> {
  return (await openStation(io, configName))?.handoff
}

/** Loads the configuration and makes the handoff; says what is wrong and answers nothing if it cannot. */
export async function openStation(
  io: Io,
  configName: string | undefined,
  { again = false, ledgerOf = noLedger, logger, log }: Wishes = {},
): Promise<Station | undefined> {
  const file = configName === undefined ? undefined : await readConfigFile(io, configName)
  if (configName !== undefined && !file) return undefined
  const loaded = loadConfig({ env: io.env, ...(file && { file }) })
  if (!loaded.ok) {
    io.err(`${loaded.message}\n`)
    return undefined
  }
  const { config, ...surroundings } = loaded
  const mailer =
    loaded.smtpUrl === undefined
      ? printingMailer(
          { write: (text) => io.err(text) },
          log === 'json' ? { json: io.ports?.clock ?? systemClock } : {},
        )
      : smtpMailer(loaded.smtpUrl)
  // A setting that is empty is as one that is not there; of this one that would make tickets twice.
  const address =
    ledgerOf(surroundings) ?? (ledgerOf === noLedger || io.env.HANDOFF_LEDGER?.trim() !== '' ? undefined : '')
  let memory: OpenLedger | undefined
  try {
    const onFailure = (error: unknown) => io.err(`${troubleWith(error)}\n`)
    memory =
      address === undefined
        ? undefined
        : await openLedger(address, { onFailure, complete: !again, ...(logger && { logger }) })
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error
    io.err(`${error.message}\n`)
    return undefined
  }
  const handoff = createHandoff(config, {
    mailer,
    ...(memory
      ? {
          ledger: memory.ledger,
          logger: memory.runs,
          pacing: memory.pacing,
          ...(memory.queue && { queue: memory.queue }),
        }
      : { ledger: memoryLedger({ complete: !again }), ...(logger && { logger }) }),
    ...io.ports,
  })
  const close = async () => {
    await handoff.close()
    await memory?.ledger.close()
  }
  return { handoff, surroundings, close, ...(memory && { memory }) }
}

/** Trouble with a ledger in a line. The address of the ledger is never in it. */
export function troubleWith(error: unknown): string {
  const { name, code } =
    error instanceof Error ? (error as Error & { code?: string }) : { name: 'unknown', code: '' }
  return `The ledger does not answer (${code || name}); the work goes on when it is back.`
}

async function readConfigFile(io: Io, name: string): Promise<ConfigFile | undefined> {
  try {
    return { name, text: new TextDecoder().decode(await io.read(name)) }
  } catch (error) {
    io.err(`${name}: cannot be read (${readError(error)}).\n`)
    return undefined
  }
}

/** The short name of a failure to read a file, such as `ENOENT`. */
export const readError = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error'
