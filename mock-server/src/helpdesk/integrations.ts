import { Refusal } from '../kernel/refusal.ts'
import type { Actor } from './actor.ts'
import { recordEvent } from './events.ts'
import { forgetFailures } from './http-integrations/failures.ts'
import { nextId } from './model/helpdesk.ts'
import type { Helpdesk } from './model/helpdesk.ts'
import { HTTP_TRIGGERS } from './model/entities.ts'
import type { HttpSettings, HttpTriggers, Integration } from './model/entities.ts'
import { ruleUsesIntegration } from './rules/uses.ts'
import { refuseBeyondLimit } from './account/settings.ts'
import { deactivateViewsUsing } from './views/views.ts'
import { deleteWidget } from './widgets.ts'

/** What of an HTTP integration's calls can be said by a caller. */
export type HttpFields = Partial<Omit<HttpSettings, 'id' | 'triggers'>> & {
  readonly triggers?: Partial<HttpTriggers>
}

/** What of an integration can be said by a caller. */
export type IntegrationFields = Partial<
  Pick<Integration, 'name' | 'description' | 'deactivated_datetime'>
> & { readonly http?: HttpFields }

const NO_TRIGGERS = Object.fromEntries(HTTP_TRIGGERS.map((name) => [name, false])) as HttpTriggers

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/
const IP_V6 = /^\[.+\]$/

/**
 * Refuses a URL whose host cannot exist: Gorgias looks it up, and refuses names such as `.invalid` (observed).
 * The simulator asks no name server, so any other name passes, `localhost` among them (inferred).
 */
function refuseHost(url: string): void {
  const host = new URL(url).hostname.replace(/\.$/, '')
  const labels = host.split('.')
  const canBe = IP_V6.test(host) || (host.length <= 253 && labels.every((label) => LABEL.test(label)))
  if (canBe && labels.at(-1) !== 'invalid') return
  throw new Refusal('invalid', '', { http: { url: [`The host "${host}" cannot be resolved.`] } })
}

/**
 * Makes an HTTP integration, the only type that callers can make (documented).
 *
 * @throws Refusal 400 for a host that cannot exist; 403 beyond the account's limit of integrations
 * @example
 * createIntegration(world, actor, {
 *   name: 'Tell the CRM',
 *   http: { url: 'https://crm.example.com', method: 'POST', request_content_type: 'application/json', ... },
 * })
 */
export function createIntegration(
  world: Helpdesk,
  actor: Actor,
  {
    http,
    ...fields
  }: IntegrationFields & {
    readonly name: string
    readonly http: HttpFields &
      Pick<HttpSettings, 'url' | 'method' | 'request_content_type' | 'response_content_type'>
  },
): Integration {
  refuseBeyondLimit(world, 'max_integrations', world.rows.integrations.size)
  refuseHost(http.url)
  const integration = world.rows.integrations.put({
    id: nextId(world, 'integrations'),
    type: 'http',
    description: null,
    decoration: null,
    address: null,
    meta: {},
    user_id: actor.user_id,
    http: {
      id: nextId(world, 'httpSettings'),
      form: null,
      headers: {},
      oauth2: null,
      hmac_secret: null,
      ...http,
      triggers: { ...NO_TRIGGERS, ...http.triggers },
    },
    application_id: null,
    managed: false,
    business_hours_id: null,
    created_datetime: world.now,
    updated_datetime: world.now,
    deactivated_datetime: null,
    locked_datetime: null,
    ...fields,
  })
  recordEvent(world, actor, 'integration-created', { type: 'Integration', id: integration.id })
  return integration
}

/** The settings of the calls with what is named changed: the triggers, too, one by one (inferred). */
function changedHttp(integration: Integration, changes: HttpFields): HttpSettings {
  if (integration.http === null)
    throw new Refusal('invalid', '', { http: ['Only an integration of the type http has it.'] })
  if (changes.url !== undefined) refuseHost(changes.url)
  const triggers = { ...integration.http.triggers, ...changes.triggers }
  return { ...integration.http, ...changes, triggers }
}

function changeEvent(before: Integration, after: Integration): string {
  if ((before.deactivated_datetime === null) === (after.deactivated_datetime === null))
    return 'integration-updated'
  return after.deactivated_datetime === null ? 'integration-reactivated' : 'integration-deactivated'
}

/** Changes what is named of an integration. */
export function changeIntegration(
  world: Helpdesk,
  actor: Actor,
  integration: Integration,
  { http, ...fields }: IntegrationFields,
): Integration {
  const after = world.rows.integrations.patch(integration.id, {
    ...fields,
    ...(http !== undefined && { http: changedHttp(integration, http) }),
    updated_datetime: world.now,
  })
  const event = changeEvent(integration, after)
  if (event === 'integration-reactivated') forgetFailures(world, after.id)
  recordEvent(world, actor, event, { type: 'Integration', id: after.id })
  return after
}

/** What rules ask for cannot go (documented; inferred: 409, and that inactive rules count too). */
function refuseUsed(world: Helpdesk, { id, name }: Integration): void {
  const rules = [...world.rows.rules.values()].filter((rule) => ruleUsesIntegration(rule.code, id))
  if (rules.length === 0) return
  const names = rules.map((rule) => `"${rule.name}" (${rule.id})`).join(', ')
  throw new Refusal('conflict', `The integration "${name}" is used in rules and cannot be deleted: ${names}.`)
}

/**
 * Deletes an HTTP integration; its widgets go with it (inferred). What customers hold of it stays (inferred). No
 * integration that is simulated uses another one, which would be a reason to refuse as well (documented).
 *
 * @throws Refusal 409 while a rule asks for it; 403 for the mailbox, which the account cannot be without (inferred)
 */
export function deleteIntegration(world: Helpdesk, actor: Actor, integration: Integration): void {
  if (integration.type !== 'http')
    throw new Refusal('forbidden', 'Only integrations of the type http can be deleted over the API.')
  refuseUsed(world, integration)
  for (const widget of [...world.rows.widgets.walk('byIntegration', { prefix: [integration.id] })])
    deleteWidget(world, actor, widget)
  deactivateViewsUsing(world, actor, { kind: 'integration', id: integration.id })
  world.rows.integrations.remove(integration.id)
  forgetFailures(world, integration.id)
  recordEvent(world, actor, 'integration-deleted', { type: 'Integration', id: integration.id })
}
