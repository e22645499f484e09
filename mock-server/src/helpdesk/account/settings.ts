import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { recordEvent } from '../events.ts'
import { nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { JsonObject, Setting } from '../model/entities.ts'

/** The settings that an account can have (documented and recorded names). */
export const SETTING_TYPES = [
  'satisfaction-surveys',
  'auto-merge',
  'auto-split',
  'business-hours',
  'ticket-assignment',
  'views-ordering',
  'views-visibility',
  'access',
  'agents-table-config',
  'agents-availability-table-config',
  'channels-table-config',
  'product-insights-table-config',
  'in-ticket-suggestion',
  'agent-costs',
  'limits',
  'default-integration',
] as const
export type SettingType = (typeof SETTING_TYPES)[number]

/**
 * The account's setting of a type: it has one of each at most (inferred).
 *
 * @example
 * settingOf(world, 'auto-merge')?.data.tickets
 */
export const settingOf = (world: Helpdesk, type: SettingType): Setting | undefined =>
  world.rows.settings.first('byType', [type])

function store(world: Helpdesk, actor: Actor, setting: Setting): Setting {
  // There is no event of its own for a new setting in the documented list.
  recordEvent(world, actor, 'account-setting-updated', { type: 'AccountSetting', id: setting.id })
  return world.rows.settings.put(setting)
}

/** Makes a setting; refuses a second one of its type (inferred: 409). */
export function createSetting(world: Helpdesk, actor: Actor, type: SettingType, data: JsonObject): Setting {
  if (settingOf(world, type) !== undefined) throw new Refusal('conflict')
  return store(world, actor, { id: nextId(world, 'settings'), type, data })
}

/** Replaces the data of a setting as a whole (documented). */
export const replaceSetting = (world: Helpdesk, actor: Actor, setting: Setting, data: JsonObject): Setting =>
  store(world, actor, { ...setting, data })

/**
 * Refuses one thing more than the setting `limits` allows (documented: the setting and its two figures;
 * inferred: that exceeding one is a 403, as a quota that is used up is one).
 *
 * @param count how many there are already
 */
export function refuseBeyondLimit(
  world: Helpdesk,
  name: 'max_integrations' | 'max_active_rules',
  count: number,
): void {
  const limit = settingOf(world, 'limits')?.data[name]
  if (typeof limit !== 'number' || count < limit) return
  throw new Refusal(
    'forbidden',
    'You do not have enough permissions to perform this action. ' +
      `The account has ${count} already, and its setting limits.${name} is ${limit}.`,
  )
}

const HOUR = 3_600_000_000
const DAY = 24 * HOUR

/** The data of a setting, as whoever stores it has checked it. */
const dataOf = <Data>(world: Helpdesk, type: SettingType): Partial<Data> =>
  (settingOf(world, type)?.data ?? {}) as Partial<Data>

type PerKind<Days extends string> = Readonly<
  Record<string, { readonly enabled?: boolean } & Readonly<Partial<Record<Days, number>>>>
>

/** What is switched on, and for how long, in microseconds. */
export interface Switched {
  readonly enabled: boolean
  readonly window: number
}

/**
 * Whether new tickets are merged into an older one of their customer, and how old that may be (recorded: the
 * setting, off, with five days). What the setting does not name is off; so it is with all that follow.
 */
export function autoMergeOf(world: Helpdesk): Switched {
  const { tickets } = dataOf<PerKind<'merging_window_days'>>(world, 'auto-merge')
  return { enabled: tickets?.enabled === true, window: (tickets?.merging_window_days ?? 5) * DAY }
}

/** Whether an answer by e-mail opens a new ticket, and after how long (recorded: on, after ten days). */
export function autoSplitOf(world: Helpdesk): Switched {
  const { email } = dataOf<PerKind<'split_after_days'>>(world, 'auto-split')
  return { enabled: email?.enabled === true, window: (email?.split_after_days ?? 10) * DAY }
}

/** How customers are asked what they think of the help that they got. */
export interface SurveySettings {
  /** From closing a ticket to asking, in microseconds; the setting counts hours (inferred). */
  readonly delay: number
  /** Channels of tickets that are asked about. */
  readonly channels: ReadonlySet<string>
  readonly text: string
  readonly html: string
}

const SURVEYED: Readonly<Record<string, string>> = {
  chat: 'send_survey_for_chat',
  email: 'send_survey_for_email',
  'help-center': 'send_survey_for_help_center',
  contact_form: 'send_survey_for_contact_form',
}
const ONLY_LINK = '{{satisfaction_survey_url}}'

/** The setting `satisfaction-surveys` (recorded: its names; two hours and all four channels at first). */
export function surveySettingsOf(world: Helpdesk): SurveySettings {
  const data = dataOf<JsonObject>(world, 'satisfaction-surveys')
  const word = (text: unknown) => (typeof text === 'string' ? text : ONLY_LINK)
  return {
    delay: (typeof data.survey_interval === 'number' ? data.survey_interval : 2) * HOUR,
    channels: new Set(Object.keys(SURVEYED).filter((channel) => data[SURVEYED[channel] ?? ''] === true)),
    text: word(data.survey_email_text),
    html: word(data.survey_email_html),
  }
}

/** How tickets come to agents without anybody assigning them. */
export interface AssignmentSettings {
  readonly unassign_on_reply: boolean
  readonly assignment_channels: readonly string[]
  readonly auto_assign_to_teams: boolean
  readonly max_user_chat_ticket: number
  readonly max_user_non_chat_ticket: number
  readonly can_exceed_max_agent_capacity: boolean
  readonly unassign_on_user_unavailability: readonly string[]
  readonly auto_assign_ticket_to_responding_agent: boolean
}

const NO_ASSIGNMENT: AssignmentSettings = {
  unassign_on_reply: false,
  assignment_channels: [],
  auto_assign_to_teams: false,
  max_user_chat_ticket: Infinity,
  max_user_non_chat_ticket: Infinity,
  can_exceed_max_agent_capacity: false,
  unassign_on_user_unavailability: [],
  auto_assign_ticket_to_responding_agent: false,
}

/** The setting `ticket-assignment` (recorded: its names and what a fresh account has). */
export const ticketAssignmentOf = (world: Helpdesk): AssignmentSettings => ({
  ...NO_ASSIGNMENT,
  ...dataOf<AssignmentSettings>(world, 'ticket-assignment'),
})
