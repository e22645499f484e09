import type { Static } from 'typebox'
import { Refusal, within } from '../../kernel/refusal.ts'
import { NO_VALUES, withValues } from '../../helpdesk/custom-fields/values.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { User } from '../../helpdesk/model/entities.ts'
import type { JobTask, JobType, TicketSelection } from '../../helpdesk/model/jobs.ts'
import { filtersOf } from '../../helpdesk/views/filters.ts'
import { viewFor } from '../../helpdesk/views/views.ts'
import { withInstants } from '../instants.ts'
import { assignees, tagReferences } from '../tickets/operations.ts'
import type { JobParams } from './schema.ts'

type Params = Static<typeof JobParams>

const SELECTION = ['ticket_ids', 'view', 'view_id'] as const

/** Which parameters each type takes (documented: all of them together; inferred: which goes where). */
const TAKES: Readonly<Record<JobType, readonly (keyof Params)[]>> = {
  applyMacro: [...SELECTION, 'macro_id', 'apply_and_close'],
  deleteTicket: SELECTION,
  updateTicket: [...SELECTION, 'updates'],
  exportTicket: [...SELECTION, 'start_datetime', 'end_datetime'],
  importMacro: ['url'],
  exportMacro: [],
  exportTicketDrilldown: [...SELECTION, 'start_datetime', 'end_datetime', 'context'],
  exportConvertCampaignSalesDrilldown: ['start_datetime', 'end_datetime', 'context'],
}

const refuse = (param: string, sentence: string): never => {
  throw new Refusal('invalid', '', { [param]: [sentence] })
}

function required<T>(value: T | undefined, param: keyof Params): T {
  return value ?? refuse(param, 'Missing data for required field.')
}

/** The one way in which tickets are selected; null for none. Refuses what does not exist. */
function selectionOf(world: Helpdesk, user: User, params: Params): TicketSelection | null {
  const [, second] = SELECTION.filter((name) => params[name] !== undefined)
  if (second !== undefined) refuse(second, `Give only one of ${SELECTION.join(', ')}.`)
  const { ticket_ids, view, view_id } = params
  if (ticket_ids !== undefined) {
    const unknown = ticket_ids.find((id) => world.rows.tickets.get(id) === undefined)
    if (unknown !== undefined) refuse('ticket_ids', `Ticket ${unknown} does not exist.`)
    return { by: 'ids', ticket_ids }
  }
  if (view !== undefined) {
    within(['view'], () => filtersOf(view))
    return { by: 'filters', filters: view.filters }
  }
  if (view_id === undefined) return null
  if (viewFor(world, user, view_id) === undefined) refuse('view_id', 'View does not exist.')
  return { by: 'view', view_id }
}

/** What a ticket will be. Values are looked up here to refuse them, and once more when the job runs. */
function updatesOf(world: Helpdesk, updates: NonNullable<Params['updates']>) {
  const { assignee_user, assignee_team, custom_fields, tags, ...rest } = withInstants(updates)
  const references = tagReferences(tags)
  const values = custom_fields === undefined ? undefined : (custom_fields ?? [])
  within(['custom_fields'], () => withValues(world, 'Ticket', NO_VALUES, values ?? []))
  return {
    changes: {
      ...rest,
      ...assignees(world, assignee_user, assignee_team),
    },
    ...(references !== undefined && { tags: references }),
    ...(values !== undefined && { values }),
  }
}

const instants = (params: Pick<Params, 'start_datetime' | 'end_datetime'>) => {
  const { start_datetime: from = null, end_datetime: until = null } = withInstants(params)
  return { from, until }
}

function understand(world: Helpdesk, user: User, type: JobType, params: Params): JobTask {
  const selection = selectionOf(world, user, params)
  const tickets = () => selection ?? refuse('ticket_ids', `Give one of ${SELECTION.join(', ')}.`)
  switch (type) {
    case 'applyMacro': {
      const macro_id = required(params.macro_id, 'macro_id')
      if (world.rows.macros.get(macro_id) === undefined) refuse('macro_id', 'Macro does not exist.')
      return { kind: 'apply-macro', macro_id, close: params.apply_and_close ?? false, selection: tickets() }
    }
    case 'deleteTicket':
      return { kind: 'delete-tickets', selection: tickets() }
    case 'updateTicket': {
      const updates = required(params.updates, 'updates')
      const changes = within(['updates'], () => updatesOf(world, updates))
      return { kind: 'update-tickets', ...changes, selection: tickets() }
    }
    case 'exportTicket':
      return { kind: 'export-tickets', selection, ...instants(params) }
    case 'exportMacro':
      return { kind: 'export-macros' }
    case 'importMacro':
      return { kind: 'import-macros', url: required(params.url, 'url') }
    case 'exportTicketDrilldown':
    case 'exportConvertCampaignSalesDrilldown':
      return { kind: 'unavailable', reason: `${type} is not simulated: what its file holds is unknown.` }
  }
}

/**
 * What a job is to do, from its type and parameters.
 *
 * @throws Refusal per parameter: one that the type does not take, one that it lacks, one that names what
 *   does not exist
 */
export function taskOf(world: Helpdesk, user: User, type: JobType, params: Params): JobTask {
  return within(['params'], () => {
    const stray = Object.keys(params).find((name) => !TAKES[type].some((known) => known === name))
    if (stray !== undefined) refuse(stray, `A job of type ${type} does not take it.`)
    return understand(world, user, type, params)
  })
}
