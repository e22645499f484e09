import { parseTag, parseTicketRow, parseView } from '../gorgias/rows.ts'
import type { TicketRow, ViewRow } from '../gorgias/rows.ts'
import type { Look } from './look.ts'
import { HANDOFF_TAG, tagCondition, withoutOpen } from './rule-code.ts'

/** Reads the views: is there one for handoffs, and does it select them? Answers the one that the team uses. */
export async function checkViews(look: Look): Promise<ViewRow | undefined> {
  const { reader } = look
  const read = look.valueOf('the views', await reader.list('/api/views', parseView))
  if (!read) return undefined
  const tags = look.valueOf(
    'the tags',
    await reader.list(`/api/tags?search=${HANDOFF_TAG}`, parseTag, { maxPages: 1 }),
  )
  const tagId = tags?.rows.find(({ name }) => name === HANDOFF_TAG)?.id
  const own = read.rows.filter((view) => !view.system)
  const selects = (view: ViewRow) => tagCondition(withoutOpen(view.filters), tagId)

  const about = own.filter(
    (view) => ['all_handoffs', 'not_all_handoffs'].includes(selects(view)) && view.filters !== '',
  )
  const good = about.find((view) => view.active && selects(view) === 'all_handoffs')
  const view = good ?? about.find(({ active }) => active)
  if (view) {
    if (view.visibility !== '' && view.visibility !== 'public')
      look.add('view_private', { view: view.name, visibility: view.visibility }, { view_id: view.id })
    return view
  }
  const meant = about[0] ?? own.find(({ name }) => /gladly/i.test(name))
  if (!meant) look.add('view_missing')
  else if (!meant.active) look.add('view_inactive', { view: meant.name }, { view_id: meant.id })
  else
    look.add(
      'view_filters',
      { view: meant.name, filters: meant.filters || '(none: it shows everything)' },
      { view_id: meant.id },
    )
  return undefined
}

/** Items of a view that are read to find a ticket among them, in pages of 100. */
const ITEM_PAGES = 3

/** Tells the tickets that the view should show and does not. */
export async function checkItems(look: Look, view: ViewRow, tickets: readonly TicketRow[]): Promise<void> {
  const expected = tickets.filter(
    ({ status, spam, trashed, snoozedUntil, tags }) =>
      status === 'open' && !spam && !trashed && snoozedUntil === undefined && tags.includes(HANDOFF_TAG),
  )
  if (expected.length === 0) return
  const path = `/api/views/${view.id}/items?order_by=created_datetime:desc`
  const items = look.valueOf(
    'the view',
    await look.reader.list(path, parseTicketRow, { maxPages: ITEM_PAGES }),
  )
  if (!items?.complete) return
  const shown = new Set(items.rows.map(({ id }) => id))
  for (const { id } of expected)
    if (!shown.has(id))
      look.add(
        'not_in_view',
        { ticket: id, view: view.name, filters: view.filters },
        { ticket_id: id, view_id: view.id },
      )
}
