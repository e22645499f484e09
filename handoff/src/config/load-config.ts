import { readJson } from '../json/read-json.ts'
import type { OrgConfig } from '../model/config.ts'
import type { Secret } from '../model/secret.ts'
import { readSettings } from './read-settings.ts'
import type { ConfigProblem } from './read-settings.ts'
import type { Values } from './settings.ts'

/** A configuration file that was read: its name for messages, and its JSON text. */
export interface ConfigFile {
  name: string
  text: string
}

/** What a process needs besides the organisation. */
export interface Surroundings {
  smtpUrl?: string
  /** The ledger of every command. */
  ledger?: Secret
  /** The ledger of service and worker, where the first is not set. */
  databaseUrl?: Secret
  /** What callers of the service have to show. */
  token?: Secret
}

/** A configuration, or everything that is wrong with it, also as one message. */
export type LoadedConfig =
  ({ ok: true; config: OrgConfig } & Surroundings) | { ok: false; problems: ConfigProblem[]; message: string }

/**
 * Makes the configuration of one organisation out of the environment and, where there is one, a JSON file
 * with the keys of {@link OrgConfig}. The environment wins. It checks everything before anything is called,
 * and names all that is missing or wrong at once.
 *
 * The file may hold the API key, yet the environment is the better place for it: files are copied,
 * committed and backed up.
 *
 * @param sources `env` is usually `process.env`; the caller reads the file.
 *
 * @example
 * const loaded = loadConfig({ env: process.env })
 * if (!loaded.ok) throw new Error(loaded.message)
 */
export function loadConfig(sources: {
  env: Readonly<Record<string, string | undefined>>
  file?: ConfigFile
}): LoadedConfig {
  const { env, file } = sources
  const json = file ? readJson(file.text) : undefined
  if (file && json && !json.ok) {
    const place = `${file.name}:${json.line}:${json.column}`
    return refused([{ setting: file.name, message: `${place}: not JSON: ${json.message}.` }])
  }
  const read = readSettings({
    env,
    ...(file && json?.ok && { file: { name: file.name, value: json.value } }),
  })
  const problems = [...read.problems, ...contradictions(read.values)]
  if (problems.length > 0) return refused(problems)
  // Without problems each setting is there, made by its own parser, and that is what Values says.
  const values = read.values as Values
  return {
    ok: true,
    config: assemble(values),
    ...(values.smtpUrl !== undefined && { smtpUrl: values.smtpUrl }),
    ...(values.ledger && { ledger: values.ledger }),
    ...(values.databaseUrl && { databaseUrl: values.databaseUrl }),
    ...(values.token && { token: values.token }),
  }
}

function refused(problems: ConfigProblem[]): LoadedConfig {
  const lines = problems.map(({ message }) => `  - ${message}`)
  const title =
    problems.length === 1 ? 'One setting needs attention' : `${problems.length} settings need attention`
  return { ok: false, problems, message: [`${title}:`, ...lines].join('\n') }
}

/** An e-mail about failures that goes to, or comes from, the support address becomes a ticket itself. */
function contradictions(values: Partial<Values>): ConfigProblem[] {
  const support = values.supportEmail?.toLowerCase()
  const pairs = [
    ['ERROR_NOTIFICATION_EMAIL', values.errorNotificationEmail],
    ['ERROR_NOTIFICATION_FROM', values.errorNotificationFrom],
  ] as const
  return pairs
    .filter(([, address]) => address !== undefined && address.toLowerCase() === support)
    .map(([setting]) => ({
      setting,
      message: `${setting} is the support address, so its e-mails would become tickets: choose another one.`,
    }))
}

function assemble(values: Values): OrgConfig {
  const { gladlyBaseUrl, conversationUrlTemplate, teamId, errorNotificationFrom, handoffMessage } = values
  const { otherAdminEmail, otherAdminApiKey } = values
  return {
    gorgias: {
      baseUrl: values.gorgiasUrl ?? values.subdomain ?? '',
      apiKeyUserEmail: values.apiKeyUserEmail,
      apiKey: values.apiKey,
      supportEmail: values.supportEmail,
      ...(otherAdminEmail !== undefined &&
        otherAdminApiKey !== undefined && {
          otherAdmin: { email: otherAdminEmail, apiKey: otherAdminApiKey },
        }),
    },
    errorNotificationEmail: values.errorNotificationEmail,
    ...(errorNotificationFrom !== undefined && { errorNotificationFrom }),
    subjectTemplate: values.subjectTemplate,
    defaultPriority: values.defaultPriority,
    integrationUserEmail: values.integrationUserEmail ?? values.apiKeyUserEmail,
    customTags: values.customTags,
    ...(teamId !== undefined && { team: { id: teamId } }),
    gladly: {
      ...(gladlyBaseUrl !== undefined && { baseUrl: gladlyBaseUrl }),
      conversationUrlTemplate:
        conversationUrlTemplate ?? `${gladlyBaseUrl ?? ''}/conversation/{conversationId}`,
    },
    timeZone: values.timeZone,
    locale: values.locale,
    handoffMessages: {
      ...(handoffMessage !== undefined && { default: handoffMessage }),
      byGuide: values.handoffMessagesByGuide,
    },
    channels: values.channels,
    noEmailPolicy: values.noEmailPolicy,
    aiDisplayName: values.aiDisplayName,
    legacyAiAgentIds: values.legacyAiAgentIds,
    limits: {
      overviewChars: values.overviewChars,
      intentChars: values.intentChars,
      topics: values.topics,
      tags: values.tags,
      htmlBytes: values.htmlBytes,
    },
    redaction: values.redaction,
    effectOrder: values.effectOrder,
    retry: {
      deadlineMs: values.deadlineMs,
      maxFailures: values.maxFailures,
      firstWaitMs: values.firstWaitMs,
      requestTimeoutMs: values.requestTimeoutMs,
    },
    rateLimit: { windowSeconds: values.windowSeconds },
  }
}
