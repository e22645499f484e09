import { loadConfig } from '../config/load-config.ts'
import type { ConfigFile } from '../config/load-config.ts'
import { createHandoff, memoryLedger } from '../index.ts'
import type { Handoff } from '../index.ts'
import { printingMailer, smtpMailer } from '../notify/mailer.ts'
import type { Io } from './io.ts'

/**
 * Loads the configuration and makes the handoff; says what is wrong and answers nothing if it cannot.
 * `again`: handoffs may come that were begun before.
 */
export async function openHandoff(
  io: Io,
  configName: string | undefined,
  { again = false } = {},
): Promise<Handoff | undefined> {
  const file = configName === undefined ? undefined : await readConfigFile(io, configName)
  if (configName !== undefined && !file) return undefined
  const loaded = loadConfig({ env: io.env, ...(file && { file }) })
  if (!loaded.ok) {
    io.err(`${loaded.message}\n`)
    return undefined
  }
  const mailer =
    loaded.smtpUrl === undefined
      ? printingMailer({ write: (text) => io.err(text) })
      : smtpMailer(loaded.smtpUrl)
  const ledger = memoryLedger({ complete: !again })
  return createHandoff(loaded.config, { mailer, ledger, ...io.ports })
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
