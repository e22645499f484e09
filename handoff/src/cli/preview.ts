import { writeFile } from 'node:fs/promises'
import { loadConfig } from '../config/load-config.ts'
import type { ConfigFile, LoadedConfig } from '../config/load-config.ts'
import { fromGladly } from '../gladly/from-gladly.ts'
import type { OrgConfig } from '../model/config.ts'
import { parseHandoffRequest } from '../model/request.ts'
import { buildTicket } from '../ticket/build-ticket.ts'
import type { PreviewedTicket } from '../ticket/preview-page.ts'
import { previewPage } from '../ticket/preview-page.ts'
import { readDocuments } from './documents.ts'
import type { Document } from './documents.ts'
import { exit } from './io.ts'
import type { Io } from './io.ts'
import { readError } from './open-handoff.ts'

export interface PreviewOptions {
  readonly gladly?: boolean
  readonly out?: string
  readonly config?: string
}

/**
 * `gorgias-handoff preview FILE`: one HTML page of the tickets that `send` would make of a file. Nothing is called,
 * so no credentials are needed; the settings that the look depends on are read as ever.
 */
export async function preview(name: string, options: PreviewOptions, io: Io): Promise<number> {
  const file = options.config === undefined ? undefined : await readText(options.config, io)
  if (options.config !== undefined && file === undefined) return exit.usage
  const loaded = configToLookAt(io.env, file)
  if (!loaded.ok) {
    io.err(`${loaded.message}\n`)
    return exit.usage
  }
  const source = await readText(name, io)
  if (source === undefined) return exit.failed
  const built = readDocuments(source.name, source.bytes).map((document) =>
    ticketOf(document, options.gladly === true, loaded.config),
  )
  const tickets = built.flatMap((one) => ('problem' in one ? [] : [one]))
  const problems = built.flatMap((one) => ('problem' in one ? [one.problem] : []))
  for (const problem of problems) io.err(`${problem}\n`)
  if (tickets.length === 0) return exit.failed
  const written = await write(previewPage(tickets), options.out, io)
  return written && problems.length === 0 ? exit.ok : exit.failed
}

/** What a look needs no true value of, by the name under which the loader misses it. */
const STAND_INS: Readonly<Record<string, readonly [variable: string, value: string]>> = {
  'GORGIAS_URL or GORGIAS_SUBDOMAIN': ['GORGIAS_URL', 'https://example.gorgias.com'],
  GORGIAS_EMAIL: ['GORGIAS_EMAIL', 'integration@example.com'],
  GORGIAS_API_KEY: ['GORGIAS_API_KEY', 'none'],
  GORGIAS_SUPPORT_EMAIL: ['GORGIAS_SUPPORT_EMAIL', 'support@example.com'],
  ERROR_NOTIFICATION_EMAIL: ['ERROR_NOTIFICATION_EMAIL', 'alerts@example.com'],
  'GLADLY_CONVERSATION_URL_TEMPLATE or GLADLY_BASE_URL': [
    'GLADLY_CONVERSATION_URL_TEMPLATE',
    'https://example.gladly.com/conversation/{conversationId}',
  ],
}

/** The configuration, with stand-ins for what is missing and would only be needed to send. */
function configToLookAt(
  env: Io['env'],
  file: (ConfigFile & { bytes: Uint8Array }) | undefined,
): LoadedConfig {
  const sources = file ? { env, file: { name: file.name, text: file.text } } : { env }
  const loaded = loadConfig(sources)
  if (loaded.ok) return loaded
  const missing = loaded.problems.flatMap(({ setting }) => {
    const standIn = Object.hasOwn(STAND_INS, setting) ? STAND_INS[setting] : undefined
    return standIn ? [standIn] : []
  })
  const standIns: Record<string, string> = Object.fromEntries(missing)
  return loadConfig({ ...sources, env: { ...env, ...standIns } })
}

async function readText(
  name: string,
  io: Io,
): Promise<{ name: string; text: string; bytes: Uint8Array } | undefined> {
  const shown = name === '-' ? 'standard input' : name
  try {
    const bytes = await io.read(name)
    return { name: shown, bytes, text: new TextDecoder().decode(bytes) }
  } catch (error) {
    io.err(`${shown}: cannot be read (${readError(error)}).\n`)
    return undefined
  }
}

function ticketOf(
  document: Document,
  gladly: boolean,
  config: OrgConfig,
): PreviewedTicket | { problem: string } {
  if (!document.ok) return { problem: document.message }
  const { source, value } = document
  const read = gladly ? fromGladly(value, config) : parseHandoffRequest(value)
  if (!read.ok) {
    const problems = read.problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    return { problem: `${source}: ${problems.join('\n  ')}` }
  }
  const built = buildTicket(read.request, config)
  return built.ok ? { source, body: built.body } : { problem: `${source}: ${built.message}` }
}

async function write(page: string, name: string | undefined, io: Io): Promise<boolean> {
  if (name === undefined) {
    io.out(page)
    return true
  }
  try {
    await writeFile(name, page)
    io.err(`${name} is written; open it in a browser.\n`)
    return true
  } catch (error) {
    io.err(`${name}: cannot be written (${readError(error)}).\n`)
    return false
  }
}
