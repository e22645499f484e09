import { Refusal } from '../kernel/refusal.ts'
import { CATALOGUE } from './catalogue.ts'
import type { CatalogueRow } from './catalogue.ts'
import { ERRORS } from './errors.ts'

const about = (what: string) => ({ read: `read ${what}`, write: `change ${what}` })

const KINDS = {
  account: about('the account and its settings'),
  users: about('users and teams'),
  customers: about('customers'),
  tickets: about('tickets, with their views, messages and tags'),
  custom_fields: about('the definitions of custom fields'),
  events: about('events'),
  integrations: about('integrations and widgets'),
  jobs: about('jobs'),
  macros: about('macros'),
  rules: about('rules'),
  satisfaction_survey: about('satisfaction surveys'),
  tags: about('tags'),
} as const

type Kind = keyof typeof KINDS
type Access = 'read' | 'write'

/** The scope of before there was one for each resource: apps that have it may everything (documented). */
const LEGACY = 'write:all'

/** The scopes that an app can ask for (documented and recorded names), and what each lets it do. */
export const SCOPES: ReadonlyMap<string, string> = new Map([
  ['openid', 'know who you are'],
  ['email', 'see your e-mail address'],
  ['profile', 'see your name'],
  ['offline', 'stay signed in'],
  ...Object.entries(KINDS).flatMap(([kind, { read, write }]) => [
    [`${kind}:read`, read] as const,
    [`${kind}:write`, write] as const,
  ]),
  ['statistics:read', 'read statistics'],
  [LEGACY, 'read and change everything'],
])

/** What stands behind each path. Where two are named, either is enough. */
const RESOURCES: Readonly<Record<string, readonly Kind[] | undefined>> = {
  account: ['account'],
  'custom-fields': ['custom_fields'],
  customers: ['customers'],
  events: ['events'],
  integrations: ['integrations'],
  jobs: ['jobs'],
  macros: ['macros'],
  messages: ['tickets'],
  phone: ['tickets'],
  rules: ['rules'],
  'satisfaction-surveys': ['satisfaction_survey'],
  tags: ['tags', 'tickets'],
  teams: ['users'],
  tickets: ['tickets'],
  upload: ['tickets'],
  users: ['users'],
  views: ['tickets'],
  widgets: ['integrations'],
}

/** Operations whose scope does not follow from path and method. */
const EXCEPTIONS: Readonly<Record<string, readonly string[] | undefined>> = {
  downloadFile: ['tickets:read'],
  downloadStatistic: ['statistics:read'],
  getMetricCard: ['statistics:read'],
  getStatistic: ['statistics:read'],
  listMetricCards: ['statistics:read'],
  queryStatistics: ['statistics:read'],
  search: ['customers:read'],
  searchViewItems: ['tickets:read'],
  // Recorded: it still wants the old scope.
  unarchiveMacros: [LEGACY],
}

function scopesFor([operationId, method, url]: CatalogueRow): readonly string[] {
  const exception = EXCEPTIONS[operationId]
  if (exception !== undefined) return exception
  const access: Access = method === 'GET' ? 'read' : 'write'
  const kinds = RESOURCES[url.split('/')[2] ?? ''] ?? []
  return kinds.map((kind) => `${kind}:${access}`)
}

/** The scopes of each operation, any one of which is enough. To write does not include to read (inferred). */
export const OPERATION_SCOPES: ReadonlyMap<string, readonly string[]> = new Map(
  CATALOGUE.map((row) => [row[0], scopesFor(row)]),
)

/**
 * Refuses an app that was not allowed enough: a 403 that names the scope (recorded wording).
 *
 * @param needed any one of them is enough
 * @example
 * requireScope(['tickets:write'], ['tickets:read']) // throws: "... Missing scope: tickets:write."
 */
export function requireScope(needed: readonly string[], allowed: readonly string[]): void {
  if (allowed.includes(LEGACY) || needed.some((scope) => allowed.includes(scope))) return
  throw new Refusal('forbidden', `${ERRORS.forbidden.msg} Missing scope: ${needed[0] ?? LEGACY}.`)
}

/** The scopes of a list, each once; names what is no scope. */
export function readScopes(names: readonly string[]): {
  readonly scopes: readonly string[]
  readonly unknown: readonly string[]
} {
  const scopes = [...new Set(names)]
  return { scopes, unknown: scopes.filter((name) => !SCOPES.has(name)) }
}
