import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Ticket, View } from '../../helpdesk/model/entities.ts'
import { filtersOf } from '../../helpdesk/views/filters.ts'
import { formatDatetime, formatNullable } from '../../wire/datetimes.ts'
import { presentTicketRow } from '../tickets/presenter.ts'
import { toFiltersAst } from './filters-ast.ts'

/** A view; `{{current_user.id}}` and its like stand in its filters as they were written (recorded). */
export const presentView = (view: View) => ({
  ...view,
  created_datetime: formatDatetime(view.created_datetime),
  deactivated_datetime: formatNullable(view.deactivated_datetime),
  filters_ast: toFiltersAst(filtersOf(view).program),
  shared_with_teams: view.shared_with_team_ids,
  shared_with_users: view.shared_with_user_ids,
  uri: `/api/views/${view.id}/`,
})

/** An item of a view: the ticket of a list, less and in another order (recorded); the schema sees to both. */
export const presentItem = (world: Helpdesk, ticket: Ticket) => presentTicketRow(world, ticket)
