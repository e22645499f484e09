import type { Helpdesk } from '../model/helpdesk.ts'
import type { Instant, JsonObject, Ticket } from '../model/entities.ts'
import type { Job, JobTask } from '../model/jobs.ts'
import type { Macro } from '../model/macros.ts'
import { addUpload, urlOfUpload } from '../uploads.ts'
import { writeCsv } from './csv.ts'
import type { Cell } from './csv.ts'
import { createdBetween, select } from './selection.ts'

/** What each column of a file shows. */
type Columns<Row> = Readonly<Record<string, (row: Row, world: Helpdesk) => Cell>>

const time = (instant: Instant | null): Cell =>
  instant === null ? null : new Date(instant / 1000).toISOString()

const customer = (world: Helpdesk, { customer_id }: Ticket) => world.rows.customers.get(customer_id)

const TICKET_COLUMNS: Columns<Ticket> = {
  id: (ticket) => ticket.id,
  external_id: (ticket) => ticket.external_id,
  subject: (ticket) => ticket.subject,
  status: (ticket) => ticket.status,
  priority: (ticket) => ticket.priority,
  channel: (ticket) => ticket.channel,
  via: (ticket) => ticket.via,
  language: (ticket) => ticket.language,
  spam: (ticket) => ticket.spam,
  customer_name: (ticket, world) => customer(world, ticket)?.name ?? null,
  customer_email: (ticket, world) => customer(world, ticket)?.email ?? null,
  assignee_user: ({ assignee_user_id: id }, world) =>
    id === null ? null : (world.rows.users.get(id)?.email ?? null),
  assignee_team: ({ assignee_team_id: id }, world) =>
    id === null ? null : (world.rows.teams.get(id)?.name ?? null),
  tags: ({ tag_ids }, world) => tag_ids.flatMap((id) => world.rows.tags.get(id)?.name ?? []).join(', '),
  messages_count: (ticket) => ticket.messages_count,
  created_datetime: (ticket) => time(ticket.created_datetime),
  updated_datetime: (ticket) => time(ticket.updated_datetime),
  closed_datetime: (ticket) => time(ticket.closed_datetime),
}

const MACRO_COLUMNS: Columns<Macro> = {
  id: (macro) => macro.id,
  external_id: (macro) => macro.external_id,
  name: (macro) => macro.name,
  intent: (macro) => macro.intent,
  language: (macro) => macro.language,
  usage: (macro) => macro.usage,
  actions: (macro) => JSON.stringify(macro.actions),
  created_datetime: (macro) => time(macro.created_datetime),
  archived_datetime: (macro) => time(macro.archived_datetime),
}

function* table<Row>(world: Helpdesk, columns: Columns<Row>, rows: Iterable<Row>): Iterable<Cell[]> {
  yield Object.keys(columns)
  const shows = Object.values(columns)
  for (const row of rows) yield shows.map((show) => show(row, world))
}

/** Keeps a file for those who have credentials; where it is stands in `info` (inferred). */
function keep(world: Helpdesk, name: string, rows: Iterable<readonly Cell[]>): JsonObject {
  const bytes = Buffer.from(writeCsv(rows))
  const upload = addUpload(world, 'attachment', { name, content_type: 'text/csv', bytes })
  return { url: urlOfUpload(world, upload) }
}

/** Tickets as CSV (inferred: the columns): all at once, so that the file shows one moment. */
export function exportTickets(
  world: Helpdesk,
  job: Job,
  { selection, from, until }: Extract<JobTask, { readonly kind: 'export-tickets' }>,
): JsonObject {
  const isWithin = ({ created_datetime: created }: Ticket) =>
    (from === null || created >= from) && (until === null || created <= until)
  const rows =
    selection === null ? createdBetween(world, from, until) : select(world, job, selection).filter(isWithin)
  return keep(world, `tickets-${job.id}.csv`, table(world, TICKET_COLUMNS, rows))
}

/** All macros as CSV, as an import reads them (inferred). */
export const exportMacros = (world: Helpdesk, job: Job): JsonObject =>
  keep(world, `macros-${job.id}.csv`, table(world, MACRO_COLUMNS, world.rows.macros.values()))
